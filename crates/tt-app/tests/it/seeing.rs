//! Seeing one's work: what waits for whom, workloads that add up, several tasks at once, views kept.

use jiff::civil::date;
use tt_app::work::bulk::BulkAction;
use tt_app::work::desk::Whose;
use tt_app::work::kept::ViewToKeep;
use tt_app::{AppError, CurrentUser, Language};
use tt_domain::duty::Duty;
use tt_domain::id::TaskId;
use tt_domain::life::Command;
use tt_domain::saved_view::Sharing;
use tt_testkit::on_each_engine;

use super::working::Office;

/// What one task asks of someone.
async fn duty(office: &Office, who: &CurrentUser, task: TaskId) -> Option<Duty> {
    let day = office.app.my_day(who).await.unwrap();
    day.duties.iter().find(|one| one.listed.task.id == task).map(|one| one.duty)
}

async fn version(office: &Office, task: TaskId) -> i64 {
    office.app.listed_task(&office.planner, task).await.unwrap().task.version
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_waits_for_one_person_after_the_other() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let id = office.assign(office.draft()).await;
        assert_eq!(duty(&office, &office.officer, id).await, Some(Duty::Accept));
        assert_eq!(duty(&office, &office.neighbour, id).await, None);
        office.act(&office.officer, id, Command::Accept).await.unwrap();
        assert_eq!(duty(&office, &office.officer, id).await, Some(Duty::Perform));
        // Followed from above it is counted, not listed, until it is due soon.
        assert_eq!(duty(&office, &office.leader, id).await, None);
        office.clock.set(date(2019, 6, 24));
        assert_eq!(duty(&office, &office.leader, id).await, Some(Duty::Follow));
        let until = date(2019, 7, 31);
        let ask = Command::AskExtension { until, reason: "Chờ số liệu".to_owned() };
        office.clock.set(date(2019, 6, 3));
        office.act(&office.officer, id, ask).await.unwrap();
        assert_eq!(duty(&office, &office.leader, id).await, Some(Duty::DecideExtension));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workloads_add_up_and_stay_within_the_division() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        office.assign(office.draft()).await;
        office.assign(office.draft()).await;
        office.clock.set(date(2019, 7, 9));
        let agency = office.app.workload(&office.head, Whose::Agency, Some(2019)).await.unwrap();
        let sum: u32 = agency.divisions.iter().map(|load| load.columns.everything()).sum();
        assert_eq!(sum, agency.whole.columns.everything());
        let division = office.app.workload(&office.head, Whose::Division, Some(2019)).await.unwrap();
        assert_eq!((division.whole.columns.open_overdue, division.whole.ageing.month), (2, 2));
        assert_eq!(division.people.len(), 1);
        assert_eq!(division.late.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_several_tasks_has_its_verdict_and_its_way_back() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let (one, other) = (office.assign(office.draft()).await, office.assign(office.draft()).await);
        let versions = (version(&office, one).await, version(&office, other).await);
        // Another changes the second before the head acts on what they saw.
        office.act(&office.officer, other, Command::Accept).await.unwrap();
        let chosen = [(one, versions.0), (other, versions.1)];
        let act = BulkAction::Officer(None);
        let told = (Language::Vietnamese, "test");
        let id = office.app.bulk(&office.head, &chosen, &act, "/cong-viec", told).await.unwrap();
        let shown = office.app.bulk_done(&office.head, id).await.unwrap();
        assert_eq!(shown.rows.iter().map(|(_, row)| row.done).collect::<Vec<_>>(), [true, false]);
        assert!(shown.rows[1].1.verdict.contains("người khác"), "{}", shown.rows[1].1.verdict);
        assert!(matches!(office.app.bulk_done(&office.leader, id).await, Err(AppError::NotFound)));
        office.app.undo_bulk(&office.head, id, Language::Vietnamese, "test").await.unwrap();
        let back = office.app.listed_task(&office.planner, one).await.unwrap().task;
        assert_eq!(back.officer, office.officer.user.person);
        let again = office.app.undo_bulk(&office.head, id, Language::Vietnamese, "test").await;
        assert!(matches!(again, Err(AppError::Refused(_))), "{again:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_change_is_not_undone() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let id = office.assign(office.draft()).await;
        let chosen = [(id, version(&office, id).await)];
        let told = (Language::Vietnamese, "test");
        let act = BulkAction::Officer(None);
        let done = office.app.bulk(&office.head, &chosen, &act, "/cong-viec", told).await.unwrap();
        office.act(&office.head, id, Command::Accept).await.unwrap();
        office.app.undo_bulk(&office.head, done, Language::Vietnamese, "test").await.unwrap();
        let shown = office.app.bulk_done(&office.head, done).await.unwrap();
        assert!(shown.rows[0].1.verdict.starts_with("không hoàn tác"), "{}", shown.rows[0].1.verdict);
        assert_eq!(office.app.listed_task(&office.planner, id).await.unwrap().task.officer, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_seen_by_whom_it_is_shared_with() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let view = |name: &str, shared| ViewToKeep {
            name: name.to_owned(),
            query: "loc=x".to_owned(),
            filter: "phòng:QLTM".to_owned(),
            shared,
        };
        let keep = async |view: &ViewToKeep| office.app.keep_view(&office.head, view, "test").await;
        keep(&view("Riêng", Sharing::Own)).await.unwrap();
        keep(&view("Phòng", Sharing::Division)).await.unwrap();
        let all = keep(&view("Sở", Sharing::Agency)).await.unwrap();
        let seen = async |who: &CurrentUser| {
            let views = office.app.saved_views(who).await.unwrap();
            views.into_iter().map(|one| one.view.name).collect::<Vec<_>>()
        };
        assert_eq!(seen(&office.officer).await, ["Phòng", "Sở"]);
        assert_eq!(seen(&office.neighbour).await, ["Sở"]);
        let mine = seen(&office.head).await;
        assert_eq!(mine.len(), 3, "{mine:?}");
        let forget = |who| office.app.forget_view(who, all, "test");
        assert!(matches!(forget(&office.officer).await, Err(AppError::Forbidden)));
        forget(&office.head).await.unwrap();
        assert!(matches!(forget(&office.head).await, Err(AppError::NotFound)));
        let wrong = ViewToKeep { filter: "trạng-thái:xanh".to_owned(), ..view("Sai", Sharing::Own) };
        assert!(matches!(keep(&wrong).await, Err(AppError::Refused(_))));
    })
    .await;
}
