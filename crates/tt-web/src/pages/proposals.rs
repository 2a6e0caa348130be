//! `/chuong-trinh/{year}/de-xuat`: next year's draft programme, proposed from the year that ends.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use tt_app::AppError;
use tt_app::outputs::Format;
use tt_app::proposing::{Choice, Proposals};
use tt_domain::id::TaskId;
use tt_domain::proposal::shift::Shift;

use super::briefings::file;
use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::proposal::RowView;

/// Most rows taken from one form.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "proposals.html")]
struct ProposalsPage {
    t: Chrome,
    year: i16,
    ended: i16,
    as_of: String,
    as_of_shown: String,
    rows: Vec<RowView>,
    /// How many targets are kept, raised, lowered, dropped.
    counts: [usize; 4],
    /// How many rows are gone, or promise less.
    told: usize,
    may_accept: bool,
    /// The draft holds a task, so there is something to download.
    drafted: bool,
    /// The decision that approved the year: it is drafted no more.
    approved: Option<String>,
    /// What happened just now: class and icon of the note, and its words.
    news: Option<(&'static str, &'static str, String)>,
    problem: Option<String>,
}

/// As of which day, and whether something was just saved.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    ngay: String,
    #[serde(default)]
    xong: String,
}

impl Which {
    fn as_of(&self) -> Option<Date> {
        let typed = self.ngay.trim();
        typed.parse().or_else(|_| Date::strptime("%d/%m/%Y", typed)).ok()
    }
}

fn year_of(typed: &str) -> Result<i16, WebError> {
    typed.parse().ok().filter(|year| (1946..=9998).contains(year)).ok_or(WebError::NotFound)
}

/// `GET /chuong-trinh/{year}/de-xuat`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(year): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let year = year_of(&year)?;
    let proposals = state.app.proposals(&session.current, year, which.as_of()).await?;
    let shown_as = if which.xong.is_empty() { ShownAs::OnRecord } else { ShownAs::Saved };
    shown(&session, &proposals, None, shown_as)
}

/// As what the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ShownAs {
    /// As the records have it.
    OnRecord,
    /// The same, right after it was saved.
    Saved,
    /// As typed, before anything is saved.
    Typed,
}

fn shown(
    session: &Session,
    proposals: &Proposals,
    problem: Option<String>,
    shown_as: ShownAs,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Tasks);
    let rows: Vec<RowView> =
        proposals.rows.iter().enumerate().map(|(index, row)| RowView::new(index, row, t.lang)).collect();
    let told = rows.iter().filter(|row| row.is_told).count();
    let news = match shown_as {
        ShownAs::OnRecord => None,
        ShownAs::Saved => {
            let words = t.say("Đã lưu vào dự thảo năm", "Saved to the draft of");
            Some(("", "circle-check", format!("{words} {}.", proposals.year)))
        }
        ShownAs::Typed => {
            let words = t.say("Đang xem bản vừa nhập; chưa có gì được lưu.", "Shown as typed; nothing is saved yet.");
            Some((" note-info", "info", words.to_owned()))
        }
    };
    let approved = (!proposals.is_open()).then(|| {
        let number = proposals.decision.as_ref().and_then(|decision| decision.number.clone());
        number.unwrap_or_default()
    });
    page(&ProposalsPage {
        year: proposals.year,
        ended: proposals.year.saturating_sub(1),
        as_of: proposals.as_of.to_string(),
        as_of_shown: show::date(proposals.as_of),
        counts: [Shift::Kept, Shift::Raised, Shift::Lowered, Shift::Dropped].map(|shift| proposals.count(shift)),
        told,
        may_accept: proposals.may_accept && proposals.is_open(),
        drafted: proposals.rows.iter().any(|row| row.next.is_some()),
        approved,
        news,
        problem,
        rows,
        t,
    })
}

/// `POST /chuong-trinh/{year}/de-xuat`: takes proposals over, or shows them as typed.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(year): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let year = year_of(&year)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let choices = choices(&fields);
    let as_of = fields.text("ngay").parse().ok();
    let (app, current) = (&state.app, &session.current);
    if fields.text("viec") == "xem" {
        let proposals = app.proposals(current, year, as_of).await?.with(&choices);
        return shown(&session, &proposals, None, ShownAs::Typed);
    }
    match app.accept_proposals(current, year, &choices, &session.origin).await {
        Ok(_) => Ok(lead_to(&format!("/chuong-trinh/{year}/de-xuat?xong=1"), false)),
        Err(error) => {
            let status = match &error {
                stale if stale.is_stale() => StatusCode::CONFLICT,
                AppError::Refused(_) | AppError::RefusedAt { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                _ => return Err(error.into()),
            };
            let problem = sentence(session.language().pick(&error.message()));
            let proposals = app.proposals(current, year, as_of).await?.with(&choices);
            Ok((status, shown(&session, &proposals, Some(problem), ShownAs::Typed)?).into_response())
        }
    }
}

/// The choices of a form, row by row. A row without a task of either year and without words is none.
fn choices(fields: &Fields) -> Vec<Choice> {
    let rows = fields.all("dong").filter_map(|index| index.parse::<usize>().ok()).take(MOST);
    let choice = |index: usize| {
        let text = |name: &str| fields.text(&format!("{name}.{index}")).to_owned();
        let (last, next) = (key(&text("nam-truoc")), key(&text("nam-sau")));
        let statement = text("noi-dung");
        let ticked = fields.all("chon").any(|chosen| chosen.parse() == Ok(index));
        let is_new = last.is_none() && next.is_none();
        (!is_new || !statement.is_empty()).then(|| Choice {
            last,
            next,
            take: ticked || is_new,
            targets: text("muc-tieu")
                .lines()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect(),
            statement,
        })
    };
    rows.filter_map(choice).collect()
}

/// `12-3`: the task and its version.
fn key(sent: &str) -> Option<(TaskId, i64)> {
    let (id, version) = sent.split_once('-')?;
    Some((TaskId(id.parse().ok()?), version.parse().ok()?))
}

/// `GET /chuong-trinh/{year}/de-xuat/{format}`: the draft as an official document.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((year, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::from_extension(&format).ok_or(WebError::NotFound)?;
    let (name, bytes) = state.app.proposal_document(&session.current, year_of(&year)?, format).await?;
    file(&name, format, bytes)
}
