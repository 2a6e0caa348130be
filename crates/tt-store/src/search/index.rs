//! The words of entries in each engine's own index.

use std::fmt::Write as _;

use tt_domain::id::AgencyId;
use tt_text::words::words;

use super::expression::{
    Condition, Expression, FOLDED, SCOPE, fts5, fts5_condition, tsquery, tsquery_condition, widest,
};
use super::fields::{EntryKind, agency_scope, scope_of};
use super::query::{Query, Word};
use super::{Entry, EntryRow, columns};
use crate::{StoreError, Tx};

/// Words of one entry that are indexed; the engines set limits far above.
const MAX_WORDS: usize = 20_000;

/// The words of a text, as written and folded.
fn words_of(text: &str) -> Vec<Word> {
    words(text).take(MAX_WORDS).map(|span| Word::of(span.of(text))).collect()
}

/// The words of an entry by where they stand, and what it is narrowed by.
struct Words {
    title: Vec<Word>,
    body: Vec<Word>,
    number: Vec<Word>,
    scope: Vec<String>,
}

impl Words {
    fn of(entry: &Entry) -> Self {
        // What kind of document it is heads its title, before the number.
        let kind = match (entry.kind, &entry.number) {
            (EntryKind::Document, Some(number)) => entry.title.strip_suffix(number.as_str()),
            (EntryKind::Document, None) => Some(entry.title.as_str()),
            _ => None,
        };
        Self {
            title: words_of(&entry.title),
            body: words_of(&entry.body),
            number: words_of(entry.number.as_deref().unwrap_or_default()),
            scope: scope_of(entry.agency.0, entry.kind, kind, entry.date.as_deref()),
        }
    }
}

/// Indexes an entry.
pub(super) async fn add(tx: &mut Tx, id: i64, entry: &Entry) -> Result<(), StoreError> {
    const SQLITE: &str = "insert into search_index (rowid, exact_title, exact_body, folded_title, folded_body, number, \
                          scope) values ($1, $2, $3, $4, $5, $6, $7)";
    const POSTGRES: &str = "insert into search_index (entry_id, words) values ($1, $2::tsvector)";
    let words = Words::of(entry);
    match tx {
        Tx::Sqlite(transaction) => {
            let joined =
                |words: &[Word], which: fn(&Word) -> &str| words.iter().map(which).collect::<Vec<_>>().join(" ");
            sqlx::query(SQLITE)
                .bind(id)
                .bind(joined(&words.title, |word| &word.exact))
                .bind(joined(&words.body, |word| &word.exact))
                .bind(joined(&words.title, |word| &word.folded))
                .bind(joined(&words.body, |word| &word.folded))
                .bind(joined(&words.number, |word| &word.folded))
                .bind(words.scope.join(" "))
                .execute(&mut **transaction)
                .await?;
        }
        Tx::Postgres(transaction) => {
            sqlx::query(POSTGRES).bind(id).bind(vector(&words)).execute(&mut **transaction).await?;
        }
    }
    Ok(())
}

/// The words as a literal of PostgreSQL's `tsvector`.
fn vector(words: &Words) -> String {
    /// The last position the server keeps apart.
    const LAST: usize = 16_383;
    let mut text = String::new();
    for scope in &words.scope {
        let _ = write!(text, "'{SCOPE}{scope}' ");
    }
    // A gap between the parts, so that no phrase runs from one into the next.
    let mut position = 1;
    for (part, weight) in [(&words.title, 'A'), (&words.body, 'B')] {
        for Word { exact, folded } in part {
            let at = position.min(LAST);
            let _ = write!(text, "'{exact}':{at}{weight} '{FOLDED}{folded}':{at}{weight} ");
            position += 1;
        }
        position += 1;
    }
    for Word { folded, .. } in &words.number {
        let _ = write!(text, "'{FOLDED}{folded}':{}D ", position.min(LAST));
        position += 1;
    }
    text
}

/// Takes an entry out of the index.
pub(super) async fn remove(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    match tx {
        Tx::Sqlite(_) => execute!(tx, "delete from search_index where rowid = $1", id)?,
        Tx::Postgres(_) => execute!(tx, "delete from search_index where entry_id = $1", id)?,
    };
    Ok(())
}

/// Empties the index.
pub(super) async fn clear(tx: &mut Tx) -> Result<(), StoreError> {
    match tx {
        Tx::Sqlite(_) => execute!(tx, "insert into search_index (search_index) values ('delete-all')")?,
        Tx::Postgres(_) => execute!(tx, "delete from search_index")?,
    };
    Ok(())
}

/// Entries an expression holds for, the last written first, below the one of that number.
pub(super) async fn matching(
    tx: &mut Tx,
    expression: &Expression,
    before: i64,
    limit: usize,
) -> Result<Vec<EntryRow>, StoreError> {
    const SQLITE: &str = concat!(
        "select ",
        columns!(),
        " from search_index i join search_entries e on e.id = i.rowid where i.search_index match $1 \
         and i.rowid < $2 order by i.rowid desc limit $3"
    );
    const POSTGRES: &str = concat!(
        "select ",
        columns!(),
        " from search_index i join search_entries e on e.id = i.entry_id where i.words @@ $1::tsquery \
         and i.entry_id < $2 order by i.entry_id desc limit $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(match tx {
        Tx::Sqlite(_) => all!(tx, EntryRow, SQLITE, fts5(expression), before, limit)?,
        Tx::Postgres(_) => all!(tx, EntryRow, POSTGRES, tsquery(expression), before, limit)?,
    })
}

/// What selects the documents of an agency that a text finds, to be bound in a statement: a match expression of the
/// engine's. `None` when the text names nothing to look for.
pub(crate) fn documents_matching(tx: &Tx, agency: AgencyId, text: &str) -> Option<String> {
    let scope = |scope: String| Condition::Scope(vec![scope]);
    let scope = vec![scope(agency_scope(agency.0)), scope(format!("t{}", EntryKind::Document.code()))];
    let condition = widest(&Query::parse(text), scope)?;
    Some(match tx {
        Tx::Sqlite(_) => fts5_condition(&condition),
        Tx::Postgres(_) => tsquery_condition(&condition),
    })
}
