//! Programmes, tasks, targets, difficulties and grades.

use jiff::civil::date;
use rust_decimal::Decimal;
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::id::{AgencyId, ProgrammeId, TaskId};
use tt_domain::programme::ProgrammeState;
use tt_domain::task::{Cause, Comparator, Measure, NewObstacle, NewTarget, NewTask, Target, TaskState};
use tt_store::{StoreError, Tx, divisions, obstacles, programmes, ratings, targets, tasks};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::{document, instant, report};

async fn programme(tx: &mut Tx, agency: AgencyId, year: i16) -> ProgrammeId {
    programmes::ensure(tx, agency, year, ProgrammeState::Approved).await.unwrap()
}

fn task(programme: ProgrammeId, number: u32) -> NewTask {
    let mut new = NewTask::new(programme, number, format!("Nhiệm vụ thứ {number}"), TaskState::InProgress);
    new.deadline = Some(date(2019, 12, 31));
    new
}

#[tokio::test]
async fn programme_of_a_year_is_one_and_stays_approved() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = programmes::ensure(&mut tx, sct, 2020, ProgrammeState::Proposed).await.unwrap();
        programme(&mut tx, sct, 2019).await;
        assert_eq!(programme(&mut tx, sct, 2020).await, id);
        assert_eq!(programmes::ensure(&mut tx, sct, 2020, ProgrammeState::Proposed).await.unwrap(), id);
        let decision = document(&mut tx, sct, "230/QĐ-UBND").await;
        programmes::set_decision(&mut tx, id, Some(decision)).await.unwrap();
        let found = programmes::find(&mut tx, sct, 2020).await.unwrap().unwrap();
        assert_eq!((found.state, found.decision), (ProgrammeState::Approved, Some(decision)));
        assert_eq!(programmes::get(&mut tx, id).await.unwrap(), found);
        assert_eq!(programmes::years(&mut tx, sct).await.unwrap(), [2020, 2019]);
        assert_eq!(programmes::find(&mut tx, sct, 2018).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn task_is_written_and_read_back_whole() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let (last, this) = (programme(&mut tx, sct, 2018).await, programme(&mut tx, sct, 2019).await);
        let earlier = tasks::insert(&mut tx, &task(last, 1)).await.unwrap();
        let id = tasks::insert(&mut tx, &task(this, 2)).await.unwrap();
        let lead = divisions::ensure(&mut tx, sct, "QLCN", "Phòng Quản lý công nghiệp").await.unwrap();

        let mut written = tasks::get(&mut tx, id).await.unwrap();
        written.statement = "Nhiệm vụ đã sửa".to_owned();
        written.state = TaskState::Completed;
        written.deadline = None;
        written.completed_on = Some(date(2019, 11, 5));
        written.continues_from = Some(earlier);
        tasks::update(&mut tx, &written).await.unwrap();
        tasks::set_lead(&mut tx, id, Some(lead)).await.unwrap();
        written.lead = Some(lead);
        written.version = 3;
        assert_eq!(tasks::find(&mut tx, this, 2).await.unwrap(), Some(written));

        let error = tasks::insert(&mut tx, &task(this, 2)).await.unwrap_err();
        assert!(error.conflicts_on("tasks_programme_id_number_key"), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn tasks_no_longer_in_the_programme_go_with_what_is_theirs() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let (this, other) = (programme(&mut tx, sct, 2019).await, programme(&mut tx, sct, 2020).await);
        for number in [10, 2, 1] {
            tasks::insert(&mut tx, &task(this, number)).await.unwrap();
        }
        let gone = tasks::find(&mut tx, this, 2).await.unwrap().unwrap();
        let mut follower = task(other, 2);
        follower.continues_from = Some(gone.id);
        let follower = tasks::insert(&mut tx, &follower).await.unwrap();
        let target = NewTarget { text: "100% xã".to_owned(), ..NewTarget::default() };
        targets::replace(&mut tx, gone.id, &[target]).await.unwrap();

        assert_eq!(tasks::count(&mut tx, this).await.unwrap(), 3);
        assert_eq!(tasks::delete_missing(&mut tx, this, &[1, 10, 11]).await.unwrap(), 1);
        let left: Vec<u32> = tasks::list(&mut tx, this).await.unwrap().iter().map(|task| task.number).collect();
        assert_eq!(left, [1, 10]);
        assert_eq!(targets::list(&mut tx, gone.id).await.unwrap(), []);
        assert_eq!(tasks::get(&mut tx, follower).await.unwrap().continues_from, None);
        assert!(matches!(tasks::get(&mut tx, gone.id).await, Err(StoreError::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn targets_keep_every_digit_and_their_identity() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct, 2019).await;
        let first = tasks::insert(&mut tx, &task(this, 1)).await.unwrap();
        let second = tasks::insert(&mut tx, &task(this, 2)).await.unwrap();
        let exact: Decimal = "79228162514264337593543950.335".parse().unwrap();
        let measured = |value: Decimal| NewTarget {
            text: "Kim ngạch đạt 4.750 triệu USD".to_owned(),
            measure: Some(Measure {
                comparator: Comparator::Within,
                value,
                value_max: Some("5000.00".parse().unwrap()),
                unit: Some("triệu USD".to_owned()),
                change: true,
            }),
            place: Some("huyện Cao Lộc".to_owned()),
            part_of: Some(0),
            due: None,
        };
        let narrative =
            NewTarget {
                text: "Hoàn thành đề án".to_owned(), due: Some(date(2019, 6, 30)), ..NewTarget::default()
            };
        targets::replace(&mut tx, second, &[measured(exact), narrative.clone()]).await.unwrap();
        targets::replace(&mut tx, first, std::slice::from_ref(&narrative)).await.unwrap();

        let before = targets::list(&mut tx, second).await.unwrap();
        assert_eq!(before.first().unwrap().measure.as_ref().unwrap().value, exact);
        let read: Vec<NewTarget> = before
            .iter()
            .cloned()
            .map(|Target { text, measure, place, due, part_of, .. }| NewTarget { text, measure, place, due, part_of })
            .collect();
        assert_eq!(read, [measured(exact), narrative.clone()], "everything they promise");
        let printed = before.first().unwrap().measure.as_ref().unwrap().value_max.unwrap().to_string();
        assert_eq!(printed, "5000.00", "decimals as written");

        targets::replace(&mut tx, second, &[measured(Decimal::ONE)]).await.unwrap();
        let after = targets::list(&mut tx, second).await.unwrap();
        assert_eq!(after.len(), 1);
        assert_eq!(after.first().unwrap().id, before.first().unwrap().id);
        let all = targets::list_for_programme(&mut tx, this).await.unwrap();
        assert_eq!(all.iter().map(|target| target.task).collect::<Vec<_>>(), [first, second]);
    })
    .await;
}

#[tokio::test]
async fn difficulties_belong_to_a_report_and_a_task() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct, 2019).await;
        let task = tasks::insert(&mut tx, &task(this, 1)).await.unwrap();
        let report = report(&mut tx, sct, 2019).await;
        let new = |text: &str, task: Option<TaskId>, cause| NewObstacle {
            task,
            heading: Some("Khó khăn".to_owned()),
            text: text.to_owned(),
            cause,
        };
        let (one, two) = (new("Thiếu vốn", Some(task), Some(Cause::Objective)), new("Chậm phối hợp", None, None));
        obstacles::replace(&mut tx, report, &[one.clone(), two]).await.unwrap();
        let listed = obstacles::list(&mut tx, report).await.unwrap();
        assert_eq!(listed.iter().map(|o| o.text.as_str()).collect::<Vec<_>>(), ["Thiếu vốn", "Chậm phối hợp"]);
        assert_eq!(obstacles::list_for_task(&mut tx, task).await.unwrap(), listed.get(..1).unwrap());
        obstacles::replace(&mut tx, report, &[one]).await.unwrap();
        assert_eq!(obstacles::list(&mut tx, report).await.unwrap(), listed.get(..1).unwrap());
    })
    .await;
}

#[tokio::test]
async fn grades_of_different_stages_stand_apart() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct, 2019).await;
        let task = tasks::insert(&mut tx, &task(this, 1)).await.unwrap();
        let given = |stage, grade| Rating {
            task,
            stage,
            grade,
            reason: Some("Đạt 102% kế hoạch".to_owned()),
            report: None,
            document: None,
            by: None,
            recorded_at: instant(5),
        };
        let own = given(Stage::SelfGraded, Grade::Good);
        assert_eq!(ratings::put(&mut tx, &own).await.unwrap(), None);
        let last = given(Stage::Final, Grade::Completed);
        assert_eq!(ratings::put(&mut tx, &last).await.unwrap(), None);
        let changed = given(Stage::SelfGraded, Grade::Excellent);
        assert_eq!(ratings::put(&mut tx, &changed).await.unwrap(), Some(own));
        assert_eq!(ratings::list(&mut tx, task).await.unwrap(), [last.clone(), changed.clone()]);
        assert_eq!(ratings::list_for_programme(&mut tx, this).await.unwrap(), [last.clone(), changed]);
        assert!(ratings::remove(&mut tx, task, Stage::SelfGraded).await.unwrap());
        assert!(!ratings::remove(&mut tx, task, Stage::SelfGraded).await.unwrap());
        assert_eq!(ratings::list(&mut tx, task).await.unwrap(), [last]);
    })
    .await;
}
