//! `/danh-gia/bo-tieu-chi`: sets of grading criteria, and an editable copy of any of them.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::grading::SetDraft;
use tt_domain::grading::criteria::{FIELDS, Fault, Method, QuotaBase};
use tt_domain::grading::{CriteriaSet, Subject};
use tt_domain::permission::Action;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::grading::pick;

#[derive(Template)]
#[template(path = "criteria.html")]
struct CriteriaPage {
    t: Chrome,
    sets: Vec<SetView>,
    may_keep: bool,
    form: Option<SetForm>,
    done: bool,
}

struct SetView {
    key: String,
    name: String,
    basis: String,
    /// Comes with the program.
    shipped: bool,
    version: i64,
    validity: String,
    subject: &'static str,
    values: Vec<ValueView>,
}

struct ValueView {
    name: &'static str,
    words: &'static str,
    value: String,
    verified: bool,
}

struct SetForm {
    code: String,
    name: String,
    basis: String,
    from: String,
    to: String,
    subjects: Vec<(&'static str, &'static str, bool)>,
    fields: Vec<FieldView>,
    /// Faults of the head, by field.
    faults: Vec<(&'static str, String)>,
}

struct FieldView {
    name: &'static str,
    words: &'static str,
    value: String,
    verified: bool,
    /// Codes, words, chosen; empty for a value typed.
    choices: Vec<(&'static str, &'static str, bool)>,
    fault: Option<String>,
}

impl SetForm {
    fn is_faulty(&self) -> bool {
        !self.faults.is_empty() || self.fields.iter().any(|field| field.fault.is_some())
    }

    fn fault(&self, name: &str) -> Option<&String> {
        self.faults.iter().find(|(field, _)| *field == name).map(|(_, said)| said)
    }
}

/// Which set is to be copied or changed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    /// Key of the set to copy.
    #[serde(default)]
    sao: String,
    /// Key of the own set to change.
    #[serde(default)]
    sua: String,
    xong: Option<String>,
}

/// `GET /danh-gia/bo-tieu-chi`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let lang = session.language();
    let sets = state.app.criteria_sets(&session.current).await?;
    let chosen = |wanted: &str| sets.iter().find(|set| !wanted.is_empty() && key(set) == wanted);
    let form = match (chosen(&which.sua), chosen(&which.sao)) {
        (Some(set), _) => Some(form_of(set, set.code.clone(), lang)),
        (None, Some(set)) => Some(form_of(set, String::new(), lang)),
        (None, None) => None,
    };
    shown(&session, &sets, form, which.xong.is_some())
}

/// `POST /danh-gia/bo-tieu-chi`: keeps a set as a new version.
pub(crate) async fn keep(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let day = |name: &'static str| fields.day(name).ok().flatten();
    let draft = SetDraft {
        code: fields.filled("ma").map(str::to_owned),
        name: fields.text("ten").to_owned(),
        basis: fields.text("can-cu").to_owned(),
        subject: Subject::from_code(fields.text("doi-tuong")).unwrap_or(Subject::All),
        valid_from: day("tu-ngay"),
        valid_to: day("den-ngay"),
        values: FIELDS.iter().map(|field| (field.name.to_owned(), fields.text(field.name).to_owned())).collect(),
    };
    match state.app.keep_criteria_set(&session.current, &draft, &session.origin).await {
        Ok(Ok(_)) => Ok(lead_to("/danh-gia/bo-tieu-chi?xong=1", false)),
        Ok(Err(faults)) => {
            let sets = state.app.criteria_sets(&session.current).await?;
            let typed = |name: &str| fields.text(name).to_owned();
            let form = filled(
                SetForm {
                    code: typed("ma"),
                    name: typed("ten"),
                    basis: typed("can-cu"),
                    from: typed("tu-ngay"),
                    to: typed("den-ngay"),
                    subjects: subjects(draft.subject, lang),
                    fields: Vec::new(),
                    faults: Vec::new(),
                },
                &draft.values,
                &faults,
                lang,
            );
            let page = shown(&session, &sets, Some(form), false)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(AppError::NotFound) => Err(WebError::NotFound),
        Err(error) => Err(error.into()),
    }
}

fn key(set: &CriteriaSet) -> String {
    format!("{}-{}", set.code, set.version)
}

fn subject(subject: Subject, lang: tt_app::Language) -> &'static str {
    match subject {
        Subject::Agencies => say(lang, "Cơ quan hành chính", "State agencies"),
        Subject::PublicUnits => say(lang, "Đơn vị sự nghiệp công lập", "Public units"),
        Subject::All => say(lang, "Mọi đơn vị", "All"),
    }
}

fn subjects(chosen: Subject, lang: tt_app::Language) -> Vec<(&'static str, &'static str, bool)> {
    Subject::ALL.iter().map(|one| (one.code(), subject(*one, lang), *one == chosen)).collect()
}

/// Codes and words of what a field can be; nothing for one that is typed.
fn choices(field: &str, lang: tt_app::Language) -> Vec<(&'static str, &'static str)> {
    match field {
        "method" => vec![
            (Method::Points.code(), say(lang, "Chấm điểm", "Points")),
            (Method::Levels.code(), say(lang, "Theo mức hoàn thành mục tiêu", "Levels from targets")),
        ],
        "exempt_objective" => vec![("true", say(lang, "Có", "Yes")), ("false", say(lang, "Không", "No"))],
        "quota_base" => vec![
            (QuotaBase::GoodOrBetter.code(), say(lang, "Số đơn vị từ mức Tốt trở lên", "Units good or better")),
            (QuotaBase::GoodOnly.code(), say(lang, "Số đơn vị mức Tốt", "Units graded good")),
            (QuotaBase::All.code(), say(lang, "Tất cả đơn vị", "All units")),
        ],
        _ => Vec::new(),
    }
}

fn form_of(set: &CriteriaSet, code: String, lang: tt_app::Language) -> SetForm {
    let copy = code.is_empty();
    let values: Vec<(String, String)> =
        set.criteria.values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let form = SetForm {
        code,
        name: if copy { format!("{} ({})", set.name, say(lang, "bản riêng", "own copy")) } else { set.name.clone() },
        basis: set.basis.clone(),
        from: set.valid_from.to_string(),
        to: set.valid_to.map(|day| day.to_string()).unwrap_or_default(),
        subjects: subjects(set.subject, lang),
        fields: Vec::new(),
        faults: Vec::new(),
    };
    filled(form, &values, &[], lang)
}

fn filled(mut form: SetForm, values: &[(String, String)], faults: &[Fault], lang: tt_app::Language) -> SetForm {
    let fault = |name: &str| {
        let found: Vec<String> =
            faults.iter().filter(|fault| fault.field == name).map(|fault| sentence(pick(&fault.said, lang))).collect();
        (!found.is_empty()).then(|| found.join(" "))
    };
    let field = |field: &tt_domain::grading::criteria::Field| {
        let value =
            values.iter().find(|(name, _)| name == field.name).map(|(_, value)| value.clone()).unwrap_or_default();
        FieldView {
            name: field.name,
            words: say(lang, field.vi, field.en),
            verified: field.verified,
            choices: choices(field.name, lang).into_iter().map(|(code, words)| (code, words, code == value)).collect(),
            fault: fault(field.name),
            value,
        }
    };
    form.fields = FIELDS.iter().map(field).collect();
    form.faults =
        ["ten", "can-cu", "tu-ngay", "den-ngay"].into_iter().filter_map(|name| Some((name, fault(name)?))).collect();
    form
}

fn shown(session: &Session, sets: &[CriteriaSet], form: Option<SetForm>, done: bool) -> Result<Response, WebError> {
    let t = session.chrome(Section::Grading);
    let lang = t.lang;
    let value = |field: &tt_domain::grading::criteria::Field, values: &[(&'static str, String)]| {
        let value =
            values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone()).unwrap_or_default();
        let told =
            choices(field.name, lang).into_iter().find(|(code, _)| *code == value).map(|(_, words)| words.to_owned());
        ValueView {
            name: field.name,
            words: say(lang, field.vi, field.en),
            value: told.unwrap_or(if value.is_empty() { "–".to_owned() } else { value }),
            verified: field.verified,
        }
    };
    let view = |set: &CriteriaSet| {
        let values = set.criteria.values();
        SetView {
            key: key(set),
            name: set.name.clone(),
            basis: set.basis.clone(),
            shipped: set.agency.is_none(),
            version: set.version,
            validity: match set.valid_to {
                Some(to) => format!("{} – {}", show::date(set.valid_from), show::date(to)),
                None => format!("{} {}", say(lang, "từ", "from"), show::date(set.valid_from)),
            },
            subject: subject(set.subject, lang),
            values: FIELDS.iter().map(|field| value(field, &values)).collect(),
        }
    };
    page(&CriteriaPage {
        sets: sets.iter().map(view).collect(),
        may_keep: session.current.may(Action::ManageCriteria),
        form,
        done,
        t,
    })
}
