//! What speaks for a target: what a person tied it to, else the sentence of the report that states its result.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tt_domain::goal::matching::{self, Match, ResultFigure, Sort};
use tt_domain::goal::{Basis, Evidence, Reading, TargetBasis};
use tt_domain::id::{AgencyId, FigureId, IndicatorId, RegisterMeasureId, TaskId};
use tt_domain::report::{Content, Piece, ReportBlock, ReportBlockKind, ReportFigure, Shows};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::said::{Said, day, said};
use tt_domain::task::Target;
use tt_store::Tx;
use tt_text::words::sentences;

use crate::compose;
use crate::error::AppError;
use crate::import::recorded::Recorded;
use crate::indicators::{Ledger, ledger_at};
use crate::registers::measuring::measure_at;

/// Figures of a report's results, task by task, and the day the report is from.
#[derive(Clone, Debug, Default)]
pub struct Results {
    by_task: HashMap<TaskId, Vec<ResultFigure>>,
    sentences: HashMap<TaskId, Vec<String>>,
    known_from: Option<Date>,
}

impl Results {
    /// Gathers them; figures in a task's own wording are left out.
    pub fn of(recorded: &Recorded) -> Self {
        let wordings = wordings(recorded);
        let mut by_task: HashMap<TaskId, Vec<ResultFigure>> = HashMap::new();
        let mut texts: HashMap<u32, String> = HashMap::new();
        for figure in &recorded.figures {
            let Some(task) = figure.stated.task else { continue };
            let text =
                texts.entry(figure.block).or_insert_with(|| compose::block_text(&recorded.records, figure.block));
            let heading =
                recorded.records.blocks.iter().any(|block| block.position == figure.block && is_heading(block));
            let sentence = sentence_of(text, figure);
            if heading || is_stated(&wordings, task, sentence) {
                continue;
            }
            if let Some(result) = result(figure, sentence) {
                by_task.entry(task).or_default().push(result);
            }
        }
        let mut told: HashMap<TaskId, Vec<String>> = HashMap::new();
        for block in recorded.records.blocks.iter().filter(|block| !is_heading(block)) {
            let Some(task) = block.task else { continue };
            let text =
                texts.entry(block.position).or_insert_with(|| compose::block_text(&recorded.records, block.position));
            let all = sentences(text).into_iter().filter_map(|span| text.get(span.start..span.end));
            let own = all.filter(|sentence| !is_stated(&wordings, task, sentence)).map(str::to_owned);
            told.entry(task).or_default().extend(own);
        }
        let date = recorded.records.frame.date;
        let known_from =
            date.year.and_then(|year| Date::new(year, date.month.unwrap_or(1), date.day.unwrap_or(1)).ok());
        Self { by_task, sentences: told, known_from }
    }

    /// Figures in a task's results.
    pub fn of_task(&self, task: TaskId) -> &[ResultFigure] {
        self.by_task.get(&task).map(Vec::as_slice).unwrap_or_default()
    }

    /// The figure of that identity.
    pub fn figure(&self, id: FigureId) -> Option<&ResultFigure> {
        self.by_task.values().flatten().find(|result| result.figure == Some(id))
    }

    /// Why nothing of the report was known on a day yet.
    fn unknown_on(&self, as_of: Date) -> Option<Said> {
        let from = self.known_from.filter(|from| as_of < *from)?;
        Some(said(
            format!("báo cáo nêu kết quả có từ {}, sau ngày đang xem", day(from)),
            format!("the report that states a result is from {}, after the day looked at", day(from)),
        ))
    }

    /// What is offered for a target, by its words.
    pub fn offer(&self, target: &Target, whole: Option<&Target>) -> Match {
        let sentences = self.sentences.get(&target.task).map(Vec::as_slice).unwrap_or_default();
        matching::find(target, whole, self.of_task(target.task), sentences)
    }
}

fn is_heading(block: &ReportBlock) -> bool {
    matches!(block.kind, ReportBlockKind::Heading { .. })
}

/// Letters from which a sentence of a statement is known again within another.
const OWN_WORDING: usize = 24;

/// Whether a sentence is the task's own wording, also behind its number (`3. Nhiệm vụ 3: Chủ động…`).
fn is_stated(wordings: &HashMap<TaskId, Vec<String>>, task: TaskId, sentence: &str) -> bool {
    let bare = |text: &str| text.trim().trim_end_matches(['.', ';']).to_owned();
    let repeated = |statement: &str| {
        let own = sentences(statement).into_iter().filter_map(|span| statement.get(span.start..span.end)).map(bare);
        own.into_iter().any(|own| own.chars().count() >= OWN_WORDING && sentence.contains(&own))
    };
    let own = wordings.get(&task).into_iter().flatten();
    own.into_iter().any(|statement| statement.contains(&bare(sentence)) || repeated(statement))
}

/// The wordings of each task: the one on record, and the one in the report where it was changed since.
fn wordings(recorded: &Recorded) -> HashMap<TaskId, Vec<String>> {
    let records = &recorded.records;
    let mut wordings: HashMap<TaskId, Vec<String>> =
        records.statements.iter().map(|(task, statement)| (*task, vec![statement.clone()])).collect();
    for block in &records.blocks {
        let Content::Flow(pieces) = &block.content else { continue };
        let states = |piece: &Piece| match piece.shows {
            Shows::Statement { task, .. } => Some(task),
            _ => None,
        };
        // What a report says of a statement goes from its first part to its last, figures and citations between.
        let Some(first) = pieces.iter().position(|piece| states(piece).is_some()) else { continue };
        let last = pieces.iter().rposition(|piece| states(piece).is_some()).unwrap_or(first);
        let parts = pieces.get(first..=last).unwrap_or_default();
        let (Some(task), words) =
            (parts.iter().find_map(states), parts.iter().map(|piece| compose::piece_text(records, piece)).collect())
        else {
            continue;
        };
        let known: &mut Vec<String> = wordings.entry(task).or_default();
        if !known.contains(&words) {
            known.push(words);
        }
    }
    wordings
}

fn result(figure: &ReportFigure, sentence: &str) -> Option<ResultFigure> {
    let stated = &figure.stated;
    let sort = match stated.kind.as_str() {
        "estimate" | "actual" | "count" | "money" | "area" | "index" => Sort::Reached,
        "ratio" => Sort::Ratio,
        "share" => Sort::Share,
        "change_vs_same_period" => Sort::Change(stated.direction.as_deref() != Some("giảm")),
        _ => Sort::Other,
    };
    Some(ResultFigure {
        figure: Some(figure.id),
        sort,
        value: stated.value?,
        of: stated.of,
        unit: stated.unit.clone(),
        subject: stated.subject.clone().unwrap_or_default(),
        sentence: sentence.to_owned(),
    })
}

/// The sentence a figure stands in: the one that holds it and its subject, else the first that holds it.
pub(crate) fn sentence_of<'a>(text: &'a str, figure: &ReportFigure) -> &'a str {
    let printed = figure.stated.printed.as_str();
    let subject = figure.stated.subject.as_deref().unwrap_or_default();
    let holding: Vec<&str> = sentences(text)
        .into_iter()
        .filter_map(|span| text.get(span.start..span.end))
        .filter(|sentence| sentence.contains(printed))
        .collect();
    holding.iter().find(|sentence| sentence.contains(subject)).or_else(|| holding.first()).copied().unwrap_or(text)
}

/// What is on record of an agency's indicators for the periods that targets are tied to, by the period's code.
#[derive(Clone, Debug, Default)]
pub struct Ledgers(BTreeMap<String, Ledger>);

impl Ledgers {
    /// Reads them as they were on a day: once for a period, however many targets are tied to it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of(
        tx: &mut Tx,
        agency: AgencyId,
        bases: impl Iterator<Item = &TargetBasis>,
        as_of: Date,
    ) -> Result<Self, AppError> {
        let mut ledgers = BTreeMap::new();
        for tied in bases {
            let Basis::Indicator(_, period) = &tied.basis else { continue };
            let Some(period) = ReportingPeriod::read(period) else { continue };
            if let Entry::Vacant(place) = ledgers.entry(period.code()) {
                place.insert(ledger_at(tx, agency, &period, as_of).await?);
            }
        }
        Ok(Self(ledgers))
    }
}

/// What a target's basis says on a day.
///
/// # Errors
/// The database failed.
pub async fn of_basis(
    tx: &mut Tx,
    target: &Target,
    tied: &TargetBasis,
    (results, ledgers): (&Results, &Ledgers),
    as_of: Date,
) -> Result<Evidence, AppError> {
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
            (None, Some(figure)) => figure.evidence(target),
            (None, None) => Evidence::Nothing(said(
                "số liệu đã chọn không còn trong báo cáo; hãy chọn lại căn cứ",
                "the figure chosen is no longer in the report; choose again",
            )),
        },
        Basis::Indicator(id, period) => indicator(ledgers, *id, period, as_of),
        Basis::Register(id) => register(tx, *id, as_of).await?,
    })
}

/// What a report offers for a target that nobody tied.
pub fn offered(results: &Results, target: &Target, found: &Match, as_of: Date) -> Evidence {
    match (results.unknown_on(as_of), found) {
        (Some(why), Match::One(_) | Match::Several(_)) => Evidence::Nothing(why),
        (_, Match::One(figure)) => figure.evidence(target),
        (None, Match::Several(figures)) => Evidence::Nothing(match figures.as_slice() {
            [_] => said(
                "báo cáo nêu một số có thể là kết quả nhưng chưa rõ có phải không; hãy xem rồi chọn căn cứ",
                "the report states a number that may be the result; look and choose",
            ),
            several => said(
                format!(
                    "báo cáo nêu {:02} số có thể là kết quả nhưng chưa rõ số nào; hãy xem rồi chọn căn cứ",
                    several.len()
                ),
                format!("the report states {} numbers that may be the result; look and choose", several.len()),
            ),
        }),
        (_, Match::Nothing) => Evidence::Nothing(said(
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
fn indicator(ledgers: &Ledgers, id: IndicatorId, period: &str, as_of: Date) -> Evidence {
    let nothing = || {
        Evidence::Nothing(said(
            format!("chỉ tiêu chưa có số thực hiện hay số ước của {period}"),
            format!("the indicator has neither an actual value nor an estimate for {period}"),
        ))
    };
    let Some(period) = ReportingPeriod::read(period) else { return nothing() };
    let Some(ledger) = ledgers.0.get(&period.code()) else { return nothing() };
    let found = ledger.reading(id, &period);
    let whole = found.actual.as_ref().map(|point| (point.value, false));
    let whole = whole.or_else(|| found.estimate.as_ref().map(|point| (point.value, true)));
    if let Some((value, estimate)) = whole {
        return Evidence::Value(Reading { value, estimate, counted_to: None, forecast: None });
    }
    let forecast = found.forecast.as_ref().and_then(|forecast| {
        let (vi, en) = forecast.method.words();
        Some((forecast.value.rounded(2).ok()?, said(vi, en)))
    });
    let reading = |value| Reading { value, estimate: false, counted_to: Some(as_of), forecast };
    found.cumulative.map_or_else(nothing, |point| Evidence::Value(reading(point.value)))
}
