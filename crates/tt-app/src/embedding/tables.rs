//! Tables listed from records for a report.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use tt_domain::composing::IndicatorsOf;
use tt_domain::goal::Basis as TargetRestsOn;
use tt_domain::id::{DivisionId, IndicatorId, RegisterFieldId, RegisterId, TaskId};
use tt_domain::indicator::ledger::Reading;
use tt_domain::indicator::{Indicator, Terms, derived};
use tt_domain::register::filter::Filter;
use tt_domain::register::{Field, FieldKind, Register, Value};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::statistics::{Basis, Column, Counted, column};
use tt_domain::task::{Task, TaskState};
use tt_store::entries::{listing, reading};
use tt_store::{StoreError, Tx, divisions, programmes, target_bases, targets, tasks};

use super::{Drawn, Listed, NOTHING, Records, What, register_gone};
use crate::error::AppError;
use crate::registers::measuring::worked_out;

/// Most rows of a table in a report.
const ROWS: usize = 1_000;

impl Records {
    /// Indicators with plan, actual, percent of plan, same period and change.
    pub(super) async fn indicators(
        &mut self,
        tx: &mut Tx,
        of: IndicatorsOf,
        period: ReportingPeriod,
    ) -> Result<Drawn, AppError> {
        let page = Some(format!("/chi-tieu?ky={}", period.code()));
        let when = period.label();
        let (of_whom, own) = match of {
            IndicatorsOf::Agency => (String::new(), None),
            IndicatorsOf::Division(id) => match self.division(tx, id).await? {
                Some(name) => (format!(" của {name}"), None),
                None => {
                    let why = "phòng không còn trong cơ quan; hãy bỏ khối này hoặc chọn phòng khác";
                    return Ok(Drawn::missing(format!("Bảng chỉ tiêu, {when}"), page, why));
                }
            },
            IndicatorsOf::Task(id) => match self.of_task(tx, id).await? {
                Some((number, own)) => (format!(" của nhiệm vụ {number}"), Some(own)),
                None => {
                    let why = "nhiệm vụ không còn trong chương trình; hãy bỏ khối này hoặc chọn nhiệm vụ khác";
                    return Ok(Drawn::missing(format!("Bảng chỉ tiêu, {when}"), page, why));
                }
            },
        };
        let title = format!("Bảng chỉ tiêu{of_whom}, {when}");
        let ledger = self.ledger(tx, &period).await?;
        let wanted = |one: &&Indicator| match of {
            IndicatorsOf::Agency => true,
            IndicatorsOf::Division(id) => one.terms.division == Some(id),
            IndicatorsOf::Task(_) => own.as_ref().is_some_and(|own| own.contains(&one.id)),
        };
        let mut lines: Vec<(&Indicator, Reading)> =
            ledger.indicators().filter(wanted).map(|one| (one, ledger.reading(one.id, &period))).collect();
        lines.retain(|(one, reading)| {
            let known = reading.best().is_some() || reading.plan.is_some();
            known || (of != IndicatorsOf::Agency && one.terms.is_in_use(&period))
        });
        lines
            .sort_by_key(|(one, _)| (one.terms.division.is_none(), one.terms.division, tt_text::fold(&one.terms.name)));
        if lines.iter().all(|(_, reading)| reading.best().is_none() && reading.plan.is_none()) {
            let why =
                format!("chưa có số liệu {when} của chỉ tiêu nào; hãy nhập số liệu, hoặc gắn mục tiêu với chỉ tiêu");
            return Ok(Drawn::missing(title, page, why));
        }
        let rows = lines.iter().zip(1..).map(|((one, reading), number)| indicator_row(number, &one.terms, reading));
        let head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện", "% kế hoạch", "Cùng kỳ", "% cùng kỳ"];
        Ok(listed(title, page, 3, &head, rows.collect()))
    }

    async fn division(&self, tx: &mut Tx, id: DivisionId) -> Result<Option<String>, AppError> {
        match divisions::get(tx, id).await {
            Ok(found) => Ok(Some(found).filter(|found| found.agency == self.agency).map(|found| found.name)),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A task's number and the indicators its targets are tied to.
    async fn of_task(&self, tx: &mut Tx, id: TaskId) -> Result<Option<(u32, BTreeSet<IndicatorId>)>, AppError> {
        let task = match tasks::get(tx, id).await {
            Ok(task) => task,
            Err(StoreError::NotFound) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if programmes::get(tx, task.programme).await?.agency != self.agency {
            return Ok(None);
        }
        let own: BTreeSet<_> = targets::list_for_programme(tx, task.programme)
            .await?
            .into_iter()
            .filter(|one| one.task == id)
            .map(|one| one.id)
            .collect();
        let bases = target_bases::of_programme(tx, task.programme).await?;
        let tied = bases.into_iter().filter(|tied| own.contains(&tied.target)).filter_map(|tied| match tied.basis {
            TargetRestsOn::Indicator(id, _) => Some(id),
            _ => None,
        });
        Ok(Some((task.number, tied.collect())))
    }

    /// Tasks of a year with deadline and state.
    pub(super) async fn tasks(&self, tx: &mut Tx, year: i16, division: Option<DivisionId>) -> Result<Drawn, AppError> {
        let page = Some(format!("/cong-viec?nam={year}"));
        let named: BTreeMap<DivisionId, String> =
            divisions::list(tx, self.agency).await?.into_iter().map(|one| (one.id, one.symbol)).collect();
        let day = self.as_of.counted;
        let of_whom = match division.map(|id| named.get(&id)) {
            None => String::new(),
            Some(Some(symbol)) => format!(" của phòng {symbol}"),
            Some(None) => {
                let why = "phòng không còn trong cơ quan; hãy bỏ khối này hoặc chọn phòng khác";
                return Ok(Drawn::missing(format!("Bảng nhiệm vụ năm {year}"), page, why));
            }
        };
        let title = format!("Bảng nhiệm vụ năm {year}{of_whom}, đến ngày {}", day.strftime("%d/%m/%Y"));
        let mut all = match programmes::find(tx, self.agency, year).await? {
            Some(programme) => tasks::list(tx, programme.id).await?,
            None => Vec::new(),
        };
        all.retain(|task| {
            let told = task.is_counted() && !matches!(task.state, TaskState::Draft | TaskState::Cancelled);
            told && (division.is_none() || task.lead == division)
        });
        if all.is_empty() {
            let why = format!("năm {year} chưa có nhiệm vụ nào được giao; hãy giao nhiệm vụ");
            return Ok(Drawn::missing(title, page, why));
        }
        let row = |task: &Task| {
            let lead = task.lead.and_then(|id| named.get(&id).cloned()).unwrap_or_else(|| NOTHING.to_owned());
            let due = task.deadline.map_or_else(|| NOTHING.to_owned(), |day| day.strftime("%d/%m/%Y").to_string());
            let statement = task.statement.split_whitespace().collect::<Vec<_>>().join(" ");
            vec![task.number.to_string(), statement, lead, due, standing(task, day)]
        };
        let rows = all.iter().map(row).collect();
        Ok(listed(title, page, 5, &["TT", "Nhiệm vụ", "Phòng chủ trì", "Thời hạn", "Tình trạng"], rows))
    }

    /// The measures of a register.
    pub(super) async fn measures(&self, tx: &mut Tx, id: RegisterId) -> Result<Drawn, AppError> {
        let Some(register) = self.register(tx, id).await? else { return Ok(register_gone()) };
        let page = Some(format!("/so-theo-doi/{}/so-lieu", register.key));
        let day = self.as_of.counted;
        let title = format!("Bảng số liệu {}, đến ngày {}", lowered(&register.name), day.strftime("%d/%m/%Y"));
        let mut rows = Vec::new();
        for measure in &register.measures {
            let result = worked_out(tx, &register, measure, day).await?;
            let value = result.value.map_or_else(|| NOTHING.to_owned(), derived::plain);
            let number = (rows.len() + 1).to_string();
            rows.push(vec![number, measure.spec.name.clone(), value]);
        }
        if rows.is_empty() {
            let why = "sổ này chưa khai số đo nào; hãy khai số đo ở trang của sổ";
            return Ok(Drawn::missing(title, page, why));
        }
        Ok(listed(title, page, 2, &["TT", "Nội dung", "Số liệu"], rows))
    }

    /// The entries of a register with chosen columns.
    pub(super) async fn entries(
        &self,
        tx: &mut Tx,
        id: RegisterId,
        fields: &[RegisterFieldId],
    ) -> Result<Drawn, AppError> {
        let Some(register) = self.register(tx, id).await? else { return Ok(register_gone()) };
        let page = Some(format!("/so-theo-doi/{}", register.key));
        let day = self.as_of.counted;
        let title = format!("Bảng {}, đến ngày {}", lowered(&register.name), day.strftime("%d/%m/%Y"));
        let chosen: Vec<_> = fields.iter().filter_map(|id| register.fields.iter().find(|one| one.id == *id)).collect();
        if chosen.len() < fields.len() {
            let why = "một cột đã chọn không còn trong sổ; hãy chọn lại cột của bảng";
            return Ok(Drawn::missing(title, page, why));
        }
        let filter = Filter::default();
        let listing = listing::Listing { register: &register, filter: &filter, as_of: day };
        let count = usize::try_from(listing::count(tx, listing).await?).unwrap_or(usize::MAX);
        if count == 0 || count > ROWS {
            let why = if count == 0 {
                "sổ chưa có mục nào đến ngày ấy; hãy nhập sổ theo dõi".to_owned()
            } else {
                format!(
                    "sổ có {count} mục, quá {ROWS} dòng của một bảng trong báo cáo; hãy chèn số liệu tổng hợp của sổ"
                )
            };
            return Ok(Drawn::missing(title, page, why));
        }
        let ids = listing::page(tx, listing, None, u32::try_from(ROWS).unwrap_or(u32::MAX)).await?;
        let found = reading::on_day(tx, &register, &ids, day).await?;
        let mut head = vec!["TT".to_owned(), capital(&register.one)];
        head.extend(chosen.iter().map(|field| headed(field)));
        head.push("Bước".to_owned());
        let rows = found.iter().zip(1..).map(|(entry, number)| {
            let mut row = vec![number.to_string(), entry.entry.title.clone()];
            row.extend(chosen.iter().map(|field| {
                let value = entry.at.values.get(&field.id).map(|value| cell(value, &field.spec.kind));
                value.filter(|shown| !shown.is_empty()).unwrap_or_else(|| NOTHING.to_owned())
            }));
            let stage = entry.at.standing.at.and_then(|id| register.stage(id));
            row.push(stage.map_or_else(|| NOTHING.to_owned(), |stage| stage.spec.name.clone()));
            row
        });
        let rows = rows.collect();
        let columns = head.len();
        Ok(Drawn { title, page, what: What::Table(Listed { head, text_columns: columns, rows }) })
    }
}

/// The columns a table of entries has before someone chooses others: the first that print well in a cell.
pub(crate) fn usual_fields(register: &Register) -> Vec<RegisterFieldId> {
    /// How many.
    const USUAL: usize = 3;
    let prints = |kind: &FieldKind| !matches!(kind, FieldKind::Point | FieldKind::File);
    let all =
        register.fields.iter().filter(|field| prints(&field.spec.kind) && !field.spec.retired && !field.spec.title);
    // Those shown in lists come first.
    let (listed, others): (Vec<&Field>, Vec<&Field>) = all.partition(|field| field.spec.listed);
    listed.into_iter().chain(others).take(USUAL).map(|field| field.id).collect()
}

/// The name of a column; a number's unit stands there, not in each cell.
fn headed(field: &Field) -> String {
    match field.spec.kind.measured().map(|measured| measured.unit.as_str()).filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{} ({unit})", field.spec.name),
        None => field.spec.name.clone(),
    }
}

fn cell(value: &Value, kind: &FieldKind) -> String {
    if value.number().is_some() { value.typed() } else { value.shown(kind) }
}

fn listed(title: String, page: Option<String>, text_columns: usize, head: &[&str], rows: Vec<Vec<String>>) -> Drawn {
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    Drawn { title, page, what: What::Table(Listed { head, text_columns, rows }) }
}

fn indicator_row(number: usize, terms: &Terms, reading: &Reading) -> Vec<String> {
    let nothing = || NOTHING.to_owned();
    let value = |value: Decimal| match terms.decimals {
        Some(decimals) => derived::plain(value.round_dp(u32::from(decimals))),
        None => derived::plain(value),
    };
    let best = reading.best().map(|point| value(point.value));
    // An estimate is told from what was reached.
    let best = best.map(|best| if reading.actual.is_none() { format!("ước {best}") } else { best });
    let percent = reading.percent_of_plan().and_then(Result::ok).map(|percent| derived::shown(percent, 1));
    let index = reading.best().zip(reading.same_period.as_ref());
    let index = index.and_then(|(now, before)| derived::index(now.value, before.value).ok());
    vec![
        number.to_string(),
        terms.full_name(),
        terms.unit.clone().unwrap_or_else(nothing),
        reading.plan.as_ref().map_or_else(nothing, |point| value(point.value)),
        best.unwrap_or_else(nothing),
        percent.unwrap_or_else(nothing),
        reading.same_period.as_ref().map_or_else(nothing, |point| value(point.value)),
        index.map_or_else(nothing, |index| derived::shown(index, 1)),
    ]
}

/// How a task stands on a day, in the words of the four official columns.
fn standing(task: &Task, day: jiff::civil::Date) -> String {
    match column(&Counted::from(task), Basis::Adjusted, day) {
        Column::DoneOnTime => "hoàn thành đúng hạn".to_owned(),
        Column::DoneLate { days } => format!("hoàn thành, chậm {days} ngày"),
        Column::DoneUnjudged => "hoàn thành".to_owned(),
        Column::OpenInTime => "đang thực hiện, trong hạn".to_owned(),
        Column::OpenOverdue { days } => format!("đang thực hiện, quá hạn {days} ngày"),
        Column::OpenUndated => "đang thực hiện".to_owned(),
        Column::Returned | Column::NotCounted => crate::work::words::state(task.state).vi,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A name within a sentence; an abbreviation keeps its capitals.
fn lowered(words: &str) -> String {
    if words.chars().nth(1).is_some_and(char::is_uppercase) {
        return words.to_owned();
    }
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
