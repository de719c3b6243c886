//! What leaves comes back: random libraries go out and in again, whole and in parts, into empty ones and into others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use exchange::archive::{Archive, FORMAT, Manifest, Writer};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::columns;
use super::{Dumped, Line, Loaded, Part};
use crate::{
    ArticleId, Keep, Library, LibraryError, ListQuery, NewArticle, NewFile, NewSource, Origin, Scope, SourceId,
    SourceKind, TextMode, Trial, image_key,
};

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn some<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

const WORDS: &[&str] = &[
    "a",
    "Zürich",
    "東京",
    "\u{202e}שלום",
    "“quoted”",
    "line\nbreak",
    "\"\\\u{1}",
    "<b>&amp;</b>",
    "👩‍👩‍👧",
    "é\u{301}",
    "{\"json\":1}",
    "end",
];

fn at(minute: usize) -> Timestamp {
    "2026-03-01T08:00:00.123Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(i64::try_from(minute).unwrap())
}

struct Random {
    library: Library,
    dice: Dice,
    sources: Vec<SourceId>,
    ids: Vec<ArticleId>,
    changes: Vec<i64>,
    _dir: tempfile::TempDir,
}

fn empty() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::open(dir.path()).unwrap();
    (dir, library)
}

impl Random {
    fn new(seed: u64) -> Self {
        let (dir, library) = empty();
        Self { library, dice: Dice(seed), sources: Vec::new(), ids: Vec::new(), changes: Vec::new(), _dir: dir }
    }

    fn words(&mut self, most: usize) -> String {
        let count = 1 + self.dice.below(most);
        (0..count).map(|_| self.dice.some(WORDS)).collect::<Vec<_>>().join(" ")
    }

    fn maybe(&mut self) -> Option<String> {
        self.dice.coin().then(|| self.words(3))
    }

    fn time(&mut self) -> Timestamp {
        at(self.dice.below(2000))
    }

    fn sql(&self, sql: &'static str, values: impl rusqlite::Params + Send + 'static) {
        self.library.writer().write(move |transaction| Ok(transaction.execute(sql, values)?)).unwrap();
    }

    fn source(&mut self) {
        let number = self.sources.len();
        let kind = self.dice.some(&[SourceKind::Feed, SourceKind::Page, SourceKind::Saved]);
        let new = NewSource {
            kind,
            url: format!("https://{number}.example/{}", self.words(1)),
            site_url: self.maybe(),
            title: self.words(2),
            folder: self.maybe(),
        };
        let (library, now) = (self.library.clone(), self.time());
        let id = library.add_source(&new, now).unwrap().id;
        self.sources.push(id);
        if self.dice.coin() {
            library.set_quiet(id, true).unwrap();
            library.set_notify(id, true).unwrap();
            library.set_text_mode(id, self.dice.some(&[TextMode::Always, TextMode::Never]), now).unwrap();
            library.keep_mark(id, &self.words(1), &self.words(4), now).unwrap();
            library.set_paused(id, self.dice.coin()).unwrap();
            library.set_access(id, self.maybe().as_deref()).unwrap();
        }
        if self.dice.coin() && kind != SourceKind::Saved {
            library.set_source_keep(id, Some(Keep { days: Some(3), newest: self.dice.coin().then_some(9) })).unwrap();
            library.set_archive(id, None).unwrap();
            self.sql("UPDATE source SET watch = '{}', hub = 'h', skip_hours = 3, gap_minutes = 7, newest = 5, icon = 'i' WHERE id = ?1", [id]);
        }
    }

    fn article(&mut self, guid: String, origin: Origin) -> NewArticle {
        NewArticle {
            url: self.dice.coin().then(|| format!("https://x.example/{guid}")),
            guid,
            title: self.words(3),
            deck: self.maybe(),
            section: self.maybe(),
            author: self.maybe(),
            published: self.dice.coin().then(|| self.time()),
            updated: self.dice.coin().then(|| self.time()),
            lang: self.maybe(),
            lead_image: self.maybe(),
            caption: self.maybe(),
            credit: self.maybe(),
            html: format!("<p>{}</p>", self.words(9)),
            text: self.words(9),
            breadcrumbs: vec![self.words(1)],
            cited: vec![(self.words(1), self.maybe())],
            origin,
            entry: self.dice.coin().then_some(i64::MIN + 3),
            excerpt: self.dice.coin(),
            provenance: (origin == Origin::Page).then(|| json!({"fields": [], "left_out": []}).to_string()),
        }
    }

    fn store(&mut self) {
        let source = self.dice.some(&self.sources.clone());
        // Some of them again, with other words.
        let guid = self.dice.below(2 * self.ids.len() + 4).to_string();
        let (new, now) = (self.article(guid, Origin::Feed), self.time());
        let stored = self.library.store_articles(source, vec![new], now).unwrap();
        self.ids.extend(stored.new.iter().filter(|id| !self.ids.contains(id)).copied().collect::<Vec<_>>());
    }

    fn picture(&mut self) {
        let (library, now) = (self.library.clone(), self.time());
        let url = format!("https://x.example/{}.png", self.dice.below(20));
        library.expect_images(std::slice::from_ref(&url)).unwrap();
        let file = |text: String| NewFile { bytes: text.into_bytes(), media_type: "image/png".to_owned() };
        let (large, small) = (file(self.words(4)), file(self.words(2)));
        match self.dice.below(3) {
            0 => library.fail_image(&image_key(&url), "gone", None).unwrap(),
            1 => library.store_image(&image_key(&url), &large, self.dice.coin().then_some(&small), now).unwrap(),
            _ => {}
        }
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each thing that can be done")]
    fn step(&mut self) {
        if self.ids.is_empty() || self.dice.below(4) == 0 {
            return self.store();
        }
        let (id, library, now) = (self.dice.some(&self.ids.clone()), self.library.clone(), self.time());
        // What is kept no longer is marked no more.
        if library.article(id).is_err() {
            return;
        }
        let coin = self.dice.coin();
        match self.dice.below(19) {
            0 | 1 => library.set_read(&[id], coin, now).unwrap(),
            2 => library.set_saved(id, coin, now).unwrap(),
            3 => library.set_offline(id, coin).unwrap(),
            4 => library.tag(id, &self.words(1), now).unwrap_or_default(),
            5 | 6 => {
                let (text, note) = (self.words(3), self.maybe());
                self.sql(
                    "INSERT OR IGNORE INTO highlight (article, text, note, at, before, after) VALUES (?1, ?2, ?3, ?4, 'b', '')",
                    params_of(id, text, note, now),
                );
            }
            7 => self.picture(),
            8 => {
                let source = self.dice.some(&self.sources.clone());
                if coin { library.end_source(source, now) } else { library.revive_source(source) }.unwrap();
            }
            9 => {
                let scope = self.dice.some(&[Scope::All, Scope::Saved, Scope::Source(self.sources[0])]);
                self.changes.push(library.mark_all_read(&scope, coin.then_some(now), now).unwrap().id);
            }
            10 => {
                if let Some(change) = self.changes.last() {
                    library.undo_mark_all_read(*change).unwrap();
                }
            }
            11 => {
                let (guid, note) = (self.words(1), self.maybe());
                let asked = library.article(id).ok().and_then(|article| article.row.url);
                let new = NewArticle { url: asked, ..self.article(guid, Origin::Page) };
                let note = note.map(|note| (note, "why".to_owned()));
                // One that retention took has no text to lay another beside.
                let _ = library.add_page_text(id, new, coin, note, now);
            }
            12 => drop(library.show_text(id, if coin { Origin::Feed } else { Origin::Page })),
            13 => {
                let asked = library.article(id).ok().and_then(|article| article.row.url);
                let again = coin.then_some(now);
                drop(library.page_failed(id, asked.as_deref(), "timeout", "it took too long", again, now));
            }
            14 => {
                for _ in 0..5 {
                    library.set_read(&[id], true, now).unwrap();
                }
                let removable = library.removable(Trial::AsIs, at(99_999)).unwrap();
                library.remove_articles(&removable[..removable.len().min(2)], now).unwrap();
            }
            15 => self.sql("UPDATE status SET hidden = ?2 WHERE id = ?1", (id, coin)),
            16 => {
                let (name, query) = (self.words(1), self.words(2));
                let until = coin.then(|| now.as_millisecond());
                self.sql(
                    "INSERT INTO rule (place, name, query, actions, active, until, added) VALUES (3, ?1, ?2, '[\"read\",{\"tag\":\"x\"}]', ?3, ?4, 5)",
                    (name.clone(), query.clone(), coin, until),
                );
                self.sql(
                    "INSERT OR IGNORE INTO deed (rule, article, at, did) SELECT max(id), ?1, 7, '[\"read\"]' FROM rule",
                    [id],
                );
                self.sql("INSERT OR IGNORE INTO saved_search (name, query, added) VALUES (?1, ?2, 5)", (name, query));
            }
            17 => {
                let under = self.dice.some(&self.ids.clone());
                let _ = if coin { library.fold(id, under).map(drop) } else { library.unfold(id).map(drop) };
            }
            _ => library.set_setting(&self.words(1), &self.words(2)).unwrap(),
        }
    }

    fn filled(seed: u64) -> Self {
        let mut trial = Self::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for _ in 0..4 {
            trial.source();
        }
        for _ in 0..160 {
            trial.step();
        }
        trial
    }
}

fn params_of(id: ArticleId, text: String, note: Option<String>, now: Timestamp) -> (i64, String, Option<String>, i64) {
    (id.get(), text, note, now.as_millisecond())
}

fn export(library: &Library) -> (Vec<u8>, Vec<String>) {
    let mut writer: Option<Writer<Cursor<Vec<u8>>>> = None;
    let mut damaged = Vec::new();
    library
        .dump::<LibraryError>(&mut |dumped| {
            match dumped {
                Dumped::Counts(counts) => {
                    let lines = counts.iter().map(|(part, count)| (part.name().to_owned(), *count)).collect();
                    writer = Some(Writer::new(Cursor::default(), &Manifest { format: FORMAT, lines }).unwrap());
                }
                Dumped::Line(part, line) => writer.as_mut().unwrap().line(part.name(), line).unwrap(),
                Dumped::File { name, path } => {
                    writer.as_mut().unwrap().file(name, std::fs::File::open(path).unwrap()).unwrap();
                }
                Dumped::Damaged(what) => damaged.push(what.to_owned()),
            }
            Ok(())
        })
        .unwrap();
    (writer.unwrap().finish().unwrap().into_inner(), damaged)
}

/// All of it, or its first so many batches.
fn import(library: &Library, bytes: &[u8], batches: usize) -> Loaded {
    let mut archive = Archive::open(Cursor::new(bytes.to_vec())).unwrap();
    let mut loading = library.load(at(5000));
    let mut all = Loaded::default();
    let mut left = batches;
    for part in Part::ALL {
        let lines: Vec<Line> =
            archive.files(part.name()).iter().flat_map(|file| archive.lines(file)).map(|(_, line)| line).collect();
        for batch in lines.chunks(7) {
            if left == 0 {
                return all;
            }
            left -= 1;
            let loaded = loading.lines(part, batch.to_vec()).unwrap();
            all.new += loaded.new;
            all.known += loaded.known;
            all.changed += loaded.changed;
            all.refused.extend(loaded.refused);
        }
        if part == Part::Pictures {
            for line in &lines {
                let files = ["reading", "thumbnail"].map(|name| {
                    line.get(name).map(|file| archive.file(file["file"].as_str().unwrap(), 1 << 20).unwrap())
                });
                if files[0].is_some() {
                    assert!(loading.picture(line, files).unwrap());
                }
            }
        }
    }
    all
}

/// The lines of an archive, for a person to see where two differ.
fn lines(bytes: &[u8]) -> Vec<String> {
    let mut archive = Archive::open(Cursor::new(bytes.to_vec())).unwrap();
    let mut lines = vec![format!("{:?}", archive.manifest())];
    for part in Part::ALL {
        for file in archive.files(part.name()) {
            lines.extend(
                archive.lines(&file).into_iter().map(|(place, line)| format!("{place}: {}", Value::Object(line))),
            );
        }
    }
    lines
}

fn assert_same(one: &[u8], other: &[u8]) {
    for (one, other) in lines(one).iter().zip(&lines(other)) {
        assert_eq!(one, other);
    }
    assert!(one == other, "the same lines, and other bytes");
}

/// All that the reader sees.
fn seen(library: &Library) -> Vec<String> {
    let mut seen = Vec::new();
    let scopes = [Scope::All, Scope::Unread, Scope::Saved, Scope::Tag("end".to_owned())];
    for query in scopes.map(|scope| ListQuery { scope, ..ListQuery::default() }) {
        for row in library.list(&query).unwrap().rows {
            let article = library.article(row.id).unwrap();
            seen.push(format!(
                "{article:?} {:?} {:?}",
                library.texts(row.id).unwrap(),
                library.revisions(row.id).unwrap()
            ));
        }
    }
    seen.push(format!(
        "{:?} {:?} {:?}",
        library.counts().unwrap(),
        library.tags().unwrap(),
        library.retention().unwrap()
    ));
    for mut source in library.sources().unwrap() {
        (source.marks, source.asked, source.next_due) = (crate::Marks::default(), None, None);
        seen.push(format!("{source:?} {:?}", library.kept_marks(source.id).unwrap()));
    }
    seen
}

#[test]
fn every_column_is_in_the_archive_or_left_out_for_a_reason() {
    let (_dir, library) = empty();
    let tables: [(&str, &[columns::Column]); 10] = [
        ("setting", columns::SETTING),
        ("source", columns::SOURCE),
        ("kept_mark", columns::KEPT_MARK),
        ("rule", columns::RULE),
        ("deed", columns::DEED),
        ("saved_search", columns::SEARCH),
        ("status", columns::STATUS),
        ("tag", columns::TAG),
        ("highlight", columns::HIGHLIGHT),
        ("article", columns::ARTICLE),
    ];
    let mut known: BTreeSet<(String, String)> = tables
        .iter()
        .chain([&("page", columns::PAGE)])
        .flat_map(|(table, columns)| columns.iter().map(|(name, _)| ((*table).to_owned(), (*name).to_owned())))
        .collect();
    for (table, names, reason) in columns::LEFT_OUT {
        assert!(!reason.is_empty());
        known.extend(names.iter().map(|name| ((*table).to_owned(), (*name).to_owned())));
    }
    let there: Vec<(String, String)> = library
        .reader()
        .read(|connection| {
            let mut query = connection.prepare(
                "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'words_%'",
            )?;
            Ok(query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
        .unwrap();
    for (table, column) in &there {
        let all = (table.clone(), "*".to_owned());
        let one = (table.clone(), column.clone());
        assert!(known.contains(&one) || known.contains(&all), "{table}.{column} is in no list of archive/columns.rs");
    }
    // Who writes a program for archives finds each of them explained.
    let page = include_str!("../../../exchange/ARCHIVE.md");
    for (table, columns) in tables.iter().chain([&("page", columns::PAGE)]) {
        for (name, _) in *columns {
            assert!(page.contains(&format!("`{name}`")), "{table}.{name} is not in ARCHIVE.md");
        }
    }
    for (table, column) in &known {
        let is = |(of, name): &(String, String)| of == table && (name == column || column == "*");
        assert!(there.iter().any(is), "{table}.{column} is in a list of archive/columns.rs, and not in the database");
    }
}

#[test]
fn what_goes_out_comes_back_and_goes_out_the_same() {
    for seed in 1..13 {
        let trial = Random::filled(seed);
        let check = trial.library.check().unwrap();
        assert!(check.ok, "seed {seed}: the library was not well before it went out: {check:?}");
        let (bytes, damaged) = export(&trial.library);
        assert_eq!(damaged, [""; 0]);
        assert_same(&bytes, &export(&trial.library).0);
        let (_dir, copy) = empty();
        let loaded = import(&copy, &bytes, usize::MAX);
        assert_eq!((&loaded.refused[..], loaded.known), (&[][..], 0), "seed {seed}");
        assert_same(&bytes, &export(&copy).0);
        for (one, other) in seen(&trial.library).iter().zip(&seen(&copy)) {
            assert_eq!(one, other, "seed {seed}");
        }
        let check = copy.check().unwrap();
        assert!(check.ok, "{check:?}");
        // Once more changes nothing.
        let again = import(&copy, &bytes, usize::MAX);
        assert_eq!((again.new, again.changed, &again.refused[..]), (0, 0, &[][..]), "seed {seed}");
        assert_same(&bytes, &export(&copy).0);
    }
}

#[test]
fn what_is_taken_out_of_a_fold_that_is_not_shown_is_on_the_right_pile() {
    let mut trial = Random::new(5);
    trial.source();
    while trial.ids.len() < 2 {
        trial.store();
    }
    let (one, top) = (trial.ids[0], trial.ids[1]);
    trial.library.fold(one, top).unwrap();
    trial.library.set_offline(one, true).unwrap();
    trial.sql("UPDATE status SET hidden = 1 WHERE id = ?1", [top]);
    let _ = trial.library.unfold(one);
    let check = trial.library.check().unwrap();
    assert!(check.ok, "{check:?}");
}

#[test]
fn what_was_broken_off_goes_on_where_it_ended() {
    for batches in [1, 3, 6, 9] {
        let trial = Random::filled(40);
        let (bytes, _) = export(&trial.library);
        let (_dir, copy) = empty();
        import(&copy, &bytes, batches);
        import(&copy, &bytes, usize::MAX);
        assert_same(&bytes, &export(&copy).0);
    }
}

/// Read, saved, tags, highlights.
type Marks = (bool, bool, BTreeSet<String>, BTreeSet<String>);

/// What the reader did to each article, by its source and guid.
fn marks(library: &Library) -> BTreeMap<(String, String), Marks> {
    let mut marks = BTreeMap::new();
    let sources: BTreeMap<i64, String> = lines_of(library, Part::Sources)
        .iter()
        .map(|line| (line["id"].as_i64().unwrap(), line["url"].as_str().unwrap().to_owned()))
        .collect();
    let names = |line: &Line, list: &str, name: &str| {
        let list = line.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().map(|one| one[name].as_str().unwrap().to_owned()).collect()
    };
    for line in lines_of(library, Part::Articles) {
        let key = (sources[&line["source"].as_i64().unwrap()].clone(), line["guid"].as_str().unwrap().to_owned());
        let on = |name: &str| line.get(name) == Some(&Value::Bool(true));
        marks.insert(key, (on("read"), on("saved"), names(&line, "tags", "name"), names(&line, "highlights", "text")));
    }
    marks
}

fn lines_of(library: &Library, part: Part) -> Vec<Line> {
    let mut lines = Vec::new();
    library
        .dump::<LibraryError>(&mut |dumped| {
            match dumped {
                Dumped::Line(of, line) if of == part => lines.push(line.clone()),
                _ => {}
            }
            Ok(())
        })
        .unwrap();
    lines
}

#[test]
fn two_libraries_are_put_together_without_doubles_and_without_lost_marks() {
    for seed in 1..7 {
        let (mut one, mut other) = (Random::filled(seed), Random::filled(seed));
        // Folding moves marks from one article to another: here each is to be told by its own.
        for trial in [&one, &other] {
            trial.sql("UPDATE status SET folded = NULL WHERE folded IS NOT NULL", []);
            trial.library.set_folding(false).unwrap();
        }
        other.dice = Dice(seed + 1000);
        for _ in 0..60 {
            for trial in [&mut one, &mut other] {
                let folds = trial.dice.0;
                trial.step();
                trial.sql("UPDATE status SET folded = NULL WHERE folded IS NOT NULL", []);
                trial.dice.0 ^= folds >> 60;
            }
        }
        let (theirs, ours) = (marks(&one.library), marks(&other.library));
        let bytes = export(&one.library).0;
        let loaded = import(&other.library, &bytes, usize::MAX);
        assert_eq!(loaded.refused, [], "seed {seed}");
        let both = marks(&other.library);
        assert_eq!(
            both.keys().collect::<BTreeSet<_>>(),
            theirs.keys().chain(ours.keys()).collect::<BTreeSet<_>>(),
            "seed {seed}"
        );
        for (key, (read, saved, tags, highlights)) in &both {
            let none = (false, false, BTreeSet::new(), BTreeSet::new());
            let (a, b) = (theirs.get(key).unwrap_or(&none), ours.get(key).unwrap_or(&none));
            let union = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.union(b).cloned().collect::<BTreeSet<_>>();
            assert_eq!((*read, *saved), (a.0 || b.0, a.1 || b.1), "seed {seed}, {key:?}");
            assert_eq!((tags, highlights), (&union(&a.2, &b.2), &union(&a.3, &b.3)), "seed {seed}, {key:?}");
        }
        let before = export(&other.library).0;
        let again = import(&other.library, &bytes, usize::MAX);
        assert_eq!((again.new, again.changed), (0, 0), "seed {seed}");
        assert_same(&before, &export(&other.library).0);
        assert!(other.library.check().unwrap().ok);
    }
}

#[test]
fn a_text_that_is_damaged_keeps_nothing_else_from_leaving() {
    let trial = Random::filled(3);
    trial.sql("UPDATE body SET frame = x'00' WHERE article = (SELECT min(article) FROM body)", []);
    let (bytes, damaged) = export(&trial.library);
    assert_eq!(damaged.len(), 1);
    assert!(damaged[0].ends_with("its text is damaged"), "{damaged:?}");
    let (_dir, copy) = empty();
    assert_eq!(import(&copy, &bytes, usize::MAX).refused, []);
    assert_eq!(marks(&copy), marks(&trial.library));
}

#[test]
fn lines_that_a_library_cannot_hold_are_refused_one_by_one() {
    let (_dir, library) = empty();
    let mut loading = library.load(at(0));
    let line = |value: Value| value.as_object().unwrap().clone();
    let source = |id: i64, url: &str| {
        line(json!({"id": id, "kind": "feed", "url": url, "title": "t", "added": "2026-03-01T08:00:00Z"}))
    };
    let mut cuckoo = source(9, "https://c.example/");
    cuckoo.insert("kind".to_owned(), "cuckoo".into());
    let loaded = loading
        .lines(Part::Sources, vec![source(i64::MAX, "https://a.example/"), cuckoo, line(json!({"id": 1}))])
        .unwrap();
    assert_eq!((loaded.new, loaded.refused.len()), (1, 2), "{loaded:?}");
    let article = |more: Value| {
        let mut line = line(json!({"id": 1, "source": i64::MAX, "guid": "g", "published": "2026-03-01T08:00:00Z"}));
        line.extend(more.as_object().unwrap().clone());
        line
    };
    let wrong = [
        json!({"source": 5}),
        json!({"published": "yesterday"}),
        json!({"tags": [{"name": 5}]}),
        json!({"tags": [{"name": "t"}]}),
        json!({"highlights": "x"}),
        json!({"article": {"title": "no more than that"}}),
        json!({"revisions": [{"number": 1}], "article": {"title": "t"}}),
        json!({"said": "1e9"}),
    ];
    let refused = loading.lines(Part::Articles, wrong.iter().cloned().map(article).collect()).unwrap();
    assert_eq!((refused.new, refused.refused.len()), (0, wrong.len()), "{refused:?}");
    let good =
        loading.lines(Part::Articles, vec![article(json!({"id": i64::MAX, "from_a_later_version": [1, 2]}))]).unwrap();
    assert_eq!((good.new, &good.refused[..]), (1, &[][..]));
    // The numbers that follow are still such that everything can count them.
    assert!(library.source(SourceId::new(1)).is_ok());
}

fn line_of(value: Value) -> Line {
    value.as_object().unwrap().clone()
}

fn source_line(more: Value) -> Line {
    let mut line = line_of(
        json!({"id": 1, "kind": "feed", "url": "https://a.example/", "title": "t", "added": "2026-03-01T08:00:00Z"}),
    );
    line.extend(line_of(more));
    line
}

/// The line of an article with a text.
fn article_line(guid: &str) -> Line {
    line_of(json!({"id": 1, "source": 1, "guid": guid, "published": "2026-03-01T08:00:00Z", "article": {
        "title": "t", "origin": "feed", "digest": "00", "html": "<p>t</p>", "text": "t",
        "first_seen": "2026-03-01T08:00:00Z", "fetched": "2026-03-01T08:00:00Z", "revision": 1,
    }}))
}

#[test]
fn one_number_that_no_reader_takes_made_the_whole_library_unreadable() {
    let (_dir, library) = empty();
    let mut loading = library.load(at(0));
    let wrong = ["skip_days", "skip_hours", "update_minutes", "gap_minutes", "pages_more", "keep_days", "keep_newest"]
        .into_iter()
        .flat_map(|name| [-1, 5_000_000_000, i64::MAX].map(|number| source_line(json!({name: number}))));
    let wrong: Vec<Line> = wrong.chain([source_line(json!({"skip_days": 256}))]).collect();
    let refused = loading.lines(Part::Sources, wrong.clone()).unwrap();
    assert_eq!((refused.new, refused.refused.len()), (0, wrong.len()), "{refused:?}");
    let rule = line_of(json!({"id": 1, "place": i64::MAX, "name": "n", "query": "q", "added": "2026-03-01T08:00:00Z"}));
    assert_eq!(loading.lines(Part::Rules, vec![rule]).unwrap().refused.len(), 1);
    assert_eq!(loading.lines(Part::Sources, vec![source_line(json!({"keep_newest": crate::ALL}))]).unwrap().new, 1);
    for (place, number) in [("revision", json!(-1)), ("revision", json!(1_u64 << 40))] {
        let mut line = article_line("g");
        line["article"][place] = number;
        assert_eq!(loading.lines(Part::Articles, vec![line]).unwrap().refused.len(), 1);
    }
    let mut tried = article_line("g");
    tried.insert("page".to_owned(), json!({"tries": i64::MAX}));
    assert_eq!(loading.lines(Part::Articles, vec![tried]).unwrap().refused.len(), 1);
    assert_eq!(loading.lines(Part::Articles, vec![article_line("g")]).unwrap().new, 1);

    // And where an earlier version took such numbers in, everything can be read.
    let sql = "UPDATE source SET skip_days = 256, skip_hours = -1, update_minutes = 5000000000, gap_minutes = -5,
        pages_more = 9223372036854775807, keep_days = 5000000000";
    library.writer().write(move |transaction| Ok(transaction.execute(sql, [])?)).unwrap();
    let sql = "UPDATE article SET revision = -1";
    library.writer().write(move |transaction| Ok(transaction.execute(sql, [])?)).unwrap();
    let source = library.sources().unwrap().remove(0);
    assert_eq!((source.rhythm.skip_days, source.rhythm.update_minutes), (0, Some(u32::MAX)));
    assert_eq!(library.source_keep(source.id).unwrap().unwrap().days, Some(u32::MAX));
    assert!(library.removable(Trial::AsIs, at(0)).unwrap().is_empty());
    let id = library.find_article(source.id, "g").unwrap().unwrap();
    assert!(library.article(id).is_ok());
}

#[test]
fn an_archive_brought_its_rule_of_what_is_removed() {
    let mut here = Random::new(9);
    here.source();
    here.sql("UPDATE source SET kind = 'feed', url = 'https://a.example/', keep_days = NULL, keep_newest = NULL", []);
    let old = here.article("mine".to_owned(), Origin::Feed);
    let id = here.library.store_articles(here.sources[0], vec![old], at(0)).unwrap().new[0];
    here.library.set_read(&[id], true, at(0)).unwrap();
    let retention = line_of(json!({"name": "retention", "value": "{\"keep\":{\"days\":7,\"newest\":null}}"}));
    let source = source_line(json!({"keep_days": 7}));
    let mut loading = here.library.load(at(20_000));
    assert!(here.library.leaves_keep(Part::Settings, &retention).unwrap());
    assert!(here.library.leaves_keep(Part::Sources, &source).unwrap());
    assert_eq!(loading.lines(Part::Settings, vec![retention.clone()]).unwrap().keep_left, [0]);
    assert_eq!(loading.lines(Part::Sources, vec![source.clone()]).unwrap().keep_left, [0]);
    assert!(!here.library.has_rules().unwrap());
    assert!(here.library.removable(Trial::AsIs, at(99_999)).unwrap().is_empty());
    // An empty one becomes what the other was, and the same again is nothing to tell.
    let (_dir, empty) = empty();
    let mut loading = empty.load(at(0));
    for _ in 0..2 {
        assert!(loading.lines(Part::Settings, vec![retention.clone()]).unwrap().keep_left.is_empty());
        assert!(loading.lines(Part::Sources, vec![source.clone()]).unwrap().keep_left.is_empty());
    }
    assert_eq!(empty.retention().unwrap().keep.days, Some(7));
}

#[test]
fn what_an_archive_had_brought_was_removed_at_once_for_its_age() {
    let (_dir, library) = empty();
    let now: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
    let mut loading = library.load(now);
    assert_eq!(loading.lines(Part::Sources, vec![source_line(json!({"keep_days": 7}))]).unwrap().new, 1);
    let mut line = article_line("g");
    line.insert("read".to_owned(), true.into());
    assert_eq!(loading.lines(Part::Articles, vec![line.clone()]).unwrap().new, 1);
    let after = |days: i64| {
        let then = now + SignedDuration::from_hours(24 * days);
        library.removable(Trial::AsIs, then).unwrap().len()
    };
    assert_eq!((after(0), after(6), after(8)), (0, 0, 1));
    // So was one that was here, and got a text that was fetched later with the age of that.
    let mut loading = library.load(now + SignedDuration::from_hours(24 * 8));
    loading.lines(Part::Sources, vec![source_line(json!({}))]).unwrap();
    line["article"]["digest"] = "01".into();
    line["article"]["fetched"] = "2026-12-31T08:00:00Z".into();
    assert_eq!(loading.lines(Part::Articles, vec![line]).unwrap().changed, 1);
    assert_eq!((after(8), after(16)), (0, 1));
}

#[test]
fn each_import_of_an_archive_with_two_equal_rules_added_one() {
    let (_dir, library) = empty();
    let add = "INSERT INTO rule (place, name, query, actions, mute, added, removed) VALUES (1, 'x', 'x', '[\"hide\"]', 1, 5, ?1)";
    for removed in [Some(6), None] {
        library.writer().write(move |transaction| Ok(transaction.execute(add, [removed])?)).unwrap();
    }
    let bytes = export(&library).0;
    for _ in 0..2 {
        let loaded = import(&library, &bytes, usize::MAX);
        assert_eq!((loaded.new, loaded.changed), (0, 0));
        assert_same(&bytes, &export(&library).0);
    }
}

#[test]
fn the_fold_of_an_archive_hid_what_is_marked_here() {
    let mut here = Random::new(5);
    here.source();
    here.source();
    let mut store = |guid: &str, source: usize| {
        let new = here.article(guid.to_owned(), Origin::Feed);
        here.library.store_articles(here.sources[source], vec![new], at(1)).unwrap().new[0]
    };
    let (one, top) = (store("one", 0), store("top", 1));
    let apart = export(&here.library).0;
    here.library.fold(one, top).unwrap();
    let folded = export(&here.library).0;
    for scope in [Scope::Saved, Scope::Tag("sea".to_owned())] {
        let (_dir, copy) = empty();
        import(&copy, &apart, usize::MAX);
        copy.set_read(&[one], true, at(2)).unwrap();
        if scope == Scope::Saved {
            copy.set_saved(one, true, at(2)).unwrap();
        } else {
            copy.tag(one, "sea", at(2)).unwrap();
        }
        import(&copy, &folded, usize::MAX);
        let query = ListQuery { scope, ..ListQuery::default() };
        let listed: Vec<ArticleId> = copy.list(&query).unwrap().rows.iter().map(|row| row.id).collect();
        assert_eq!(listed, [one]);
    }
}
