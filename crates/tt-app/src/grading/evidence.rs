//! What speaks for a target: what a person tied it to, else the sentence of the report that states its result.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::goal::matching::{self, ResultFigure, Sort};
use tt_domain::goal::{Basis, Evidence, Reading, TargetBasis};
use tt_domain::id::{FigureId, IndicatorId, RegisterMeasureId, TaskId};
use tt_domain::report::{ReportBlockKind, ReportFigure};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::said::{Said, day, said};
use tt_domain::task::Target;
use tt_store::Tx;
use tt_text::words::sentences;

use crate::compose;
use crate::error::AppError;
use crate::import::recorded::Recorded;
use crate::indicators::value_at;
use crate::registers::measuring::measure_at;

/// Figures of a report's results, task by task, and the day the report is from.
#[derive(Clone, Debug, Default)]
pub struct Results {
    by_task: HashMap<TaskId, Vec<ResultFigure>>,
    known_from: Option<Date>,
}

impl Results {
    /// Gathers them; figures in a task's own wording are left out.
    pub fn of(recorded: &Recorded) -> Self {
        let mut by_task: HashMap<TaskId, Vec<ResultFigure>> = HashMap::new();
        let mut texts: HashMap<u32, String> = HashMap::new();
        for figure in &recorded.figures {
            let Some(task) = figure.stated.task else { continue };
            let text =
                texts.entry(figure.block).or_insert_with(|| compose::block_text(&recorded.records, figure.block));
            let heading =
                recorded.records.blocks.iter().any(|block| {
                    block.position == figure.block && matches!(block.kind, ReportBlockKind::Heading { .. })
                });
            let statement = recorded.records.statements.get(&task).map(String::as_str).unwrap_or_default();
            let sentence = sentence_of(text, figure);
            if heading || statement.contains(sentence.trim_end_matches(['.', ';'])) {
                continue;
            }
            if let Some(result) = result(figure, sentence) {
                by_task.entry(task).or_default().push(result);
            }
        }
        let date = recorded.records.frame.date;
        let known_from =
            date.year.and_then(|year| Date::new(year, date.month.unwrap_or(1), date.day.unwrap_or(1)).ok());
        Self { by_task, known_from }
    }

    /// Figures in a task's results.
    pub fn of_task(&self, task: TaskId) -> &[ResultFigure] {
        self.by_task.get(&task).map(Vec::as_slice).unwrap_or_default()
    }

    /// The figure of that identity.
    pub fn figure(&self, id: FigureId) -> Option<&ResultFigure> {
        self.by_task.values().flatten().find(|result| result.figure == id)
    }

    /// Why nothing of the report was known on a day yet.
    fn unknown_on(&self, as_of: Date) -> Option<Said> {
        let from = self.known_from.filter(|from| as_of < *from)?;
        Some(said(
            format!("báo cáo nêu kết quả có từ {}, sau ngày đang xem", day(from)),
            format!("the report that states a result is from {}, after the day looked at", day(from)),
        ))
    }

    /// The figure offered for a target, by its words.
    pub fn offer(&self, target: &Target, whole: Option<&Target>) -> Option<&ResultFigure> {
        matching::find(target, whole, self.of_task(target.task))
    }
}

fn result(figure: &ReportFigure, sentence: &str) -> Option<ResultFigure> {
    let stated = &figure.stated;
    let sort = match stated.kind.as_str() {
        "estimate" | "actual" | "count" | "money" | "area" | "index" => Sort::Reached,
        "ratio" => Sort::Ratio,
        "change_vs_same_period" => Sort::Change(stated.direction.as_deref() != Some("giảm")),
        _ => Sort::Other,
    };
    Some(ResultFigure {
        figure: figure.id,
        sort,
        value: stated.value?,
        of: stated.of,
        unit: stated.unit.clone(),
        subject: stated.subject.clone().unwrap_or_default(),
        sentence: sentence.to_owned(),
    })
}

/// The sentence a figure stands in: the one that holds it and its subject, else the first that holds it.
fn sentence_of<'a>(text: &'a str, figure: &ReportFigure) -> &'a str {
    let printed = figure.stated.printed.as_str();
    let subject = figure.stated.subject.as_deref().unwrap_or_default();
    let holding: Vec<&str> = sentences(text)
        .into_iter()
        .filter_map(|span| text.get(span.start..span.end))
        .filter(|sentence| sentence.contains(printed))
        .collect();
    holding.iter().find(|sentence| sentence.contains(subject)).or_else(|| holding.first()).copied().unwrap_or(text)
}

/// What a target's basis says on a day.
///
/// # Errors
/// The database failed.
pub async fn of_basis(tx: &mut Tx, tied: &TargetBasis, results: &Results, as_of: Date) -> Result<Evidence, AppError> {
    Ok(match &tied.basis {
        Basis::Milestone { done_on, expected_on } => {
            Evidence::Milestone { done_on: *done_on, expected_on: *expected_on }
        }
        Basis::Narrative { reached } => Evidence::Narrative { reached: *reached, documents: tied.documents.len() },
        Basis::Stated { on, .. } if *on > as_of => Evidence::Nothing(said(
            format!("số liệu có từ {}, sau ngày đang xem", day(*on)),
            format!("the value is from {}, after the day looked at", day(*on)),
        )),
        Basis::Stated { value, on } => {
            Evidence::Value(Reading { value: *value, estimate: false, counted_to: Some(*on), forecast: None })
        }
        Basis::Figure(id) => match (results.unknown_on(as_of), results.figure(*id)) {
            (Some(why), _) => Evidence::Nothing(why),
            (None, Some(figure)) => figure.evidence(),
            (None, None) => Evidence::Nothing(said(
                "số liệu đã chọn không còn trong báo cáo; hãy chọn lại căn cứ",
                "the figure chosen is no longer in the report; choose again",
            )),
        },
        Basis::Indicator(id, period) => indicator(tx, *id, period, as_of).await?,
        Basis::Register(id) => register(tx, *id, as_of).await?,
    })
}

/// What a report offers for a target that nobody tied.
pub fn offered(results: &Results, figure: Option<&ResultFigure>, as_of: Date) -> Evidence {
    match (results.unknown_on(as_of), figure) {
        (Some(why), Some(_)) => Evidence::Nothing(why),
        (_, Some(figure)) => figure.evidence(),
        (_, None) => Evidence::Nothing(said(
            "chưa gắn với số liệu, sổ theo dõi hay văn bản nào",
            "not tied to any figure, register or document",
        )),
    }
}

async fn register(tx: &mut Tx, id: RegisterMeasureId, as_of: Date) -> Result<Evidence, AppError> {
    let value = match measure_at(tx, id, as_of).await {
        Ok(result) => result.value,
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let nothing = || {
        Evidence::Nothing(said(
            "số đếm của sổ theo dõi không còn hoặc chưa có giá trị; hãy chọn lại căn cứ",
            "the register’s measure is gone or has no value; choose again",
        ))
    };
    let reading = |value| Reading { value, estimate: false, counted_to: Some(as_of), forecast: None };
    Ok(value.map_or_else(nothing, |value| Evidence::Value(reading(value))))
}

/// An indicator's value of the period: the actual one, else the estimate, else what has added up so far.
async fn indicator(tx: &mut Tx, id: IndicatorId, period: &str, as_of: Date) -> Result<Evidence, AppError> {
    let nothing = || {
        Evidence::Nothing(said(
            format!("chỉ tiêu chưa có số thực hiện hay số ước của {period}"),
            format!("the indicator has neither an actual value nor an estimate for {period}"),
        ))
    };
    let Some(period) = ReportingPeriod::read(period) else { return Ok(nothing()) };
    let Some(found) = value_at(tx, id, &period, as_of).await? else { return Ok(nothing()) };
    let whole = found.actual.as_ref().map(|point| (point.value, false));
    let whole = whole.or_else(|| found.estimate.as_ref().map(|point| (point.value, true)));
    if let Some((value, estimate)) = whole {
        return Ok(Evidence::Value(Reading { value, estimate, counted_to: None, forecast: None }));
    }
    let forecast = found.forecast.as_ref().and_then(|forecast| {
        let (vi, en) = forecast.method.words();
        Some((forecast.value.rounded(2).ok()?, said(vi, en)))
    });
    let reading = |value| Reading { value, estimate: false, counted_to: Some(as_of), forecast };
    Ok(found.cumulative.map_or_else(nothing, |point| Evidence::Value(reading(point.value))))
}
