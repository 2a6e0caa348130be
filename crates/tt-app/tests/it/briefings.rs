//! Briefings, urging letters and the calendar: what is on the table, what comes of it, what leaves as paper.

use jiff::civil::date;
use tt_app::briefings::BriefingDraft;
use tt_app::letters::Urged;
use tt_app::outputs::Format;
use tt_app::{App, AppError, Clock, CurrentUser};
use tt_domain::briefing::{AgendaReason, BriefingKind, ConclusionKind, NewConclusion};
use tt_domain::id::DivisionId;
use tt_domain::organisation::Role;
use tt_domain::programme::ProgrammeState;
use tt_domain::task::{NewTask, TaskState};
use tt_store::{divisions, programmes, tasks};
use tt_testkit::{TestDb, on_each_engine};

use super::{REPORT, import, open, signed_in};

/// An agency on 23 November 2026 with a late, a waiting, a near and a far task of one division.
async fn agency(db: &TestDb) -> (App, CurrentUser, DivisionId) {
    let app = open(db).await.with_clock(Clock::at(date(2026, 11, 23)));
    import(&app, REPORT).await;
    let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
    let mut tx = db.db.begin_write().await.unwrap();
    let room = divisions::ensure(&mut tx, planner.agency.id, "QLTM", "Phòng Quản lý thương mại").await.unwrap();
    let id = programmes::ensure(&mut tx, planner.agency.id, 2026, ProgrammeState::Approved).await.unwrap();
    for (number, text, state, deadline) in [
        (1, "Xa", TaskState::InProgress, date(2027, 6, 30)),
        (2, "Gần", TaskState::InProgress, date(2026, 11, 27)),
        (3, "Chờ", TaskState::ResultSubmitted, date(2026, 11, 10)),
        (4, "Chậm", TaskState::InProgress, date(2026, 11, 3)),
    ] {
        let mut task = NewTask::new(id, number, text, state);
        (task.lead, task.deadline) = (Some(room), Some(deadline));
        task.assigned_on = Some(date(2026, 1, 5));
        tasks::insert(&mut tx, &task).await.unwrap();
    }
    tx.commit().await.unwrap();
    (app, planner, room)
}

fn weekly(day: jiff::civil::Date) -> BriefingDraft {
    BriefingDraft { kind: BriefingKind::Weekly, day, chair: None, place: Some("Phòng họp số 1".to_owned()) }
}

fn conclusion(kind: ConclusionKind, text: &str) -> NewConclusion {
    NewConclusion { item: None, kind, text: text.to_owned(), division: None, person: None, deadline: None, task: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agenda_is_made_from_how_tasks_stand() {
    on_each_engine(async |db| {
        let (app, planner, _) = agency(db).await;
        let id = app.prepare_briefing(&planner, &weekly(date(2026, 11, 23)), "127.0.0.1").await.unwrap();
        let shown = app.briefing(&planner, id).await.unwrap();
        let told: Vec<_> = shown
            .items
            .iter()
            .filter(|one| one.item.title.chars().count() <= 4)
            .map(|one| (one.item.reason, one.item.title.as_str()))
            .collect();
        let expected = [(AgendaReason::Overdue, "Chậm"), (AgendaReason::ToConfirm, "Chờ"), (AgendaReason::Due, "Gần")];
        assert_eq!(told, expected);
        let mut order: Vec<_> = shown.items.iter().map(|one| one.item.id).collect();
        order.reverse();
        order.pop();
        app.order_agenda(&planner, id, &order, "127.0.0.1").await.unwrap();
        let after: Vec<_> = app.briefing(&planner, id).await.unwrap().items.iter().map(|one| one.item.id).collect();
        assert_eq!(after, order);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conclusions_become_tasks_and_stand_in_the_notice() {
    on_each_engine(async |db| {
        let (app, planner, room) = agency(db).await;
        let id = app.prepare_briefing(&planner, &weekly(date(2026, 11, 23)), "127.0.0.1").await.unwrap();
        let task = NewConclusion {
            division: Some(room),
            deadline: Some(date(2026, 12, 15)),
            ..conclusion(ConclusionKind::Task, "Báo cáo tiến độ chuyển đổi chợ")
        };
        app.conclude(&planner, id, &task, "127.0.0.1").await.unwrap();
        let nobody = conclusion(ConclusionKind::Task, "Việc của ai");
        assert!(matches!(app.conclude(&planner, id, &nobody, "127.0.0.1").await, Err(AppError::Refused(_))));
        let blank = conclusion(ConclusionKind::Note, "  ");
        assert!(matches!(app.conclude(&planner, id, &blank, "127.0.0.1").await, Err(AppError::Refused(_))));
        app.conclude(&planner, id, &conclusion(ConclusionKind::Note, "Giữ nghiêm kỷ luật"), "127.0.0.1").await.unwrap();
        let shown = app.briefing(&planner, id).await.unwrap();
        assert_eq!(shown.conclusions.len(), 2);
        let made = shown.conclusions.first().unwrap().0.conclusion.task.expect("a task was made");
        let life = app.task_life(&planner, made).await.unwrap();
        assert_eq!(life.task.deadline, Some(date(2026, 12, 15)));
        assert_eq!((life.task.state, life.task.lead), (TaskState::Assigned, Some(room)));
        assert!(life.task.source.is_some(), "its source is the notice of conclusions");
        let (name, bytes) = app.briefing_notice(&planner, id, Format::Text).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(name.rsplit_once('.').is_some_and(|(_, kind)| kind == "txt"));
        for part in ["THÔNG BÁO", "Báo cáo tiến độ chuyển đổi chợ", "15/12/2026", "Giữ nghiêm kỷ luật"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        for format in [Format::Docx, Format::Pdf] {
            assert!(!app.briefing_notice(&planner, id, format).await.unwrap().1.is_empty());
        }
        // The next briefing takes up what was concluded and is not done.
        let next = app.prepare_briefing(&planner, &weekly(date(2026, 11, 30)), "127.0.0.1").await.unwrap();
        let first = app.briefing(&planner, next).await.unwrap().items.into_iter().next().unwrap();
        assert_eq!((first.item.reason, first.item.task), (AgendaReason::LastConclusion, Some(made)));
        app.close_briefing(&planner, id, "127.0.0.1").await.unwrap();
        let late = conclusion(ConclusionKind::Note, "Muộn");
        assert!(matches!(app.conclude(&planner, id, &late, "127.0.0.1").await, Err(AppError::Refused(_))));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_hold_a_briefing_prepares_one() {
    let db = TestDb::sqlite().await;
    let (app, planner, _) = agency(&db).await;
    let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
    let refused = app.prepare_briefing(&officer, &weekly(date(2026, 11, 23)), "127.0.0.1").await;
    assert!(matches!(refused, Err(AppError::Forbidden)));
    let id = app.prepare_briefing(&planner, &weekly(date(2026, 11, 23)), "127.0.0.1").await.unwrap();
    let note = conclusion(ConclusionKind::Note, "Không phải việc của tôi");
    assert!(matches!(app.conclude(&officer, id, &note, "127.0.0.1").await, Err(AppError::Forbidden)));
    assert!(app.late(&officer).await.unwrap().is_empty());
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_urging_letter_names_each_late_task_and_only_those() {
    on_each_engine(async |db| {
        let (app, planner, room) = agency(db).await;
        let late = app.late(&planner).await.unwrap();
        let mine = late.iter().find(|one| one.urged == Urged::Division(room)).expect("the division is late");
        let told: Vec<_> = mine.tasks.iter().map(|one| (one.code.as_str(), one.days)).collect();
        assert_eq!(told, [("NV4", 20)], "what waits for confirmation is not urged");
        let (_, bytes) = app.urging_letter(&planner, Urged::Division(room), None, Format::Text).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        for part in ["Kính gửi", "Phòng Quản lý thương mại", "V/v đôn đốc", "NV4", "03/11/2026", "20", "Nơi nhận"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("NV3") && !text.contains("NV2"));
        for format in [Format::Docx, Format::Pdf] {
            assert!(!app.urging_letter(&planner, Urged::Division(room), None, format).await.unwrap().1.is_empty());
        }
        let none = app.urging_letter(&planner, Urged::Division(DivisionId(99_999)), None, Format::Text).await;
        assert!(matches!(none, Err(AppError::NotFound)));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deadlines_are_a_calendar_until_its_address_is_taken_back() {
    on_each_engine(async |db| {
        let (app, planner, _) = agency(db).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let id = programmes::ensure(&mut tx, planner.agency.id, 2026, ProgrammeState::Approved).await.unwrap();
        let mut task = NewTask::new(
            id,
            9,
            "Rà soát, bổ sung; quy hoạch chợ nông thôn trên địa bàn tỉnh đến năm 2030, tầm nhìn đến năm 2050",
            TaskState::InProgress,
        );
        (task.officer, task.deadline) = (planner.user.person, Some(date(2026, 12, 31)));
        let task = tasks::insert(&mut tx, &task).await.unwrap();
        tx.commit().await.unwrap();
        let token = app.open_calendar(&planner, "127.0.0.1").await.unwrap();
        let feed = app.calendar_feed(&token).await.unwrap();
        assert!(feed.split("\r\n").all(|line| line.len() <= 75), "lines are folded by bytes: {feed}");
        let unfolded = feed.replace("\r\n ", "");
        for part in [
            &format!("UID:task-{task}@trongtam"),
            "DTSTART;VALUE=DATE:20261231",
            "Hạn NV9: Rà soát\\, bổ sung\\; quy hoạch chợ",
            "BEGIN:VALARM",
        ] {
            assert!(unfolded.contains(part), "{part}: {unfolded}");
        }
        assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 1);
        if let Ok(place) = std::env::var("TT_WRITE_FEED") {
            std::fs::write(place, &feed).unwrap();
        }
        let renewed = app.open_calendar(&planner, "127.0.0.1").await.unwrap();
        assert!(matches!(app.calendar_feed(&token).await, Err(AppError::NotFound)), "the old address is gone");
        assert!(app.calendar_feed(&renewed).await.is_ok());
        app.close_calendar(&planner, "127.0.0.1").await.unwrap();
        assert!(matches!(app.calendar_feed(&renewed).await, Err(AppError::NotFound)));
        app.close().await;
    })
    .await;
}
