//! Bulk marks against the plain idea of them: each article remembers whether it is unread and which change marked it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{UNDOABLE, tidy};
use crate::{ArticleId, Library, ListQuery, NewArticle, NewSource, Scope, SourceId, SourceKind, recount};

/// One article, as the plain idea has it.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "the marks that an article has are independent")]
struct Idea {
    source: usize,
    hour: i64,
    read: bool,
    /// The change that marked it, while that can be undone.
    by: Option<i64>,
    saved: bool,
    archived: bool,
    tagged: bool,
    hidden: bool,
}

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

struct Trial {
    library: Library,
    dice: Dice,
    articles: HashMap<ArticleId, Idea>,
    ids: Vec<ArticleId>,
    sources: Vec<SourceId>,
    ended: Vec<bool>,
    quiet: Vec<bool>,
    changes: Vec<i64>,
}

fn at(hour: i64) -> Timestamp {
    "2026-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hour)
}

impl Trial {
    fn new(folder: &std::path::Path, seed: u64) -> Self {
        let library = Library::open(folder).unwrap();
        let new = |name: usize| NewSource {
            kind: SourceKind::Feed,
            url: format!("https://{name}.example/"),
            site_url: None,
            title: name.to_string(),
            folder: (name < 2).then(|| "F".to_owned()),
        };
        let sources = library.add_sources(&(0..4).map(new).collect::<Vec<_>>(), at(0)).unwrap();
        let (ended, quiet) = (vec![false; 4], vec![false; 4]);
        Self {
            library,
            dice: Dice(seed),
            articles: HashMap::new(),
            ids: Vec::new(),
            sources,
            ended,
            quiet,
            changes: Vec::new(),
        }
    }

    fn shown(&self, idea: &Idea) -> bool {
        idea.saved || idea.tagged || !(idea.hidden || self.ended[idea.source])
    }

    fn is_in(&self, idea: &Idea, scope: &Scope) -> bool {
        self.shown(idea)
            && match scope {
                Scope::All => true,
                Scope::Unread => !idea.read && !self.quiet[idea.source],
                Scope::Saved => idea.saved && !idea.archived,
                Scope::Archived => idea.saved && idea.archived,
                Scope::Source(source) => self.sources[idea.source] == *source,
                Scope::Folder(_) => idea.source < 2,
                Scope::Tag(_) => idea.tagged,
                Scope::Hidden | Scope::Search(_) => unreachable!("not rolled"),
            }
    }

    fn scope(&mut self) -> Scope {
        match self.dice.below(10) {
            9 => Scope::Archived,
            0..2 => Scope::All,
            2..4 => Scope::Unread,
            4 => Scope::Saved,
            5 => Scope::Folder("F".to_owned()),
            6 => Scope::Tag("t".to_owned()),
            _ => Scope::Source(self.sources[self.dice.below(4)]),
        }
    }

    fn some(&mut self) -> ArticleId {
        self.ids[self.dice.below(self.ids.len())]
    }

    fn step(&mut self) {
        let (id, library) = (self.some(), self.library.clone());
        let coin = self.dice.below(2) == 0;
        match self.dice.below(17) {
            0..4 => {
                library.set_read(&[id], coin, at(0)).unwrap();
                let idea = self.articles.get_mut(&id).unwrap();
                if coin || idea.read {
                    (idea.read, idea.by) = (coin, None);
                }
            }
            4 => {
                let idea = self.articles.get_mut(&id).unwrap();
                if self.dice.below(3) == 0 {
                    library.set_archived(&[id], coin, at(0)).unwrap();
                    (idea.saved, idea.archived) = (idea.saved || coin, coin);
                } else {
                    library.set_saved(id, coin, at(0)).unwrap();
                    (idea.saved, idea.archived) = (coin, coin && idea.archived);
                }
            }
            5 => {
                if coin { library.tag(id, "t", at(0)) } else { library.untag(id, "t") }.unwrap();
                self.articles.get_mut(&id).unwrap().tagged = coin;
            }
            6 => {
                let hide = move |transaction: &rusqlite::Transaction<'_>| {
                    transaction.execute("UPDATE status SET hidden = ?2 WHERE id = ?1", (id, coin))?;
                    Ok(())
                };
                library.writer().write(hide).unwrap();
                self.articles.get_mut(&id).unwrap().hidden = coin;
            }
            7 => {
                let source = self.dice.below(4);
                self.ended[source] = coin;
                let id = self.sources[source];
                if coin { library.end_source(id, at(0)) } else { library.revive_source(id) }.unwrap();
            }
            8 => self.store(),
            16 => {
                let source = self.dice.below(4);
                self.quiet[source] = coin;
                library.set_quiet(self.sources[source], coin).unwrap();
            }
            9 | 10 => {
                let (scope, hour) = (self.scope(), self.dice.below(30));
                self.mark_all(&scope, coin.then(|| i64::try_from(hour).unwrap()));
            }
            11 | 12 => self.undo(),
            _ => {
                let most = 1 + self.dice.below(3);
                library.writer().write(move |transaction| tidy(transaction, most)).unwrap();
            }
        }
    }

    fn store(&mut self) {
        let (source, hour) = (self.dice.below(4), i64::try_from(self.dice.below(24)).unwrap());
        let guid = self.ids.len().to_string();
        let new = NewArticle { guid, published: Some(at(hour)), title: "t".to_owned(), ..NewArticle::default() };
        let id = self.library.store_articles(self.sources[source], vec![new], at(0)).unwrap().new[0];
        self.articles.insert(id, Idea { source, hour, ..Idea::default() });
        self.ids.push(id);
    }

    fn mark_all(&mut self, scope: &Scope, before: Option<i64>) {
        let change = self.library.mark_all_read(scope, before.map(at), at(0)).unwrap();
        let marked: Vec<ArticleId> = self
            .articles
            .iter()
            .filter(|(_, idea)| !idea.read && self.is_in(idea, scope) && before.is_none_or(|hour| idea.hour < hour))
            .map(|(id, _)| *id)
            .collect();
        assert_eq!(change.count, marked.len() as u64, "{scope:?} before {before:?}");
        for id in marked {
            let idea = self.articles.get_mut(&id).unwrap();
            (idea.read, idea.by) = (true, Some(change.id));
        }
        for idea in self.articles.values_mut() {
            idea.by = idea.by.filter(|by| *by > change.id - UNDOABLE);
        }
        self.changes.push(change.id);
    }

    fn undo(&mut self) {
        // The latest ones mostly, and now and then one that is too old.
        let back = if self.dice.below(8) == 0 { 60 } else { 3 };
        let Some(at) = self.changes.len().checked_sub(1 + self.dice.below(back)) else { return };
        let (change, newest) = (self.changes[at], *self.changes.last().unwrap());
        let done = self.library.undo_mark_all_read(change);
        assert_eq!(done.is_ok(), change > newest - UNDOABLE, "{done:?}");
        for idea in self.articles.values_mut().filter(|idea| idea.by == Some(change)) {
            (idea.read, idea.by) = (false, None);
        }
    }

    /// Everything that can be seen is as the plain idea has it.
    fn compare(&self) {
        for scope in
            [Scope::All, Scope::Unread, Scope::Saved, Scope::Folder("F".to_owned()), Scope::Tag("t".to_owned())]
                .into_iter()
                .chain(self.sources.iter().copied().map(Scope::Source))
        {
            for unread in [false, true] {
                let page =
                    self.library.list(&ListQuery { scope: scope.clone(), unread, ..ListQuery::default() }).unwrap();
                let listed: Vec<(ArticleId, bool)> = page.rows.iter().map(|row| (row.id, row.read)).collect();
                let mut wanted: Vec<(i64, ArticleId, bool)> = self
                    .articles
                    .iter()
                    .filter(|(_, idea)| {
                        let scope = if unread && scope == Scope::All { &Scope::Unread } else { &scope };
                        self.is_in(idea, scope) && !(unread && idea.read)
                    })
                    .map(|(id, idea)| (idea.hour, *id, idea.read))
                    .collect();
                wanted.sort_by_key(|(hour, id, _)| std::cmp::Reverse((*hour, *id)));
                let wanted: Vec<(ArticleId, bool)> = wanted.into_iter().map(|(_, id, read)| (id, read)).collect();
                assert_eq!(listed, wanted, "{scope:?} unread {unread}");
            }
        }
        let counts = self.library.counts().unwrap();
        let unread = |source: usize| {
            let counted = |idea: &&Idea| !idea.read && self.shown(idea) && idea.source == source;
            self.articles.values().filter(counted).count() as u64
        };
        let loud = self.articles.values().filter(|idea| self.is_in(idea, &Scope::Unread)).count() as u64;
        assert_eq!(counts.unread, loud);
        assert_eq!(counts.saved, self.articles.values().filter(|idea| idea.saved && !idea.archived).count() as u64);
        assert_eq!(counts.archived, self.articles.values().filter(|idea| idea.archived).count() as u64);
        for (at, id) in self.sources.iter().enumerate() {
            assert_eq!(self.library.source(*id).unwrap().unread, unread(at));
            let counted = counts.sources.iter().find(|(source, _)| source == id).map_or(0, |(_, unread)| *unread);
            assert_eq!(counted, if self.ended[at] { 0 } else { unread(at) });
        }
        assert_eq!(self.library.reader().read(recount::wrong).unwrap(), 0);
    }
}

#[test]
fn whatever_is_marked_and_undone_in_whatever_order_lists_and_counts_are_right() {
    for seed in 1..4 {
        let dir = tempfile::tempdir().unwrap();
        let mut trial = Trial::new(dir.path(), 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        for _ in 0..20 {
            trial.store();
        }
        for step in 0..200 {
            trial.step();
            trial.compare();
            if step % 60 == 59 {
                trial.library = Library::open(dir.path()).unwrap();
            }
        }
    }
}

#[test]
fn piles_that_cannot_come_back_are_put_away() {
    let dir = tempfile::tempdir().unwrap();
    let mut trial = Trial::new(dir.path(), 7);
    for _ in 0..80 {
        trial.store();
        trial.mark_all(&Scope::All, None);
    }
    trial.undo();
    while trial.library.writer().write(|transaction| tidy(transaction, 1)).unwrap() > 0 {}
    let piles = trial.library.reader().read(|connection| {
        Ok(connection.query_row("SELECT count(*), sum(change IS NULL) FROM pile", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?)
    });
    // Those of the changes that can be undone but for the one that was, the hidden one, and the one that is there.
    assert_eq!(piles.unwrap(), (UNDOABLE - 1 + 2, 2));
    trial.compare();
}

#[test]
fn what_was_made_wrong_is_noticed_and_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut trial = Trial::new(dir.path(), 3);
    for _ in 0..10 {
        trial.store();
    }
    for wrong in [
        "UPDATE status SET shown = 0 WHERE id = 3",
        "UPDATE status SET pile = 77 WHERE id = 4",
        "UPDATE unread SET articles = articles + 5",
        "DELETE FROM pile WHERE id = 2",
    ] {
        trial.library.writer().write(move |transaction| Ok(transaction.execute(wrong, [])?)).unwrap();
        assert!(!trial.library.check().unwrap().ok, "{wrong}");
        assert!(trial.library.repair(jiff::Timestamp::UNIX_EPOCH).unwrap().0.ok, "{wrong}");
        trial.compare();
    }
}
