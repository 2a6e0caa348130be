//! The agency, its divisions, briefings, documents and grading as a template sees them.

use jiff::civil::Date;
use minijinja::Value;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::briefing::{Briefing, BriefingKind, Conclusion};
use tt_domain::composing::{Chip, CitationForm};
use tt_domain::document::OfficialDocument;
use tt_domain::id::DivisionId;
use tt_domain::organisation::Agency;
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::said::number;
use tt_domain::task::TaskKind;
use tt_store::{Tx, briefings as stored};
use tt_text::date::PartialDate;

use super::shape::{
    AgencyFacts, BriefingFacts, BriefingsFacts, ConclusionFacts, DivisionFacts, DocumentFacts, DocumentsFacts,
    GradingFacts, PeriodFacts, ReportFacts,
};
use super::{Records, Subject, chip, day, tasks_seen, text};
use crate::error::AppError;
use crate::grading::year::{GradedYear, newest};

pub(super) fn agency(agency: &Agency) -> AgencyFacts {
    AgencyFacts {
        name: Value::from(agency.name.as_str()),
        short: Value::from(short(&agency.name)),
        symbol: Value::from(agency.symbol.as_str()),
        superior: text(agency.superior.as_deref()),
        place: text(agency.place.as_deref()),
    }
}

/// A name without the place it ends in: `Sở Công Thương tỉnh Lạng Sơn` is `Sở Công Thương`. A committee is its place.
pub(in crate::templates) fn short(name: &str) -> &str {
    let committee = ["UBND", "Ủy ban", "Uỷ ban"].iter().any(|head| name.starts_with(head));
    let place = [" tỉnh ", " thành phố ", " Thành phố "].iter().find_map(|mark| name.find(mark));
    match place {
        Some(at) if !committee => name.get(..at).unwrap_or(name),
        _ => name,
    }
}

pub(super) fn period(subject: &Subject) -> PeriodFacts {
    let period: &ReportingPeriod = &subject.period;
    PeriodFacts {
        label: Value::from(period.label()),
        kind: Value::from(period.kind().code()),
        code: Value::from(period.code()),
        start: day(Some(subject.window.0)),
        end: day(Some(subject.window.1)),
        last: Value::from(period.same_last_year().label()),
        next: Value::from(period.next().label()),
    }
}

pub(super) fn report(subject: &Subject) -> ReportFacts {
    ReportFacts {
        name: Value::from(subject.name.as_str()),
        occasion: Value::from(subject.occasion.as_str()),
        due: day(subject.due),
    }
}

pub(super) fn document(document: &OfficialDocument) -> DocumentFacts {
    let cited = |form| chip(Chip::Citation { document: document.id, form });
    DocumentFacts {
        chip: cited(CitationForm::Full),
        short: cited(CitationForm::Short),
        kind: text(document.kind.as_deref()),
        number: text(document.number.as_deref()),
        date: Value::from(document.date.iso().unwrap_or_default()),
        issuer: text(document.issuer.as_deref()),
        subject: text(document.subject.as_deref()),
    }
}

/// The decision that approves the programme, else the document that assigns its first key task.
pub(super) fn decision(records: &Records) -> Value {
    let approving = records.programme.as_ref().and_then(|programme| programme.decision);
    let assigning = || records.tasks.iter().filter(|task| task.kind == TaskKind::Key).find_map(|task| task.source);
    records.document(approving.or_else(assigning))
}

/// Late tasks with the division that leads them.
type Late = [(Option<DivisionId>, Value)];

pub(super) fn divisions(records: &Records, late: &Late) -> Value {
    let all = records.divisions.keys().map(|id| division(records, *id, late).into());
    Value::from(all.collect::<Vec<Value>>())
}

pub(super) fn late_by_division(records: &Records, late: &Late) -> Value {
    let is_late = |id: &&DivisionId| late.iter().any(|(lead, _)| lead == &Some(**id));
    let all = records.divisions.keys().filter(is_late).map(|id| division(records, *id, late).into());
    Value::from(all.collect::<Vec<Value>>())
}

fn division(records: &Records, id: DivisionId, late: &Late) -> DivisionFacts {
    let (name, symbol) = records.division(Some(id));
    let led = records.tasks.iter().filter(|task| {
        task.kind == TaskKind::Key && task.lead == Some(id) && task.is_counted() && tasks_seen::is_reported(task)
    });
    let theirs = late.iter().filter(|(lead, _)| *lead == Some(id)).map(|(_, value)| value.clone());
    DivisionFacts {
        name: Value::from(name),
        symbol: Value::from(symbol),
        tasks: Value::from(led.count()),
        late: Value::from(theirs.collect::<Vec<_>>()),
    }
}

pub(super) async fn briefings(tx: &mut Tx, records: &Records) -> Result<BriefingsFacts, AppError> {
    let (id, window) = (records.agency.id, records.subject.window);
    let held = stored::within(tx, id, window).await?;
    let conclusions = stored::conclusions_within(tx, id, window).await?;
    let all: Vec<Value> = held.iter().map(|one| briefing(records, one, &conclusions).into()).collect();
    let of = |kind| Value::from(held.iter().filter(|one| one.kind == kind).count());
    Ok(BriefingsFacts {
        held: Value::from(held.len()),
        weekly: of(BriefingKind::Weekly),
        monthly: of(BriefingKind::Monthly),
        quarterly: of(BriefingKind::Quarterly),
        last: all.last().cloned().unwrap_or(Value::from(())),
        all: Value::from(all),
    })
}

fn briefing(records: &Records, briefing: &Briefing, conclusions: &[Conclusion]) -> BriefingFacts {
    let own = conclusions.iter().filter(|one| one.briefing == briefing.id).map(|one| {
        let said = &one.conclusion;
        let facts = ConclusionFacts {
            text: Value::from(said.text.trim()),
            kind: Value::from(said.kind.code()),
            division: Value::from(records.division(said.division).0),
            person: Value::from(records.person(said.person)),
            deadline: day(said.deadline),
        };
        facts.into()
    });
    let kind_name = match briefing.kind {
        BriefingKind::Weekly => "giao ban tuần",
        BriefingKind::Monthly => "giao ban tháng",
        BriefingKind::Quarterly => "giao ban quý",
    };
    BriefingFacts {
        day: day(Some(briefing.day)),
        kind: Value::from(briefing.kind.code()),
        kind_name: Value::from(kind_name),
        chair: Value::from(records.person(briefing.chair)),
        place: text(briefing.place.as_deref()),
        conclusions: Value::from(own.collect::<Vec<Value>>()),
    }
}

pub(super) fn documents(records: &Records) -> DocumentsFacts {
    let symbol = records.agency.symbol.as_str();
    let own = |document: &&OfficialDocument| {
        let number = document.number.as_deref().unwrap_or_default();
        let by_number = number.split(['/', '-']).skip(1).any(|part| part == symbol);
        by_number || document.issuer.as_deref() == Some(records.agency.name.as_str())
    };
    let list = |all: Vec<&OfficialDocument>| {
        Value::from(all.into_iter().map(|one| document(one).into()).collect::<Vec<Value>>())
    };
    let (issued, received): (Vec<_>, Vec<_>) =
        records.dated.iter().filter(|document| document.number.is_some()).partition(own);
    DocumentsFacts { issued: list(issued), received: list(received), cited: list(records.cited.iter().collect()) }
}

pub(super) fn grading(graded: &GradedYear) -> GradingFacts {
    let at = |stage| text(newest(&graded.entries, stage).and_then(|entry| entry.grade).map(Grade::words));
    let reasons = graded.unit.reasons.iter().map(|reason| Value::from(reason.said.vi.as_str()));
    GradingFacts {
        criteria: text(graded.set.as_ref().map(|set| set.name.as_str())),
        basis: text(graded.set.as_ref().map(|set| set.basis.as_str())),
        self_grade: at(Stage::SelfGraded),
        suggested: text(graded.unit.grade.map(Grade::words)),
        appraised: at(Stage::Appraised),
        decided: at(Stage::Final),
        score: Value::from(graded.unit.score.map(number).unwrap_or_default()),
        reasons: Value::from(reasons.collect::<Vec<_>>()),
    }
}

/// A day as a date of a document.
pub(super) fn partial(day: Date) -> PartialDate {
    PartialDate { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) }
}
