//! Facts in the text of a report: what each prints, whence it comes, and finding them by words.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::assessment::{Rating, Stage};
use tt_domain::composing::{Chip, CitationForm, ValueForm};
use tt_domain::document::OfficialDocument;
use tt_domain::exact::Fraction;
use tt_domain::id::{AgencyId, DocumentId, IndicatorId, ObservationId, RegisterMeasureId, TaskId};
use tt_domain::indicator::ledger::{Ledger, Point, Reading};
use tt_domain::indicator::{Indicator, ObservationKind, Terms, derived};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{StoreError, Tx, documents, figures, programmes, ratings, registers, reports, tasks};

use crate::error::AppError;
use crate::import::printing::document_date;
use crate::indicators::ledger_at;
use crate::registers::measuring::measure_at;

/// A fact as it prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChipShown {
    /// What stands in the text; `…` for one that is missing.
    pub text: String,
    /// What it is, in words.
    pub label: String,
    /// Page of its record.
    pub page: Option<String>,
    /// Whether there is no such record, or nothing on record of it.
    pub missing: bool,
    /// The observation it prints, where it prints exactly one.
    pub observation: Option<ObservationId>,
}

/// What stands in place of a fact that is missing.
pub const MISSING: &str = "…";

impl ChipShown {
    fn missing(label: impl Into<String>) -> Self {
        Self { text: MISSING.to_owned(), label: label.into(), missing: true, ..Self::default() }
    }
}

/// The days facts are taken as of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// Values count as recorded by the end of this day.
    pub recorded: Date,
    /// Entries of registers count as they stood on this day: the last of the report's data window.
    pub counted: Date,
}

/// What facts of an agency print; each chip asked for has an answer.
///
/// # Errors
/// The database failed.
pub async fn resolve(
    tx: &mut Tx,
    agency: AgencyId,
    as_of: AsOf,
    chips: &[Chip],
) -> Result<HashMap<Chip, ChipShown>, AppError> {
    let mut facts = Facts { agency, as_of, ledgers: BTreeMap::new() };
    let mut shown = HashMap::new();
    for &chip in chips {
        if let std::collections::hash_map::Entry::Vacant(place) = shown.entry(chip) {
            place.insert(facts.show(tx, chip).await?);
        }
    }
    Ok(shown)
}

/// What is read once for many chips.
struct Facts {
    agency: AgencyId,
    as_of: AsOf,
    ledgers: BTreeMap<i16, Ledger>,
}

/// A record that may be gone.
fn there<T>(found: Result<T, StoreError>) -> Result<Option<T>, AppError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Facts {
    async fn show(&mut self, tx: &mut Tx, chip: Chip) -> Result<ChipShown, AppError> {
        match chip {
            Chip::Value { indicator, period, kind, form } => self.value(tx, indicator, period, kind, form).await,
            Chip::Measure(measure) => self.measure(tx, measure).await,
            Chip::Citation { document, form } => self.citation(tx, document, form).await,
            Chip::Statement(task) | Chip::Grade(task) => self.of_task(tx, task, matches!(chip, Chip::Grade(_))).await,
            Chip::Figure(figure) => {
                let Some(figure) = there(figures::get(tx, figure).await)? else {
                    return Ok(ChipShown::missing("Số liệu không còn trong báo cáo"));
                };
                let report = reports::get(tx, figure.report).await?;
                if report.agency != self.agency {
                    return Ok(ChipShown::missing("Số liệu của cơ quan khác"));
                }
                let subject = figure.stated.subject.clone().unwrap_or_default();
                Ok(ChipShown {
                    label: format!("{subject}, báo cáo năm {}", report.year),
                    page: Some(format!("/so-lieu/{}", figure.id)),
                    missing: false,
                    observation: figure.stated.observation,
                    text: figure.stated.printed,
                })
            }
        }
    }

    async fn value(
        &mut self,
        tx: &mut Tx,
        indicator: IndicatorId,
        period: ReportingPeriod,
        kind: ObservationKind,
        form: ValueForm,
    ) -> Result<ChipShown, AppError> {
        let ledger = match self.ledgers.entry(period.of_year()) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(ledger_at(tx, self.agency, &period, self.as_of.recorded).await?)
            }
        };
        let Some(found) = ledger.indicators().find(|one| one.id == indicator) else {
            return Ok(ChipShown::missing("Chỉ tiêu không còn trong danh mục"));
        };
        Ok(value_shown(found, &ledger.reading(indicator, &period), period, kind, form))
    }

    async fn measure(&self, tx: &mut Tx, id: RegisterMeasureId) -> Result<ChipShown, AppError> {
        let gone = || ChipShown::missing("Số đếm không còn trong sổ theo dõi");
        let Some(register) = there(registers::of_measure(tx, id).await)? else { return Ok(gone()) };
        let register = registers::get(tx, register).await?;
        let measure = register.measures.iter().find(|one| one.id == id);
        let Some(measure) = measure.filter(|_| register.agency == self.agency) else { return Ok(gone()) };
        let label = format!("{}: {}", register.name, measure.spec.name);
        let page = format!("/so-theo-doi/{}/so-lieu", register.key);
        let result = measure_at(tx, id, self.as_of.counted).await?;
        Ok(match result.value {
            Some(value) => ChipShown { text: count(value), label, page: Some(page), ..ChipShown::default() },
            None => ChipShown { page: Some(page), ..ChipShown::missing(label) },
        })
    }

    async fn citation(&self, tx: &mut Tx, id: DocumentId, form: CitationForm) -> Result<ChipShown, AppError> {
        let found = there(documents::get(tx, id).await)?.filter(|document| document.agency == self.agency);
        let Some(document) = found else { return Ok(ChipShown::missing("Văn bản không còn trong hồ sơ")) };
        Ok(ChipShown {
            text: cited(&document, form),
            label: document.subject.clone().unwrap_or_else(|| cited(&document, CitationForm::Short)),
            page: Some(format!("/van-ban/{id}")),
            ..ChipShown::default()
        })
    }

    async fn of_task(&self, tx: &mut Tx, id: TaskId, grade: bool) -> Result<ChipShown, AppError> {
        let gone = || ChipShown::missing("Nhiệm vụ không còn trong chương trình");
        let Some(task) = there(tasks::get(tx, id).await)? else { return Ok(gone()) };
        if programmes::get(tx, task.programme).await?.agency != self.agency {
            return Ok(gone());
        }
        let page = Some(format!("/nhiem-vu/{id}"));
        if !grade {
            let label = format!("Nhiệm vụ {}", task.number);
            let text = task.statement.split_whitespace().collect::<Vec<_>>().join(" ");
            return Ok(ChipShown { text, label, page, ..ChipShown::default() });
        }
        let label = format!("Mức tự đánh giá nhiệm vụ {}", task.number);
        let own = |rating: &Rating| rating.stage == Stage::SelfGraded;
        Ok(match ratings::list(tx, id).await?.into_iter().find(own) {
            Some(rating) => ChipShown { text: rating.grade.words().to_owned(), label, page, ..ChipShown::default() },
            None => ChipShown { page, ..ChipShown::missing(label) },
        })
    }
}

/// A whole number below ten is written with a nought before it, as counts are in reports.
fn count(value: Decimal) -> String {
    let value = value.normalize();
    let small = value.is_integer() && !value.is_sign_negative() && value < Decimal::TEN;
    if small { format!("{value:0>2}") } else { derived::plain(value) }
}

/// The value of an indicator as it prints, pure.
pub(crate) fn value_shown(
    indicator: &Indicator,
    reading: &Reading,
    period: ReportingPeriod,
    kind: ObservationKind,
    form: ValueForm,
) -> ChipShown {
    let terms = &indicator.terms;
    let point = match kind {
        ObservationKind::Plan => reading.plan.as_ref(),
        ObservationKind::Estimate => reading.estimate.as_ref(),
        ObservationKind::Actual => reading.actual.as_ref(),
    };
    let what = match form {
        ValueForm::PercentOfPlan | ValueForm::PlanPercent => "so với kế hoạch",
        ValueForm::Change | ValueForm::ChangePercent => "so với cùng kỳ",
        _ => kind_words(kind),
    };
    let label = format!("{}, {}, {what}", terms.full_name(), period.label());
    let page = Some(format!("/chi-tieu/{}", indicator.id));
    match printed(terms, reading, (point, kind), form) {
        Some((text, observation)) => ChipShown { text, label, page, missing: false, observation },
        None => ChipShown { page, ..ChipShown::missing(label) },
    }
}

fn printed(
    terms: &Terms,
    reading: &Reading,
    (point, kind): (Option<&Point>, ObservationKind),
    form: ValueForm,
) -> Option<(String, Option<ObservationId>)> {
    match form {
        ValueForm::Number | ValueForm::WithUnit | ValueForm::Reached => {
            let point = point?;
            let observation = point.observation().filter(|observation| !observation.withdrawn);
            let number = match observation.and_then(|observation| observation.value_max) {
                Some(max) => format!("{} - {}", number(terms, point.value), number(terms, max)),
                None => number(terms, point.value),
            };
            let with_unit = || match terms.unit.as_deref() {
                Some("%") => format!("{number}%"),
                Some(unit) => format!("{number} {unit}"),
                None => number.clone(),
            };
            let text = match (form, kind) {
                (ValueForm::Number, _) => number.clone(),
                (ValueForm::Reached, ObservationKind::Estimate) => format!("ước đạt {}", with_unit()),
                (ValueForm::Reached, ObservationKind::Actual) => format!("đạt {}", with_unit()),
                (ValueForm::Reached, ObservationKind::Plan) => format!("kế hoạch {}", with_unit()),
                _ => with_unit(),
            };
            Some((text, observation.map(|observation| observation.id)))
        }
        ValueForm::PercentOfPlan | ValueForm::PlanPercent => {
            let percent = format!("{}%", derived::shown(reading.percent_of_plan()?.ok()?, 1));
            let sentence = form == ValueForm::PercentOfPlan;
            Some((if sentence { format!("đạt {percent} kế hoạch") } else { percent }, None))
        }
        ValueForm::Change => {
            let change = reading.change()?.ok()?;
            Some((change_words(change), None))
        }
        ValueForm::ChangePercent => {
            let change = change_words(reading.change()?.ok()?);
            Some((change.strip_suffix(" so với cùng kỳ").unwrap_or("bằng").to_owned(), None))
        }
    }
}

/// `tăng 5,5% so với cùng kỳ`, `giảm …`, `bằng cùng kỳ`.
fn change_words(change: Fraction) -> String {
    let shown = derived::shown(change, 1);
    match shown.strip_prefix('-') {
        Some(fall) => format!("giảm {fall}% so với cùng kỳ"),
        None if shown == "0" => "bằng cùng kỳ".to_owned(),
        None => format!("tăng {shown}% so với cùng kỳ"),
    }
}

fn kind_words(kind: ObservationKind) -> &'static str {
    match kind {
        ObservationKind::Plan => "kế hoạch",
        ObservationKind::Estimate => "ước thực hiện",
        ObservationKind::Actual => "thực hiện",
    }
}

fn number(terms: &Terms, value: Decimal) -> String {
    match terms.decimals {
        Some(decimals) => derived::plain(value.round_dp(u32::from(decimals))),
        None => derived::plain(value),
    }
}

/// A document as it is cited (Nghị định 30/2020/NĐ-CP, Phụ lục I): the first time with everything that names it, then by
/// kind and number.
pub(crate) fn cited(document: &OfficialDocument, form: CitationForm) -> String {
    let kind = document.kind.as_deref().unwrap_or("Văn bản");
    let mut text = match &document.number {
        Some(number) => format!("{kind} số {number}"),
        None => kind.to_owned(),
    };
    if form == CitationForm::Full {
        if let Some(date) = document_date(document.date) {
            text.push_str(" ngày ");
            text.push_str(&date);
        }
        if let Some(issuer) = &document.issuer {
            text.push_str(" của ");
            text.push_str(issuer);
        }
        if let Some(subject) = &document.subject {
            text.push(' ');
            text.push_str(subject);
        }
    }
    text
}
