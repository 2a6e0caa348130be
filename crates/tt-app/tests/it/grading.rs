//! Targets with their state and grading, over the real report and a year lived through.

use jiff::civil::date;
use tt_app::grading::year::newest;
use tt_app::grading::{
    FactsToConfirm, GradeOf, GradeToGive, GradedYear, SetDraft, Tie, TieChoice, Tied, TypedDocument,
};
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, AppError, Clock, CurrentUser};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::goal::Outlook;
use tt_domain::grading::unit::UnitFacts;
use tt_domain::grading::{Subject, shipped};
use tt_domain::organisation::{AgencyLevel, NewAgency, Role};
use tt_store::agencies;
use tt_testkit::{TestDb, on_each_engine};

use super::{PASSWORD, REPORT, import, open};

/// The eighteen targets of the report and its proposals, and the grades of the six tasks, as of 5 January 2020.
const STATES: &str = "
";

/// A department with its leader and planner, and two people of the agency above it.
struct Province {
    app: App,
    planner: CurrentUser,
    leader: CurrentUser,
    supervisor: CurrentUser,
    decider: CurrentUser,
}

impl Province {
    async fn open(db: &TestDb) -> Self {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 20)));
        import(&app, REPORT).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let above = NewAgency {
            symbol: "UBND".into(),
            name: "UBND tỉnh".into(),
            level: AgencyLevel::Province,
            ..NewAgency::default()
        };
        let above = agencies::insert(&mut tx, &above).await.unwrap();
        let mut department = agencies::find_by_symbol(&mut tx, "SCT").await.unwrap().unwrap();
        department.parent = Some(above);
        department.level = AgencyLevel::Department;
        agencies::update(&mut tx, &department).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            planner: person(&app, "SCT", "kehoach", Role::PlanningOfficer).await,
            leader: person(&app, "SCT", "lanhdao", Role::Leader).await,
            supervisor: person(&app, "UBND", "giamsat", Role::Supervisor).await,
            decider: person(&app, "UBND", "chutich", Role::Leader).await,
            app,
        }
    }

    async fn year(&self) -> GradedYear {
        self.app.graded_year(&self.planner, None, Some(2019), Some(date(2020, 1, 5))).await.unwrap()
    }

    async fn give(
        &self,
        who: &CurrentUser,
        number: u32,
        stage: Stage,
        grade: Grade,
        more: (&str, &str),
    ) -> Result<(), AppError> {
        let year = self.app.graded_year(&self.planner, None, Some(2019), None).await.unwrap();
        let task = year.tasks.iter().find(|task| task.task.number == number).unwrap();
        let giving = GradeToGive {
            of: GradeOf::Task(task.task.id),
            stage,
            grade,
            reason: more.0.to_owned(),
            document: TypedDocument { number: more.1.to_owned(), day: None },
            seen: newest(&task.entries, stage).map(|entry| entry.id),
        };
        self.app.give_grade(who, &giving, "test").await
    }
}

async fn person(app: &App, agency: &str, login: &str, role: Role) -> CurrentUser {
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
    let session = app.sign_in(login, PASSWORD, "127.0.0.1").await.expect("the user signs in");
    app.session(&session.token).await.unwrap().expect("the session holds")
}

fn told<T: std::fmt::Debug>(refused: Result<T, AppError>) -> String {
    match refused {
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => message.vi,
        other => format!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_target_of_the_report_has_its_state_and_reason() {
    on_each_engine(async |db| {
        let province = Province::open(db).await;
        let year = province.year().await;
        let next = province.app.graded_year(&province.planner, None, Some(2020), Some(date(2020, 1, 5))).await.unwrap();
        let mut lines = Vec::new();
        for task in year.tasks.iter().chain(&next.tasks) {
            for target in &task.targets {
                let why: Vec<&str> = target.judgement.reasons.iter().map(|reason| reason.vi.as_str()).collect();
                lines.push(format!("{} {}: {}", task.code, target.judgement.outlook.code(), why.join("; ")));
            }
            if task.task.number > 0 && task.facts.standing != tt_domain::grading::task::Standing::Excluded {
                let own = task.grade(Stage::SelfGraded).map_or("-", Grade::code);
                let suggested = task.suggestion.grade.map_or("-", Grade::code);
                lines.push(format!("{} suggested {suggested}, self {own}", task.code));
            }
        }
        assert_eq!(year.tasks.iter().chain(&next.tasks).map(|task| task.targets.len()).sum::<usize>(), 18);
        assert_eq!(lines.join("\n"), STATES.trim());
        let summary = year.distribution(Stage::SelfGraded).sentence().vi;
        assert_eq!(summary, "hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06 nhiệm vụ");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_grades_stand_apart_with_author_time_and_history() {
    on_each_engine(async |db| {
        let province = Province::open(db).await;
        let (planner, leader) = (&province.planner, &province.leader);
        let (supervisor, decider) = (&province.supervisor, &province.decider);
        // Evidence suggests good for task 6.
        let bare = province.give(planner, 6, Stage::SelfGraded, Grade::Excellent, ("", "")).await;
        assert!(told(bare).contains("hãy nêu lý do"));
        province.give(planner, 6, Stage::SelfGraded, Grade::Excellent, ("Vượt ba đơn vị", "")).await.unwrap();
        province.give(leader, 6, Stage::SelfGraded, Grade::Good, ("", "")).await.unwrap();
        let wrong = province.give(leader, 6, Stage::Appraised, Grade::Good, ("", "")).await;
        assert!(matches!(wrong, Err(AppError::Forbidden)), "{wrong:?}");
        let bare = province.give(supervisor, 6, Stage::Appraised, Grade::Completed, ("", "")).await;
        assert!(told(bare).contains("khác mức tự đánh giá"));
        province.give(supervisor, 6, Stage::Appraised, Grade::Completed, ("Thiếu biên bản", "")).await.unwrap();
        let own = province.give(supervisor, 6, Stage::Final, Grade::Completed, ("", "12/QĐ-UBND")).await;
        assert!(told(own).contains("người khác phải thẩm định hoặc quyết định"));
        let bare = province.give(decider, 6, Stage::Final, Grade::Completed, ("", "")).await;
        assert!(told(bare).contains("số văn bản"));
        province.give(decider, 6, Stage::Final, Grade::Completed, ("", "12/QĐ-UBND")).await.unwrap();

        let year = province.app.graded_year(planner, None, Some(2019), None).await.unwrap();
        let task = year.tasks.iter().find(|task| task.task.number == 6).unwrap();
        let grades = [Stage::SelfGraded, Stage::Appraised, Stage::Final].map(|stage| task.grade(stage));
        assert_eq!(grades, [Some(Grade::Good), Some(Grade::Completed), Some(Grade::Completed)]);
        let own: Vec<_> = task.entries.iter().filter(|entry| entry.stage == Stage::SelfGraded).collect();
        assert_eq!(own.len(), 3, "the report's, the planner's, the leader's");
        assert!(own.last().unwrap().report.is_some() && own[0].by == Some(leader.user.id));
        let last = newest(&task.entries, Stage::Final).unwrap();
        assert_eq!(year.documents[&last.document.unwrap()].number.as_deref(), Some("12/QĐ-UBND"));
        let audit = province
            .app
            .audit_events(&person(&province.app, "SCT", "quantri", Role::Administrator).await, None, 50)
            .await
            .unwrap();
        assert_eq!(audit.iter().filter(|event| event.event.action == "grade.given").count(), 4);
        // Importing the report again takes nothing of this away but the self-grade it states itself.
        import(&province.app, REPORT).await;
        let again = province.app.graded_year(planner, None, Some(2019), None).await.unwrap();
        let task = again.tasks.iter().find(|task| task.task.number == 6).unwrap();
        assert_eq!(task.grade(Stage::Final), Some(Grade::Completed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_given_meanwhile_is_not_overwritten_unseen() {
    on_each_engine(async |db| {
        let province = Province::open(db).await;
        let year = province.year().await;
        let task = &year.tasks[0];
        let giving = GradeToGive {
            of: GradeOf::Task(task.task.id),
            stage: Stage::SelfGraded,
            grade: Grade::Good,
            reason: String::new(),
            document: TypedDocument::default(),
            seen: newest(&task.entries, Stage::SelfGraded).map(|entry| entry.id),
        };
        province.app.give_grade(&province.planner, &giving, "test").await.unwrap();
        let stale = province.app.give_grade(&province.leader, &giving, "test").await.unwrap_err();
        assert!(stale.is_stale());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_is_tied_to_evidence_by_a_person() {
    on_each_engine(async |db| {
        let province = Province::open(db).await;
        let year = province.year().await;
        let (first, third) = (&year.tasks[0].targets[0], &year.tasks[2].targets[0]);
        assert_eq!(first.tied, Tied::Offered);
        let tie = |target, choice, documents: &[&str]| Tie {
            target,
            choice,
            documents: documents
                .iter()
                .map(|number| TypedDocument { number: (*number).to_owned(), day: None })
                .collect(),
            note: String::new(),
        };
        let planner = &province.planner;
        let figure = TieChoice::Figure(first.sentence.as_ref().unwrap().figure);
        province.app.tie_target(planner, &tie(first.target.id, figure, &[]), "test").await.unwrap();
        let stated = |value: i64| TieChoice::Stated { value: value.into(), on: date(2019, 12, 15) };
        let bare = province.app.tie_target(planner, &tie(third.target.id, stated(1), &[]), "test").await;
        assert!(told(bare).contains("số nhập tay phải có văn bản"));
        let odd = province.app.tie_target(planner, &tie(third.target.id, stated(1), &["không số"]), "test").await;
        assert!(told(odd).contains("không phải số văn bản"));
        province.app.tie_target(planner, &tie(third.target.id, stated(1), &["77/BC-SCT"]), "test").await.unwrap();
        let year = province.year().await;
        assert!(matches!(year.tasks[0].targets[0].tied, Tied::By(_)));
        assert_eq!(year.tasks[2].targets[0].judgement.outlook, Outlook::Reached);
        assert_eq!(year.tasks[2].suggestion.grade, Some(Grade::Good));
        // On a day before the value was there, it says nothing.
        let before = province.app.graded_year(planner, None, Some(2019), Some(date(2019, 12, 10))).await.unwrap();
        assert_eq!(before.tasks[2].targets[0].judgement.outlook, Outlook::NoEvidence);
        province.app.tie_target(planner, &tie(third.target.id, TieChoice::Nothing, &[]), "test").await.unwrap();
        assert_eq!(province.year().await.tasks[2].targets[0].judgement.outlook, Outlook::NoEvidence);
        let ahead = TieChoice::Milestone { done_on: Some(date(2020, 3, 1)), expected_on: None };
        let refused = province.app.tie_target(planner, &tie(third.target.id, ahead, &[]), "test").await;
        assert!(told(refused).contains("sau hôm nay"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_year_and_an_agency_with_its_points() {
    on_each_engine(async |db| {
        let province = Province::open(db).await;
        let sct = province.planner.agency.id;
        let (app, supervisor, decider) = (&province.app, &province.supervisor, &province.decider);
        let facts = |general: i64| UnitFacts { general: Some(general.into()), ..UnitFacts::default() };
        let over = app.tell_unit_facts(supervisor, (sct, 2019), facts(5), "test").await;
        assert!(told(over).contains("từ 0 đến 0"), "the practice of 2019 knows no general points");
        app.tell_unit_facts(supervisor, (sct, 2019), facts(0), "test").await.unwrap();
        let refused = app.close_grading(&province.leader, (sct, 2019), true, "test").await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
        app.close_grading(decider, (sct, 2019), true, "test").await.unwrap();
        let closed = province.give(&province.planner, 1, Stage::SelfGraded, Grade::Good, ("", "")).await;
        assert!(told(closed).contains("đã khóa"));
        app.close_grading(decider, (sct, 2019), false, "test").await.unwrap();
        province.give(&province.planner, 1, Stage::SelfGraded, Grade::Good, ("", "")).await.unwrap();
        let task = province.year().await.tasks[0].task.id;
        let confirm = |document: &str| FactsToConfirm {
            coefficient: "1.5".parse().unwrap(),
            exceeded: Some(("Về trước 2 tháng".into(), TypedDocument { number: document.into(), day: None })),
            objective_cause: None,
        };
        let bare = app.confirm_facts(supervisor, task, &confirm(""), "test").await;
        assert!(told(bare).contains("số văn bản làm căn cứ"));
        assert!(matches!(
            app.confirm_facts(&province.planner, task, &confirm("1/BC"), "test").await,
            Err(AppError::Forbidden)
        ));
        app.confirm_facts(supervisor, task, &confirm("1/BC-SCT"), "test").await.unwrap();
        let year = province.year().await;
        assert!(year.tasks[0].facts.exceeded && year.tasks[0].facts.coefficient == "1.5".parse().unwrap());
        let ranked = app.grade_ranking(supervisor, 2019, Some(date(2020, 1, 5)), false).await.unwrap();
        assert_eq!((ranked.len(), ranked[0].rows.len(), ranked[0].quota.allowed), (1, 1, 1));
        assert!(matches!(app.grade_ranking(&province.planner, 2019, None, false).await, Err(AppError::Forbidden)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_province_keeps_criteria_of_its_own() {
    on_each_engine(async |db| {
        let province = Province::open(db).await;
        let shipped = shipped::sets();
        let values = |changes: &[(&str, &str)]| {
            let mut values: Vec<(String, String)> =
                shipped[1].criteria.values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            for (name, value) in changes {
                values.iter_mut().find(|(known, _)| known == name).unwrap().1 = (*value).to_owned();
            }
            values
        };
        let draft = |values| SetDraft {
            code: None,
            name: "Bộ tiêu chí của tỉnh".into(),
            basis: "Quyết định 2052/QĐ-UBND".into(),
            subject: Subject::All,
            valid_from: Some(date(2019, 10, 29)),
            valid_to: None,
            values,
        };
        let (app, keeper) = (&province.app, &province.supervisor);
        let faulty = draft(values(&[("general", "40"), ("good", "abc")]));
        let faults = app.keep_criteria_set(keeper, &faulty, "test").await.unwrap().unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), ["good"]);
        let faulty = draft(values(&[("general", "40")]));
        let faults = app.keep_criteria_set(keeper, &faulty, "test").await.unwrap().unwrap_err();
        assert!(faults[0].said.vi.contains("cộng lại là 110, phải bằng 100"), "{faults:?}");
        let good = draft(values(&[("general", "40"), ("performance", "60"), ("items", "Kỷ luật = 15\nCải cách = 25")]));
        assert!(matches!(app.keep_criteria_set(&province.planner, &good, "test").await, Err(AppError::Forbidden)));
        app.keep_criteria_set(keeper, &good, "test").await.unwrap().unwrap();
        let changed = SetDraft { code: Some("rieng-1".into()), name: "Bộ sửa đổi".into(), ..good };
        app.keep_criteria_set(keeper, &changed, "test").await.unwrap().unwrap();
        // The department's year is now graded by the province's set, in its newest version.
        let year = province.year().await;
        let set = year.set.as_ref().unwrap();
        assert_eq!((set.name.as_str(), set.version, set.criteria.general), ("Bộ sửa đổi", 2, 40.into()));
        assert_eq!(set.criteria.items.len(), 2);
        assert_eq!(app.criteria_sets(&province.planner).await.unwrap().len(), shipped.len() + 2);
    })
    .await;
}
