//! The agency's own rules, and the days off and worked that the calendar does not know.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use tt_app::AppError;
use tt_app::settings::SettingShown;
use tt_app::work::rules::Values;
use tt_domain::calendar::{SpecialDay, SpecialKind};

use super::{TABS, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};

const TAB: &str = "/quan-tri/cai-dat";

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    t: Chrome,
    tabs: Vec<(&'static str, String, bool)>,
    done: bool,
    problem: Option<String>,
    settings: Vec<Row>,
    year: i16,
    statutory: Vec<(String, String)>,
    /// Day in ISO, day as shown, what it is, name.
    entered: Vec<(String, String, &'static str, String)>,
    day: String,
    name: String,
}

struct Row {
    name: &'static str,
    words: &'static str,
    usual: String,
    value: String,
    /// `true`, `false` or nothing for a rule that is yes or no; `None` for a limit.
    choice: Option<&'static str>,
}

/// Which year's days, and whether something was just saved.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Which {
    nam: Option<String>,
    xong: Option<String>,
}

/// `GET /quan-tri/cai-dat`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let year = which.nam.as_deref().and_then(|year| year.parse().ok()).filter(|year| (1990..=2200).contains(year));
    shown(&state, &session, year, which.xong.is_some(), None, &Fields::of(Vec::new())).await
}

/// `POST /quan-tri/cai-dat`: saves the rules, or enters or forgets a day.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let year = fields.text("nam").parse().ok();
    match change(&state, &session, &fields).await {
        Ok(()) => {
            let year = year.map(|year: i16| format!("&nam={year}")).unwrap_or_default();
            Ok(lead_to(&format!("{TAB}?xong=1{year}"), false))
        }
        Err(AppError::Refused(message)) => {
            let problem = sentence(session.language().pick(&message));
            let page = shown(&state, &session, year, false, Some(problem), &fields).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn change(state: &WebState, session: &Session, fields: &Fields) -> Result<(), AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let odd_day = |typed: String| {
        AppError::refused(
            format!("ngày “{typed}” không đúng; hãy nhập ngày/tháng/năm"),
            format!("“{typed}” is not a day; give day/month/year"),
        )
    };
    match fields.text("viec") {
        "them-ngay" => {
            let missing = || AppError::refused("chưa chọn ngày", "the day is missing");
            let day: Date = fields.day("ngay").map_err(odd_day)?.ok_or_else(missing)?;
            let kind = SpecialKind::from_code(fields.text("loai")).ok_or_else(missing)?;
            app.enter_day(current, &SpecialDay { day, kind, name: fields.text("ten").to_owned() }, origin).await
        }
        "bo-ngay" => match fields.day("ngay").map_err(odd_day)? {
            Some(day) => app.forget_day(current, day, origin).await,
            None => Ok(()),
        },
        _ => {
            for setting in app.settings(current).await? {
                let given = fields.text(setting.name);
                let value = Some(given).filter(|given| !given.is_empty());
                app.choose_setting(current, setting.name, value, origin).await?;
            }
            Ok(())
        }
    }
}

async fn shown(
    state: &WebState,
    session: &Session,
    year: Option<i16>,
    done: bool,
    problem: Option<String>,
    typed: &Fields,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Organisation);
    let lang = t.lang;
    let year = year.unwrap_or_else(|| state.app.clock().today().year());
    let settings = state.app.settings(&session.current).await?;
    let calendar = state.app.calendar_year(&session.current, year).await?;
    let kind = |kind: SpecialKind| match kind {
        SpecialKind::Holiday => say(lang, "Nghỉ", "Off"),
        SpecialKind::MakeUp => say(lang, "Làm bù", "Worked"),
    };
    page(&SettingsPage {
        tabs: TABS.iter().map(|(href, vi, en)| (*href, say(lang, vi, en).to_owned(), *href == TAB)).collect(),
        done,
        problem,
        settings: settings.iter().map(|setting| row(setting, typed, &t)).collect(),
        year,
        statutory: calendar.statutory.into_iter().map(|one| (show::date(one.day), one.name)).collect(),
        entered: calendar
            .entered
            .into_iter()
            .map(|one| (one.day.to_string(), show::date(one.day), kind(one.kind), one.name))
            .collect(),
        day: typed.text("ngay").to_owned(),
        name: typed.text("ten").to_owned(),
        t,
    })
}

/// A setting with what was chosen, or with what was typed and turned down.
fn row(setting: &SettingShown, typed: &Fields, t: &Chrome) -> Row {
    let words = |value: &str| match value {
        "true" => t.say("có", "yes").to_owned(),
        "false" => t.say("không", "no").to_owned(),
        number => number.to_owned(),
    };
    let chosen = typed.filled(setting.name).or(setting.chosen.as_deref());
    Row {
        name: setting.name,
        words: t.say(setting.words.0, setting.words.1),
        usual: words(setting.usual),
        value: chosen.unwrap_or_default().to_owned(),
        choice: (setting.values == Values::YesNo).then_some(match chosen {
            Some("true") => "true",
            Some("false") => "false",
            _ => "",
        }),
    }
}
