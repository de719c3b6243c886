//! What triggers keep right in the tables of lists and counts: compared with what it is made from, and made anew.

use rusqlite::{Connection, Transaction};

use crate::error::Fault;

/// Each gives the number of rows that are not what they are to be.
const WRONG: &[&str] = &[
    // Shown or not, and on which pile.
    "SELECT count(*) FROM status AS s CROSS JOIN showing AS v ON v.id = s.id
     WHERE s.shown <> v.shown OR s.pile IS NOT v.pile OR s.pile NOT IN (SELECT id FROM pile)",
    "SELECT count(*) FROM moved WHERE onto NOT IN (SELECT id FROM pile)",
    // The heights of piles.
    "SELECT count(*) FROM (
         SELECT pile, source, articles FROM unread WHERE articles > 0 EXCEPT
         SELECT pile, source, count(*) FROM status WHERE pile > 1 AND shown = 1 GROUP BY pile, source)",
    "SELECT count(*) FROM (
         SELECT pile, source, count(*) FROM status WHERE pile > 1 AND shown = 1 GROUP BY pile, source EXCEPT
         SELECT pile, source, articles FROM unread)",
    // Sections and tags in the order of time.
    "SELECT count(*) FROM article AS a CROSS JOIN status AS s ON s.id = a.id WHERE a.section IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM in_section AS i WHERE i.section = a.section AND i.published = s.published AND i.article = a.id)",
    "SELECT (SELECT count(*) FROM in_section) - (SELECT count(*) FROM article WHERE section IS NOT NULL) > 0",
    "SELECT count(*) FROM tag AS t CROSS JOIN status AS s ON s.id = t.article WHERE t.published <> s.published",
    // There is a pile to put unread articles on.
    "SELECT NOT EXISTS (SELECT 1 FROM pile WHERE id = 1 AND change IS NULL) OR NOT EXISTS (SELECT 1 FROM pile WHERE id > 1 AND change IS NULL)",
];

/// How much of it is wrong; none in a library that is well.
pub(crate) fn wrong(connection: &Connection) -> Result<i64, Fault> {
    WRONG.iter().try_fold(0, |all, sql| Ok(all + connection.query_row(sql, [], |row| row.get::<_, i64>(0))?))
}

/// Makes it anew. An article on a pile that nobody knows of is unread: what was read is not lost by reading it again.
pub(crate) fn anew(transaction: &Transaction<'_>) -> Result<(), Fault> {
    transaction.execute_batch(
        "INSERT OR IGNORE INTO pile (id) VALUES (1), (2);
         UPDATE pile SET change = NULL, at = NULL WHERE id = 1;
         INSERT INTO pile (change) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM pile WHERE id > 1 AND change IS NULL);
         DELETE FROM moved WHERE onto NOT IN (SELECT id FROM pile);
         UPDATE status SET pile = 1 WHERE pile NOT IN (SELECT id FROM pile);
         UPDATE status SET (shown, pile) = (SELECT v.shown, v.pile FROM showing AS v WHERE v.id = status.id)
             WHERE EXISTS (SELECT 1 FROM showing AS v WHERE v.id = status.id AND (v.shown <> status.shown OR v.pile IS NOT status.pile));
         DELETE FROM unread;
         INSERT INTO unread (pile, source, articles)
             SELECT pile, source, count(*) FROM status WHERE pile > 1 AND shown = 1 GROUP BY pile, source;
         DELETE FROM in_section;
         INSERT INTO in_section (section, published, article)
             SELECT a.section, s.published, a.id FROM article AS a JOIN status AS s ON s.id = a.id
             WHERE a.section IS NOT NULL;
         UPDATE tag SET published = (SELECT s.published FROM status AS s WHERE s.id = tag.article);",
    )?;
    Ok(())
}
