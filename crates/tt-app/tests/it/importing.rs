//! Importing: once, again, corrected, and when it cannot be.

use jiff::civil::date;
use tt_app::import::difference::About;
use tt_app::registers::offered::OfferFate;
use tt_app::warnings::WarningsAsked;
use tt_app::work::TaskChanges;
use tt_app::{Actor, AppError};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::organisation::Role;
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::warning::Watched;
use tt_testkit::on_each_engine;

use super::{REPORT, import, open, request, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn the_real_report_becomes_records() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let outcome = import(&app, REPORT).await;
        assert!(outcome.new_agency && outcome.new_report);
        assert_eq!((outcome.agency.as_str(), outcome.year), ("SCT", 2019));
        assert_eq!((outcome.contents.tasks, outcome.contents.graded, outcome.contents.proposals), (6, 6, 4));
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let year = app.overview(&planner, None).await.unwrap();
        assert_eq!(year.year, 2019);
        assert_eq!(year.decision.unwrap().number.as_deref(), Some("230/QĐ-UBND"));
        let grades: Vec<Grade> = year.tasks.iter().map(|task| task.ratings[0].grade).collect();
        let [good, completed] = [Grade::Good, Grade::Completed];
        assert_eq!(grades, [good, good, good, good, completed, good]);
        assert!(year.tasks.iter().all(|task| task.ratings.iter().all(|rating| rating.stage == Stage::SelfGraded)));
        let next = app.overview(&planner, Some(2020)).await.unwrap();
        let number_of = |id| year.tasks.iter().find(|task| task.task.id == id).map(|task| task.task.number);
        let continued: Vec<_> = next.tasks.iter().map(|task| task.task.continues_from.and_then(number_of)).collect();
        assert_eq!(continued, [Some(1), Some(4), Some(5), Some(2)]);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_report_again_changes_nothing_and_says_so() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let again = import(&app, REPORT).await;
        assert!(!again.new_report);
        assert_eq!(again.changes, []);
        assert_eq!(app.verify_audit().await.unwrap().events, 1);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_everything_and_writes_nothing() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let told = app.import(&request(REPORT), true, &Actor::command_line()).await.unwrap();
        assert!(told.new_report && told.report.is_none());
        assert!(told.changes.iter().any(|change| change.about == About::Grade));
        assert_eq!(app.verify_audit().await.unwrap().events, 0);
        assert!(app.composed("SCT", 2019).await.is_err());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_report_shows_its_differences_and_applies_them() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let before = app.overview(&planner, None).await.unwrap();
        let corrected = REPORT
            .replace("đạt 4.750 triệu USD, đạt 91% kế hoạch", "đạt 4.770 triệu USD, đạt 92,1% kế hoạch")
            .replace("tự đánh giá: Hoàn thành nhiệm vụ.", "tự đánh giá: Hoàn thành tốt nhiệm vụ.");
        let told = app.import(&request(&corrected), true, &Actor::command_line()).await.unwrap();
        let outcome = import(&app, &corrected).await;
        assert_eq!(told.changes, outcome.changes);
        let of = |about| outcome.changes.iter().filter(|change| change.about == about).collect::<Vec<_>>();
        let pair = |change: &tt_app::import::difference::Change| {
            (change.before.clone().unwrap(), change.after.clone().unwrap())
        };
        let figures: Vec<_> = of(About::Figure).into_iter().map(pair).collect();
        assert_eq!(
            figures,
            [("4.750 triệu USD".to_owned(), "4.770 triệu USD".to_owned()), ("91%".to_owned(), "92,1%".to_owned()),]
        );
        assert_eq!(
            of(About::Grade).into_iter().map(pair).collect::<Vec<_>>(),
            [("Hoàn thành".into(), "Hoàn thành tốt".into())]
        );
        assert_eq!(of(About::Paragraph).len(), 2);
        assert_eq!(outcome.changes.len(), 5);

        let after = app.overview(&planner, None).await.unwrap();
        assert_eq!(after.tasks[4].ratings[0].grade, Grade::Good);
        let ids = |year: &tt_app::records::Overview| {
            year.tasks.iter().flat_map(|task| task.figures.iter().map(|figure| figure.id)).collect::<Vec<_>>()
        };
        assert_eq!(ids(&before), ids(&after), "figures keep their identity");
        let figure = after.tasks[0].figures.iter().find(|figure| figure.stated.printed == "4.770 triệu USD").unwrap();
        let provenance = app.figure(&planner, figure.id).await.unwrap();
        let observation = provenance.observation.unwrap();
        assert_eq!(observation.value.to_string(), "4770");
        let superseded = provenance.history.iter().find(|old| Some(old.id) == observation.supersedes).unwrap();
        assert_eq!(superseded.value.to_string(), "4750");
        assert!(app.composed("SCT", 2019).await.unwrap().text.contains("đạt 4.770 triệu USD, đạt 92,1% kế hoạch"));
        assert_eq!(import(&app, &corrected).await.changes, []);
        assert!(app.verify_audit().await.unwrap().broken.is_none());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_imported_is_refused_with_a_remedy_and_changes_nothing() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let unnamed = REPORT.replace("Số: /SCT-KHTCTH", "Số:");
        let refusals = [
            ("", "tệp rỗng"),
            ("Chỉ là một lá thư thăm hỏi.\n", "không thấy nhiệm vụ nào"),
            (unnamed.as_str(), "--agency"),
            ("MẬT\n\nSố: 01/BC-SCT\n\nBÁO CÁO\n\nNội dung.\n", "bí mật nhà nước"),
        ];
        for (text, words) in refusals {
            let refused = app.import(&request(text), false, &Actor::command_line()).await;
            match refused {
                Err(AppError::Refused(message)) => assert!(message.vi.contains(words), "{}", message.vi),
                other => panic!("{words}: {other:?}"),
            }
        }
        assert_eq!(app.verify_audit().await.unwrap().events, 0);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_side_by_side_make_one_report() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let first = app.import(&request(REPORT), false, &Actor::command_line()).await;
        assert!(first.is_ok());
        let corrected = REPORT.replace("đạt 91% kế hoạch", "đạt 92% kế hoạch");
        let (one, other) = (request(&corrected), request(&corrected));
        let actor = Actor::command_line();
        let (one, other) = tokio::join!(app.import(&one, false, &actor), app.import(&other, false, &actor));
        // Whoever comes second either waits and finds nothing to do, or is told that the database was busy.
        assert!(one.is_ok() || other.is_ok());
        assert!(import(&app, &corrected).await.changes.is_empty());
        assert!(app.verify_audit().await.unwrap().broken.is_none());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_import_only_reports_of_their_own_agency_and_only_if_they_may() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let other = REPORT.replace("SCT-KHTCTH", "SYT-KHTC");
        import(&app, &other).await;
        let planner = signed_in(&app, "SYT", "kehoach", Role::PlanningOfficer).await;
        let refused = app.import_as(&planner, &request(REPORT), false, &[], "127.0.0.1").await;
        assert!(matches!(refused, Err(AppError::Refused(message)) if message.vi.contains("SCT")));
        let own = app.import_as(&planner, &request(&other), false, &[], "127.0.0.1").await.unwrap();
        assert_eq!((own.agency.as_str(), own.changes.len()), ("SYT", 0));
        let officer = signed_in(&app, "SYT", "chuyenvien", Role::Officer).await;
        let refused = app.import_as(&officer, &request(&other), true, &[], "127.0.0.1").await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_report_names_becomes_entries_of_registers_once() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let report = request(REPORT);
        let seen = app.import_as(&planner, &report, true, &[], "127.0.0.1").await.unwrap();
        assert_eq!((seen.things.len(), seen.offered.len(), seen.taken), (28, 28, 0));
        let wrong: Vec<_> = seen.offered.iter().filter(|one| matches!(one.fate, OfferFate::Wrong)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        // Nothing is kept of a preview, and of an import only what is ticked.
        assert!(app.registers(&planner).await.unwrap().is_empty());
        let first = app.import_as(&planner, &report, false, &[0, 1], "127.0.0.1").await.unwrap();
        assert_eq!(first.taken, 2);
        let all: Vec<usize> = (0..28).collect();
        let rest = app.import_as(&planner, &report, false, &all, "127.0.0.1").await.unwrap();
        assert_eq!((rest.changes.len(), rest.taken), (0, 26));
        let again = app.import_as(&planner, &report, false, &all, "127.0.0.1").await.unwrap();
        assert_eq!(again.taken, 0, "the same report again writes nothing");
        let mut counts: Vec<(String, u64)> =
            app.registers(&planner).await.unwrap().into_iter().map(|(register, count)| (register.key, count)).collect();
        counts.sort();
        let expected = [("cho", 16), ("cum-cong-nghiep", 7), ("nong-thon-moi", 1), ("thuy-dien", 4)];
        assert_eq!(counts, expected.map(|(key, count)| (key.to_owned(), count)));
        // Years later every stage that was under way has taken longer than is usual.
        let later = "2026-11-27T06:30:00+07:00".parse().unwrap();
        app.watch(later).await.unwrap();
        let asked =
            WarningsAsked { as_of: Some(date(2026, 11, 27)), kind: Some(Watched::Entry), ..WarningsAsked::default() };
        let slow = app.warnings(&planner, &asked).await.unwrap().items;
        assert!(
            slow.iter().any(|one| one.state.step.watch.title == "Nhà máy thủy điện: Thủy điện Vằng Puộc"),
            "{slow:?}"
        );
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_keeps_its_words_when_a_task_is_worded_anew_and_what_is_generated_takes_the_new_ones() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let before = app.composed("SCT", 2019).await.unwrap();
        let graded = app.graded_year(&leader, None, Some(2019), Some(date(2019, 12, 31))).await.unwrap();
        let judged = |year: &tt_app::grading::year::GradedYear| -> Vec<_> {
            year.tasks.iter().flat_map(|task| &task.targets).map(|target| target.judgement.clone()).collect()
        };
        let tasks = app.overview(&leader, None).await.unwrap().tasks;
        for (task, words) in
            [(&tasks[4].task, "Ủy"), (&tasks[0].task, "Ưu tiên mở rộng thị trường xuất khẩu nông sản của tỉnh.")]
        {
            // The head of the statement grows by letters of several bytes: every place in it moves.
            let changes =
                TaskChanges { statement: Some(format!("{words} {}", task.statement)), ..TaskChanges::default() };
            app.edit_task(&leader, task.id, task.version, &changes, "test").await.unwrap();
        }
        let short = TaskChanges { statement: Some("Rà soát.".to_owned()), ..TaskChanges::default() };
        app.edit_task(&leader, tasks[5].task.id, tasks[5].task.version, &short, "test").await.unwrap();
        let after = app.composed("SCT", 2019).await.unwrap();
        assert_eq!(after.text, before.text, "the report says what it said");
        let fresh = app.composed_by("SCT", ReportingPeriod::year(2019), "trong-tam-nam").await.unwrap().document.text;
        for words in [
            "1. Nhiệm vụ 1: Ưu tiên mở rộng thị trường",
            "5. Nhiệm vụ 5: Ủy Tiếp tục thực hiện",
            "6. Nhiệm vụ 6: Rà soát.",
        ] {
            assert!(fresh.contains(words), "{words} in:\n{fresh}");
        }
        let again = app.graded_year(&leader, None, Some(2019), Some(date(2019, 12, 31))).await.unwrap();
        assert_eq!(judged(&again), judged(&graded), "the old wording is no evidence for the new one");
        app.close().await;
    })
    .await;
}
