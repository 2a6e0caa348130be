//! The life of tasks: their series, versions, events, extensions, links, settings.

use jiff::civil::date;
use tt_domain::calendar::SpecialDay;
use tt_domain::history::{Coordinator, ExtensionState, NewTaskEvent};
use tt_domain::id::{AgencyId, ProgrammeId, TaskId};
use tt_domain::life::EventKind;
use tt_domain::programme::ProgrammeState;
use tt_domain::task::{NewTask, TaskKind, TaskSeries, TaskState};
use tt_store::{
    StoreError, Tx, attachments, divisions, extensions, programmes, settings, task_events, task_links, tasks,
};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::instant;

async fn programme(tx: &mut Tx, agency: AgencyId) -> ProgrammeId {
    programmes::ensure(tx, agency, 2019, ProgrammeState::Approved).await.unwrap()
}

async fn task(tx: &mut Tx, programme: ProgrammeId, parent: Option<TaskId>, kind: TaskKind) -> TaskId {
    let mut new = NewTask::new(programme, 1, "Rà soát cụm công nghiệp", TaskState::Assigned);
    new.parent = parent;
    new.kind = kind;
    new.number = tasks::next_number(tx, programme, parent, new.series()).await.unwrap();
    new.deadline = Some(date(2019, 12, 31));
    tasks::insert(tx, &new).await.unwrap()
}

fn commented(task: TaskId, text: &str) -> NewTaskEvent {
    NewTaskEvent {
        task,
        kind: EventKind::Commented,
        at: instant(7),
        day: date(2019, 3, 1),
        user: None,
        person: None,
        from: TaskState::Assigned,
        to: TaskState::Assigned,
        text: Some(text.to_owned()),
        until: Some(date(2019, 4, 1)),
        percent: Some(40),
        document: None,
    }
}

#[tokio::test]
async fn every_series_counts_from_one() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct).await;
        let key = task(&mut tx, this, None, TaskKind::Key).await;
        let ad_hoc = task(&mut tx, this, None, TaskKind::AdHoc).await;
        let part = task(&mut tx, this, Some(key), TaskKind::Dated).await;
        let second = task(&mut tx, this, Some(key), TaskKind::Dated).await;
        let number = async |tx: &mut Tx, id| tasks::get(tx, id).await.unwrap().number;
        assert_eq!(number(&mut tx, ad_hoc).await, 1);
        assert_eq!((number(&mut tx, part).await, number(&mut tx, second).await), (1, 2));
        assert_eq!(tasks::next_number(&mut tx, this, None, TaskSeries::Key).await.unwrap(), 2);

        assert_eq!(tasks::list(&mut tx, this).await.unwrap().len(), 1, "the programme has one key task");
        let all: Vec<TaskId> = tasks::list_all(&mut tx, this).await.unwrap().iter().map(|task| task.id).collect();
        assert_eq!(all, [key, ad_hoc, part, second]);
        let parts: Vec<TaskId> = tasks::parts(&mut tx, key).await.unwrap().iter().map(|task| task.id).collect();
        assert_eq!(parts, [part, second]);

        let mut again = NewTask::new(this, 2, "Phần thứ hai lần nữa", TaskState::Draft);
        again.parent = Some(key);
        let error = tasks::insert(&mut tx, &again).await.unwrap_err();
        assert!(error.conflicts_on("tasks_programme_id_number_key"), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_overwrites_another_unseen() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct).await;
        let id = task(&mut tx, this, None, TaskKind::Key).await;
        let (mut mine, mut theirs) = (tasks::get(&mut tx, id).await.unwrap(), tasks::get(&mut tx, id).await.unwrap());
        theirs.state = TaskState::Accepted;
        assert_eq!(tasks::update(&mut tx, &theirs).await.unwrap(), 2);
        mine.product = Some("Báo cáo".to_owned());
        assert!(matches!(tasks::update(&mut tx, &mine).await, Err(StoreError::Stale)));
        assert_eq!(tasks::get(&mut tx, id).await.unwrap().product, None);
        mine.id = TaskId(id.0 + 1000);
        assert!(matches!(tasks::update(&mut tx, &mine).await, Err(StoreError::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_task_with_a_life_outlives_a_report_without_it() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct).await;
        let (lived, untouched) =
            (task(&mut tx, this, None, TaskKind::Key).await, task(&mut tx, this, None, TaskKind::Key).await);
        let ad_hoc = task(&mut tx, this, None, TaskKind::AdHoc).await;
        let event = commented(lived, "Đã họp với UBND huyện");
        let first = task_events::append(&mut tx, &event).await.unwrap();
        assert_eq!(tasks::delete_missing(&mut tx, this, &[]).await.unwrap(), 1);
        let left: Vec<TaskId> = tasks::list_all(&mut tx, this).await.unwrap().iter().map(|task| task.id).collect();
        assert_eq!(left, [lived, ad_hoc]);
        assert!(matches!(tasks::get(&mut tx, untouched).await, Err(StoreError::NotFound)));

        let history = task_events::list(&mut tx, lived).await.unwrap();
        assert_eq!(history.iter().map(|e| (e.id, e.event.clone())).collect::<Vec<_>>(), [(first, event)]);
        assert_eq!(task_events::since(&mut tx, this, instant(8), 10).await.unwrap(), []);
        assert_eq!(task_events::since(&mut tx, this, instant(7), 10).await.unwrap(), history);
    })
    .await;
}

#[tokio::test]
async fn one_request_for_a_later_deadline_is_open_at_a_time() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct).await;
        let id = task(&mut tx, this, None, TaskKind::Key).await;
        let (until, day) = (date(2020, 1, 31), date(2019, 12, 2));
        extensions::ask(&mut tx, id, until, "Chờ quy hoạch tỉnh", None, day).await.unwrap();
        let mut open = extensions::open(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((open.asked_until, open.asked_on, open.state), (until, day, ExtensionState::Open));
        open.state = ExtensionState::Countered;
        open.offered_until = Some(date(2020, 1, 15));
        open.decided_on = Some(date(2019, 12, 4));
        open.decision_reason = Some("Cần trước kỳ họp".to_owned());
        extensions::settle(&mut tx, &open).await.unwrap();
        assert_eq!(extensions::open(&mut tx, id).await.unwrap(), Some(open.clone()), "it waits for an answer");
        open.state = ExtensionState::Approved;
        extensions::settle(&mut tx, &open).await.unwrap();
        assert_eq!(extensions::open(&mut tx, id).await.unwrap(), None);
        extensions::ask(&mut tx, id, until, "Lần nữa", None, day).await.unwrap();
        assert_eq!(extensions::list(&mut tx, id).await.unwrap().len(), 2);
        let error = extensions::ask(&mut tx, id, until, "Chen ngang", None, day).await.unwrap_err();
        assert!(error.conflicts_on("extensions_task_id_key"), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn links_files_and_settings_are_kept() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let this = programme(&mut tx, sct).await;
        let (id, other) =
            (task(&mut tx, this, None, TaskKind::Key).await, task(&mut tx, this, None, TaskKind::Key).await);
        let division = divisions::ensure(&mut tx, sct, "QLTM", "Phòng Quản lý thương mại").await.unwrap();
        let along = [Coordinator::Division(division), Coordinator::Agency(sct)];
        task_links::set_coordinators(&mut tx, id, &[Coordinator::Agency(sct)]).await.unwrap();
        task_links::set_coordinators(&mut tx, id, &along).await.unwrap();
        assert_eq!(task_links::coordinators(&mut tx, id).await.unwrap(), along);
        assert_eq!(task_links::coordinated_by(&mut tx, along[0]).await.unwrap(), [id]);
        let all = task_links::coordinators_of_programme(&mut tx, this).await.unwrap();
        assert_eq!(all, along.map(|who| (id, who)));

        task_links::set_dependencies(&mut tx, id, &[other, other]).await.unwrap();
        assert_eq!(task_links::dependencies(&mut tx, this).await.unwrap(), [(id, other)]);

        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let kept = attachments::put(&mut tx, hash, "abc.txt", "text/plain", b"abc").await.unwrap();
        let file = task_links::add_file(&mut tx, id, None, kept, "Biên bản.txt", None, instant(3)).await.unwrap();
        assert_eq!(task_links::files(&mut tx, id).await.unwrap(), [task_links::file(&mut tx, file).await.unwrap()]);
        task_links::remove_file(&mut tx, file, instant(4)).await.unwrap();
        assert_eq!(task_links::files(&mut tx, id).await.unwrap(), []);
        assert!(matches!(task_links::remove_file(&mut tx, file, instant(5)).await, Err(StoreError::NotFound)));

        settings::put(&mut tx, sct, "extension.max_times", Some("1")).await.unwrap();
        settings::put(&mut tx, sct, "extension.max_times", Some("2")).await.unwrap();
        assert_eq!(settings::list(&mut tx, sct).await.unwrap(), [("extension.max_times".to_owned(), "2".to_owned())]);
        settings::put(&mut tx, sct, "extension.max_times", None).await.unwrap();
        assert_eq!(settings::list(&mut tx, sct).await.unwrap(), []);
        let swapped = SpecialDay::holiday(date(2019, 4, 29), "Nghỉ hoán đổi");
        settings::put_calendar_day(&mut tx, &swapped).await.unwrap();
        assert_eq!(settings::calendar_days(&mut tx).await.unwrap(), [swapped]);
        settings::remove_calendar_day(&mut tx, date(2019, 4, 29)).await.unwrap();
        assert_eq!(settings::calendar_days(&mut tx).await.unwrap(), []);
    })
    .await;
}
