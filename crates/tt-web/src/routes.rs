//! Every address of the site, in the order a reader meets them.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post, put};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tt_app::App;

use crate::config::{UPLOAD_LIMIT, WebConfig};
use crate::pages::{
    account, assign, assign_source, briefings, bulk, calendar, check, compare, composer, consolidation, criteria,
    documents, figures, figures_entry, grading, home, import, indicators, intake, kept_views, letters, notices,
    organisation, overview, palette, passage, post as outgoing, preferences, proposals, regimes, registers, reports,
    search, sign_in, task_life, tasks, templates, tokens, verify, warnings, work_file, work_list, work_row,
};
use crate::{api, assets, error, guard, resend};

/// What every handler may reach.
#[derive(Clone, Debug)]
pub(crate) struct WebState {
    /// The use cases.
    pub(crate) app: App,
    /// Settings.
    pub(crate) config: Arc<WebConfig>,
}

/// Largest form without a file.
const FORM_LIMIT: usize = 64 * 1024;

/// Room for the other fields of a form that carries a file.
const FIELDS: usize = 64 * 1024;

/// Targets, grades and criteria.
fn grades() -> Router<WebState> {
    Router::new()
        .route("/nhiem-vu/{id}/danh-gia", post(grading::grade_task))
        .route("/nhiem-vu/{id}/can-cu", post(grading::tie))
        .route("/danh-gia", get(grading::index).post(grading::act))
        .route("/danh-gia/xep-hang", get(grading::ranking))
        .route("/danh-gia/bo-tieu-chi", get(criteria::index).post(criteria::keep))
}

/// What administrators keep.
fn administration() -> Router<WebState> {
    use organisation::{accounts, agencies, audit_log, divisions, people, places, posts, reminders, settings};
    Router::new()
        .route("/quan-tri", get(organisation::overview))
        .route("/quan-tri/co-quan", get(agencies::index).post(agencies::add))
        .route("/quan-tri/co-quan/{id}", get(agencies::show).post(agencies::change))
        .route("/quan-tri/co-quan/tai-ve/{format}", get(intake::units))
        .route("/quan-tri/phong/tai-ve/{format}", get(intake::units))
        .route("/quan-tri/nguoi/tai-ve/{format}", get(intake::people))
        .route("/quan-tri/phong", get(divisions::index).post(divisions::add))
        .route("/quan-tri/phong/{id}", get(divisions::show).post(divisions::change))
        .route("/quan-tri/nguoi", get(people::index).post(people::add))
        .route("/quan-tri/nguoi/{id}", get(people::show).post(people::change))
        .route("/quan-tri/chuc-vu", get(posts::index))
        .route("/quan-tri/uy-quyen", get(posts::delegations).post(posts::change_delegations))
        .route("/quan-tri/dia-ban", get(places::index).post(places::add))
        .route("/quan-tri/dia-ban/{id}", get(places::show).post(places::change))
        .route("/quan-tri/thong-bao", get(outgoing::index).post(outgoing::act))
        .route("/quan-tri/thong-bao/{id}", get(outgoing::show))
        .route("/quan-tri/cai-dat", get(settings::index).post(settings::act))
        .route("/quan-tri/nhac-viec", get(reminders::index).post(reminders::change))
        .route("/quan-tri/nhat-ky", get(audit_log::index).post(audit_log::verify))
        .route("/quan-tri/nhat-ky/tai-ve/{format}", get(audit_log::download))
        .route("/quan-tri/nguoi-dung", get(accounts::index).post(accounts::change))
}

/// The working list, the palette over all pages, and the map of keys.
fn working_list() -> Router<WebState> {
    Router::new()
        .route("/lenh", get(palette::show))
        .route("/phim-tat", get(palette::keys))
        .route("/nhac", get(palette::names))
        .route("/cong-viec", get(work_list::index))
        .route("/cong-viec/tai-ve/{format}", get(work_file::download))
        .route("/cong-viec/dong/{id}", get(work_row::show).post(work_row::change))
        .route("/cong-viec/hang-loat", post(bulk::act))
        .route("/cong-viec/hang-loat/{id}", get(bulk::show))
        .route("/cong-viec/hang-loat/{id}/hoan-tac", post(bulk::undo))
        .route("/cong-viec/bo-loc", post(kept_views::keep))
        .route("/cong-viec/bo-loc/{id}/bo", post(kept_views::forget))
}

/// Largest form of the entry grid: some thousand cells.
const GRID_LIMIT: usize = 1024 * 1024;

/// Indicators and their figures.
fn indicator_pages() -> Router<WebState> {
    Router::new()
        .route("/chi-tieu", get(indicators::index))
        .route("/chi-tieu/moi", get(indicators::new_form).post(indicators::create))
        .route("/chi-tieu/{id}", get(indicators::show))
        .route("/chi-tieu/{id}/sua", get(indicators::edit_form).post(indicators::change))
        .route("/chi-tieu/nhap", get(figures_entry::grid).post(figures_entry::save))
        .route("/chi-tieu/nhap/viec", post(figures_entry::act))
        .route("/chi-tieu/nhap/mau.xlsx", get(figures_entry::form_file))
        .layer(DefaultBodyLimit::max(GRID_LIMIT))
        .merge(
            Router::new()
                .route("/chi-tieu/nhap/tep", post(figures_entry::from_file))
                .layer(DefaultBodyLimit::max(UPLOAD_LIMIT + FIELDS)),
        )
}

/// Next year's draft programme: a form of every task's words and targets.
fn proposal_pages() -> Router<WebState> {
    Router::new()
        .route("/chuong-trinh/{year}/de-xuat", get(proposals::show).post(proposals::act))
        .route("/chuong-trinh/{year}/de-xuat/{format}", get(proposals::download))
        .layer(DefaultBodyLimit::max(GRID_LIMIT))
}

/// Registers: looked at by anyone of the agency, changed by forms without files.
fn register_pages() -> Router<WebState> {
    Router::new()
        .route("/so-theo-doi", get(registers::index).post(registers::make))
        .route("/so-theo-doi/{key}", get(registers::view::show))
        .route("/so-theo-doi/{key}/sua", get(registers::define::show).post(registers::define::change))
        .route("/so-theo-doi/{key}/so-lieu", get(registers::measures::show))
        .route("/so-theo-doi/{key}/tai-ve/{format}", get(registers::files::download))
        .route("/so-theo-doi/{key}/nhap/{id}/hoan-tac", post(registers::files::undo))
        .route("/so-theo-doi/-/{id}/tep/{file}", get(registers::entry::file))
}

/// Entries, whose forms may carry files.
fn register_entries() -> Router<WebState> {
    Router::new()
        .route("/so-theo-doi/{key}/them", get(registers::entry::new_form).post(registers::entry::add))
        .route("/so-theo-doi/-/{id}", get(registers::entry::show).post(registers::entry::act))
}

/// Documents, reports and the figures in them.
fn record_pages() -> Router<WebState> {
    Router::new()
        .route("/van-ban", get(documents::index))
        .route("/van-ban/{id}", get(documents::show))
        .route("/tim", get(search::show))
        .route("/bao-cao", get(reports::index))
        .route("/bao-cao/{id}", get(reports::show))
        .route("/bao-cao/{id}/tai-ve/{format}", get(reports::download))
        .route("/so-lieu/{id}", get(figures::show))
        .route("/bao-cao/{id}/qua-trinh", get(passage::show).post(passage::act))
        .route("/bao-cao/{id}/ban-hanh/{format}", get(passage::issued_file))
        .route("/che-do-bao-cao", get(regimes::index).post(regimes::act))
        .route("/tong-hop", get(consolidation::index).post(consolidation::act))
        .route("/tong-hop/tai-ve/{format}", get(consolidation::download))
        .route("/so-van-ban", get(regimes::numbers).post(regimes::mark_numbers))
}

/// Largest text of a section on its way: its longest words with what is said of each fact.
const SECTION_LIMIT: usize = 4 * 1024 * 1024;

/// Composing a report.
fn composing() -> Router<WebState> {
    use composer::{answers, finding as found};
    Router::new()
        .route("/bao-cao/{id}/soan", get(composer::show))
        .route("/bao-cao/{id}/soan/khung", post(composer::frame))
        .route("/bao-cao/{id}/soan/du-lieu", get(answers::data))
        .route("/bao-cao/{id}/soan/tim", get(found::find))
        .route("/bao-cao/{id}/soan/khoi", get(found::block))
        .route("/bao-cao/{id}/soan/muc", post(answers::add))
        .route("/bao-cao/{id}/soan/muc/{section}", put(answers::write))
        .route("/bao-cao/{id}/soan/muc/{section}/phien-ban", get(answers::versions))
        .route("/bao-cao/{id}/soan/muc/{section}/phien-ban/{version}", get(answers::version))
        .route("/bao-cao/{id}/soan/muc/{section}/{what}", post(answers::change))
        .route("/bao-cao/{id}/soan/gop-y", post(answers::remark))
        .route("/bao-cao/{id}/soan/gop-y/{remark}", post(answers::settle))
        .layer(DefaultBodyLimit::max(SECTION_LIMIT))
}

/// Briefings, letters and notices.
fn telling() -> Router<WebState> {
    Router::new()
        .route("/giao-ban", get(briefings::index).post(briefings::create))
        .route("/giao-ban/{id}", get(briefings::show).post(briefings::act))
        .route("/giao-ban/{id}/hop", get(briefings::meeting))
        .route("/giao-ban/{id}/tai-ve/{format}", get(briefings::download))
        .route("/ke-hoach/{year}/{format}", get(letters::plan))
        .route("/don-doc", get(letters::index))
        .route("/don-doc/{to}/{format}", get(letters::download))
        .route("/thong-bao", get(notices::index))
        .route("/thong-bao/{id}/mo", post(notices::open))
        .route("/thong-bao/da-doc", post(notices::mark_read))
        .route("/thong-bao/lua-chon", post(notices::choose))
        .route("/thong-bao/lich", post(notices::calendar))
}

/// The whole site.
pub fn router(app: App, config: WebConfig) -> Router {
    let state = WebState { app, config: Arc::new(config) };
    // A confirmed import sends its file back as base64, a third larger than it is.
    let confirm_limit = UPLOAD_LIMIT / 3 * 4 + FIELDS;
    // Signing in again brings along the form that came after the session ended.
    let sign_in = Router::new()
        .route("/dang-nhap", get(sign_in::form).post(sign_in::enter))
        .layer(DefaultBodyLimit::max(resend::KEPT_LIMIT / 3 * 4 + FIELDS));
    let uploads = Router::new()
        .route("/nhiem-vu/{id}/lenh", post(task_life::act))
        .route("/giao-viec/tu-van-ban", get(assign_source::form).post(assign_source::read))
        .route("/giao-viec/tu-van-ban/giao", post(assign_source::assign))
        .route("/soat", get(check::form).post(check::run))
        .route("/bao-cao/so-sanh", get(compare::show).post(compare::with_file))
        .route("/xac-minh/{code}", get(verify::show).post(verify::hold))
        .route("/bao-cao/{id}/soan/bat-dau", post(composer::start))
        .route("/mau-bao-cao", get(templates::index).post(templates::add))
        .route("/mau-bao-cao/{name}", get(templates::show).post(templates::act))
        .route("/mau-bao-cao/{name}/tai-ve/{version}", get(templates::download))
        .merge(register_entries())
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT + FIELDS))
        .merge(
            Router::new()
                .route("/nhap", get(import::form).post(import::run))
                .route("/so-theo-doi/{key}/nhap", get(registers::files::form).post(registers::files::run))
                .route("/nhap-tep", get(intake::form).post(intake::run))
                .layer(DefaultBodyLimit::max(confirm_limit)),
        );
    Router::new()
        // Everyone.
        .route("/giao-dien", post(preferences::choose))
        .route("/tai-san/{file}", get(assets::serve))
        .route("/lich/{file}", get(calendar::feed))
        .route("/song", get(async || "ok\n"))
        // Whoever signed in.
        .route("/dang-xuat", post(sign_in::leave))
        .route("/tai-khoan", get(account::show))
        .route("/tai-khoan/the-truy-cap", get(tokens::index).post(tokens::act))
        .route("/tai-khoan/mat-khau", get(account::password_form).post(account::change_password))
        .route("/", get(home::show))
        .route("/tong-quan", get(overview::show))
        .route("/canh-bao", get(warnings::show))
        .route("/nhiem-vu", get(tasks::index))
        .route("/nhiem-vu/{id}", get(tasks::show))
        .route("/nhiem-vu/{id}/sua", get(assign::edit_form).post(assign::edit))
        .route("/nhiem-vu/tep/{id}", get(task_life::file))
        .route("/nhiem-vu/tep/{id}/go", post(task_life::remove_file))
        .route("/giao-viec", get(assign::form).post(assign::create))
        .route("/nhap-tep/{id}", get(intake::show))
        .route("/nhap-tep/{id}/hoan-tac", post(intake::undo))
        .route("/nhap-tep/{id}/can-sua/{format}", get(intake::to_correct))
        .route("/nhap-tep/mau/{kind}/{format}", get(intake::template))
        .merge(telling())
        .merge(record_pages())
        .merge(working_list())
        .merge(grades())
        .merge(register_pages())
        .merge(administration())
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .merge(uploads)
        .merge(composing())
        .merge(indicator_pages())
        .merge(proposal_pages())
        .merge(sign_in)
        .merge(api::routes(&state))
        .fallback(async || error::WebError::NotFound)
        .layer(from_fn_with_state(state.clone(), resend::guard))
        .layer(from_fn_with_state(state.clone(), guard::same_origin))
        .layer(from_fn(error::pages))
        .layer(from_fn(guard::headers))
        .layer(
            CompressionLayer::new().compress_when(
                DefaultPredicate::new()
                    .and(NotForContentType::const_new("font/"))
                    .and(NotForContentType::const_new("application/vnd.openxmlformats"))
                    .and(NotForContentType::const_new("application/pdf")),
            ),
        )
        .with_state(state)
}
