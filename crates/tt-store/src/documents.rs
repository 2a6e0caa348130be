//! Official documents (văn bản) an agency knows, and who cites them.

use std::str::FromStr;

use jiff::civil::Date;
use tt_domain::document::{Citation, DocumentSummary, NewDocument, OfficialDocument};
use tt_domain::id::{AgencyId, DocumentId, ReportId};
use tt_domain::report::Content;
use tt_domain::reporting_period::ReportingPeriod;
use tt_text::date::PartialDate;

use crate::citations::CitationRow;
use crate::error::touched;
use crate::search::{self, Entry, EntryKind};
use crate::{StoreError, Tx, codec, content};

macro_rules! columns {
    () => {
        "id, agency_id, kind, number, date, issuer, subject"
    };
}

#[derive(sqlx::FromRow)]
struct DocumentRow {
    id: i64,
    agency_id: i64,
    kind: Option<String>,
    number: Option<String>,
    date: Option<String>,
    issuer: Option<String>,
    subject: Option<String>,
}

impl TryFrom<DocumentRow> for OfficialDocument {
    type Error = StoreError;

    fn try_from(row: DocumentRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DocumentId(row.id),
            agency: AgencyId(row.agency_id),
            kind: row.kind,
            number: row.number,
            date: codec::date(row.date.as_deref())?,
            issuer: row.issuer,
            subject: row.subject,
        })
    }
}

/// What [`ensure`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ensured {
    /// The document was not known.
    Created,
    /// It was known, and something not known about it before was filled in.
    Completed,
    /// It was known, and nothing new was said about it.
    Unchanged,
}

/// The record of a document, added if new.
///
/// Documents are the same when agency, number and year of the date are. A mention without a year means the one record
/// of that number, if there is but one; a later mention with a year completes it. Without a number, kind, date, issuer
/// and subject must all be the same. What is known stays; what is not is filled in, parts of the date too.
pub async fn ensure(tx: &mut Tx, document: &NewDocument) -> Result<(DocumentId, Ensured), StoreError> {
    // A second try sees what a transaction that came in between has added.
    for _ in 0..2 {
        if let Some(known) = find_same(tx, document).await? {
            let completed = complete(&known, document);
            if completed == known {
                return Ok((known.id, Ensured::Unchanged));
            }
            update(tx, &completed).await?;
            return Ok((known.id, Ensured::Completed));
        }
        if let Some(id) = insert(tx, document).await? {
            return Ok((id, Ensured::Created));
        }
    }
    Err(StoreError::Conflict("documents_agency_id_number_key".to_owned()))
}

async fn find_same(tx: &mut Tx, document: &NewDocument) -> Result<Option<OfficialDocument>, StoreError> {
    const BY_NUMBER: &str =
        concat!("select ", columns!(), " from documents where agency_id = $1 and number = $2 order by year, id");
    const UNNUMBERED: &str = concat!(
        "select ",
        columns!(),
        " from documents where agency_id = $1 and number is null and sort_date = $2 and kind is not distinct from $3 \
         and date is not distinct from $4 and issuer is not distinct from $5 and subject is not distinct from $6 \
         order by id limit 1"
    );
    let NewDocument { agency, kind, number, date, issuer, subject } = document;
    let Some(number) = number else {
        let (sort, date) = (sort_date(*date), codec::date_text(*date));
        let row = optional!(tx, DocumentRow, UNNUMBERED, agency.0, sort, kind, date, issuer, subject)?;
        return row.map(OfficialDocument::try_from).transpose();
    };
    let rows = all!(tx, DocumentRow, BY_NUMBER, agency.0, number)?;
    let mut known = rows.into_iter().map(OfficialDocument::try_from).collect::<Result<Vec<_>, _>>()?;
    if let Some(index) = known.iter().position(|known| known.date.year == date.year) {
        return Ok(Some(known.swap_remove(index)));
    }
    // Of another year, or one of the two has none: the same only when there is no other to choose from.
    let one_lacks_year = |known: &OfficialDocument| known.date.year.is_none() || date.year.is_none();
    match known.pop() {
        Some(only) if known.is_empty() && one_lacks_year(&only) && agree(only.date, *date) => Ok(Some(only)),
        _ => Ok(None),
    }
}

/// Whether no part is known differently in both.
fn agree(one: PartialDate, other: PartialDate) -> bool {
    fn same<T: PartialEq + Copy>(one: Option<T>, other: Option<T>) -> bool {
        one.is_none() || other.is_none() || one == other
    }
    same(one.year, other.year) && same(one.month, other.month) && same(one.day, other.day)
}

fn complete(known: &OfficialDocument, said: &NewDocument) -> OfficialDocument {
    let date = if agree(known.date, said.date) {
        PartialDate {
            year: known.date.year.or(said.date.year),
            month: known.date.month.or(said.date.month),
            day: known.date.day.or(said.date.day),
        }
    } else {
        known.date
    };
    OfficialDocument {
        id: known.id,
        agency: known.agency,
        kind: known.kind.clone().or_else(|| said.kind.clone()),
        number: known.number.clone(),
        date,
        issuer: known.issuer.clone().or_else(|| said.issuer.clone()),
        subject: known.subject.clone().or_else(|| said.subject.clone()),
    }
}

/// Adds a document that is one of its own, whatever else is recorded: a draft has neither number nor date to be told by.
///
/// # Errors
/// [`StoreError::Conflict`] when it has a number that another has.
pub async fn add(tx: &mut Tx, document: &NewDocument) -> Result<DocumentId, StoreError> {
    let taken = || StoreError::Conflict("documents_agency_id_number_key".to_owned());
    insert(tx, document).await?.ok_or_else(taken)
}

/// Adds a document; `None` when one of the same identity was added meanwhile.
async fn insert(tx: &mut Tx, document: &NewDocument) -> Result<Option<DocumentId>, StoreError> {
    const SQL: &str = "insert into documents (agency_id, kind, number, date, year, issuer, subject, sort_date) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id";
    let NewDocument { agency, kind, number, date, issuer, subject } = document.clone();
    let (text, year, sort) = (codec::date_text(date), date.year.map(i64::from), sort_date(date));
    let id = optional!(tx, (i64,), SQL, agency.0, &kind, &number, text, year, &issuer, &subject, sort)?;
    let Some((id,)) = id else { return Ok(None) };
    let document = OfficialDocument { id: DocumentId(id), agency, kind, number, date, issuer, subject };
    search::put(tx, &entry(&document)).await?;
    Ok(Some(document.id))
}

/// The document of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: DocumentId) -> Result<OfficialDocument, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from documents where id = $1");
    one!(tx, DocumentRow, SQL, id.0)?.try_into()
}

/// The documents a report cites, each once.
pub async fn for_report(tx: &mut Tx, report: ReportId) -> Result<Vec<OfficialDocument>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from documents where id in (select document_id from citations where report_id = $1) order by id"
    );
    all!(tx, DocumentRow, SQL, report.0)?.into_iter().map(OfficialDocument::try_from).collect()
}

/// Writes everything about a document but its agency.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] on `documents_agency_id_number_year_key` or
/// `documents_agency_id_number_key` when another record already is that document.
pub async fn update(tx: &mut Tx, document: &OfficialDocument) -> Result<(), StoreError> {
    const SQL: &str = "update documents set kind = $2, number = $3, date = $4, year = $5, issuer = $6, subject = $7, \
                       sort_date = $8 where id = $1";
    let OfficialDocument { id, agency: _, kind, number, date, issuer, subject } = document;
    let (text, year, sort) = (codec::date_text(*date), date.year.map(i64::from), sort_date(*date));
    touched(execute!(tx, SQL, id.0, kind, number, text, year, issuer, subject, sort)?)?;
    search::put(tx, &entry(document)).await
}

/// The date as lists order by it: known parts in order, empty without a year.
fn sort_date(date: PartialDate) -> String {
    date.iso().unwrap_or_default()
}

/// What a search looks in: all that is shown of a document.
pub fn entry(document: &OfficialDocument) -> Entry {
    let OfficialDocument { id, agency, kind, number, date, issuer, subject } = document;
    let joined = |texts: &[Option<&str>], mark| texts.iter().flatten().copied().collect::<Vec<_>>().join(mark);
    let day = date.date().map(|date| format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()));
    Entry {
        agency: *agency,
        kind: EntryKind::Document,
        object: id.0,
        part: 0,
        task: None,
        title: joined(&[kind.as_deref(), number.as_deref()], " "),
        body: joined(&[day.as_deref(), issuer.as_deref(), subject.as_deref()], ". "),
        number: number.clone(),
        date: date.iso(),
    }
}

/// Which documents a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Words that stand in the document's kind, number, date, issuer or subject, with or without diacritics.
    pub query: Option<String>,
    /// Its kind as a word.
    pub kind: Option<String>,
    /// Year of its date.
    pub year: Option<i16>,
}

/// The place of a document in the list, from which the next page goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentKey {
    sort_date: String,
    id: DocumentId,
}

impl DocumentKey {
    /// The place of that document.
    pub fn of(document: &OfficialDocument) -> Self {
        Self { sort_date: sort_date(document.date), id: document.id }
    }
}

/// As it stands in an address: `2019-12-05.17`.
impl std::fmt::Display for DocumentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.sort_date, self.id)
    }
}

/// An address that names no place in a list.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a place in a list of documents")]
pub struct BadKey;

impl FromStr for DocumentKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let (sort_date, id) = text.rsplit_once('.').ok_or(BadKey)?;
        if !sort_date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Err(BadKey);
        }
        Ok(Self { sort_date: sort_date.to_owned(), id: id.parse().map_err(|_| BadKey)? })
    }
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    #[sqlx(flatten)]
    document: DocumentRow,
    mentions: i64,
}

/// A page of an agency's documents, the newest date first and undated ones last, with how often each is cited. `after`
/// is the last one of the page before.
pub async fn page(
    tx: &mut Tx,
    agency: AgencyId,
    filter: &DocumentFilter,
    after: Option<&DocumentKey>,
    limit: u32,
) -> Result<Vec<DocumentSummary>, StoreError> {
    macro_rules! page_of {
        ($($narrowed:literal),*) => {
            concat!(
                "select ",
                columns!(),
                ", (select count(*) from citations where citations.document_id = documents.id) as mentions \
                 from documents where agency_id = $1 and (sort_date, id) < ($2, $3) and sort_date >= $4",
                $($narrowed,)*
                " order by sort_date desc, id desc limit $5"
            )
        };
    }
    const ALL: &str = page_of!("");
    const OF_KIND: &str = page_of!(" and kind = $6");
    const MATCHING_SQLITE: &str = page_of!(
        " and id in (select e.object_id from search_index i join search_entries e on e.id = i.rowid \
         where i.search_index match $6)"
    );
    const MATCHING_POSTGRES: &str = page_of!(
        " and id in (select e.object_id from search_index i join search_entries e on e.id = i.entry_id \
         where i.words @@ $6::tsquery)"
    );
    const MATCHING_OF_KIND_SQLITE: &str = page_of!(
        " and id in (select e.object_id from search_index i join search_entries e on e.id = i.rowid \
         where i.search_index match $6) and kind = $7"
    );
    const MATCHING_OF_KIND_POSTGRES: &str = page_of!(
        " and id in (select e.object_id from search_index i join search_entries e on e.id = i.entry_id \
         where i.words @@ $6::tsquery) and kind = $7"
    );
    /// Sorts after every date.
    const END: &str = "~";

    // One upper bound for page and year together, so that both engines read a single range of the index backwards.
    let after = after.map_or((END, i64::MAX), |key| (key.sort_date.as_str(), key.id.0));
    let year =
        filter.year.map_or((String::new(), END.to_owned()), |year| (format!("{year:04}"), format!("{year:04}~")));
    let (before, id) = after.min((year.1.as_str(), i64::MAX));
    let from = year.0;
    let matching = match filter.query.as_deref().filter(|query| !query.trim().is_empty()) {
        Some(query) => match search::documents_matching(tx, agency, query) {
            Some(expression) => Some(expression),
            // Marks alone are found nowhere.
            None => return Ok(Vec::new()),
        },
        None => None,
    };
    let on_sqlite = matches!(tx, Tx::Sqlite(_));
    let (agency, limit) = (agency.0, i64::from(limit));
    let rows = match (matching, &filter.kind) {
        (None, None) => all!(tx, SummaryRow, ALL, agency, before, id, from, limit),
        (None, Some(kind)) => all!(tx, SummaryRow, OF_KIND, agency, before, id, from, limit, kind),
        (Some(matching), None) => {
            let sql = if on_sqlite { MATCHING_SQLITE } else { MATCHING_POSTGRES };
            all!(tx, SummaryRow, sql, agency, before, id, from, limit, &matching)
        }
        (Some(matching), Some(kind)) => {
            let sql = if on_sqlite { MATCHING_OF_KIND_SQLITE } else { MATCHING_OF_KIND_POSTGRES };
            all!(tx, SummaryRow, sql, agency, before, id, from, limit, &matching, kind)
        }
    }?;
    rows.into_iter()
        .map(|SummaryRow { document, mentions }| {
            Ok(DocumentSummary { document: document.try_into()?, mentions: codec::narrow(mentions)? })
        })
        .collect()
}

/// How many documents an agency has.
pub async fn count(tx: &mut Tx, agency: AgencyId) -> Result<u64, StoreError> {
    let (count,) = one!(tx, (i64,), "select count(*) from documents where agency_id = $1", agency.0)?;
    codec::narrow(count)
}

/// One mention of a document, with what is needed to show where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The mention.
    pub citation: Citation,
    /// Year the report is on.
    pub year: i16,
    /// Number of the task in whose part of the report it stands.
    pub task_number: Option<u32>,
    /// The block it stands in; `None` when the report has no such block any more.
    pub content: Option<Content>,
}

#[derive(sqlx::FromRow)]
struct MentionRow {
    #[sqlx(flatten)]
    citation: CitationRow,
    year: i64,
    task_number: Option<i64>,
    content: Option<String>,
}

/// Where a document is mentioned: the latest report first, in a report from its beginning on.
pub async fn mentions(tx: &mut Tx, document: DocumentId) -> Result<Vec<Mention>, StoreError> {
    const SQL: &str = "select citations.id, citations.report_id, citations.document_id, citations.block, \
                       citations.task_id, citations.form, reports.year, tasks.number as task_number, \
                       report_blocks.content from citations join reports on reports.id = citations.report_id \
                       left join tasks on tasks.id = citations.task_id \
                       left join report_blocks on report_blocks.report_id = citations.report_id \
                       and report_blocks.position = citations.block \
                       where citations.document_id = $1 \
                       order by reports.year desc, citations.report_id, citations.block, citations.id";
    all!(tx, MentionRow, SQL, document.0)?
        .into_iter()
        .map(|MentionRow { citation, year, task_number, content }| {
            Ok(Mention {
                citation: citation.try_into()?,
                year: codec::narrow(year)?,
                task_number: task_number.map(codec::narrow).transpose()?,
                content: content.as_deref().map(content::from_json).transpose()?,
            })
        })
        .collect()
}

/// The agency's document of that number, if there is just one.
pub async fn numbered(tx: &mut Tx, agency: AgencyId, number: &str) -> Result<Option<DocumentId>, StoreError> {
    const SQL: &str = "select id from documents where agency_id = $1 and number = $2 order by id limit 2";
    let found = all!(tx, (i64,), SQL, agency.0, number.trim())?;
    Ok(match found.as_slice() {
        [(id,)] => Some(DocumentId(*id)),
        _ => None,
    })
}

/// The documents that an agency's reports of a year cite, the earliest date first.
pub async fn cited_in(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Vec<OfficialDocument>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from documents where id in (select document_id from citations where report_id in \
          (select reports.id from reports where reports.agency_id = $1 and reports.year = $2)) order by sort_date, id"
    );
    all!(tx, DocumentRow, SQL, agency.0, i64::from(year))?.into_iter().map(OfficialDocument::try_from).collect()
}

/// The agency's documents dated from `from` to `to`, both included, the earliest first, at most `limit`.
pub async fn dated(
    tx: &mut Tx,
    agency: AgencyId,
    (from, to): (Date, Date),
    limit: u32,
) -> Result<Vec<OfficialDocument>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from documents where agency_id = $1 and sort_date between $2 and $3 order by sort_date, id limit $4"
    );
    let (from, to) = (codec::day_text(from), codec::day_text(to));
    let rows = all!(tx, DocumentRow, SQL, agency.0, from, to, i64::from(limit))?;
    rows.into_iter().map(OfficialDocument::try_from).collect()
}

/// The documents that assign key tasks to the agencies below one in the year of a period, or that the parts on tasks of
/// their reports for it cite; each once.
pub async fn of_tasks_below(
    tx: &mut Tx,
    root: AgencyId,
    period: &ReportingPeriod,
) -> Result<Vec<OfficialDocument>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from documents where id in (select document_id from citations where task_id is not null and report_id in ",
        reports_below!(),
        ") or id in (select tasks.source_id from programmes join tasks on tasks.programme_id = programmes.id \
         where programmes.agency_id in (select id from below) and programmes.year = $2) order by id"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    all!(tx, DocumentRow, SQL, root.0, year, period)?.into_iter().map(OfficialDocument::try_from).collect()
}
