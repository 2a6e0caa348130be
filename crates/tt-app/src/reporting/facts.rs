//! The facts a report rests on at the moment of its issue, frozen as JSON with names of its own.

use serde_json::{Value, json};
use tt_domain::assessment::Rating;
use tt_domain::composing::{Block, InlineShows, Section};
use tt_domain::indicator::Observation;
use tt_domain::report::ReportBlockKind;

use crate::import::recorded::Recorded;

/// Everything the report shows that could change later: figures with their records, documents, tasks with their grades.
pub(super) fn frozen(recorded: &Recorded, sections: &[Section]) -> Value {
    let figures = recorded.figures.iter().map(|figure| {
        let stated = &figure.stated;
        let observation = stated.observation.and_then(|id| recorded.records.observations.get(&id));
        json!({
            "figure": figure.id.0,
            "block": figure.block,
            "printed": stated.printed,
            "value": stated.value.map(|value| value.to_string()),
            "value_max": stated.value_max.map(|value| value.to_string()),
            "of": stated.of.map(|value| value.to_string()),
            "unit": stated.unit,
            "kind": stated.kind,
            "period": stated.period,
            "subject": stated.subject,
            "task": stated.task.map(|task| task.0),
            "observation": observation.map(observed),
        })
    });
    let citations = recorded.citations.iter().map(|citation| {
        let document = recorded.records.documents.get(&citation.document);
        json!({
            "document": citation.document.0,
            "number": document.and_then(|document| document.number.clone()),
            "date": document.and_then(|document| document.date.iso()),
            "block": citation.block,
        })
    });
    let tasks = recorded.tasks.iter().map(|task| {
        json!({
            "task": task.task.id.0,
            "number": task.task.number,
            "statement": task.task.statement,
            "state": task.task.state.code(),
            "deadline": task.task.deadline.map(|day| day.to_string()),
            "grades": task.ratings.iter().map(graded).collect::<Vec<_>>(),
        })
    });
    let embedded = recorded.records.blocks.iter().filter_map(|block| match &block.kind {
        ReportBlockKind::Embedded(embedding) => Some(json!({
            "block": block.position,
            "shows": embedding.shows.to_string(),
            "drawn": block.drawn.as_deref().and_then(|drawn| serde_json::from_str::<Value>(drawn).ok()),
        })),
        _ => None,
    });
    json!({
        "embedded": embedded.collect::<Vec<_>>(),
        "period": recorded.report.period.code(),
        "figures": figures.collect::<Vec<_>>(),
        "citations": citations.collect::<Vec<_>>(),
        "tasks": tasks.collect::<Vec<_>>(),
        "overridden": sections.iter().filter(|section| !section.removed).flat_map(overridden).collect::<Vec<_>>(),
    })
}

/// Facts a person printed otherwise, with their reasons.
fn overridden(section: &Section) -> Vec<Value> {
    let inlines = section.blocks.iter().flat_map(Block::inlines);
    let own = inlines.filter_map(|inline| match &inline.shows {
        InlineShows::Chip { chip, overridden: Some(own) } => Some(json!({
            "section": section.key,
            "fact": chip.to_string(),
            "printed": own.text,
            "reason": own.reason,
            "by": section.updated_by.map(|user| user.0),
        })),
        _ => None,
    });
    own.collect()
}

fn observed(observation: &Observation) -> Value {
    json!({
        "id": observation.id.0,
        "indicator": observation.indicator.0,
        "period": observation.period,
        "kind": observation.kind.code(),
        "value": observation.value.to_string(),
        "value_max": observation.value_max.map(|value| value.to_string()),
        "recorded_by": observation.recorded_by.map(|user| user.0),
        "recorded_at": observation.recorded_at.to_string(),
        "document": observation.document.map(|document| document.0),
    })
}

fn graded(rating: &Rating) -> Value {
    json!({ "stage": rating.stage.code(), "grade": rating.grade.code() })
}
