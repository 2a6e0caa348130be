//! Early warning: what changed state is kept by the day and told once, whoever works it out.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use tt_app::grading::year::newest;
use tt_app::grading::{GradeOf, GradeToGive, TypedDocument};
use tt_app::indicators::entry::{CellEntry, EntryNote};
use tt_app::users::UserToAdd;
use tt_app::warnings::WarningsAsked;
use tt_app::{Actor, App, Clock, CurrentUser};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::id::IndicatorId;
use tt_domain::indicator::{Aggregation, Better, ObservationKind, Terms};
use tt_domain::notice::NoticeKind;
use tt_domain::organisation::Role;
use tt_domain::programme::ProgrammeState;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};
use tt_domain::task::{NewTask, TaskState};
use tt_domain::warning::{Level, Watched};
use tt_store::{programmes, tasks};
use tt_testkit::{TestDb, on_each_engine};

use super::{PASSWORD, REPORT, import, open, signed_in};

fn morning(day: Date) -> Timestamp {
    format!("{day}T06:30:00+07:00").parse().unwrap()
}

async fn add_task(db: &TestDb, current: &CurrentUser, deadline: Date) {
    let mut tx = db.db.begin_write().await.unwrap();
    let id = programmes::ensure(&mut tx, current.agency.id, 2026, ProgrammeState::Approved).await.unwrap();
    let mut task = NewTask::new(id, 7, "Rà soát chợ hạng 3", TaskState::InProgress);
    task.officer = current.user.person;
    task.deadline = Some(deadline);
    tasks::insert(&mut tx, &task).await.unwrap();
    tx.commit().await.unwrap();
}

async fn told(app: &App, current: &CurrentUser) -> Vec<String> {
    let notices = app.notices(current, None, false, 100).await.unwrap();
    let warnings = notices.into_iter().filter(|notice| notice.kind == NoticeKind::Warning);
    warnings
        .map(|notice| {
            let lines = notice.facts.lists.iter().flat_map(|list| list.tasks.iter().map(|line| line.statement.clone()));
            lines.collect::<Vec<_>>().join("; ")
        })
        .collect()
}

async fn levels(app: &App, current: &CurrentUser, as_of: Date) -> Vec<(Level, Date)> {
    let asked = WarningsAsked { as_of: Some(as_of), mine: true, ..WarningsAsked::default() };
    let found = app.warnings(current, &asked).await.unwrap();
    found.items.iter().map(|one| (one.state.step.watch.level, one.state.day)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_state_is_told_once_and_any_day_can_be_seen_again() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let hoa = signed_in(&app, "SCT", "hoa", Role::Officer).await;
        add_task(db, &hoa, date(2026, 11, 20)).await;
        let mut day = date(2026, 11, 10);
        while day <= date(2026, 11, 25) {
            app.watch(morning(day)).await.unwrap();
            assert_eq!(app.watch(morning(day)).await.unwrap().notices, 0, "once a day");
            day = day.tomorrow().unwrap();
        }
        let mut messages = told(&app, &hoa).await;
        messages.reverse();
        assert_eq!(
            messages,
            ["NV7: Rà soát chợ hạng 3. Đến hạn 20/11/2026", "NV7: Rà soát chợ hạng 3. Hạn 20/11/2026, chưa hoàn thành",]
        );
        assert_eq!(levels(&app, &hoa, date(2026, 11, 12)).await, []);
        assert_eq!(levels(&app, &hoa, date(2026, 11, 16)).await, [(Level::Near, date(2026, 11, 13))]);
        assert_eq!(levels(&app, &hoa, date(2026, 11, 25)).await, [(Level::Missed, date(2026, 11, 21))]);
        let early = WarningsAsked { as_of: Some(date(2026, 11, 1)), ..WarningsAsked::default() };
        assert!(app.warnings(&hoa, &early).await.unwrap().computed.is_none(), "nothing was worked out yet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_database_tell_once() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let hoa = signed_in(&app, "SCT", "hoa", Role::Officer).await;
        add_task(db, &hoa, date(2026, 11, 10)).await;
        let now = morning(date(2026, 11, 15));
        let runs = (0..4).map(|_| {
            let app = app.clone();
            tokio::spawn(async move { app.watch(now).await.map(|told| told.notices) })
        });
        let mut notices = 0;
        for run in runs.collect::<Vec<_>>() {
            // One that finds the database busy tries again at its next round.
            notices += run.await.unwrap().unwrap_or_default();
        }
        assert_eq!((notices, told(&app, &hoa).await.len()), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_anothers_duty_is_not_among_mine() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let hoa = signed_in(&app, "SCT", "hoa", Role::Officer).await;
        add_task(db, &hoa, date(2026, 11, 10)).await;
        app.watch(morning(date(2026, 11, 15))).await.unwrap();
        let supervisor = signed_in(&app, "SCT", "giam-sat", Role::Officer).await;
        let asked = WarningsAsked { as_of: Some(date(2026, 11, 15)), mine: true, ..WarningsAsked::default() };
        let seen = app.warnings(&supervisor, &asked).await.unwrap();
        assert!(seen.items.is_empty(), "another's duty is not mine");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn targets_and_grades_are_watched_until_the_year_is_graded() {
    on_each_engine(async |db| {
        let clock = Clock::at(date(2020, 1, 6));
        let app = open(db).await.with_clock(clock.clone());
        import(&app, REPORT).await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let seen = async |day: Date, kind: Watched| {
            app.watch(morning(day)).await.unwrap();
            let asked = WarningsAsked { as_of: Some(day), kind: Some(kind), ..WarningsAsked::default() };
            let items = app.warnings(&leader, &asked).await.unwrap().items.into_iter();
            items.map(|one| one.state.step.watch).map(|watch| (watch.level, watch.reason_vi)).collect::<Vec<_>>()
        };
        let targets = seen(date(2020, 1, 6), Watched::Target).await;
        let count = |level: Level| targets.iter().filter(|(one, _)| *one == level).count();
        assert_eq!((count(Level::Missed), count(Level::Unknown)), (1, 6), "{targets:?}");
        let missed = targets.iter().find(|(level, _)| *level == Level::Missed).unwrap();
        assert!(missed.1.contains("4.750 triệu USD") && missed.1.contains("91,7%"), "{missed:?}");
        assert_eq!(seen(date(2020, 1, 6), Watched::Grade).await, []);

        // A self-grade above what evidence suggests is told the next morning.
        let graded = app.graded_year(&leader, None, Some(2019), None).await.unwrap();
        let task = graded.tasks.iter().find(|task| task.code == "NV1").unwrap();
        let giving = GradeToGive {
            of: GradeOf::Task(task.task.id),
            stage: Stage::SelfGraded,
            grade: Grade::Excellent,
            reason: "Bạn hàng đổi chính sách".to_owned(),
            document: TypedDocument::default(),
            seen: newest(&task.entries, Stage::SelfGraded).map(|entry| entry.id),
        };
        app.give_grade(&leader, &giving, "test").await.unwrap();
        clock.set(date(2020, 1, 7));
        let grades = seen(date(2020, 1, 7), Watched::Grade).await;
        let [(Level::AtRisk, reason)] = grades.as_slice() else { panic!("{grades:?}") };
        assert!(reason.contains("tự đánh giá: Hoàn thành xuất sắc"), "{reason}");

        // When the year is no longer graded, nothing of it is watched.
        clock.set(date(2020, 4, 1));
        assert_eq!(seen(date(2020, 4, 1), Watched::Target).await, []);
    })
    .await;
}

/// The head of a division that has charge of a monthly indicator.
async fn head_in_charge(app: &App, leader: &CurrentUser) -> (CurrentUser, IndicatorId) {
    let head = UserToAdd {
        agency: "SCT".to_owned(),
        division: Some("QLTM".to_owned()),
        login: "truong".to_owned(),
        full_name: "Trưởng phòng".to_owned(),
        role: Role::DivisionHead,
        password: PASSWORD.to_owned(),
        must_change_password: false,
    };
    app.add_user(&head, &Actor::command_line()).await.unwrap();
    let session = app.sign_in("truong", PASSWORD, "127.0.0.1").await.unwrap();
    let head = app.session(&session.token).await.unwrap().unwrap();
    let terms = Terms {
        frequency: PeriodKind::Month,
        over_time: Aggregation::Sum,
        better: Better::Higher,
        division: head.user.division,
        ..Terms::new("XK", "Kim ngạch xuất khẩu qua cửa khẩu", Some("triệu USD".to_owned()))
    };
    let id = app.save_indicator(leader, None, terms, "test").await.unwrap();
    (head, id)
}

async fn enter(
    app: &App,
    who: &CurrentUser,
    period: &str,
    (indicator, kind, text): (IndicatorId, ObservationKind, &str),
) {
    let period = ReportingPeriod::parse(period).unwrap();
    let cell = CellEntry { indicator, kind, text: text.to_owned(), seen: None, confirmed: None };
    let entered = app.enter_figures(who, period, vec![cell], &EntryNote::default(), false, "test").await.unwrap();
    assert_eq!(entered.saved, 1, "{entered:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indicator_warns_when_a_figure_is_not_in_and_when_its_plan_will_not_be_met() {
    on_each_engine(async |db| {
        let clock = Clock::at(date(2026, 4, 15));
        let app = open(db).await.with_clock(clock.clone());
        import(&app, REPORT).await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let planner = signed_in(&app, "SCT", "hoa", Role::PlanningOfficer).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let (head, export) = head_in_charge(&app, &leader).await;
        let on = async |day: Date| {
            clock.set(day);
            app.watch(morning(day)).await.unwrap();
            let asked = WarningsAsked { kind: Some(Watched::Indicator), ..WarningsAsked::default() };
            let items = app.warnings(&leader, &asked).await.unwrap().items;
            items
                .into_iter()
                .map(|one| (one.state.step.watch.level, one.state.step.watch.reason_vi))
                .collect::<Vec<_>>()
        };
        let actual = ObservationKind::Actual;
        for month in ["202601", "202602", "202603"] {
            enter(&app, &head, month, (export, actual, "100")).await;
        }
        // The data of April closed on the 14th and may be entered on the 15th still. What was merely read out of the
        // report warns of nothing.
        assert_eq!(on(date(2026, 4, 15)).await, []);
        let owed = (Level::Unknown, "Chưa có số liệu tháng 4/2026 (hạn nhập 15/04/2026)".to_owned());
        assert_eq!(on(date(2026, 4, 16)).await, [owed]);
        let line = "XK: Kim ngạch xuất khẩu qua cửa khẩu. Chưa có số liệu tháng 4/2026 (hạn nhập 15/04/2026)";
        assert_eq!(told(&app, &head).await, [line]);
        assert!(told(&app, &planner).await.contains(&line.to_owned()));
        assert!(told(&app, &officer).await.is_empty());

        // Entered, its pace is held against the plan.
        enter(&app, &head, "202604", (export, actual, "100")).await;
        enter(&app, &head, "2026", (export, ObservationKind::Plan, "1500")).await;
        let forecast = "Dự báo hết năm 2026 1.200 triệu USD (theo bình quân tháng), kế hoạch 1.500 triệu USD";
        assert_eq!(on(date(2026, 4, 17)).await, [(Level::AtRisk, forecast.to_owned())]);
        let changed = app.changed_today(&head).await.unwrap();
        let first = &changed.first().unwrap().state.step;
        assert_eq!((changed.len(), first.from(), first.watch.level), (1, Level::Unknown, Level::AtRisk));
        assert!(app.changed_today(&officer).await.unwrap().is_empty(), "not their duty");
        on(date(2026, 4, 18)).await;
        assert!(app.changed_today(&head).await.unwrap().is_empty(), "nothing changed since");

        // What the year really came to misses the plan, until the year is graded.
        clock.set(date(2027, 1, 8));
        enter(&app, &head, "2026", (export, actual, "1.190,5")).await;
        let ended = on(date(2027, 1, 9)).await;
        let [(Level::Missed, why)] = ended.as_slice() else { panic!("{ended:?}") };
        assert!(why.starts_with("Thực hiện năm 2026 là 1.190,5 triệu USD, kế hoạch 1.500 triệu USD; Chưa có"), "{why}");
        assert!(on(date(2027, 4, 1)).await.iter().all(|(level, _)| *level == Level::Unknown));
    })
    .await;
}
