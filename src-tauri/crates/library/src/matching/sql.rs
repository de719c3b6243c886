//! Queries as the search index and SQL understand them.

use query::{Form, Place, State, fold};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Matcher, Phrase, Section, Term, Test};
use crate::error::Fault;
use crate::index::language_word;
use crate::query::{self as rows, Condition, FOUND, SHOWN, UNREAD};
use crate::stem::LANGUAGES;
use crate::walk;

/// A query for all articles at once.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// What the search index is to find, in its language; none where the query has no clause of words alone.
    pub(crate) expression: Option<String>,
    /// What holds besides.
    pub(crate) rest: Vec<Condition>,
}

impl Matcher {
    /// The query, divided into what the index finds and what is tested beside it.
    pub(crate) fn compile(&self, connection: &Connection) -> Result<Compiled, Fault> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut rest = Vec::new();
        for clause in &self.clauses {
            let phrases: Option<Vec<(&Phrase, bool)>> = clause.iter().map(Term::words).collect();
            match phrases.as_deref() {
                Some([(phrase, true)]) => unwanted.push(phrase.expression(connection)?),
                Some(phrases) if phrases.iter().all(|(_, without)| !without) => {
                    let mut alternatives = Vec::new();
                    for (phrase, _) in phrases {
                        alternatives.push(phrase.expression(connection)?);
                    }
                    alternatives.sort();
                    alternatives.dedup();
                    wanted.push(alternatives.join(" OR "));
                }
                _ => rest.push(condition(connection, clause)?),
            }
        }
        for expressions in [&mut wanted, &mut unwanted] {
            expressions.sort();
            expressions.dedup();
        }
        if self.clauses.is_empty() {
            rest.push(Condition::Matching(NEVER.to_owned(), Vec::new()));
        }
        if wanted.is_empty() {
            rest.extend(
                unwanted
                    .into_iter()
                    .map(|expression| Condition::Matching(format!("NOT {FOUND}"), vec![Value::Text(expression)])),
            );
            return Ok(Compiled { expression: None, rest });
        }
        let wanted = wanted.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" AND ");
        let expression =
            if unwanted.is_empty() { wanted } else { format!("({wanted}) NOT ({})", unwanted.join(" OR ")) };
        Ok(Compiled { expression: Some(expression), rest })
    }

    /// The query as conditions of a list.
    pub(crate) fn conditions(&self, connection: &Connection) -> Result<Vec<Condition>, Fault> {
        Ok(self.compile(connection)?.conditions())
    }

    /// What the index is to find where all the words are to stand in headlines. Empty without any.
    pub(crate) fn in_titles(&self, connection: &Connection) -> Result<String, Fault> {
        let mut wanted = Vec::new();
        for clause in &self.clauses {
            let phrases: Option<Vec<&Phrase>> = clause
                .iter()
                .map(|term| term.words().filter(|(_, without)| !without).map(|(phrase, _)| phrase))
                .collect();
            let Some(phrases) = phrases else { continue };
            let mut alternatives = Vec::new();
            for phrase in phrases {
                let place = if phrase.place == Place::Anywhere { Place::Title } else { phrase.place };
                alternatives.push(phrase.expression_in(connection, place)?);
            }
            wanted.push(format!("({})", alternatives.join(" OR ")));
        }
        Ok(wanted.join(" AND "))
    }
}

impl Compiled {
    /// As conditions of a list.
    pub(crate) fn conditions(&self) -> Vec<Condition> {
        let mut all: Vec<Condition> = (!self.hidden()).then_some(Condition::Shown).into_iter().collect();
        all.extend(self.expression.clone().map(Condition::Found));
        all.extend(self.rest.iter().cloned());
        all
    }

    /// Whether it looks among what is hidden, in the place of what is shown.
    fn hidden(&self) -> bool {
        self.rest.contains(&Condition::Hidden)
    }

    /// Which articles it looks among, as SQL on `s` (status).
    pub(crate) fn among(&self) -> &'static str {
        if self.hidden() { "s.hidden = 1" } else { SHOWN }
    }

    /// How many articles it finds.
    pub(crate) fn count(&self, connection: &Connection) -> Result<u64, Fault> {
        let (rest, rest_values) = rows::all(&self.rest);
        let mut values = Vec::new();
        let sql = if let Some(expression) = &self.expression {
            values.push(Value::Text(expression.clone()));
            format!(
                "SELECT count(*) FROM words CROSS JOIN status AS s ON s.id = words.rowid
                 WHERE words MATCH ? AND {} AND {rest}",
                self.among()
            )
        } else {
            let places = walk::places(connection, &self.conditions(), walk::START, usize::MAX)?;
            return Ok(places.len() as u64);
        };
        values.extend(rest_values);
        let count: i64 =
            connection.prepare_cached(&sql)?.query_row(rusqlite::params_from_iter(&values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}

/// Holds for no article. What is false by itself would take the way away along which a list is to go.
const NEVER: &str = "+s.id < 0";

/// A clause, as a condition that lists know a way for where there is one.
fn condition(connection: &Connection, clause: &[Term]) -> Result<Condition, Fault> {
    if let [Term { without: false, test }] = clause {
        match test {
            Test::Is(State::Unread) => return Ok(Condition::Unread),
            Test::Is(State::Saved) => return Ok(Condition::Saved),
            Test::Is(State::Archived) => return Ok(Condition::Archived),
            Test::Is(State::Hidden) => return Ok(Condition::Hidden),
            Test::Sources(sources) if sources.len() == 1 => {
                return Ok(sources.first().map_or(Condition::Shown, |source| Condition::Source(*source)));
            }
            Test::Tag(name) => {
                if let [tag] = &tags(connection, name)?[..] {
                    return Ok(Condition::Tag(tag.clone()));
                }
            }
            Test::Section(section) => {
                if let [name] = &so_named(connection, section)?[..] {
                    return Ok(Condition::Section(name.clone()));
                }
            }
            Test::Before(time) => return Ok(Condition::Before(*time)),
            Test::After(time) => return Ok(Condition::Since(*time)),
            _ => {}
        }
    }
    let mut sql = Vec::new();
    let mut values = Vec::new();
    for term in clause {
        let (test, mut of_test) = term.test.sql(connection)?;
        sql.push(if term.without { format!("NOT ({test})") } else { format!("({test})") });
        values.append(&mut of_test);
    }
    Ok(Condition::Matching(format!("({})", sql.join(" OR ")), values))
}

impl Term {
    pub(super) fn words(&self) -> Option<(&Phrase, bool)> {
        match &self.test {
            Test::Words(phrase) => Some((phrase, self.without)),
            _ => None,
        }
    }
}

impl Test {
    /// As SQL on `s` (status), which is never NULL, and the values of its question marks.
    fn sql(&self, connection: &Connection) -> Result<(String, Vec<Value>), Fault> {
        let of = |sql: &str, values: Vec<Value>| Ok((sql.to_owned(), values));
        let article = |test: &str| format!("EXISTS (SELECT 1 FROM article AS f WHERE f.id = s.id AND {test})");
        match self {
            Self::Words(phrase) => of(FOUND, vec![Value::Text(phrase.expression(connection)?)]),
            Self::Sources(sources) if sources.is_empty() => of(NEVER, Vec::new()),
            Self::Sources(sources) => {
                let ids: Vec<String> = sources.iter().map(ToString::to_string).collect();
                Ok((format!("+s.source IN ({})", ids.join(", ")), Vec::new()))
            }
            Self::Section(section) => {
                let names = json(so_named(connection, section)?);
                of(&article("f.section IN (SELECT value FROM json_each(?))"), vec![names])
            }
            Self::Tag(name) => {
                let names = json(tags(connection, name)?);
                of(
                    "EXISTS (SELECT 1 FROM tag AS f WHERE f.article = s.id AND f.name IN (SELECT value FROM json_each(?)))",
                    vec![names],
                )
            }
            Self::Lang(code) => {
                let tag = "lower(replace(trim(f.lang), '_', '-'))";
                let test = article(&format!("({tag} = ? OR substr({tag}, 1, ?) = ?)"));
                let kind = format!("{code}-");
                let length = i64::try_from(kind.chars().count()).unwrap_or(i64::MAX);
                of(&test, vec![Value::Text(code.clone()), length.into(), Value::Text(kind)])
            }
            Self::Link(part) => of(&article("instr(lower(f.url), ?) > 0"), vec![Value::Text(part.clone())]),
            Self::Is(State::Unread) => Ok((format!("ifnull({UNREAD}, 0)"), Vec::new())),
            Self::Is(State::Read) => Ok((format!("NOT ifnull({UNREAD}, 0)"), Vec::new())),
            Self::Is(State::Saved) => of("(+s.saved = 1 AND +s.archived = 0)", Vec::new()),
            Self::Is(State::Archived) => of("+s.archived = 1", Vec::new()),
            Self::Is(State::Tagged) => of("EXISTS (SELECT 1 FROM tag AS f WHERE f.article = s.id)", Vec::new()),
            Self::Is(State::Highlighted) => {
                of("EXISTS (SELECT 1 FROM highlight AS f WHERE f.article = s.id)", Vec::new())
            }
            Self::Is(State::Offline) => of("+s.offline = 1", Vec::new()),
            Self::Is(State::Hidden) => of("+s.hidden = 1", Vec::new()),
            Self::Before(time) => of("+s.published < ?", vec![(*time).into()]),
            Self::After(time) => of("+s.published >= ?", vec![(*time).into()]),
        }
    }
}

fn json(names: Vec<String>) -> Value {
    Value::Text(serde_json::Value::from(names).to_string())
}

/// The tags of this folded name.
fn tags(connection: &Connection, name: &str) -> Result<Vec<String>, Fault> {
    Ok(distinct(connection, "tag", "name")?.into_iter().filter(|tag| fold(tag) == name).collect())
}

/// The rubrics of this name.
fn so_named(connection: &Connection, section: &Section) -> Result<Vec<String>, Fault> {
    Ok(sections(connection)?.into_iter().filter(|name| section.is(name)).collect())
}

/// All rubrics.
pub(crate) fn sections(connection: &Connection) -> Result<Vec<String>, Fault> {
    distinct(connection, "in_section", "section")
}

/// The values of an index's first column, without looking at each row.
fn distinct(connection: &Connection, table: &str, column: &str) -> Result<Vec<String>, Fault> {
    let mut query = connection.prepare_cached(&format!(
        "WITH RECURSIVE each (name) AS (SELECT min({column}) FROM {table} UNION ALL
             SELECT (SELECT min({column}) FROM {table} WHERE {column} > each.name) FROM each WHERE name IS NOT NULL)
         SELECT name FROM each WHERE name IS NOT NULL"
    ))?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Phrase {
    /// In the index's language.
    pub(super) fn expression(&self, connection: &Connection) -> Result<String, Fault> {
        self.expression_in(connection, self.place)
    }

    fn expression_in(&self, connection: &Connection, place: Place) -> Result<String, Fault> {
        let columns = match place {
            Place::Anywhere => "",
            Place::Title => "title : ",
            Place::Author => "author : ",
            Place::Text => "{deck body} : ",
        };
        let Some(last) = self.words.last() else {
            // A word that no article has: words of the index are never empty.
            return Ok("\"\u{e001}\"".to_owned());
        };
        // Folded words hold no quotes.
        let beginning = if self.form == Form::Beginning { " *" } else { "" };
        let mut ways = vec![format!("{columns}\"{}\"{beginning}", self.words.join(" "))];
        if self.form == Form::Any {
            for language in LANGUAGES {
                let forms = forms(connection, *language, last)?;
                if !forms.is_empty() {
                    let forms: Vec<String> = forms.iter().map(|form| format!("\"{form}\"")).collect();
                    ways.push(format!(
                        "({columns}({}) AND source : \"{}\")",
                        forms.join(" OR "),
                        language_word(*language)
                    ));
                }
            }
        }
        Ok(if ways.len() == 1 { ways.remove(0) } else { format!("({})", ways.join(" OR ")) })
    }
}

/// The other forms of a word that the index has, in a language.
fn forms(connection: &Connection, language: crate::stem::Language, word: &str) -> Result<Vec<String>, Fault> {
    if word.len() < crate::stem::LEAST {
        return Ok(Vec::new());
    }
    let stem = language.stem(word);
    let mut query = connection.prepare_cached("SELECT word FROM form WHERE lang = ?1 AND stem = ?2")?;
    let rows = query.query_map((language.code, &stem), |row| row.get(0))?;
    let mut forms: Vec<String> = rows.collect::<Result<_, _>>()?;
    // A word that is its own stem is not in the table.
    if stem.len() >= crate::stem::LEAST && language.stem(&stem) == stem {
        forms.push(stem.into_owned());
    }
    forms.retain(|form| form != word && language.may_share_stem(form, word));
    Ok(forms)
}
