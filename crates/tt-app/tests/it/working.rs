//! Tasks as people live them: assigned, accepted, reported, extended, confirmed, carried over, and what is refused.

use jiff::civil::{Date, date};
use tt_app::work::files::FileToAdd;
use tt_app::work::{Assignee, SourceReading, TaskAction, TaskChanges, TaskDraft};
use tt_app::{App, AppError, Clock, CurrentUser};
use tt_domain::history::{Coordinator, ExtensionState};
use tt_domain::id::{DivisionId, TaskId};
use tt_domain::life::{Command, CommandKind, Decision, EventKind, Product};
use tt_domain::organisation::Role;
use tt_domain::task::{Task, TaskKind, TaskState};
use tt_domain::timeliness::{Timeliness, timeliness};
use tt_store::divisions;
use tt_testkit::{TestDb, on_each_engine};

use super::{PASSWORD, REPORT, import, open, signed_in};
use tt_app::Actor;
use tt_app::users::UserToAdd;

/// People of one agency on a day that the test sets.
pub(super) struct Office {
    pub(super) app: App,
    pub(super) clock: Clock,
    pub(super) planner: CurrentUser,
    pub(super) leader: CurrentUser,
    pub(super) head: CurrentUser,
    pub(super) officer: CurrentUser,
    /// An officer of another division.
    pub(super) neighbour: CurrentUser,
    pub(super) division: DivisionId,
}

impl Office {
    pub(super) async fn open(db: &TestDb) -> Self {
        let clock = Clock::at(date(2019, 3, 1));
        let app = open(db).await.with_clock(clock.clone());
        import(&app, REPORT).await;
        let planner = person(&app, "kehoach", Role::PlanningOfficer, None).await;
        let leader = person(&app, "lanhdao", Role::Leader, None).await;
        let head = person(&app, "truongphong", Role::DivisionHead, Some("QLTM")).await;
        let officer = person(&app, "chuyenvien", Role::Officer, Some("QLTM")).await;
        let neighbour = person(&app, "hangxom", Role::Officer, Some("QLNL")).await;
        let mut tx = db.db.begin_read().await.unwrap();
        let all = divisions::list(&mut tx, planner.agency.id).await.unwrap();
        let division = all.iter().find(|division| division.symbol == "QLTM").unwrap().id;
        Self { app, clock, planner, leader, head, officer, neighbour, division }
    }

    pub(super) fn draft(&self) -> TaskDraft {
        let mut draft = TaskDraft::new(2019, TaskKind::AdHoc, "Kiểm tra chợ đầu mối");
        draft.lead = Some(self.division);
        draft.officer = self.officer.user.person;
        draft.deadline = Some(date(2019, 6, 28));
        draft
    }

    pub(super) async fn assign(&self, draft: TaskDraft) -> TaskId {
        *self.app.create_tasks(&self.planner, &[draft], None, "test").await.unwrap().first().unwrap()
    }

    pub(super) async fn act(&self, who: &CurrentUser, id: TaskId, command: Command) -> Result<Task, AppError> {
        self.app.act(who, id, &TaskAction::of(command), "test").await.map(|done| done.task)
    }

    async fn on(&self, day: Date, who: &CurrentUser, id: TaskId, command: Command) -> Task {
        self.clock.set(day);
        self.act(who, id, command).await.unwrap()
    }
}

pub(super) async fn person(app: &App, login: &str, role: Role, division: Option<&str>) -> CurrentUser {
    let user = UserToAdd {
        agency: "SCT".to_owned(),
        division: division.map(str::to_owned),
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

fn submit() -> Command {
    Command::Submit { result: "Đã kiểm tra 38 chợ".to_owned(), product: Product::Named("Báo cáo".to_owned()) }
}

fn reason(text: &str) -> String {
    text.to_owned()
}

/// The Vietnamese sentence of a refusal.
fn told<T: std::fmt::Debug>(refused: Result<T, AppError>) -> String {
    match refused {
        Err(AppError::Refused(message)) => message.vi,
        other => format!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_goes_its_way_to_a_confirmed_result() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let id = office.assign(office.draft()).await;
        office.on(date(2019, 3, 4), &office.officer, id, Command::Accept).await;
        let half = Command::Progress { text: reason("Đã khảo sát 20 chợ"), percent: Some(50) };
        assert_eq!(office.on(date(2019, 5, 6), &office.officer, id, half).await.percent, Some(50));

        // Three working days of notice before Friday 28/6: the last day to ask is Tuesday 25/6.
        office.clock.set(date(2019, 6, 26));
        let ask = Command::AskExtension { until: date(2019, 7, 31), reason: reason("Chờ định giá tài sản") };
        assert!(told(office.act(&office.officer, id, ask.clone()).await).contains("25/06/2019"));
        office.on(date(2019, 6, 25), &office.officer, id, ask).await;
        let own = Command::DecideExtension(Decision::Approve);
        assert!(matches!(office.act(&office.officer, id, own.clone()).await, Err(AppError::Forbidden)));
        let other = Decision::Counter { until: date(2019, 7, 15), reason: reason("Cần trước kỳ họp") };
        let still = office.on(date(2019, 6, 26), &office.leader, id, Command::DecideExtension(other)).await;
        assert_eq!(still.deadline, Some(date(2019, 6, 28)), "an offer moves nothing");
        let moved = office.on(date(2019, 6, 27), &office.officer, id, Command::AcceptCounter).await;
        assert_eq!((moved.deadline, moved.original_deadline), (Some(date(2019, 7, 15)), Some(date(2019, 6, 28))));

        office.on(date(2019, 7, 10), &office.head, id, submit()).await;
        let back = Command::SendBack { reason: reason("Thiếu chợ Kỳ Lừa") };
        office.on(date(2019, 7, 12), &office.planner, id, back).await;
        let submitted = office.on(date(2019, 7, 15), &office.officer, id, submit()).await;
        assert_eq!(submitted.state, TaskState::ResultSubmitted);
        office.clock.set(date(2019, 7, 22));
        let done = office.act(&office.leader, id, Command::Confirm).await.unwrap();
        assert_eq!((done.state, done.completed_on), (TaskState::Completed, Some(date(2019, 7, 15))));
        assert_eq!(timeliness(&done, date(2019, 12, 1)), Timeliness::DoneOnTime, "judged by the day it was handed in");

        let life = office.app.task_life(&office.planner, id).await.unwrap();
        let kinds: Vec<EventKind> = life.events.iter().map(|event| event.event.kind).collect();
        let way = [
            EventKind::Created,
            EventKind::Assigned,
            EventKind::Accepted,
            EventKind::Progress,
            EventKind::ExtensionAsked,
            EventKind::ExtensionCountered,
            EventKind::CounterAccepted,
            EventKind::Submitted,
            EventKind::SentBack,
            EventKind::Submitted,
            EventKind::Confirmed,
        ];
        assert_eq!(kinds, way);
        assert_eq!(life.extensions.first().unwrap().state, ExtensionState::Approved);
        assert_eq!(life.possible, [CommandKind::Comment], "nothing but comments follows");
        assert_eq!(office.app.verify_audit().await.unwrap().broken, None);
        office.app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_confirms_their_own_result_nor_overwrites_another() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let id = office.assign(office.draft()).await;
        office.on(date(2019, 3, 4), &office.planner, id, Command::Accept).await;
        office.on(date(2019, 3, 5), &office.planner, id, submit()).await;
        assert!(told(office.act(&office.planner, id, Command::Confirm).await).contains("không tự xác nhận"));

        let stale = TaskAction { version: Some(1), ..TaskAction::of(Command::Confirm) };
        let refused = office.app.act(&office.leader, id, &stale, "test").await;
        assert!(refused.is_err_and(|error| error.is_stale()));
        let changes = TaskChanges { product: Some(Some(reason("Đề án"))), ..TaskChanges::default() };
        let version = office.app.task_life(&office.leader, id).await.unwrap().task.version;
        let edited = office.app.edit_task(&office.leader, id, version, &changes, "test").await.unwrap();
        assert_eq!(edited.product.as_deref(), Some("Đề án"));
        let again = office.app.edit_task(&office.planner, id, version, &changes, "test").await;
        assert!(again.is_err_and(|error| error.is_stale()));
        office.app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_stay_within_their_division() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let parent = office.assign(office.draft()).await;
        let mut part = office.draft();
        part.parent = Some(parent);
        part.kind = TaskKind::Dated;
        let made = office.app.create_tasks(&office.head, &[part.clone(), part.clone()], None, "test").await.unwrap();
        let first = *made.first().unwrap();
        let life = office.app.task_life(&office.officer, first).await.unwrap();
        assert_eq!((life.code.as_str(), life.parent.unwrap().0.as_str()), ("ĐX1.1", "ĐX1"));
        assert!(matches!(office.app.task_life(&office.neighbour, first).await, Err(AppError::NotFound)));
        assert!(office.app.task_life(&office.neighbour, parent).await.unwrap().parts.is_empty());
        let comment = Command::Comment { text: reason("Ghé qua") };
        assert!(matches!(office.act(&office.neighbour, first, comment).await, Err(AppError::NotFound)));

        office.on(date(2019, 3, 4), &office.officer, parent, Command::Accept).await;
        assert!(told(office.act(&office.officer, parent, submit()).await).contains("còn 2 việc thành phần"));
        for part in made {
            office.act(&office.head, part, Command::Cancel { reason: reason("Không cần nữa") }).await.unwrap();
        }
        assert_eq!(office.act(&office.officer, parent, submit()).await.unwrap().state, TaskState::ResultSubmitted);
        part.parent = Some(parent);
        office.act(&office.leader, parent, Command::Confirm).await.unwrap();
        assert!(told(office.app.create_tasks(&office.head, &[part], None, "test").await).contains("đã kết thúc"));
        office.app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_refused_whole() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let (app, planner) = (&office.app, &office.planner);
        let mut late = office.draft();
        late.deadline = Some(date(2019, 2, 1));
        let both = app.create_tasks(planner, &[office.draft(), late], None, "test").await;
        let sentence = told(both);
        assert!(sentence.starts_with("dòng 2:") && sentence.contains("01/02/2019"), "{sentence}");
        let id = office.assign(office.draft()).await;
        assert_eq!(app.task_life(planner, id).await.unwrap().code, "ĐX1", "the first row was not kept either");

        let mut foreign = office.draft();
        foreign.lead = Some(DivisionId(office.division.0 + 999));
        assert!(told(app.create_tasks(planner, &[foreign], None, "test").await).contains("không thuộc cơ quan"));
        let mut blank = office.draft();
        blank.statement = "  ".to_owned();
        assert!(told(app.create_tasks(planner, &[blank], None, "test").await).contains("chưa nhập nội dung"));
        assert!(matches!(
            app.create_tasks(&office.officer, &[office.draft()], None, "test").await,
            Err(AppError::Forbidden)
        ));

        let other = office.assign(office.draft()).await;
        let wait_for = |on| TaskChanges { depends_on: Some(vec![on]), ..TaskChanges::default() };
        let version = app.task_life(planner, id).await.unwrap().task.version;
        app.edit_task(planner, id, version, &wait_for(other), "test").await.unwrap();
        let version = app.task_life(planner, other).await.unwrap().task.version;
        assert!(told(app.edit_task(planner, other, version, &wait_for(id), "test").await).contains("thành vòng"));

        let moved = TaskChanges { deadline: Some(Some(date(2019, 9, 1))), ..TaskChanges::default() };
        assert!(told(app.edit_task(planner, other, version, &moved, "test").await).contains("gia hạn"));
        let empty = FileToAdd { name: "rỗng.pdf".to_owned(), bytes: Vec::new() };
        let comment = Command::Comment { text: reason("Kèm tệp") };
        let action = TaskAction { files: vec![empty], ..TaskAction::of(comment) };
        assert!(told(app.act(planner, id, &action, "test").await).contains("rỗng.pdf: tệp rỗng"));
        assert_eq!(app.task_life(planner, id).await.unwrap().events.len(), 3, "the comment went with its file");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_carried_over_with_its_people() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let mut draft = office.draft();
        draft.coordinators = vec![Coordinator::Division(office.division)];
        let id = office.assign(draft).await;
        office.clock.set(date(2019, 12, 16));
        let to = |year| TaskAction::of(Command::CarryOver { year });
        assert!(told(office.app.act(&office.planner, id, &to(2019), "test").await).contains("năm 2019"));
        let done = office.app.act(&office.planner, id, &to(2020), "test").await.unwrap();
        assert_eq!(done.task.state, TaskState::CarriedOver);
        let next = office.app.task(&office.planner, done.carried_to.unwrap()).await.unwrap();
        assert_eq!((next.programme.year, next.summary.task.state), (2020, TaskState::Draft));
        assert_eq!(next.summary.task.officer, office.officer.user.person);
        assert_eq!(next.continues.unwrap().1.id, id);
        office.app.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_recurring_task_has_an_instance_each_period() {
    on_each_engine(async |db: &TestDb| {
        let office = Office::open(db).await;
        let mut draft = office.draft();
        draft.kind = TaskKind::Recurring;
        draft.recurrence = Some(tt_domain::task::Recurrence::Quarterly);
        draft.deadline = Some(date(2019, 3, 20));
        let id = office.assign(draft).await;
        let deadlines = async |office: &Office| -> Vec<(String, Date)> {
            let life = office.app.task_life(&office.planner, id).await.unwrap();
            life.parts.into_iter().map(|(code, part)| (code, part.deadline.unwrap())).collect()
        };
        // The first quarter has begun on the day of the assignment; the task itself has no deadline to be late by.
        let first = deadlines(&office).await;
        assert_eq!(first.iter().map(|(_, day)| *day).collect::<Vec<_>>(), [date(2019, 3, 20)]);
        let task = office.app.task_life(&office.planner, id).await.unwrap().task;
        assert_eq!(timeliness(&task, date(2019, 12, 1)), Timeliness::NoDeadline);
        // Each morning brings what begins; a second look the same day brings nothing, on either of two servers.
        office.clock.set(date(2019, 7, 1));
        assert_eq!(office.app.make_instances(office.clock.now()).await.unwrap(), 2);
        assert_eq!(office.app.make_instances(office.clock.now()).await.unwrap(), 0);
        let all = deadlines(&office).await;
        assert_eq!(
            all.iter().map(|(_, day)| *day).collect::<Vec<_>>(),
            [date(2019, 3, 20), date(2019, 6, 20), date(2019, 9, 20)]
        );
        assert!(all.iter().all(|(code, _)| code.starts_with("ĐX1.")), "{all:?}");
        // Nothing comes of it once it is withdrawn.
        office.act(&office.leader, id, Command::Cancel { reason: reason("Không còn cần") }).await.unwrap();
        office.clock.set(date(2019, 10, 1));
        assert_eq!(office.app.make_instances(office.clock.now()).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_document_tells_whom_its_tasks_are_for() {
    on_each_engine(async |db: &TestDb| {
        let office = Office::open(db).await;
        let text = "UBND TỈNH LẠNG SƠN\nSố: 231/QĐ-UBND\nLạng Sơn, ngày 30 tháng 01 năm 2019\n\nQUYẾT ĐỊNH\nVề việc phê duyệt nhiệm vụ trọng tâm năm 2019 của Sở Công Thương\n\n\
            Điều 1. Phê duyệt nhiệm vụ trọng tâm năm 2019 của Sở Công Thương như sau:\n\n\
            1. Rà soát quy hoạch 38 chợ nông thôn, hoàn thành trước ngày 30/6/2019.\n\n\
            2. Phòng QLTM chủ trì, phối hợp với QLNL kiểm tra cửa hàng xăng dầu trong quý III.\n\n\
            3. Giao Sở Tài chính chủ trì cấp kinh phí cho các chợ.\n";
        let read = office.app.read_source(&office.planner, "qd.txt", text.as_bytes()).await.unwrap();
        assert!(read.approves);
        assert_eq!((read.source.number.as_str(), read.year), ("231/QĐ-UBND", Some(2019)));
        let to: Vec<_> = read.tasks.iter().map(|task| task.to).collect();
        assert_eq!(to, [Assignee::Own, Assignee::Division(office.division), Assignee::Other]);
        assert_eq!(read.tasks[1].along.len(), 1);
        // “Trước ngày 30/6” leaves the day out unless the agency says otherwise; “trong quý III” does not.
        let due = |read: &SourceReading| read.tasks.iter().map(|task| task.deadline).collect::<Vec<_>>();
        assert_eq!(due(&read), [Some(date(2019, 6, 29)), Some(date(2019, 9, 30)), None]);
        let admin = signed_in(&office.app, "SCT", "quantri", Role::Administrator).await;
        let set = office.app.choose_setting(&admin, "source.before_excludes_day", Some("false"), "127.0.0.1").await;
        set.unwrap();
        let read = office.app.read_source(&office.planner, "qd.txt", text.as_bytes()).await.unwrap();
        assert_eq!(due(&read).first(), Some(&Some(date(2019, 6, 30))));
        let refused = office.app.read_source(&office.officer, "qd.txt", text.as_bytes()).await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "an officer assigns nothing");
        let empty = told(office.app.read_source(&office.planner, "rỗng.txt", b"").await);
        assert!(empty.contains("tệp rỗng"), "{empty}");
    })
    .await;
}

#[tokio::test]
async fn the_plan_is_written_from_the_allocation_and_can_be_read_again() {
    on_each_engine(async |db: &TestDb| {
        let office = Office::open(db).await;
        let part = TaskDraft { parent: None, ..office.draft() };
        office.assign(part).await;
        let format = tt_app::outputs::Format::Text;
        let (name, bytes) = office.app.implementation_plan(&office.planner, 2019, format).await.unwrap();
        assert_eq!(name, "ke-hoach-2019.txt");
        let text = String::from_utf8(bytes).unwrap();
        for expected in ["KẾ HOẠCH", "230/QĐ-UBND", "Kiểm tra chợ đầu mối", "28/06/2019", "TỔ CHỨC THỰC HIỆN"]
        {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
        // The plan given back as a document that assigns says the same tasks, deadlines and divisions.
        let read = office.app.read_source(&office.planner, "ke-hoach.txt", text.as_bytes()).await.unwrap();
        let back = read.tasks.iter().find(|task| task.read.text == "Kiểm tra chợ đầu mối").unwrap();
        assert_eq!(back.to, Assignee::Division(office.division));
        assert_eq!(back.read.due.as_ref().and_then(|due| due.day), Some(date(2019, 6, 28)));
        assert_eq!(read.tasks.len(), 7, "six key tasks and one more");
        let none = office.app.implementation_plan(&office.planner, 2001, format).await;
        assert!(matches!(none, Err(AppError::NotFound)));
    })
    .await;
}
