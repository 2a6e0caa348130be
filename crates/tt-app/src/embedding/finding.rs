//! Finding pictures and tables by words, to put them into a report.

use tt_domain::composing::{Embedded, IndicatorsOf, PictureOf, TableOf};
use tt_domain::id::{AgencyId, RegisterId};
use tt_domain::indicator::Indicator;
use tt_domain::register::Register;
use tt_domain::report::Report;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{StoreError, Tx, agencies, divisions, indicators, programmes, registers, tasks};
use tt_text::fold::fold;

use super::tables::usual_fields;
use crate::error::AppError;

/// Most blocks told at once.
pub const FOUND: usize = 24;
/// Most columns a person may choose from.
const COLUMNS: usize = 60;

/// A picture or table found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBlock {
    /// What it shows.
    pub shows: Embedded,
    /// What kind of picture or table it is.
    pub what: String,
    /// Of what.
    pub of: String,
}

/// A column a table of entries can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOffered {
    /// The field.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Whether the table has it.
    pub chosen: bool,
}

struct Wanted {
    words: Vec<String>,
    found: Vec<FoundBlock>,
}

impl Wanted {
    /// Takes a block whose names have every word, diacritics aside.
    fn offer(&mut self, shows: Embedded, what: &str, of: &str) {
        if self.found.len() >= FOUND {
            return;
        }
        let sort = if shows.is_picture() { "hình biểu đồ ảnh" } else { "bảng biểu" };
        let name = fold(&format!("{sort} {what} {of}"));
        if self.words.iter().all(|word| name.contains(word.as_str())) {
            self.found.push(FoundBlock { shows, what: what.to_owned(), of: of.to_owned() });
        }
    }
}

/// Blocks of an agency that words find, for a report; without words those about the agency as a whole. `below` says
/// whether the person looking may see how agencies below are graded.
pub(crate) async fn find(
    tx: &mut Tx,
    agency: AgencyId,
    report: &Report,
    words: &str,
    below: bool,
) -> Result<Vec<FoundBlock>, AppError> {
    let words: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
    let mut wanted = Wanted { words, found: Vec::new() };
    let (period, year) = (report.period, report.year);
    of_agency(tx, agency, (period, year), below, &mut wanted).await?;
    for (register, _) in registers::list(tx, agency).await? {
        let register = registers::get(tx, register.id).await?;
        of_register(&register, &mut wanted);
    }
    if wanted.words.is_empty() {
        return Ok(wanted.found);
    }
    for indicator in indicators::list(tx, agency).await? {
        of_indicator(&indicator, period, &mut wanted);
    }
    if let Some(programme) = programmes::find(tx, agency, year).await? {
        for task in tasks::list(tx, programme.id).await? {
            let of = format!("nhiệm vụ {} {}", task.number, task.statement);
            let table = TableOf::Indicators(IndicatorsOf::Task(task.id), period);
            wanted.offer(Embedded::Table(table), "Bảng chỉ tiêu của nhiệm vụ", &of);
        }
    }
    Ok(wanted.found)
}

async fn of_agency(
    tx: &mut Tx,
    agency: AgencyId,
    (period, year): (ReportingPeriod, i16),
    below: bool,
    wanted: &mut Wanted,
) -> Result<(), AppError> {
    let when = format!("năm {year}");
    wanted.offer(Embedded::Table(TableOf::Tasks(year, None)), "Bảng nhiệm vụ và tình trạng", &when);
    let all = TableOf::Indicators(IndicatorsOf::Agency, period);
    wanted.offer(Embedded::Table(all), "Bảng chỉ tiêu", &period.label());
    let heat = Embedded::Picture(PictureOf::Deadlines(year));
    wanted.offer(heat, "Nhiệm vụ đến hạn theo phòng và tháng", &when);
    if below && has_below(tx, agency).await? {
        wanted.offer(Embedded::Picture(PictureOf::League(year)), "Xếp hạng điểm các đơn vị", &when);
    }
    if wanted.words.is_empty() {
        return Ok(());
    }
    for division in divisions::list(tx, agency).await? {
        let of = format!("phòng {} {}", division.symbol, division.name);
        let table = TableOf::Tasks(year, Some(division.id));
        wanted.offer(Embedded::Table(table), "Bảng nhiệm vụ và tình trạng", &of);
        let table = TableOf::Indicators(IndicatorsOf::Division(division.id), period);
        wanted.offer(Embedded::Table(table), "Bảng chỉ tiêu", &of);
    }
    Ok(())
}

async fn has_below(tx: &mut Tx, agency: AgencyId) -> Result<bool, AppError> {
    for other in agencies::list(tx).await? {
        if other.id != agency && agencies::superiors(tx, other.id).await?.contains(&agency) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn of_register(register: &Register, wanted: &mut Wanted) {
    let name = register.name.as_str();
    if !register.stages.is_empty() {
        wanted.offer(Embedded::Picture(PictureOf::Stages(register.id)), "Hình theo bước", name);
    }
    if !register.measures.is_empty() {
        wanted.offer(Embedded::Table(TableOf::Measures(register.id)), "Bảng số liệu của sổ", name);
    }
    let entries = TableOf::Entries(register.id, usual_fields(register));
    wanted.offer(Embedded::Table(entries), "Bảng danh sách của sổ", name);
}

fn of_indicator(indicator: &Indicator, period: ReportingPeriod, wanted: &mut Wanted) {
    let of = format!("{}, {}", indicator.terms.full_name(), period.label());
    let pictures = [
        (PictureOf::Plan(indicator.id, period), "Kế hoạch và thực hiện"),
        (PictureOf::SamePeriod(indicator.id, period), "So với cùng kỳ"),
        (PictureOf::Trend(indicator.id, period), "Diễn biến và dự báo"),
    ];
    for (picture, what) in pictures {
        wanted.offer(Embedded::Picture(picture), what, &of);
    }
}

/// The columns a table of entries can have, in the register's order; none for all else.
///
/// # Errors
/// The database failed.
pub(crate) async fn columns(tx: &mut Tx, agency: AgencyId, shows: &Embedded) -> Result<Vec<ColumnOffered>, AppError> {
    let Embedded::Table(TableOf::Entries(id, chosen)) = shows else { return Ok(Vec::new()) };
    let Some(register) = register_of(tx, *id).await?.filter(|register| register.agency == agency) else {
        return Ok(Vec::new());
    };
    let offered = register.fields.iter().filter(|field| !field.spec.title && !field.spec.retired);
    let offered = offered.take(COLUMNS).map(|field| ColumnOffered {
        id: field.id.0,
        name: field.spec.name.clone(),
        chosen: chosen.contains(&field.id),
    });
    Ok(offered.collect())
}

async fn register_of(tx: &mut Tx, id: RegisterId) -> Result<Option<Register>, AppError> {
    match registers::get(tx, id).await {
        Ok(register) => Ok(Some(register)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
