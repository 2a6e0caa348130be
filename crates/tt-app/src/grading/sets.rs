//! An agency's own sets of criteria: a copy of one there is, changed; every change a new version.

use jiff::civil::Date;
use tt_domain::grading::criteria::Fault;
use tt_domain::grading::{Criteria, CriteriaSet, Subject, shipped};
use tt_domain::id::{AgencyId, CriteriaSetId};
use tt_domain::permission::Action;
use tt_domain::said::said;
use tt_store::criteria_sets;

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A set as a form gives it.
#[derive(Clone, Debug)]
pub struct SetDraft {
    /// The own set this is a new version of; `None` for a new set.
    pub code: Option<String>,
    /// What it is called.
    pub name: String,
    /// The documents it follows.
    pub basis: String,
    /// Whom it is for.
    pub subject: Subject,
    /// First day it holds.
    pub valid_from: Option<Date>,
    /// Last day it holds.
    pub valid_to: Option<Date>,
    /// Its values by name.
    pub values: Vec<(String, String)>,
}

/// Everything wrong with a set, each at its field.
pub type SetFaults = Vec<Fault>;

impl App {
    /// Sets that can be looked at: those that come with the program, the agency's own and its superiors'.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn criteria_sets(&self, current: &CurrentUser) -> Result<Vec<CriteriaSet>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut owners: Vec<AgencyId> = vec![current.agency.id];
        owners.extend_from_slice(&current.superiors);
        let mut tx = self.db.begin_read().await?;
        let mut sets = shipped::sets();
        sets.extend(criteria_sets::of_agencies(&mut tx, &owners).await?);
        Ok(sets)
    }

    /// Keeps a set of the agency's own, as a new version.
    ///
    /// # Errors
    /// Not theirs, or the database failed; faults of the set come as the inner error, and nothing is kept.
    pub async fn keep_criteria_set(
        &self,
        current: &CurrentUser,
        draft: &SetDraft,
        origin: &str,
    ) -> Result<Result<CriteriaSetId, SetFaults>, AppError> {
        current.require(Action::ManageCriteria)?;
        let mut faults = head_faults(draft);
        let criteria = match Criteria::from_values(&draft.values) {
            Ok(criteria) => Some(criteria),
            Err(found) => {
                faults.extend(found);
                None
            }
        };
        let (Some(criteria), Some(valid_from), true) = (criteria, draft.valid_from, faults.is_empty()) else {
            return Ok(Err(faults));
        };
        let mut tx = self.db.begin_write().await?;
        let own = criteria_sets::of_agencies(&mut tx, &[current.agency.id]).await?;
        let (code, version) = match &draft.code {
            Some(code) => {
                let last = own.iter().filter(|set| set.code == *code).map(|set| set.version).max();
                (code.clone(), last.ok_or(AppError::NotFound)? + 1)
            }
            None => (new_code(&own), 1),
        };
        let set = CriteriaSet {
            id: None,
            agency: Some(current.agency.id),
            code,
            version,
            name: draft.name.trim().to_owned(),
            basis: draft.basis.trim().to_owned(),
            subject: draft.subject,
            valid_from,
            valid_to: draft.valid_to,
            criteria,
        };
        let id = criteria_sets::insert(&mut tx, current.agency.id, &set, current.user.id, self.clock.now()).await?;
        let before = own.iter().filter(|known| known.code == set.code).max_by_key(|known| known.version);
        let details = serde_json::json!({
            "name": set.name,
            "version": version,
            "valid_from": valid_from.to_string(),
            "changes": changes(before, &set),
        });
        let noted = ("criteria.kept", format!("criteria-{id}"));
        self.grading_noted(&mut tx, (current, origin), current.agency.id, noted, &details).await?;
        tx.commit().await?;
        Ok(Ok(id))
    }
}

fn new_code(own: &[CriteriaSet]) -> String {
    let taken = |code: &str| own.iter().any(|set| set.code == code);
    (1..=own.len() + 1).map(|number| format!("rieng-{number}")).find(|code| !taken(code)).unwrap_or_default()
}

fn head_faults(draft: &SetDraft) -> SetFaults {
    let mut faults = Vec::new();
    let mut fault = |field, vi: &str, en: &str| faults.push(Fault { field, said: said(vi, en) });
    let length = draft.name.trim().chars().count();
    if length == 0 || length > 200 {
        fault("ten", "tên bộ tiêu chí phải có từ 1 đến 200 ký tự", "a name of 1 to 200 letters is needed");
    }
    if draft.basis.trim().is_empty() {
        fault("can-cu", "hãy nêu văn bản làm căn cứ", "name the document it follows");
    }
    match (draft.valid_from, draft.valid_to) {
        (None, _) => fault("tu-ngay", "chưa có ngày bắt đầu áp dụng", "the first day is missing"),
        (Some(from), Some(to)) if to < from => {
            fault("den-ngay", "ngày hết áp dụng trước ngày bắt đầu; hãy sửa lại", "the last day is before the first");
        }
        _ => {}
    }
    faults
}

/// What a version changes, value by value.
fn changes(before: Option<&CriteriaSet>, after: &CriteriaSet) -> serde_json::Value {
    let Some(before) = before else { return serde_json::Value::Null };
    let pairs = before.criteria.values().into_iter().zip(after.criteria.values());
    let changed = pairs
        .filter(|(one, other)| one != other)
        .map(|((name, old), (_, new))| (name.to_owned(), serde_json::json!({ "before": old, "after": new })));
    serde_json::Value::Object(changed.collect())
}
