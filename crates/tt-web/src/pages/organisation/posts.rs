//! All posts, and delegations.

use axum::Form as SentForm;
use axum::extract::{Query, State};
use axum::response::Response;
use tt_app::AppError;
use tt_domain::id::{DelegationId, PersonId};
use tt_domain::people::NewDelegation;

use super::people::post_words;
use super::{Asked, Content, Outcome, chosen, fields, holding_words, interval, known_day, outcome, shown};
use crate::access::{Session, Visitor};
use crate::chrome::Section;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::say;
use crate::views::organisation::{Attempt, Block, Button, Cell, Form, Table};

/// `GET /quan-tri/chuc-vu`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let held = state.app.posts_held(&session.current).await?;
    let words = tt_text::fold(&asked.tim);
    let rows = held
        .iter()
        .filter(|(post, name)| {
            let text = tt_text::fold(&format!("{name} {}", post_words(post, lang)));
            words.split_whitespace().all(|word| text.contains(word))
        })
        .map(|(post, name)| {
            vec![
                Cell::link(name.clone(), format!("/quan-tri/nguoi/{}", post.post.details.person)),
                Cell::text(post_words(post, lang)),
                Cell::text(holding_words(post.post.details.holding, lang)),
                Cell::text(interval(post.post.details.validity, lang)),
            ]
        });
    let heads = [
        say(lang, "Người", "Who"),
        say(lang, "Chức vụ", "Post"),
        say(lang, "Cách giữ", "Held as"),
        say(lang, "Thời gian", "When"),
    ];
    let table = Table {
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: say(lang, "Không có chức vụ nào khớp.", "No post matches.").to_owned(),
        ..Table::default()
    };
    let search = Block::Search {
        label: say(lang, "Người, chức vụ, nơi", "Who, post, where").to_owned(),
        value: asked.tim.clone(),
    };
    let content = Content {
        title: say(lang, "Chức vụ", "Posts").to_owned(),
        intro: say(
            lang,
            "Chức vụ đang giữ và sắp giữ. Giao, chuyển, kết thúc chức vụ ở trang của từng người.",
            "Posts held and to come. They are assigned, transferred and ended on the page of the person.",
        )
        .to_owned(),
        blocks: vec![search, Block::Table(table), super::history_link("person-&viec=post.", None, lang)],
    };
    shown(&session, "/quan-tri/chuc-vu", content, false, false)
}

const DELEGATIONS: &str = "/quan-tri/uy-quyen";

/// `GET /quan-tri/uy-quyen`.
pub(crate) async fn delegations(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    delegation_page(&state, &session, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/uy-quyen`.
pub(crate) async fn change_delegations(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let done = act(&state, &session, &fields).await.map(|()| format!("{DELEGATIONS}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => delegation_page(&state, &session, Some(&attempt), false).await,
    }
}

async fn act(state: &WebState, session: &Session, fields: &Fields) -> Result<(), AppError> {
    match fields.text("viec") {
        "uy-quyen" => {
            let last = known_day(fields, "den-ngay")?;
            let new = NewDelegation {
                from: PersonId(chosen(fields, "nguoi-giao")?),
                to: PersonId(chosen(fields, "nguoi-nhan")?),
                valid_from: known_day(fields, "tu-ngay")?,
                valid_to: last.tomorrow().unwrap_or(last),
                reason: fields.filled("ly-do").map(str::to_owned),
            };
            state.app.delegate(&session.current, &new, &session.origin).await.map(drop)
        }
        "ket-thuc" => {
            let id = DelegationId(chosen(fields, "uy-quyen")?);
            state.app.end_delegation(&session.current, id, tt_app::clock::today(), &session.origin).await
        }
        _ => Err(AppError::NotFound),
    }
}

async fn delegation_page(
    state: &WebState,
    session: &Session,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let today = tt_app::clock::today();
    let found = state.app.delegations(&session.current).await?;
    let people = state.app.people(&session.current, "").await?;
    let rows = found.iter().map(|one| {
        let details = &one.delegation.details;
        let over = details.valid_to <= today;
        let end = Button {
            hidden: vec![("viec", "ket-thuc".to_owned()), ("uy-quyen", one.delegation.id.to_string())],
            words: say(lang, "Kết thúc", "End").to_owned(),
            about: format!("{} → {}", one.from, one.to),
        };
        vec![
            Cell::link(one.from.clone(), format!("/quan-tri/nguoi/{}", details.from)),
            Cell::link(one.to.clone(), format!("/quan-tri/nguoi/{}", details.to)),
            Cell::text(interval(details.validity(), lang)),
            Cell::text(details.reason.clone().unwrap_or_default()),
            Cell { buttons: if over { Vec::new() } else { vec![end] }, ..Cell::default() },
        ]
    });
    let heads = [
        say(lang, "Người ủy quyền", "From"),
        say(lang, "Người nhận", "To"),
        say(lang, "Thời gian", "When"),
        say(lang, "Lý do", "Reason"),
        "",
    ];
    let table = Table {
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: say(lang, "Chưa có ủy quyền nào.", "No delegations.").to_owned(),
        ..Table::default()
    };
    let options: Vec<(String, String)> = people
        .iter()
        .filter(|person| !person.posts.is_empty())
        .map(|person| (person.person.id.to_string(), person.person.details.full_name.clone()))
        .collect();
    let refused = attempt
        .filter(|attempt| attempt.fields.text("viec") == "ket-thuc")
        .map(|attempt| Block::Refused(attempt.words().to_owned()));
    let form = Form::new("uy-quyen", say(lang, "Ủy quyền", "Delegate"), say(lang, "Ủy quyền", "Delegate"), attempt)
        .choice("nguoi-giao", say(lang, "Người vắng mặt", "Who is absent"), options.clone(), "")
        .choice("nguoi-nhan", say(lang, "Người thay", "Who stands in"), options, "")
        .date("tu-ngay", say(lang, "Từ ngày", "From"), "")
        .date("den-ngay", say(lang, "Đến hết ngày", "To the end of"), "")
        .text_opt("ly-do", say(lang, "Lý do", "Reason"), "");
    let content = Content {
        title: say(lang, "Ủy quyền", "Delegations").to_owned(),
        intro: say(
            lang,
            "Trong thời gian ủy quyền, người thay có quyền của người vắng mặt. Không ủy quyền lại cho người thứ ba.",
            "Over those days who stands in has the rights of the absent person. Nobody delegates on.",
        )
        .to_owned(),
        blocks: refused.into_iter().chain([Block::Table(table), Block::Form(Box::new(form))]).collect(),
    };
    shown(session, DELEGATIONS, content, done, attempt.is_some())
}
