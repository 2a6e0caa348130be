//! Next year's draft programme: proposed from the year that ends, taken over all or none, written as a document.

use jiff::civil::date;
use tt_app::outputs::Format;
use tt_app::proposing::{Choice, ProposalRow, Proposals, Taken};
use tt_app::work::{TaskAction, TaskDraft};
use tt_app::{App, AppError, Clock, CurrentUser, StoreError};
use tt_domain::life::Command;
use tt_domain::organisation::Role;
use tt_domain::programme::ProgrammeState;
use tt_domain::proposal::Why;
use tt_domain::proposal::shift::Shift;
use tt_domain::task::{TaskKind, TaskState};
use tt_testkit::{TestDb, on_each_engine};

use super::{REPORT, import, open, signed_in};

struct Office {
    app: App,
    planner: CurrentUser,
    leader: CurrentUser,
}

impl Office {
    async fn open(db: &TestDb) -> Self {
        let app = open(db).await.with_clock(Clock::at(date(2020, 1, 10)));
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        Self { app, planner, leader }
    }

    async fn proposals(&self) -> Proposals {
        self.app.proposals(&self.planner, 2020, None).await.unwrap()
    }

    async fn accept(&self, choices: &[Choice]) -> Result<Taken, AppError> {
        self.app.accept_proposals(&self.planner, 2020, choices, "test").await
    }
}

fn choice(row: &ProposalRow) -> Choice {
    Choice {
        last: row.last.as_ref().map(|last| (last.task.id, last.task.version)),
        next: row.next.as_ref().map(|next| (next.task.id, next.task.version)),
        take: row.take,
        statement: row.statement.clone(),
        targets: row.targets.clone(),
    }
}

fn choices(proposals: &Proposals) -> Vec<Choice> {
    proposals.rows.iter().map(choice).collect()
}

fn of<'a>(proposals: &'a Proposals, code: &str) -> &'a ProposalRow {
    proposals.rows.iter().find(|row| row.last.as_ref().is_some_and(|last| last.code == code)).unwrap()
}

fn why(row: &ProposalRow) -> Vec<Why> {
    row.reasons.iter().map(|reason| reason.why).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_report_proposes_stands_beside_what_became_of_last_years_targets() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let proposals = office.proposals().await;
        let codes: Vec<(Option<&str>, Option<&str>)> = proposals
            .rows
            .iter()
            .map(|row| {
                let last = row.last.as_ref().map(|last| last.code.as_str());
                (last, row.next.as_ref().map(|next| next.code.as_str()))
            })
            .collect();
        assert_eq!(
            codes,
            [
                (Some("NV1"), Some("NV1")),
                (Some("NV2"), Some("NV4")),
                (Some("NV3"), None),
                (Some("NV4"), Some("NV2")),
                (Some("NV5"), Some("NV3")),
                (Some("NV6"), None)
            ],
            "3 and 6 are dropped"
        );
        let trade = of(&proposals, "NV1");
        assert_eq!(why(trade), [Why::Unfinished, Why::Proposed]);
        let result = trade.last.as_ref().unwrap().targets.first().unwrap().judgement.as_ref().unwrap();
        assert!(result.reasons.first().unwrap().vi.contains("4.750 triệu USD"), "{:?}", result.reasons);
        let markets = of(&proposals, "NV5");
        assert!(markets.shifts.iter().any(|moved| moved.shift.is_to_point_out()), "{:#?}", markets.shifts);
        let dropped = of(&proposals, "NV6");
        assert!(dropped.is_dropped() && dropped.shifts.iter().all(|moved| moved.shift == Shift::Dropped));
        assert!(proposals.is_open() && proposals.may_accept);
        let seen = office.app.proposals(&office.leader, 2020, None).await.unwrap();
        assert!(!seen.may_accept, "the planning officer takes over, the leader looks on");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accepted_proposals_become_next_years_drafts_and_the_same_again_changes_nothing() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let mut wanted = choices(&office.proposals().await);
        // The power plants after all; the trade goal lower than last year's; one more that continues nothing.
        let power = wanted.get_mut(2).unwrap();
        power.take = true;
        power.statement = "Tiếp tục hướng dẫn các nhà máy thủy điện".to_owned();
        let trade = wanted.get_mut(0).unwrap();
        trade.targets = vec!["Tổng kim ngạch xuất nhập khẩu đạt 5.000 triệu USD".to_owned()];
        let new =
            Choice { take: true, statement: "Xây dựng kho dữ liệu ngành".to_owned(), ..Choice::default() };
        wanted.push(new);
        let taken = office.accept(&wanted).await.unwrap();
        assert_eq!(taken, Taken { made: 2, changed: 1, left_out: 0 });

        let proposals = office.proposals().await;
        assert_eq!(proposals.programme.as_ref().unwrap().state, ProgrammeState::Proposed);
        let row = of(&proposals, "NV3");
        let next = row.next.as_ref().unwrap();
        assert_eq!(next.task.continues_from, Some(row.last.as_ref().unwrap().task.id));
        assert_eq!((next.task.state, next.task.deadline), (TaskState::Draft, Some(date(2020, 12, 31))));
        let trade = of(&proposals, "NV1");
        assert!(trade.shifts.iter().any(|moved| moved.shift == Shift::Dropped), "{:#?}", trade.shifts);
        let last = proposals.rows.last().unwrap();
        assert_eq!((last.statement.as_str(), last.last.is_none()), ("Xây dựng kho dữ liệu ngành", true));

        // As the page sends it again, and as the first page sends it once more.
        assert_eq!(office.accept(&choices(&proposals)).await.unwrap(), Taken::default());
        assert_eq!(office.accept(&wanted).await.unwrap(), Taken::default());
        assert_eq!(office.proposals().await.rows.len(), proposals.rows.len());
        assert_eq!(import(&office.app, REPORT).await.changes, [], "the report says nothing of what people drafted");
        assert_eq!(office.proposals().await.rows.len(), proposals.rows.len());
        // Carrying the task over leads to the draft that is there.
        let power = of(&proposals, "NV3").last.as_ref().unwrap().task.id;
        let sent_back = TaskAction::of(Command::SendBack { reason: "Chưa phát điện".to_owned() });
        office.app.act(&office.planner, power, &sent_back, "test").await.unwrap();
        let carry = TaskAction::of(Command::CarryOver { year: 2020 });
        let done = office.app.act(&office.planner, power, &carry, "test").await.unwrap();
        assert_eq!(done.carried_to, Some(of(&proposals, "NV3").next.as_ref().unwrap().task.id));
        assert_eq!(office.app.verify_audit().await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_taken_where_one_row_does_not_hold() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let before = office.proposals().await;
        let mut wanted = choices(&before);
        wanted.get_mut(2).unwrap().take = true;
        wanted.get_mut(5).unwrap().take = true;
        wanted.get_mut(5).unwrap().statement = "  ".to_owned();
        let Err(AppError::Refused(message)) = office.accept(&wanted).await else { panic!("it was taken") };
        assert!(message.vi.starts_with("dòng 6:"), "{}", message.vi);
        assert!(of(&office.proposals().await, "NV3").next.is_none(), "all or none");
        let leader = office.app.accept_proposals(&office.leader, 2020, &wanted, "test").await;
        assert!(matches!(leader, Err(AppError::Forbidden)));

        // Someone else changes the draft between looking and saving.
        let mut wanted = choices(&before);
        wanted.get_mut(0).unwrap().statement = "Lời khác".to_owned();
        office.accept(&wanted).await.unwrap();
        wanted.get_mut(0).unwrap().statement = "Lời khác nữa".to_owned();
        let second = office.accept(&wanted).await;
        assert!(matches!(second, Err(AppError::Store(StoreError::Stale))), "{second:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_left_out_is_withdrawn_and_can_be_taken_again() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let mut wanted = choices(&office.proposals().await);
        wanted.get_mut(4).unwrap().take = false;
        assert_eq!(office.accept(&wanted).await.unwrap(), Taken { left_out: 1, ..Taken::default() });
        let left = office.proposals().await;
        let row = of(&left, "NV5");
        assert!(row.next.is_none() && row.is_dropped());
        let mut again = choice(row);
        again.take = true;
        assert_eq!(office.accept(&[again]).await.unwrap(), Taken { made: 1, ..Taken::default() });
        assert!(of(&office.proposals().await, "NV5").next.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_report_the_draft_is_begun_from_what_is_open() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let mut late = TaskDraft::new(2020, TaskKind::Key, "Lập quy hoạch năm 2020");
        late.targets = vec!["Hoàn thành 02 đồ án".to_owned()];
        late.deadline = Some(date(2020, 12, 31));
        let mut standing = TaskDraft::new(2020, TaskKind::Undated, "Trực ban");
        standing.review_on = Some(date(2020, 7, 1));
        office.app.create_tasks(&office.planner, &[late, standing], None, "test").await.unwrap();
        let proposals = office.app.proposals(&office.planner, 2021, Some(date(2020, 12, 20))).await.unwrap();
        let told: Vec<(&str, bool, Vec<Why>)> =
            proposals.rows.iter().map(|row| (row.statement.as_str(), row.take, why(row))).collect();
        assert_eq!(
            told,
            [
                ("Lập quy hoạch năm 2021", true, vec![Why::Unfinished]),
                ("Trực ban", true, vec![Why::Unfinished, Why::Continuing])
            ],
            "drafts of 2020 that were never assigned are nothing to continue"
        );
        let none = office.app.proposal_document(&office.planner, 2021, Format::Text).await;
        assert!(matches!(none, Err(AppError::Refused(_))), "nothing is drafted yet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_year_is_drafted_no_more_and_the_draft_is_a_document() {
    on_each_engine(async |db| {
        let office = Office::open(db).await;
        let (name, bytes) = office.app.proposal_document(&office.planner, 2020, Format::Text).await.unwrap();
        assert_eq!(name, "de-xuat-nhiem-vu-2020.txt");
        let text = String::from_utf8(bytes).unwrap();
        for wanted in ["Đề xuất nhiệm vụ trọng tâm năm 2020", "Không đưa vào", "4.750 triệu USD", "TỜ TRÌNH"]
        {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        let wanted = choices(&office.proposals().await);
        db.raw("update programmes set state = 'approved' where year = 2020").await;
        let refused = office.accept(&wanted).await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
        assert!(!office.proposals().await.is_open());
    })
    .await;
}
