//! A report on its way: opened by the calendar, written in parts, signed, issued, verified, taken back.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use tt_app::reporting::issue::IssueAsked;
use tt_app::reporting::numbers::NumbersToMark;
use tt_app::reporting::opening::ReportToOpen;
use tt_app::reporting::passage::Asked;
use tt_app::reporting::signing::{FormKind, SignAsked};
use tt_app::reporting::verify::Standing;
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, AppError, Clock, CurrentUser};
use tt_domain::id::{DivisionId, RegimeId, ReportId};
use tt_domain::notice::NoticeKind;
use tt_domain::organisation::Role;
use tt_domain::regime::{Frequency, RegimeTerms};
use tt_domain::report::{Content, Piece, ReportBlock, ReportBlockKind, ReportState, Shows};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{divisions, report_blocks};
use tt_testkit::{TestDb, on_each_engine};

use super::{PASSWORD, REPORT, import, open, signed_in};

/// The people a report passes.
pub(super) struct Office {
    pub(super) planner: CurrentUser,
    pub(super) head: CurrentUser,
    pub(super) officer: CurrentUser,
    pub(super) leader: CurrentUser,
    pub(super) clerk: CurrentUser,
    pub(super) division: DivisionId,
}

async fn in_division(app: &App, login: &str, role: Role) -> CurrentUser {
    let user = UserToAdd {
        agency: "SCT".to_owned(),
        division: Some("QLTM".to_owned()),
        login: login.to_owned(),
        full_name: format!("Người dùng {login}"),
        role,
        password: PASSWORD.to_owned(),
        must_change_password: false,
    };
    app.add_user(&user, &Actor::command_line()).await.unwrap();
    let session = app.sign_in(login, PASSWORD, "127.0.0.1").await.unwrap();
    app.session(&session.token).await.unwrap().unwrap()
}

pub(super) async fn office(app: &App, db: &TestDb) -> Office {
    import(app, REPORT).await;
    let planner = signed_in(app, "SCT", "kehoach", Role::PlanningOfficer).await;
    let head = in_division(app, "truongphong", Role::DivisionHead).await;
    let officer = in_division(app, "chuyenvien", Role::Officer).await;
    let leader = signed_in(app, "SCT", "lanhdao", Role::Leader).await;
    let clerk = signed_in(app, "SCT", "vanthu", Role::Clerk).await;
    let mut tx = db.db.begin_read().await.unwrap();
    let all = divisions::list(&mut tx, planner.agency.id).await.unwrap();
    let division = all.iter().find(|one| one.symbol == "QLTM").unwrap().id;
    Office { planner, head, officer, leader, clerk, division }
}

pub(super) fn terms(name: &str, frequency: Frequency) -> RegimeTerms {
    RegimeTerms {
        name: name.to_owned(),
        name_en: String::new(),
        frequency,
        years: None,
        opens_on: 15,
        days: 5,
        parts_days: 2,
        opens_days: 6,
        reports_to: "Ủy ban nhân dân tỉnh".to_owned(),
        lead: None,
        divisions: Vec::new(),
        series: "BC".to_owned(),
        template: String::new(),
        tables: Vec::new(),
        key_tasks: false,
        active: true,
        since: date(2019, 12, 1),
    }
}

pub(super) fn as_deputy() -> Asked {
    Asked::Sign(SignAsked {
        form: FormKind::Deputy,
        head: "Giám đốc".to_owned(),
        position: "Phó Giám đốc".to_owned(),
        deputy: String::new(),
        collective: String::new(),
        document: String::new(),
        from: None,
        until: None,
    })
}

/// Takes a step as it stands now.
pub(super) async fn step(app: &App, who: &CurrentUser, id: ReportId, asked: Asked) -> Result<(), AppError> {
    let seen = app.report_passage(who, id).await?.seen;
    app.take_step(who, id, &asked, seen, "test").await
}

pub(super) async fn issue(app: &App, clerk: &CurrentUser, id: ReportId, on: Date) -> Result<String, AppError> {
    let seen = app.report_passage(clerk, id).await?.seen;
    Ok(app.issue_report(clerk, id, IssueAsked { on, seen }, "test").await?.symbol)
}

/// Gives a report a paragraph.
pub(super) async fn write(db: &TestDb, id: ReportId, words: &str) {
    let piece = Piece { strong: false, emphasis: false, shows: Shows::Text(words.to_owned()) };
    let kind = ReportBlockKind::Paragraph { label: None };
    let block = ReportBlock { position: 0, kind, task: None, content: Content::Flow(vec![piece]), drawn: None };
    let mut tx = db.db.begin_write().await.unwrap();
    report_blocks::replace(&mut tx, id, &[block]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A report on demand, as far as its signature.
pub(super) async fn signed(app: &App, db: &TestDb, office: &Office, regime: RegimeId, occasion: &str) -> ReportId {
    let due = Some(app.clock().today());
    let period = ReportingPeriod::Month { year: 2019, month: 12 };
    let asked = ReportToOpen { regime, period, occasion: occasion.to_owned(), due };
    let id = app.open_report(&office.planner, &asked, "test").await.unwrap();
    write(db, id, "Việc đã xong trong tháng 12.").await;
    step(app, &office.planner, id, Asked::ToPlanning).await.unwrap();
    step(app, &office.planner, id, Asked::ToLeader(Some("đã rà soát".to_owned()))).await.unwrap();
    step(app, &office.leader, id, as_deputy()).await.unwrap();
    id
}

/// The steps that someone's first screen says reports wait for.
async fn waiting(app: &App, who: &CurrentUser) -> Vec<String> {
    app.reports_waiting(who).await.unwrap().into_iter().map(|one| one.step.vi).collect()
}

async fn state(app: &App, who: &CurrentUser, id: ReportId) -> ReportState {
    app.report_passage(who, id).await.unwrap().report.state
}

fn sentence(error: &AppError) -> String {
    error.message().vi
}

/// From the parts asked for to the leader's desk; what waits for whom, and what is refused on the way.
async fn parts_go_up(app: &App, o: &Office, id: ReportId) {
    // Everyone's first screen says what waits for them, and only for them.
    assert_eq!(waiting(app, &o.officer).await, ["Trình trưởng phòng phần của phòng"]);
    assert!(waiting(app, &o.planner).await.is_empty(), "it waits for the division first");

    // Nobody steps out of turn, and nobody takes another's step.
    let refused = step(app, &o.planner, id, Asked::ToPlanning).await.unwrap_err();
    assert!(sentence(&refused).contains("còn thiếu phần của QLTM"));
    assert!(matches!(step(app, &o.planner, id, Asked::HandPart(o.division)).await, Err(AppError::Forbidden)));
    step(app, &o.officer, id, Asked::HandPart(o.division)).await.unwrap();
    assert!(waiting(app, &o.officer).await.is_empty());
    assert_eq!(waiting(app, &o.head).await, ["Duyệt phần của phòng"]);
    assert!(matches!(step(app, &o.officer, id, Asked::ApprovePart(o.division)).await, Err(AppError::Forbidden)));
    step(app, &o.head, id, Asked::ReturnPart(o.division, "thiếu số chợ".to_owned())).await.unwrap();
    step(app, &o.officer, id, Asked::HandPart(o.division)).await.unwrap();
    step(app, &o.head, id, Asked::ApprovePart(o.division)).await.unwrap();
    step(app, &o.planner, id, Asked::ToPlanning).await.unwrap();
    assert_eq!(waiting(app, &o.planner).await, ["Trình lãnh đạo ký"]);
    step(app, &o.planner, id, Asked::ToLeader(Some("đã giải trình".to_owned()))).await.unwrap();
    assert_eq!(waiting(app, &o.leader).await, ["Ký"]);
    assert!(waiting(app, &o.clerk).await.is_empty());
    assert!(matches!(step(app, &o.planner, id, as_deputy()).await, Err(AppError::Forbidden)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_annual_report_goes_from_the_divisions_to_a_verified_file() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 9)));
        let o = office(&app, db).await;
        let annual = RegimeTerms {
            key_tasks: true,
            divisions: vec![o.division],
            ..terms("Báo cáo nhiệm vụ trọng tâm", Frequency::Year)
        };
        app.keep_regime(&o.planner, None, &annual, "test").await.unwrap();
        assert!(matches!(app.keep_regime(&o.officer, None, &annual, "test").await, Err(AppError::Forbidden)));
        // Data to 14 December; due on Friday the 20th, opened six working days before: Thursday the 12th.
        let morning = |day: Date| -> Timestamp { format!("{day}T06:30:00+07:00").parse().unwrap() };
        app.watch_reports(morning(date(2019, 12, 11))).await.unwrap();
        let calendar = app.regime_calendar(&o.planner, Some(2019)).await.unwrap();
        assert_eq!(
            calendar.owed.iter().map(|one| (one.due, one.report)).collect::<Vec<_>>(),
            [(date(2019, 12, 20), None)]
        );
        app.clock().set(date(2019, 12, 12));
        app.watch_reports(morning(date(2019, 12, 12))).await.unwrap();
        let calendar = app.regime_calendar(&o.planner, Some(2019)).await.unwrap();
        let (id, found) = calendar.owed[0].report.unwrap();
        assert_eq!(found, ReportState::WithHeads, "the report that came in as a file, its parts asked for");
        let asked: Vec<NoticeKind> =
            app.notices(&o.officer, None, false, 10).await.unwrap().iter().map(|notice| notice.kind).collect();
        assert!(asked.contains(&NoticeKind::PartAsked), "{asked:?}");

        parts_go_up(&app, &o, id).await;

        // Two signers at once: the second is told.
        let seen = app.report_passage(&o.leader, id).await.unwrap().seen;
        app.take_step(&o.leader, id, &as_deputy(), seen, "test").await.unwrap();
        assert!(app.take_step(&o.leader, id, &as_deputy(), seen, "test").await.unwrap_err().is_stale());

        // What is signed is not written over by a file.
        let again = app.import(&super::request(&REPORT.replace("tỉnh", "Tỉnh")), false, &Actor::command_line()).await;
        assert!(sentence(&again.unwrap_err()).contains("đã trình ký"));

        assert_eq!(waiting(&app, &o.clerk).await, ["Phát hành"]);
        app.clock().set(date(2019, 12, 18));
        assert!(matches!(issue(&app, &o.leader, id, date(2019, 12, 18)).await, Err(AppError::Forbidden)));
        let late = issue(&app, &o.clerk, id, date(2019, 12, 19)).await.unwrap_err();
        assert!(sentence(&late).contains("ngày văn bản"), "not dated after today");
        assert_eq!(issue(&app, &o.clerk, id, date(2019, 12, 18)).await.unwrap(), "01/SCT-KHTCTH");
        let shown = app.report_passage(&o.clerk, id).await.unwrap();
        assert_eq!(shown.report.state, ReportState::Issued);
        let formats: Vec<&str> = shown.files.iter().map(|file| file.format.as_str()).collect();
        assert_eq!(formats, ["docx", "html", "pdf"]);
        let frame = app.report(&o.clerk, id).await.unwrap().document.frame;
        assert_eq!((frame.number.as_deref(), frame.date.iso().as_deref()), (Some("01"), Some("2019-12-18")));
        assert_eq!(frame.signer.capacity.as_deref(), Some("KT. GIÁM ĐỐC"));
        let facts: serde_json::Value = serde_json::from_str(&shown.issued.as_ref().unwrap().facts).unwrap();
        let figures = app.report(&o.clerk, id).await.unwrap().figures.len();
        assert_eq!(facts["figures"].as_array().unwrap().len(), figures);
        assert_eq!(facts["tasks"].as_array().unwrap().len(), 6);

        // Whoever holds the file can hold it against the records.
        let pdf = app.issued_file(&o.officer, id, "pdf").await.unwrap();
        let code = shown.issued.unwrap().code;
        let answer = app.verified(&code, Some(&pdf.bytes)).await.unwrap();
        assert_eq!((answer.standing, answer.same), (Standing::Valid, Some(true)));
        let mut changed = pdf.bytes.clone();
        changed.push(b'\n');
        assert_eq!(app.verified(&code, Some(&changed)).await.unwrap().same, Some(false));
        assert!(matches!(app.verified("khongco", None).await, Err(AppError::NotFound)));
        assert!(app.verify_file(&pdf.bytes).await.unwrap().holds());
        assert_eq!(app.verify_file(&changed).await.unwrap().issued, None);

        let letter =
            Asked::Correct { number: "9/SCT-VP".into(), on: date(2019, 12, 18), reason: "sai nơi nhận".into() };
        step(&app, &o.leader, id, letter).await.unwrap();
        assert_eq!(app.verified(&code, None).await.unwrap().standing, Standing::Corrected);
        step(&app, &o.leader, id, Asked::Recall("ban hành nhầm".to_owned())).await.unwrap();
        assert!(!app.verify_file(&pdf.bytes).await.unwrap().holds());
        assert_eq!(app.verify_audit().await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_takes_the_place_of_one_with_an_error_of_content() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 9)));
        let o = office(&app, db).await;
        let regime =
            app.keep_regime(&o.planner, None, &terms("Báo cáo đột xuất", Frequency::OnDemand), "test").await.unwrap();
        let id = signed(&app, db, &o, regime, "Chợ Kỳ Lừa").await;
        let today = date(2019, 12, 9);
        assert_eq!(issue(&app, &o.clerk, id, today).await.unwrap(), "01/BC-SCT");
        let empty = app.open_replacement(&o.leader, id, " ", "test").await.unwrap_err();
        assert!(sentence(&empty).contains("lý do"));
        let other = app.open_replacement(&o.leader, id, "sai số chợ", "test").await.unwrap();
        assert_eq!(state(&app, &o.leader, id).await, ReportState::Issued, "until the other is issued");
        let text = app.report(&o.planner, other).await.unwrap().document.text;
        assert!(text.contains("Việc đã xong trong tháng 12."), "it begins with the words of the first");
        step(&app, &o.planner, other, Asked::ToPlanning).await.unwrap();
        step(&app, &o.planner, other, Asked::ToLeader(Some("đã rà soát".to_owned()))).await.unwrap();
        step(&app, &o.leader, other, as_deputy()).await.unwrap();
        assert_eq!(issue(&app, &o.clerk, other, today).await.unwrap(), "02/BC-SCT");
        assert_eq!(state(&app, &o.leader, id).await, ReportState::Replaced);
        let code = app.report_passage(&o.clerk, id).await.unwrap().issued.unwrap().code;
        assert_eq!(app.verified(&code, None).await.unwrap().standing, Standing::Replaced);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_used_outside_are_passed_over_and_changed_content_is_not_issued() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 9)));
        let o = office(&app, db).await;
        let regime =
            app.keep_regime(&o.planner, None, &terms("Báo cáo đột xuất", Frequency::OnDemand), "test").await.unwrap();
        let today = date(2019, 12, 9);
        let mark = |from, to| NumbersToMark {
            year: 2019,
            series: "BC".to_owned(),
            from,
            to,
            reason: "ghi ở sổ giấy".to_owned(),
        };
        app.mark_numbers(&o.clerk, &mark(1, 3), "test").await.unwrap();
        let twice = app.mark_numbers(&o.clerk, &mark(3, 4), "test").await.unwrap_err();
        assert!(sentence(&twice).contains("số 3"));
        assert!(matches!(app.mark_numbers(&o.planner, &mark(9, 9), "test").await, Err(AppError::Forbidden)));
        let id = signed(&app, db, &o, regime, "Một").await;
        assert_eq!(issue(&app, &o.clerk, id, today).await.unwrap(), "04/BC-SCT", "the fourth was not marked");

        let changed = signed(&app, db, &o, regime, "Hai").await;
        write(db, changed, "Lời khác lời đã ký.").await;
        let refused = issue(&app, &o.clerk, changed, today).await.unwrap_err();
        assert!(sentence(&refused).contains("khác bản được ký"));
        step(&app, &o.clerk, changed, Asked::Return("nội dung đổi sau khi ký".to_owned())).await.unwrap();
        step(&app, &o.planner, changed, Asked::ToPlanning).await.unwrap();
        step(&app, &o.planner, changed, Asked::ToLeader(Some("đã rà soát".to_owned()))).await.unwrap();
        step(&app, &o.leader, changed, as_deputy()).await.unwrap();
        assert_eq!(issue(&app, &o.clerk, changed, today).await.unwrap(), "05/BC-SCT");
        let shown = app.number_series(&o.clerk).await.unwrap();
        assert_eq!(
            shown.iter().map(|one| (one.name.as_str(), one.next, one.taken.len())).collect::<Vec<_>>(),
            [("BC", 6, 5)]
        );
        let blank =
            ReportToOpen { regime, period: ReportingPeriod::year(2019), occasion: String::new(), due: Some(today) };
        let refused = app.open_report(&o.planner, &blank, "test").await.unwrap_err();
        assert!(sentence(&refused).contains("về việc gì"));
    })
    .await;
}
