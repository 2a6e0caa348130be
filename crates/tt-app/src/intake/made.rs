//! What a file made and changed, as it is kept, so that the whole of it can be taken back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId};

use crate::work::TaskChanges;

/// One thing a file made or changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Made {
    /// A task, in the version and with the last event it had then.
    Task { id: i64, version: i64, event: i64, about: String },
    /// A task changed; `back` holds what was before.
    TaskChanged { id: i64, version: i64, event: i64, about: String, back: Map<String, Value> },
    /// A person.
    Person { id: i64, version: i64, about: String },
    /// A person's record changed.
    PersonChanged { id: i64, version: i64, about: String, back: PersonBack },
    /// A post given.
    Post { id: i64, about: String },
    /// A post ended, with the first day it was not to be held before.
    PostEnded { id: i64, until: String, back: Option<String>, about: String },
    /// An agency.
    Agency { id: i64, version: i64, about: String },
    /// An agency changed; `on` when it was from a day on.
    AgencyChanged { id: i64, version: i64, about: String, back: AgencyBack, on: Option<String> },
    /// A division.
    Division { id: i64, version: i64, about: String },
    /// A division changed.
    DivisionChanged { id: i64, version: i64, about: String, back: DivisionBack, on: Option<String> },
}

/// A person's record before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PersonBack {
    pub(super) full_name: String,
    pub(super) code: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
}

/// An agency before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct AgencyBack {
    pub(super) symbol: String,
    pub(super) name: String,
    pub(super) superior: Option<String>,
    pub(super) place: Option<String>,
    pub(super) level: String,
    pub(super) parent: Option<i64>,
    pub(super) valid_from: Option<String>,
}

/// A division before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DivisionBack {
    pub(super) symbol: String,
    pub(super) name: String,
    pub(super) valid_from: Option<String>,
}

/// Changes of a task as JSON: only what is changed is there.
pub(super) fn task_back(back: &TaskChanges) -> Map<String, Value> {
    let mut kept = Map::new();
    let mut keep = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            kept.insert(name.to_owned(), value);
        }
    };
    keep("statement", back.statement.as_ref().map(|text| json!(text)));
    keep("product", back.product.as_ref().map(|text| json!(text)));
    keep("clause", back.clause.as_ref().map(|text| json!(text)));
    keep("lead", back.lead.map(|id| json!(id.map(|id| id.0))));
    keep("officer", back.officer.map(|id| json!(id.map(|id| id.0))));
    keep("leader", back.leader.map(|id| json!(id.map(|id| id.0))));
    keep("deadline", back.deadline.map(|day| json!(day.map(|day| day.to_string()))));
    keep("review_on", back.review_on.map(|day| json!(day.map(|day| day.to_string()))));
    keep("coordinators", back.coordinators.as_ref().map(|all| all.iter().map(coordinator).collect()));
    kept
}

fn coordinator(one: &Coordinator) -> Value {
    match one {
        Coordinator::Division(id) => json!({ "division": id.0 }),
        Coordinator::Person(id) => json!({ "person": id.0 }),
        Coordinator::Agency(id) => json!({ "agency": id.0 }),
    }
}

/// The changes that [`task_back`] wrote down.
pub(super) fn task_changes(kept: &Map<String, Value>) -> TaskChanges {
    let text = |name: &str| kept.get(name).map(|value| value.as_str().map(str::to_owned));
    let id = |name: &str| kept.get(name).map(Value::as_i64);
    let day = |name: &str| kept.get(name).map(|value| value.as_str().and_then(|text| text.parse().ok()));
    let who = |value: &Value| {
        let id = |name: &str| value.get(name).and_then(Value::as_i64);
        let division = id("division").map(|id| Coordinator::Division(DivisionId(id)));
        let person = id("person").map(|id| Coordinator::Person(PersonId(id)));
        division.or(person).or_else(|| id("agency").map(|id| Coordinator::Agency(AgencyId(id))))
    };
    TaskChanges {
        statement: text("statement").flatten(),
        product: text("product"),
        clause: text("clause"),
        lead: id("lead").map(|id| id.map(DivisionId)),
        officer: id("officer").map(|id| id.map(PersonId)),
        leader: id("leader").map(|id| id.map(PersonId)),
        deadline: day("deadline"),
        review_on: day("review_on"),
        coordinators: kept
            .get("coordinators")
            .and_then(Value::as_array)
            .map(|all| all.iter().filter_map(who).collect()),
        ..TaskChanges::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_a_change_back_is_kept_whole() {
        let back = TaskChanges {
            statement: Some("Cũ".to_owned()),
            product: Some(None),
            lead: Some(Some(DivisionId(3))),
            officer: Some(None),
            deadline: Some(Some(jiff::civil::date(2026, 3, 1))),
            coordinators: Some(vec![Coordinator::Division(DivisionId(2)), Coordinator::Person(PersonId(5))]),
            ..TaskChanges::default()
        };
        assert_eq!(task_changes(&task_back(&back)), back);
    }
}
