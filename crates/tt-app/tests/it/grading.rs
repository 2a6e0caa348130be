//! Grading as those do who grade themselves, appraise and decide: suggestion, reasons, history as of any day, ranking.

use jiff::civil::{Date, date};
use tt_app::coverage::Backing;
use tt_app::grading::year::{GradedTask, newest};
use tt_app::grading::{GradeOf, GradeToGive, SetDraft, Tie, TieChoice, TypedDocument};
use tt_app::{Actor, App, AppError, Clock, CurrentUser};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::goal::Outlook;
use tt_domain::grading::Subject;
use tt_domain::organisation::Role;
use tt_testkit::{TestDb, agency, on_each_engine};

use super::{REPORT, import, open, request, signed_in};

/// People who grade: within the agency, and above it.
struct Jury {
    app: App,
    clock: Clock,
    leader: CurrentUser,
    officer: CurrentUser,
    appraiser: CurrentUser,
    chairman: CurrentUser,
}

impl Jury {
    async fn open(db: &TestDb) -> Self {
        let clock = Clock::at(date(2020, 1, 10));
        let app = open(db).await.with_clock(clock.clone());
        import(&app, REPORT).await;
        let mut tx = db.db.begin_write().await.unwrap();
        agency(&mut tx, "UBND").await;
        tx.commit().await.unwrap();
        db.raw("update agencies set parent_id = (select id from agencies where symbol = 'UBND') where symbol = 'SCT'")
            .await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let appraiser = signed_in(&app, "UBND", "thamdinh", Role::Supervisor).await;
        let chairman = signed_in(&app, "UBND", "chutich", Role::Leader).await;
        Self { app, clock, leader, officer, appraiser, chairman }
    }

    async fn task(&self, who: &CurrentUser, code: &str, as_of: Option<Date>) -> GradedTask {
        let graded = self.app.graded_year(who, Some(self.leader.agency.id), Some(2019), as_of).await.unwrap();
        graded.tasks.into_iter().find(|task| task.code == code).unwrap()
    }

    async fn give(
        &self,
        who: &CurrentUser,
        code: &str,
        stage: Stage,
        grade: Grade,
        reason: &str,
    ) -> Result<(), AppError> {
        let task = self.task(who, code, None).await;
        let document = if stage == Stage::Final { "370/QĐ-UBND" } else { "" };
        let giving = GradeToGive {
            of: GradeOf::Task(task.task.id),
            stage,
            grade,
            reason: reason.to_owned(),
            document: TypedDocument { number: document.to_owned(), day: None },
            seen: newest(&task.entries, stage).map(|entry| entry.id),
        };
        self.app.give_grade(who, &giving, "test").await
    }
}

fn at(refused: Result<(), AppError>) -> &'static str {
    match refused {
        Err(AppError::RefusedAt { field, .. }) => field,
        other => panic!("not refused at a field: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_says_which_targets_it_follows_from() {
    on_each_engine(async |db| {
        let jury = Jury::open(db).await;
        let trade = jury.task(&jury.leader, "NV1", None).await;
        let states: Vec<Outlook> = trade.targets.iter().map(|target| target.judgement.outlook).collect();
        assert_eq!(states, [Outlook::Missed, Outlook::Reached], "91,7 % of the one, 9,6 % within 9–10 % of the other");
        assert_eq!(trade.grade(Stage::Suggested), Some(Grade::Good));
        let reasons: Vec<&str> = trade.suggestion.reasons.iter().map(|reason| reason.said.vi.as_str()).collect();
        assert!(
            reasons.iter().any(|reason| reason.contains("4.750 triệu USD") && reason.contains("91,7%")),
            "{reasons:#?}"
        );
        // Nothing proved is nothing suggested, and it is said.
        let power = jury.task(&jury.leader, "NV3", None).await;
        assert_eq!(power.grade(Stage::Suggested), None);
        assert!(power.suggestion.reasons.iter().any(|reason| reason.said.vi.contains("chưa có minh chứng")));
        assert_eq!(power.grade(Stage::SelfGraded), Some(Grade::Good), "what the agency says stands beside it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_stage_is_given_by_another_and_departing_needs_a_reason() {
    on_each_engine(async |db| {
        let jury = Jury::open(db).await;
        let (leader, appraiser, chairman) = (&jury.leader, &jury.appraiser, &jury.chairman);
        assert_eq!(at(jury.give(leader, "NV1", Stage::SelfGraded, Grade::Excellent, "  ").await), "ly-do");
        jury.give(leader, "NV1", Stage::SelfGraded, Grade::Excellent, "Kim ngạch do bạn hàng đổi chính sách")
            .await
            .unwrap();
        assert!(matches!(jury.give(leader, "NV1", Stage::Appraised, Grade::Good, "").await, Err(AppError::Forbidden)));
        assert!(matches!(
            jury.give(&jury.officer, "NV1", Stage::SelfGraded, Grade::Good, "").await,
            Err(AppError::Forbidden)
        ));
        assert_eq!(at(jury.give(appraiser, "NV1", Stage::Appraised, Grade::Good, "").await), "ly-do", "it departs too");
        jury.give(appraiser, "NV1", Stage::Appraised, Grade::Good, "Thiếu 430 triệu USD").await.unwrap();
        let own = jury.give(appraiser, "NV1", Stage::Final, Grade::Good, "").await;
        assert!(matches!(own, Err(AppError::Refused(_))), "who appraised does not decide: {own:?}");
        jury.give(chairman, "NV1", Stage::Final, Grade::Good, "").await.unwrap();

        // Four grades stand apart, with who and why; nothing is taken back by the next.
        let task = jury.task(leader, "NV1", None).await;
        let stages = [Stage::Suggested, Stage::SelfGraded, Stage::Appraised, Stage::Final];
        let grades = stages.map(|stage| task.grade(stage));
        assert_eq!(grades, [Some(Grade::Good), Some(Grade::Excellent), Some(Grade::Good), Some(Grade::Good)]);
        let said: Vec<_> = task.entries.iter().filter(|entry| entry.stage == Stage::SelfGraded).collect();
        assert_eq!(said.len(), 2, "the report's word is kept below the new one");
        assert_eq!(said.first().unwrap().suggested, Some(Grade::Good), "what was suggested then");

        jury.app.close_grading(chairman, (leader.agency.id, 2019), true, "test").await.unwrap();
        let late = jury.give(leader, "NV2", Stage::SelfGraded, Grade::Good, "").await;
        assert!(matches!(late, Err(AppError::Refused(_))), "{late:?}");
        assert_eq!(jury.app.verify_audit().await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_graded_meanwhile_is_not_overwritten() {
    on_each_engine(async |db| {
        let jury = Jury::open(db).await;
        let seen = jury.task(&jury.leader, "NV2", None).await;
        jury.give(&jury.leader, "NV2", Stage::SelfGraded, Grade::Completed, "Còn 02 xã cam kết").await.unwrap();
        let giving = GradeToGive {
            of: GradeOf::Task(seen.task.id),
            stage: Stage::SelfGraded,
            grade: Grade::Good,
            reason: String::new(),
            document: TypedDocument::default(),
            seen: newest(&seen.entries, Stage::SelfGraded).map(|entry| entry.id),
        };
        let second = jury.app.give_grade(&jury.leader, &giving, "test").await;
        assert!(matches!(second, Err(AppError::Store(tt_app::StoreError::Stale))), "{second:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_seen_as_of_any_day() {
    on_each_engine(async |db| {
        let jury = Jury::open(db).await;
        // The report is of December 2019, whenever it was read.
        let before = jury.task(&jury.leader, "NV1", Some(date(2019, 11, 30))).await;
        assert_eq!(before.grade(Stage::SelfGraded), None);
        let then = jury.task(&jury.leader, "NV1", Some(date(2019, 12, 31))).await;
        assert_eq!(then.grade(Stage::SelfGraded), Some(Grade::Good));
        jury.clock.set(date(2020, 2, 3));
        jury.give(&jury.leader, "NV1", Stage::SelfGraded, Grade::Completed, "Sau khi rà soát").await.unwrap();
        let day_before = jury.task(&jury.leader, "NV1", Some(date(2020, 2, 2))).await;
        assert_eq!(day_before.grade(Stage::SelfGraded), Some(Grade::Good));
        assert_eq!(jury.task(&jury.leader, "NV1", None).await.grade(Stage::SelfGraded), Some(Grade::Completed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_above_rank_the_agencies_below_and_nobody_else_does() {
    on_each_engine(async |db| {
        let jury = Jury::open(db).await;
        let ranked = jury.app.grade_ranking(&jury.appraiser, 2019, None, false).await.unwrap();
        let [group] = ranked.as_slice() else { panic!("{ranked:?}") };
        let symbols: Vec<&str> = group.rows.iter().map(|row| row.agency.symbol.as_str()).collect();
        assert_eq!(symbols, ["SCT"]);
        assert!(matches!(jury.app.grade_ranking(&jury.leader, 2019, None, false).await, Err(AppError::Forbidden)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn criteria_that_do_not_add_up_are_told_at_their_fields_and_not_kept() {
    on_each_engine(async |db| {
        let jury = Jury::open(db).await;
        let shipped = jury.app.criteria_sets(&jury.appraiser).await.unwrap();
        let from = shipped.iter().find(|set| set.criteria.faults().is_empty()).unwrap();
        let mut values: Vec<(String, String)> =
            from.criteria.values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let draft = |values: &[(String, String)]| SetDraft {
            code: None,
            name: "Bộ tiêu chí của tỉnh".to_owned(),
            basis: "Quyết định số 12/QĐ-UBND".to_owned(),
            subject: Subject::Agencies,
            valid_from: Some(date(2019, 1, 1)),
            valid_to: None,
            values: values.to_vec(),
        };
        let kept = async || {
            let all = jury.app.criteria_sets(&jury.appraiser).await.unwrap();
            all.iter().filter(|set| set.agency.is_some()).count()
        };
        let good = values.clone();
        for (name, value) in &mut values {
            if name == "general" {
                *value = "90".to_owned();
            }
        }
        let faults = jury.app.keep_criteria_set(&jury.appraiser, &draft(&values), "test").await.unwrap().unwrap_err();
        assert!(!faults.is_empty() && kept().await == 0, "{faults:?}");
        jury.app.keep_criteria_set(&jury.appraiser, &draft(&good), "test").await.unwrap().unwrap();
        assert_eq!(kept().await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_a_result_is_offered_and_counts_once_a_person_takes_it() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2020, 1, 10)));
        app.import_with_entries(&request(REPORT), &Actor::command_line()).await.unwrap();
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let year = app.graded_year(&leader, None, Some(2019), None).await.unwrap();
        let task = year.tasks.iter().find(|task| task.code == "NV5").unwrap().task.id;
        let graded = app.graded_task(&leader, task).await.unwrap();
        let markets = graded.tasks.first().unwrap().targets.first().unwrap();
        // Fourteen were handed over, none of that says how many were built: nothing is taken by itself.
        assert_eq!(markets.judgement.outlook, Outlook::NoEvidence);
        let stated: Vec<String> = markets.candidates.iter().map(|figure| figure.value.to_string()).collect();
        assert_eq!(stated, ["14", "10"]);
        assert!(markets.candidates.iter().all(|figure| figure.sentence.contains("giao")));
        let measures = app.measures_for(&leader, &graded).await.unwrap();
        let (target, offers) = measures.fitting.first().unwrap();
        let offer = offers.first().unwrap();
        assert_eq!(
            (*target, offer.name.as_str(), offer.value),
            (markets.target.id, "Chợ đã xây dựng, cải tạo xong", Some(4.into()))
        );
        assert!(measures.all.iter().any(|(id, _)| *id == offer.id), "it can be chosen from the whole list too");

        let choice = TieChoice::Register(offer.id);
        let tie = Tie { target: *target, choice, documents: Vec::new(), note: String::new() };
        app.tie_target(&leader, &tie, "test").await.unwrap();
        let graded = app.graded_task(&leader, task).await.unwrap();
        let markets = graded.tasks.first().unwrap().targets.first().unwrap();
        assert_eq!(markets.judgement.outlook, Outlook::Missed);
        assert!(markets.judgement.reasons.iter().any(|why| why.vi.starts_with("4 chợ so với mục tiêu ≥ 13 chợ")));
        assert!(app.measures_for(&leader, &graded).await.unwrap().fitting.iter().all(|(id, _)| *id != tie.target));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_backed_by_indicators_targets_registers_and_grades() {
    on_each_engine(async |db| {
        let app = open(db).await;
        app.import_with_entries(&request(REPORT), &Actor::command_line()).await.unwrap();
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let report = app.reports(&leader).await.unwrap().first().unwrap().id;
        let view = app.report(&leader, report).await.unwrap();
        let backed = app.report_backing(&leader, &view).await.unwrap();
        let count = |fits: fn(&Backing) -> bool| backed.iter().filter(|(_, backing)| fits(backing)).count();
        assert_eq!(
            (
                count(|backing| *backing == Backing::Record),
                count(|backing| *backing == Backing::Target),
                count(|backing| matches!(backing, Backing::Register(_))),
                count(Backing::is_derived),
                count(|backing| *backing == Backing::Narrative),
            ),
            (44, 6, 1, 4, 9)
        );
    })
    .await;
}
