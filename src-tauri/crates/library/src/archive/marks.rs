//! An article of an archive: its marks are put together with those that are here, and of two texts none is lost.

use jiff::Timestamp;
use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension as _, Transaction, params_from_iter};
use serde_json::Value;

use super::Line;
use super::columns::{self, Column, time, values};
use super::load::{Became, Loaded, MOST_NUMBER, Numbers, Refusal, at, insert, insert_as};
use crate::body::{self, Packed};
use crate::time::millis;
use crate::{ArticleId, NewArticle, alike, fold, index, revision, store};

/// A line of an article, packed.
pub(super) struct Item {
    number: i64,
    source: i64,
    read: bool,
    /// It lies in a fold: whether it is read is the top's to say.
    in_fold: bool,
    read_at: Option<i64>,
    status: Vec<Sql>,
    tags: Vec<Vec<Sql>>,
    /// Each with its number.
    highlights: Vec<(Option<i64>, Vec<Sql>)>,
    /// With the number of the rule.
    deeds: Vec<(i64, Vec<Sql>)>,
    text: Option<Text>,
}

struct Text {
    article: Vec<Sql>,
    /// The same, as a text that is not shown is kept.
    whole: NewArticle,
    body: Option<Packed>,
    prints: Vec<i64>,
    other: Option<Other>,
    /// Number, when it was replaced, what it said.
    revisions: Vec<(i64, i64, Frame)>,
    provenance: Option<Frame>,
    page: Option<Vec<Sql>>,
}

struct Other {
    fetched: i64,
    origin: &'static str,
    frame: Frame,
}

struct Frame {
    bytes: i64,
    packed: Vec<u8>,
}

impl Frame {
    fn of(bytes: &[u8]) -> Result<Self, String> {
        let packed = body::compress(bytes).map_err(|_| "its text cannot be packed".to_owned())?;
        Ok(Self { bytes: body::count(bytes.len()), packed })
    }

    fn article(article: &NewArticle) -> Result<Self, String> {
        Self::of(&serde_json::to_vec(article).map_err(|_| "its text cannot be packed".to_owned())?)
    }
}

/// The rows of a list that hangs on a line.
pub(super) fn rows(line: &Line, name: &str, columns: &[Column]) -> Result<Vec<Vec<Sql>>, String> {
    objects(line, name)?.into_iter().map(|line| values(line, columns)).collect()
}

fn objects<'a>(line: &'a Line, name: &str) -> Result<Vec<&'a Line>, String> {
    let wrong = || format!("its {name} cannot be read");
    match line.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) => list.iter().map(|one| one.as_object().ok_or_else(wrong)).collect(),
        Some(_) => Err(wrong()),
    }
}

impl Item {
    pub(super) fn of(number: i64, line: Line) -> Result<Self, String> {
        let status = values(&line, columns::STATUS)?;
        let deeds = objects(&line, "deeds")?.into_iter().map(|deed| {
            let rule = deed.get("rule").and_then(Value::as_i64).ok_or("its deeds cannot be read")?;
            Ok::<_, String>((rule, values(deed, columns::DEED)?))
        });
        let highlights = objects(&line, "highlights")?.into_iter().map(|highlight| {
            let number = highlight.get("id").and_then(Value::as_i64);
            Ok::<_, String>((number, values(highlight, columns::HIGHLIGHT)?))
        });
        Ok(Self {
            number,
            source: line.get("source").and_then(Value::as_i64).ok_or("it names no source")?,
            read: line.get("read").and_then(Value::as_bool).unwrap_or_default(),
            in_fold: line.get("in_fold").and_then(Value::as_bool).unwrap_or_default(),
            read_at: line.get("read_at").and_then(time),
            tags: rows(&line, "tags", columns::TAG)?,
            highlights: highlights.collect::<Result<_, _>>()?,
            deeds: deeds.collect::<Result<_, _>>()?,
            text: Text::of(&line)?,
            status,
        })
    }

    fn status(&self, name: &str) -> &Sql {
        at(&self.status, columns::STATUS, name)
    }

    fn is_kept(&self) -> bool {
        let on = |name| self.status(name) == &Sql::Integer(1);
        on("saved") || on("offline") || !self.tags.is_empty() || !self.highlights.is_empty()
    }

    pub(super) fn write(
        self,
        transaction: &Transaction<'_>,
        numbers: &mut Numbers,
        loaded: &mut Loaded,
        now: Timestamp,
    ) -> Result<Became, Refusal> {
        let source = *numbers.sources.get(&self.source).ok_or_else(|| "its source was not loaded".to_owned())?;
        let known: Option<i64> = transaction
            .prepare_cached("SELECT id FROM status WHERE source = ?1 AND guid = ?2")?
            .query_row((source, self.status("guid")), |row| row.get(0))
            .optional()?;
        // The articles of a fold share what they are marked with.
        let top = match known {
            Some(id) => Some(fold::leader(transaction, ArticleId::new(id))?.get()),
            None => None,
        };
        let (id, mut changed) = match known {
            Some(id) => (id, self.merge(transaction, id, top.unwrap_or(id), now)?),
            None => (self.add(transaction, source.get(), now)?, false),
        };
        let tags = self.tag(transaction, top.unwrap_or(id))?;
        let highlights = self.highlight(transaction, id, known.is_some(), &mut changed)?;
        for (rule, deed) in &self.deeds {
            let Some(rule) = numbers.rules.get(rule) else { continue };
            let names = columns::quoted(columns::DEED);
            let sql = format!(
                "INSERT INTO deed (rule, article, {names}) VALUES (?1, ?2{}) ON CONFLICT DO NOTHING",
                ", ?".repeat(deed.len())
            );
            let keys = [Sql::Integer(*rule), Sql::Integer(id)];
            transaction.prepare_cached(&sql)?.execute(params_from_iter(keys.iter().chain(deed)))?;
        }
        numbers.note_article(self.number, id);
        loaded.tags += tags;
        loaded.highlights += highlights;
        changed |= tags + highlights > 0;
        Ok(match known {
            None => Became::New,
            Some(_) if changed => Became::Changed,
            Some(_) => Became::Known,
        })
    }

    /// One that was not here.
    fn add(&self, transaction: &Transaction<'_>, source: i64, now: Timestamp) -> Result<i64, Refusal> {
        // On the pile of what is not shown; its text, a tag or a highlight takes it from there.
        let pile = if self.read || self.in_fold { Sql::Null } else { Sql::Integer(1) };
        let read_at = self.read_at.filter(|_| self.read).map_or(Sql::Null, Sql::Integer);
        let more = [("source", Sql::Integer(source)), ("pile", pile), ("read_at", read_at)];
        let id = insert(transaction, "status", columns::STATUS, &self.status, &more, self.number)?;
        if let Some(text) = &self.text {
            text.add(transaction, id, now)?;
        }
        Ok(id)
    }

    /// One that is here, and on top of its fold `top`; whether that changed anything.
    fn merge(&self, transaction: &Transaction<'_>, id: i64, top: i64, now: Timestamp) -> Result<bool, Refusal> {
        // What is saved here already stays where it lies.
        let mut changed = transaction
            .prepare_cached(
                "UPDATE status SET saved = 1, saved_at = ?2, archived = ?4 WHERE id = ?1 AND saved = 0 AND ?3 = 1",
            )?
            .execute((top, self.status("saved_at"), self.status("saved"), self.status("archived")))?;
        changed += transaction
            .prepare_cached("UPDATE status SET offline = 1 WHERE id = ?1 AND offline = 0 AND ?2 = 1")?
            .execute((id, self.status("offline")))?;
        if self.read {
            changed += transaction
                .prepare_cached(
                    "UPDATE status SET pile = NULL, read_at = ?2 WHERE id = ?1
                     AND EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = status.id)",
                )?
                .execute((top, self.read_at.unwrap_or(millis(now))))?;
        }
        let Some(text) = &self.text else { return Ok(changed > 0) };
        let removed: Option<bool> = transaction
            .prepare_cached(
                "SELECT s.removed IS NOT NULL FROM status AS s WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM article AS a WHERE a.id = s.id)",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        match removed {
            // Retention took it here, and it has no mark there.
            Some(true) if !self.is_kept() => Ok(changed > 0),
            Some(_) => {
                text.add(transaction, id, now)?;
                transaction
                    .prepare_cached("UPDATE status SET removed = NULL, said = NULL WHERE id = ?1")?
                    .execute([id])?;
                Ok(true)
            }
            None => Ok(text.merge(transaction, id, now)? || changed > 0),
        }
    }

    fn tag(&self, transaction: &Transaction<'_>, id: i64) -> Result<u64, Refusal> {
        let mut put = 0;
        let mut add = transaction
            .prepare_cached("INSERT INTO tag (article, name, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
        for tag in &self.tags {
            put += add.execute(params_from_iter([&Sql::Integer(id)].into_iter().chain(tag)))?;
        }
        Ok(put as u64)
    }

    /// How many are new. A note is put beside a highlight that has none.
    fn highlight(
        &self,
        transaction: &Transaction<'_>,
        id: i64,
        known: bool,
        changed: &mut bool,
    ) -> Result<u64, Refusal> {
        let mut new = 0;
        for (number, highlight) in &self.highlights {
            let of = |name| at(highlight, columns::HIGHLIGHT, name);
            // Where one of both does not say where it stands, the same words are the same passage.
            let here: Option<i64> = transaction
                .prepare_cached(
                    "SELECT id FROM highlight WHERE article = ?1 AND text = ?2 AND ((before = ?3 AND after = ?4)
                     OR (?5 AND (before || after = '' OR ?3 || ?4 = ''))) ORDER BY before = ?3 AND after = ?4 DESC LIMIT 1",
                )?
                .query_row((id, of("text"), of("before"), of("after"), known), |row| row.get(0))
                .optional()?;
            if let Some(here) = here {
                let noted = transaction
                    .prepare_cached(
                        "UPDATE highlight SET note = ?2, edited = ?3 WHERE id = ?1 AND note IS NULL AND ?2 IS NOT NULL",
                    )?
                    .execute((here, of("note"), of("edited")))?;
                *changed |= noted > 0;
            } else {
                let is_taken = transaction.prepare_cached("SELECT 1 FROM highlight WHERE id = ?1")?.exists([number])?;
                let number = number.filter(|number| (1..MOST_NUMBER).contains(number) && !is_taken);
                let number = number.map_or(Sql::Null, Sql::Integer);
                let more = [("article", Sql::Integer(id))];
                insert_as(transaction, "highlight", columns::HIGHLIGHT, highlight, &more, number)?;
                new += 1;
            }
        }
        Ok(new)
    }
}

impl Text {
    fn of(line: &Line) -> Result<Option<Self>, String> {
        let Some(article) = line.get("article").and_then(Value::as_object) else { return Ok(None) };
        let part = |name: &str| article.get(name).and_then(Value::as_str);
        let provenance = line.get("provenance").and_then(Value::as_str);
        let body = match (part("html"), part("text")) {
            (None, None) => None,
            (html, text) => Some(
                body::pack(html.unwrap_or_default(), text.unwrap_or_default())
                    .map_err(|_| "its text cannot be packed".to_owned())?,
            ),
        };
        let other = match line.get("other_text").and_then(Value::as_object) {
            Some(other) => Some(Other::of(other)?),
            None => None,
        };
        let mut revisions = Vec::new();
        for revision in objects(line, "revisions")? {
            let number = revision.get("number").and_then(columns::revision);
            let said = number.zip(revision.get("replaced").and_then(time)).zip(revision.get("article"));
            let ((number, replaced), said) = said.ok_or("its revisions cannot be read")?;
            let said: NewArticle = serde_json::from_value(said.clone()).map_err(|_| "its revisions cannot be read")?;
            revisions.push((number, replaced, Frame::article(&said)?));
        }
        let whole = whole(line, article, provenance).ok_or("its text cannot be read")?;
        Ok(Some(Self {
            article: values(article, columns::ARTICLE)?,
            prints: alike::prints(whole.side()),
            whole,
            body,
            other,
            revisions,
            provenance: provenance.map(|json| Frame::of(json.as_bytes())).transpose()?,
            page: line.get("page").and_then(Value::as_object).map(|page| values(page, columns::PAGE)).transpose()?,
        }))
    }

    fn of_name(&self, name: &str) -> &Sql {
        at(&self.article, columns::ARTICLE, name)
    }

    /// The text, where none is.
    fn add(&self, transaction: &Transaction<'_>, id: i64, now: Timestamp) -> Result<(), Refusal> {
        let imported = [("imported", Sql::Integer(millis(now)))];
        insert_as(transaction, "article", columns::ARTICLE, &self.article, &imported, Sql::Integer(id))?;
        for (number, replaced, frame) in &self.revisions {
            transaction
                .prepare_cached(
                    "INSERT INTO revision (article, number, replaced, bytes, frame) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT DO NOTHING",
                )?
                .execute((id, number, replaced, frame.bytes, &frame.packed))?;
        }
        if let Some(page) = &self.page {
            let names = columns::quoted(columns::PAGE);
            let sql = format!(
                "INSERT INTO page (article, {names}) VALUES (?1{}) ON CONFLICT DO NOTHING",
                ", ?".repeat(page.len())
            );
            transaction.prepare_cached(&sql)?.execute(params_from_iter([&Sql::Integer(id)].into_iter().chain(page)))?;
        }
        self.parts(transaction, id, now)
    }

    /// What lies beside an article's own row.
    fn parts(&self, transaction: &Transaction<'_>, id: i64, now: Timestamp) -> Result<(), Refusal> {
        match &self.body {
            Some(packed) => body::write(transaction, id, packed)?,
            None => body::write(transaction, id, &body::pack("", "")?)?,
        }
        index::queue(transaction, id)?;
        // Later ones are compared with it; it is folded as its archive says, and not anew.
        fold::file(transaction, ArticleId::new(id), &self.prints, now)?;
        if let Some(other) = &self.other {
            other.write(transaction, id)?;
        }
        if let Some(frame) = &self.provenance {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO provenance (article, bytes, frame) VALUES (?1, ?2, ?3)")?
                .execute((id, frame.bytes, &frame.packed))?;
        }
        Ok(())
    }

    /// A text, where one is: the one that was fetched later is shown, and the other is a revision before it. Whether
    /// that changed anything.
    fn merge(&self, transaction: &Transaction<'_>, id: i64, now: Timestamp) -> Result<bool, Refusal> {
        let (digest, fetched, origin): (Vec<u8>, i64, String) = transaction
            .prepare_cached("SELECT digest, fetched, origin FROM article WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let said = store::present(transaction, ArticleId::new(id))?;
        let later = matches!(self.of_name("fetched"), Sql::Integer(time) if *time > fetched);
        let differs = *self.of_name("digest") != Sql::Blob(digest);
        if (differs && later) || said.is_none() {
            let number = said.as_ref().map_or(0, |said| said.number);
            if let Some(said) = said {
                revision::keep(transaction, ArticleId::new(id), said.number, &said.article, now)?;
            }
            self.replace(transaction, id, number, now)?;
            return Ok(true);
        }
        if differs {
            return Ok(false);
        }
        // The same entry: what one has of its page and the other has not is kept beside it.
        let has_other = transaction.prepare_cached("SELECT 1 FROM other_text WHERE article = ?1")?.exists([id])?;
        if has_other {
            return Ok(false);
        }
        if self.whole.origin.as_str() != origin {
            let Sql::Integer(fetched) = self.of_name("fetched") else { return Ok(false) };
            let frame = Frame::article(&self.whole)?;
            Other { fetched: *fetched, origin: self.whole.origin.as_str(), frame }.write(transaction, id)?;
            return Ok(true);
        }
        match &self.other {
            Some(other) if other.origin != origin => {
                other.write(transaction, id)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn replace(&self, transaction: &Transaction<'_>, id: i64, number: u32, now: Timestamp) -> Result<(), Refusal> {
        let sets = columns::ARTICLE.iter().map(|(name, _)| format!("\"{name}\" = ?")).collect::<Vec<_>>().join(", ");
        let sql = format!("UPDATE article SET {sets} WHERE id = ?");
        let id = Sql::Integer(id);
        transaction.prepare_cached(&sql)?.execute(params_from_iter(self.article.iter().chain([&id])))?;
        let Sql::Integer(id) = id else { return Ok(()) };
        transaction
            .prepare_cached("UPDATE article SET revision = max(revision, ?2), imported = ?3 WHERE id = ?1")?
            .execute((id, i64::from(number) + 1, millis(now)))?;
        transaction.prepare_cached("DELETE FROM provenance WHERE article = ?1")?.execute([id])?;
        self.parts(transaction, id, now)
    }
}

impl Other {
    fn of(other: &Line) -> Result<Self, String> {
        let wrong = || "its other text cannot be read".to_owned();
        let fetched = other.get("fetched").and_then(time).ok_or_else(wrong)?;
        let article: NewArticle =
            serde_json::from_value(other.get("article").cloned().unwrap_or_default()).map_err(|_| wrong())?;
        Ok(Self { fetched, origin: article.origin.as_str(), frame: Frame::article(&article)? })
    }

    fn write(&self, transaction: &Transaction<'_>, id: i64) -> Result<(), Refusal> {
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO other_text (article, fetched, bytes, frame) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((id, self.fetched, self.frame.bytes, &self.frame.packed))?;
        Ok(())
    }
}

/// The article as one that is not shown is kept.
fn whole(line: &Line, article: &Line, provenance: Option<&str>) -> Option<NewArticle> {
    let mut fields = article.clone();
    for name in ["entry", "first_seen", "fetched", "revision", "digest"] {
        fields.remove(name);
    }
    for name in ["guid", "published"] {
        fields.insert(name.to_owned(), line.get(name)?.clone());
    }
    for name in ["breadcrumbs", "cited"] {
        fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    }
    for name in ["html", "text"] {
        fields.entry(name).or_insert_with(|| Value::from(""));
    }
    fields.extend(provenance.map(|json| ("provenance".to_owned(), json.into())));
    serde_json::from_value(Value::Object(fields)).ok()
}
