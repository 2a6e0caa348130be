//! The use cases on both databases: what people get, never how it is made.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::large_futures,
    clippy::panic,
    clippy::type_complexity,
    reason = "a failed step ends the test"
)]

mod accounts;
mod auditing;
mod briefings;
mod bringing_in;
mod calendar_feed;
mod comparing;
mod composing;
mod concurrency;
mod consolidating;
mod embedding;
mod grading;
mod importing;
mod indicating;
mod indicator_times;
mod looking;
mod mail_tls;
mod organisation;
mod outbox;
mod proposing;
mod registers;
mod reminder_rules;
mod reminding;
mod reporting;
mod reporting_at_once;
mod round_trip;
mod searching;
mod seeing;
mod templating;
mod warning;
mod working;

use tt_app::import::{ImportOutcome, ImportRequest};
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, CurrentUser, DataPlace};
use tt_domain::organisation::Role;
use tt_testkit::TestDb;

/// The real report.
const REPORT: &str = include_str!("../../../../demo/lang-son-sct-2019.txt");

/// A password that follows the rule.
const PASSWORD: &str = "Chợ-Kỳ-Lừa-2019";

async fn open(db: &TestDb) -> App {
    App::open(&DataPlace::Url(db.url.clone())).await.expect("the application opens")
}

fn request(text: &str) -> ImportRequest {
    ImportRequest { name: "bao-cao.txt".to_owned(), bytes: text.as_bytes().to_vec(), agency: None, year: None }
}

async fn import(app: &App, text: &str) -> ImportOutcome {
    app.import(&request(text), false, &Actor::command_line()).await.expect("the report is imported")
}

async fn add_user(app: &App, agency: &str, login: &str, role: Role) {
    let user = UserToAdd {
        agency: agency.to_owned(),
        division: None,
        login: login.to_owned(),
        full_name: format!("Người dùng {login}"),
        role,
        password: PASSWORD.to_owned(),
        must_change_password: false,
    };
    app.add_user(&user, &Actor::command_line()).await.expect("the user is added");
}

/// A signed-in user of this role.
async fn signed_in(app: &App, agency: &str, login: &str, role: Role) -> CurrentUser {
    add_user(app, agency, login, role).await;
    let session = app.sign_in(login, PASSWORD, "127.0.0.1").await.expect("the user signs in");
    app.session(&session.token).await.unwrap().expect("the session holds")
}
