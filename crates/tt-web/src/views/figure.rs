//! Where a figure comes from, for the screen.

use rust_decimal::Decimal;
use tt_app::Language;
use tt_app::reports::Provenance;
use tt_domain::indicator::{Observation, ObservationKind};
use tt_domain::report::{ReportFigure, StatedFigure};

use crate::show::{self, number, say};

/// A figure and what it rests on.
#[derive(Clone, Debug)]
pub(crate) struct ProvenanceView {
    pub(crate) page: String,
    pub(crate) printed: String,
    pub(crate) kind: &'static str,
    pub(crate) subject: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) indicator: Option<String>,
    pub(crate) observation: Option<&'static str>,
    pub(crate) recorded: Option<String>,
    pub(crate) source: Option<String>,
    /// The agency it was taken from, with the page of the figure in its report.
    pub(crate) taken_from: Option<(String, Option<String>)>,
    pub(crate) checks: Vec<String>,
    pub(crate) report_href: String,
    pub(crate) report_year: i16,
    /// The words before the figure, and those after it, of its paragraph; it stands between them.
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) history: Vec<ObservationView>,
    pub(crate) related: Vec<RelatedFigure>,
}

/// An observation of the same indicator.
#[derive(Clone, Debug)]
pub(crate) struct ObservationView {
    pub(crate) value: String,
    pub(crate) kind: &'static str,
    pub(crate) period: String,
    pub(crate) is_current: bool,
}

/// Another figure that rests on the same ground.
#[derive(Clone, Debug)]
pub(crate) struct RelatedFigure {
    pub(crate) href: String,
    pub(crate) printed: String,
    pub(crate) kind: &'static str,
    pub(crate) subject: Option<String>,
}

impl ProvenanceView {
    pub(crate) fn new(provenance: &Provenance, lang: Language) -> Self {
        let stated = &provenance.figure.stated;
        let unit = provenance.indicator.as_ref().and_then(|indicator| indicator.terms.unit.clone());
        let who = match (&provenance.recorded_by, &provenance.observation) {
            (Some(user), _) => Some(user.full_name.clone()),
            (None, Some(_)) => Some(say(lang, "dòng lệnh của máy chủ", "the server’s command line").to_owned()),
            (None, None) => None,
        };
        let recorded = who
            .zip(provenance.observation.as_ref())
            .map(|(who, observation)| format!("{who}, {}", show::moment(observation.recorded_at)));
        let (before, after) =
            provenance.paragraph.split_once(stated.printed.as_str()).unwrap_or((&provenance.paragraph, ""));
        let current = provenance.observation.as_ref().map(|observation| observation.id);
        Self {
            page: format!("/so-lieu/{}", provenance.figure.id),
            printed: stated.printed.clone(),
            kind: show::figure_kind(&stated.kind, lang),
            subject: stated.subject.clone(),
            period: stated.period.clone(),
            indicator: provenance.indicator.as_ref().map(|indicator| indicator.terms.name.clone()),
            observation: provenance.observation.as_ref().map(|found| show::observation_kind(found.kind, lang)),
            recorded,
            source: provenance.source.clone(),
            taken_from: provenance
                .taken_from
                .as_ref()
                .map(|(agency, figure)| (agency.name.clone(), figure.map(|id| format!("/so-lieu/{id}")))),
            checks: checks(stated, &provenance.history),
            report_href: format!("/bao-cao/{}#k-{}", provenance.report.id, provenance.figure.block),
            report_year: provenance.report.year,
            before: before.to_owned(),
            after: after.to_owned(),
            history: provenance
                .history
                .iter()
                .map(|observation| {
                    observation_view(observation, unit.as_deref(), current == Some(observation.id), lang)
                })
                .collect(),
            related: provenance.related.iter().map(|figure| related(figure, lang)).collect(),
        }
    }
}

fn observation_view(
    observation: &Observation,
    unit: Option<&str>,
    is_current: bool,
    lang: Language,
) -> ObservationView {
    let range = observation.value_max.map(|max| format!("–{}", number(max))).unwrap_or_default();
    ObservationView {
        value: format!("{}{range} {}", number(observation.value), unit.unwrap_or_default()).trim_end().to_owned(),
        kind: show::observation_kind(observation.kind, lang),
        period: observation.period.clone(),
        is_current,
    }
}

fn related(figure: &ReportFigure, lang: Language) -> RelatedFigure {
    RelatedFigure {
        href: format!("/so-lieu/{}", figure.id),
        printed: figure.stated.printed.clone(),
        kind: show::figure_kind(&figure.stated.kind, lang),
        subject: figure.stated.subject.clone(),
    }
}

/// Calculations that follow from the records: a ratio as percent, a result against the plan of the same indicator.
fn checks(stated: &StatedFigure, history: &[Observation]) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(part), Some(whole)) = (stated.value, stated.of) {
        lines.extend(calculation(part, whole));
    }
    let plan = history.iter().find(|observation| observation.kind == ObservationKind::Plan && !observation.withdrawn);
    let result = stated.value.filter(|_| matches!(stated.kind.as_str(), "estimate" | "actual"));
    if let (Some(result), Some(plan)) = (result, plan) {
        lines.extend(calculation(result, plan.value));
    }
    lines
}

fn calculation(part: Decimal, whole: Decimal) -> Option<String> {
    Some(format!("{} / {} = {}", number(part), number(whole), show::percent(part, whole)?))
}
