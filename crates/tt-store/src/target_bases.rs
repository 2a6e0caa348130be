//! What targets rest on (căn cứ của mục tiêu), and the documents that prove them.

use jiff::Timestamp;
use tt_domain::goal::{Basis, BasisKind, TargetBasis};
use tt_domain::id::{DocumentId, FigureId, IndicatorId, ProgrammeId, RegisterMeasureId, TargetId, UserId};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "target_bases.target_id, target_bases.kind, indicator_id, period, register_measure_id, figure_id, done_on, \
         expected_on, target_bases.value, value_on, reached, note"
    };
}

#[derive(sqlx::FromRow)]
struct BasisRow {
    target_id: i64,
    kind: String,
    indicator_id: Option<i64>,
    period: Option<String>,
    register_measure_id: Option<i64>,
    figure_id: Option<i64>,
    done_on: Option<String>,
    expected_on: Option<String>,
    value: Option<String>,
    value_on: Option<String>,
    reached: Option<String>,
    note: Option<String>,
}

const YES: &str = "yes";

impl BasisRow {
    /// `None` for one whose figure is gone from its report.
    fn basis(&self) -> Result<Option<Basis>, StoreError> {
        let basis = match codec::coded(&self.kind, BasisKind::from_code)? {
            BasisKind::Indicator => {
                self.indicator_id.map(|id| Basis::Indicator(IndicatorId(id), self.period.clone().unwrap_or_default()))
            }
            BasisKind::Register => self.register_measure_id.map(|id| Basis::Register(RegisterMeasureId(id))),
            BasisKind::Milestone => Some(Basis::Milestone {
                done_on: codec::day(self.done_on.as_deref())?,
                expected_on: codec::day(self.expected_on.as_deref())?,
            }),
            BasisKind::Figure => self.figure_id.map(|id| Basis::Figure(FigureId(id))),
            BasisKind::Stated => match (&self.value, codec::day(self.value_on.as_deref())?) {
                (Some(value), Some(on)) => Some(Basis::Stated { value: codec::decimal(value)?, on }),
                _ => None,
            },
            BasisKind::Narrative => Some(Basis::Narrative { reached: self.reached.as_deref() == Some(YES) }),
        };
        Ok(basis)
    }
}

/// Ties a target to a basis with its documents, in the place of what it was tied to.
pub async fn put(tx: &mut Tx, tied: &TargetBasis, by: Option<UserId>, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "insert into target_bases (target_id, kind, indicator_id, period, register_measure_id, figure_id, \
                       done_on, expected_on, value, value_on, reached, note, tied_by, tied_at) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    const DOCUMENT: &str = "insert into target_documents (target_id, document_id) values ($1, $2) \
                            on conflict (target_id, document_id) do nothing";
    remove(tx, tied.target).await?;
    let (mut indicator, mut period, mut register, mut figure) = (None, None, None, None);
    let (mut done, mut expected, mut value, mut on, mut reached) = (None, None, None, None, None);
    match &tied.basis {
        Basis::Indicator(id, code) => (indicator, period) = (Some(id.0), Some(code.clone())),
        Basis::Register(id) => register = Some(id.0),
        Basis::Milestone { done_on, expected_on } => {
            (done, expected) = (done_on.map(codec::day_text), expected_on.map(codec::day_text));
        }
        Basis::Figure(id) => figure = Some(id.0),
        Basis::Stated { value: stated, on: day } => {
            (value, on) = (Some(codec::decimal_text(*stated)), Some(codec::day_text(*day)));
        }
        Basis::Narrative { reached: said } => reached = said.then_some(YES),
    }
    let (kind, by, at) = (tied.basis.kind().code(), by.map(|id| id.0), codec::micros(at));
    let note = tied.note.as_ref();
    execute!(
        tx,
        SQL,
        tied.target.0,
        kind,
        indicator,
        period,
        register,
        figure,
        done,
        expected,
        value,
        on,
        reached,
        note,
        by,
        at
    )?;
    for document in &tied.documents {
        execute!(tx, DOCUMENT, tied.target.0, document.0)?;
    }
    Ok(())
}

/// Lets a target's basis and documents go.
pub async fn remove(tx: &mut Tx, target: TargetId) -> Result<(), StoreError> {
    execute!(tx, "delete from target_documents where target_id = $1", target.0)?;
    execute!(tx, "delete from target_bases where target_id = $1", target.0)?;
    Ok(())
}

/// What the targets of a programme are tied to. One whose figure is gone from its report is left out.
pub async fn of_programme(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<TargetBasis>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks join targets on targets.task_id = tasks.id \
         join target_bases on target_bases.target_id = targets.id where tasks.programme_id = $1 \
         order by target_bases.target_id"
    );
    const DOCUMENTS: &str = "select target_documents.target_id, document_id from tasks \
                             join targets on targets.task_id = tasks.id \
                             join target_documents on target_documents.target_id = targets.id \
                             where tasks.programme_id = $1 order by target_documents.target_id, document_id";
    let documents = all!(tx, (i64, i64), DOCUMENTS, programme.0)?;
    let mut found = Vec::new();
    for row in all!(tx, BasisRow, SQL, programme.0)? {
        let Some(basis) = row.basis()? else { continue };
        let proofs = documents.iter().filter(|(target, _)| *target == row.target_id);
        found.push(TargetBasis {
            target: TargetId(row.target_id),
            basis,
            documents: proofs.map(|(_, document)| DocumentId(*document)).collect(),
            note: row.note.clone(),
        });
    }
    Ok(found)
}
