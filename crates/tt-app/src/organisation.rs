//! Organisation as administrators keep it: agencies, divisions, people, posts, delegations, places, accounts.
//!
//! Nothing is overwritten: a change with a date leaves what was valid before, and reports of then print it. Everyone
//! with the right over an agency has it over those below. Read [`agencies`] first.

pub mod accounts;
pub mod agencies;
pub mod delegations;
pub mod divisions;
pub mod history;
pub mod identifier_codes;
pub mod people;
pub mod places;
pub mod posts;
pub mod reorganising;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tt_domain::id::AgencyId;
use tt_domain::organisation::{Agency, Validity};
use tt_domain::permission::{Action, Scope};
use tt_store::{StoreError, Tx, audit};

use crate::CurrentUser;
use crate::error::AppError;

/// A change of the organisation that bodies follow one another by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganisation<Id> {
    /// How.
    pub kind: tt_domain::organisation::SuccessionKind,
    /// What there was.
    pub old: Vec<Id>,
    /// What follows: one for a merger, several for a split (the old one among them when it goes on), none for an
    /// abolition.
    pub new: Vec<Id>,
    /// First day of the new state.
    pub on: Date,
    /// The deciding document.
    pub basis: Option<String>,
}

/// Lets pass who may do this with that agency, as its own or a superior's administrator.
pub(crate) async fn require(
    tx: &mut Tx,
    current: &CurrentUser,
    action: Action,
    agency: AgencyId,
) -> Result<Agency, AppError> {
    let record = tt_store::agencies::get(tx, agency).await?;
    let scope = Scope::agency_wide(agency, tt_store::agencies::superiors(tx, agency).await?);
    current.require_on(action, &scope)?;
    Ok(record)
}

/// The agencies someone may do this with, by symbol.
pub(crate) async fn within_reach(tx: &mut Tx, current: &CurrentUser, action: Action) -> Result<Vec<Agency>, AppError> {
    let all = tt_store::agencies::list(tx).await?;
    let reach = |agency: &&Agency| {
        let scope = Scope::agency_wide(agency.id, superiors_among(&all, agency.id));
        current.may_on(action, &scope)
    };
    Ok(all.iter().filter(reach).cloned().collect())
}

/// The agencies above one, nearest first, from records already read.
pub(crate) fn superiors_among(all: &[Agency], id: AgencyId) -> Vec<AgencyId> {
    let parent_of = |id: AgencyId| all.iter().find(|agency| agency.id == id).and_then(|agency| agency.parent);
    let mut above = Vec::new();
    let mut parent = parent_of(id);
    while let Some(next) = parent.filter(|next| *next != id && !above.contains(next)) {
        above.push(next);
        parent = parent_of(next);
    }
    above
}

/// What is told of a change: each field that differs, before and after.
#[derive(Debug, Default)]
pub(crate) struct Differences(Map<String, Value>);

impl Differences {
    pub(crate) fn note<T: PartialEq + Into<Value> + Clone>(mut self, field: &str, before: &T, after: &T) -> Self {
        if before != after {
            let (before, after): (Value, Value) = (before.clone().into(), after.clone().into());
            self.0.insert(field.to_owned(), json!({ "before": before, "after": after }));
        }
        self
    }

    pub(crate) fn days(self, field: &str, before: Option<Date>, after: Option<Date>) -> Self {
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        self.note(field, &text(before), &text(after))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Differences> for Value {
    fn from(differences: Differences) -> Self {
        Self::Object(differences.0)
    }
}

/// Appends an event to the chain of the agency it concerns.
pub(crate) async fn record(
    tx: &mut Tx,
    current: &CurrentUser,
    origin: &str,
    agency: AgencyId,
    action: &str,
    object: String,
    details: impl Into<Value>,
) -> Result<(), AppError> {
    let event = current.actor(origin).event(agency, Timestamp::now(), (action, object), &details.into());
    audit::append(tx, &event).await?;
    Ok(())
}

/// Turns a conflict on a constraint into a refusal of the field that holds the value.
pub(crate) fn on_conflict(error: StoreError, constraint: &str, refusal: AppError) -> AppError {
    if error.conflicts_on(constraint) { refusal } else { error.into() }
}

/// A text that must not be empty nor endless: blanks joined, trimmed.
pub(crate) fn words(field: &'static str, text: &str, limit: usize) -> Result<String, AppError> {
    let text = tt_text::one_line(text);
    if text.is_empty() {
        return Err(AppError::refused_at(field, "chưa điền; hãy nhập nội dung", "empty; fill this in"));
    }
    if text.chars().count() > limit {
        return Err(AppError::refused_at(
            field,
            format!("dài quá {limit} ký tự; hãy rút gọn"),
            format!("longer than {limit} characters; shorten it"),
        ));
    }
    Ok(text)
}

/// The same where nothing need be given.
pub(crate) fn words_opt(field: &'static str, text: Option<&str>, limit: usize) -> Result<Option<String>, AppError> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => words(field, text, limit).map(Some),
        None => Ok(None),
    }
}

/// A symbol (ký hiệu): letters, digits, `-`, `&`, `.`, without blanks.
pub(crate) fn symbol(field: &'static str, text: &str) -> Result<String, AppError> {
    let text = words(field, text, 20)?;
    if text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '&' | '.')) {
        Ok(text)
    } else {
        Err(AppError::refused_at(
            field,
            "ký hiệu gồm chữ, chữ số, gạch ngang, dấu chấm hoặc &, không có khoảng trắng, ví dụ KT&ATMT",
            "a symbol has letters, digits, hyphens, dots or &, no blanks, such as KT&ATMT",
        ))
    }
}

/// `05/12/2019`.
pub(crate) fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Lets a day pass on which a body of that validity can end or change: it exists before it, and has not ended.
pub(crate) fn changeable(
    field: &'static str,
    name: &str,
    validity: Validity,
    changed_before: Option<Date>,
    day: Date,
) -> Result<(), AppError> {
    if let Some(ended) = validity.to {
        let ended = shown(ended);
        return Err(AppError::refused_at(
            field,
            format!("{name} đã kết thúc từ ngày {ended}; không thay đổi tiếp được"),
            format!("{name} has ended on {ended}; it cannot change further"),
        ));
    }
    if let Some(begun) = validity.from.max(changed_before).filter(|begun| day <= *begun) {
        let begun = shown(begun);
        return Err(AppError::refused_at(
            field,
            format!("{name} có hiệu lực từ ngày {begun}; hãy chọn ngày sau ngày đó"),
            format!("{name} is valid from {begun}; choose a later day"),
        ));
    }
    Ok(())
}

/// Refusal for a body that does not exist on the day it is needed.
pub(crate) fn not_there_then(field: &'static str, name: &str, day: Date) -> AppError {
    let day = shown(day);
    AppError::refused_at(
        field,
        format!("{name} không hoạt động vào ngày {day}; hãy chọn nơi khác hoặc ngày khác"),
        format!("{name} does not exist on {day}; choose another or another day"),
    )
}

/// Today in Viet Nam.
pub(crate) fn today() -> Date {
    crate::clock::today()
}
