//! Two servers on one database under many hands: no number is given twice, no change is lost, nobody is reminded twice,
//! and the audit chain holds.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use tt_app::work::{TaskAction, TaskChanges, TaskDraft};
use tt_app::{App, Clock, CurrentUser, Delivery};
use tt_domain::id::TaskId;
use tt_domain::life::{Command, EventKind};
use tt_domain::organisation::Role;
use tt_domain::task::TaskKind;
use tt_store::{programmes, tasks};
use tt_testkit::mail::{MailHouse, Manner};
use tt_testkit::{TestDb, on_each_engine};

use super::outbox::mail_to;
use super::{REPORT, import, open, signed_in};

/// How many hands each server has.
const HANDS: usize = 8;

/// Tasks that everyone changes.
const SHARED: usize = 8;

/// Actions in all; a measure asks for more.
fn actions() -> usize {
    std::env::var("TRONGTAM_TEST_ACTIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(480)
}

fn draft(statement: &str, officer: &CurrentUser) -> TaskDraft {
    let mut draft = TaskDraft::new(2026, TaskKind::AdHoc, statement);
    draft.deadline = Some(date(2026, 11, 20));
    draft.officer = officer.user.person;
    draft
}

/// What was done, counted by those who did it.
#[derive(Default)]
struct Done {
    created: AtomicUsize,
    comments: AtomicUsize,
    /// Changes written, for each shared task.
    changes: [AtomicUsize; SHARED],
    /// Changes refused because another came first, and made again.
    stale: AtomicUsize,
}

/// One hand at work: by turns a new task, a comment, and a change to what everyone changes.
async fn hand(app: App, planner: CurrentUser, shared: Arc<Vec<TaskId>>, done: Arc<Done>, count: usize, seed: usize) {
    for step in 0..count {
        let turn = seed + step;
        let slot = (seed * 7 + step / 3) % SHARED;
        match turn % 3 {
            0 => {
                app.create_tasks(&planner, &[draft(&format!("Việc {seed}-{step}"), &planner)], None, "test")
                    .await
                    .unwrap();
                done.created.fetch_add(1, Ordering::Relaxed);
            }
            1 => {
                let comment = Command::Comment { text: format!("Ý kiến {seed}-{step}") };
                app.act(&planner, shared[slot], &TaskAction::of(comment), "test").await.unwrap();
                done.comments.fetch_add(1, Ordering::Relaxed);
            }
            _ => loop {
                let task = app.task_life(&planner, shared[slot]).await.unwrap().task;
                let so_far: usize = task.product.as_deref().unwrap_or("0").parse().unwrap();
                let changes = TaskChanges { product: Some(Some((so_far + 1).to_string())), ..TaskChanges::default() };
                match app.edit_task(&planner, task.id, task.version, &changes, "test").await {
                    Ok(_) => {
                        done.changes[slot].fetch_add(1, Ordering::Relaxed);
                        break;
                    }
                    Err(error) if error.is_stale() => {
                        done.stale.fetch_add(1, Ordering::Relaxed);
                    }
                    Err(error) => panic!("{error}"),
                }
            },
        }
    }
}

/// The workers of both servers, morning by morning of a fortnight, at the same time, while the others work.
async fn mornings([one, other]: [App; 2]) -> (u32, u32) {
    let (mut told, mut told_too) = (0, 0);
    let mut day = date(2026, 11, 10);
    while day <= date(2026, 11, 24) {
        let now = morning(day);
        let work = async |app: &App| {
            let told = app.remind(now).await.unwrap().notices;
            app.send_outbox(now + SignedDuration::from_secs(1)).await.unwrap();
            told
        };
        let (by_one, by_other) = tokio::join!(work(&one), work(&other));
        told += by_one;
        told_too += by_other;
        day = day.tomorrow().unwrap();
    }
    (told, told_too)
}

fn morning(day: Date) -> Timestamp {
    format!("{day}T07:00:00+07:00").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_lose_nothing_and_double_nothing() {
    on_each_engine(async |db: &TestDb| {
        let house = MailHouse::open(Manner::Accepts).await;
        let delivery = Delivery { mail: Some(mail_to(house.address)), ..Delivery::default() };
        let clock = Clock::at(date(2026, 11, 9));
        let servers = [
            open(db).await.with_clock(clock.clone()).with_delivery(delivery.clone()),
            open(db).await.with_clock(clock.clone()).with_delivery(delivery),
        ];
        import(&servers[0], REPORT).await;
        let planner = signed_in(&servers[0], "SCT", "kehoach", Role::PlanningOfficer).await;
        let wishes = tt_domain::notice::NoticePreferences {
            email: Some("kehoach@sct.test".to_owned()),
            by_email: true,
            ..tt_domain::notice::NoticePreferences::of_nobody(planner.user.id)
        };
        servers[0].choose_notices(&planner, &wishes).await.unwrap();
        let drafts: Vec<TaskDraft> = (0..SHARED).map(|n| draft(&format!("Việc chung {n}"), &planner)).collect();
        let shared = Arc::new(servers[0].create_tasks(&planner, &drafts, None, "test").await.unwrap());

        let done = Arc::new(Done::default());
        let begun = std::time::Instant::now();
        let mut hands = tokio::task::JoinSet::new();
        let each = actions() / (2 * HANDS);
        for (index, server) in servers.iter().enumerate() {
            for n in 0..HANDS {
                let seed = index * HANDS + n;
                hands.spawn(hand(server.clone(), planner.clone(), Arc::clone(&shared), Arc::clone(&done), each, seed));
            }
        }
        let (told, told_too) = mornings(servers.clone()).await;
        while let Some(ended) = hands.join_next().await {
            ended.unwrap();
        }
        let took = begun.elapsed();

        let mut tx = db.db.begin_read().await.unwrap();
        let programme = programmes::find(&mut tx, planner.agency.id, 2026).await.unwrap().unwrap();
        let all = tasks::list_all(&mut tx, programme.id).await.unwrap();
        drop(tx);
        let created = done.created.load(Ordering::Relaxed);
        assert_eq!(all.len(), created + SHARED, "every task that was made is there");
        let numbers: BTreeSet<u32> = all.iter().map(|task| task.number).collect();
        assert_eq!(numbers.len(), all.len(), "no number twice");
        assert_eq!(numbers.last().copied(), u32::try_from(all.len()).ok(), "and none left out");
        let mut comments = 0;
        for (slot, id) in shared.iter().enumerate() {
            let life = servers[1].task_life(&planner, *id).await.unwrap();
            let written = done.changes[slot].load(Ordering::Relaxed);
            assert_eq!(life.task.product.unwrap_or_else(|| "0".to_owned()), written.to_string(), "no change is lost");
            comments += life.events.iter().filter(|event| event.event.kind == EventKind::Commented).count();
        }
        assert_eq!(comments, done.comments.load(Ordering::Relaxed), "every comment is there once");
        // What the worker had to say was said once: no mail for the same task and morning twice.
        for server in &servers {
            server.send_outbox(morning(date(2026, 11, 25))).await.unwrap();
        }
        let mails = house.taken();
        let distinct: BTreeSet<String> = mails.iter().filter_map(|mail| mail.header("Message-ID")).collect();
        assert_eq!(distinct.len(), mails.len(), "no mail twice");
        let verified = servers[0].verify_audit().await.unwrap();
        assert_eq!(verified.broken, None);
        eprintln!(
            "{} actions in {took:.1?}: {created} tasks, {comments} comments, {} changes ({} made again after another's), \
             {told} and {told_too} reminders, {} mails, {} audit events",
            each * 2 * HANDS,
            done.changes.iter().map(|count| count.load(Ordering::Relaxed)).sum::<usize>(),
            done.stale.load(Ordering::Relaxed),
            mails.len(),
            verified.events,
        );
        for server in servers {
            server.close().await;
        }
    })
    .await;
}
