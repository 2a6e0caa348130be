//! Reminders and digests: the right people, once, whoever asks and however often.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use tt_app::delivery::MailServer;
use tt_app::{App, CurrentUser, Delivery};
use tt_domain::id::PersonId;
use tt_domain::notice::{Digest, NoticeKind, NoticePreferences};
use tt_domain::organisation::Role;
use tt_domain::programme::ProgrammeState;
use tt_domain::task::{NewTask, TaskState};
use tt_store::{programmes, tasks};
use tt_testkit::mail::{MailHouse, Manner};
use tt_testkit::{TestDb, on_each_engine};

use super::outbox::mail_to;
use super::{REPORT, import, open, signed_in};

/// Seven in the morning in Viet Nam.
pub(crate) fn morning(day: Date) -> Timestamp {
    format!("{day}T07:00:00+07:00").parse().unwrap()
}

fn patient(house: &MailHouse) -> MailServer {
    mail_to(house.address).within(Duration::from_secs(30))
}

pub(crate) async fn officer(app: &App, login: &str, digest: Digest) -> CurrentUser {
    let current = signed_in(app, "SCT", login, Role::Officer).await;
    let wishes = NoticePreferences {
        email: Some(format!("{login}@sct.test")),
        by_email: true,
        digest,
        ..NoticePreferences::of_nobody(current.user.id)
    };
    app.choose_notices(&current, &wishes).await.unwrap();
    current
}

pub(crate) async fn add_tasks(db: &TestDb, current: &CurrentUser, officers: &[PersonId], count: u32, deadline: Date) {
    let mut tx = db.db.begin_write().await.unwrap();
    let id = programmes::ensure(&mut tx, current.agency.id, 2026, ProgrammeState::Approved).await.unwrap();
    for n in 0..count {
        let mut task = NewTask::new(id, 100 + n, format!("Rà soát chợ số {n}"), TaskState::InProgress);
        task.officer = officers.get(n as usize % officers.len()).copied();
        task.assigned_on = Some(date(2026, 1, 5));
        task.deadline = Some(deadline);
        tasks::insert(&mut tx, &task).await.unwrap();
    }
    tx.commit().await.unwrap();
}

pub(crate) async fn kinds(app: &App, current: &CurrentUser) -> Vec<NoticeKind> {
    let mut kinds: Vec<_> =
        app.notices(current, None, false, 100).await.unwrap().into_iter().map(|notice| notice.kind).collect();
    kinds.reverse();
    kinds
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_reminded_of_by_the_rules_and_once_a_day() {
    on_each_engine(async |db| {
        let house = MailHouse::open(Manner::Accepts).await;
        let app = open(db).await.with_delivery(Delivery { mail: Some(patient(&house)), ..Delivery::default() });
        import(&app, REPORT).await;
        let hoa = officer(&app, "hoa", Digest::Never).await;
        add_tasks(db, &hoa, &[hoa.user.person.unwrap()], 1, date(2026, 11, 20)).await;
        // Every day from a fortnight before to ten days after the deadline, twice a day.
        let mut day = date(2026, 11, 6);
        let mut told = BTreeMap::new();
        while day <= date(2026, 11, 30) {
            for hours in [0, 5] {
                let now = morning(day) + SignedDuration::from_hours(hours);
                let done = app.remind(now).await.unwrap();
                if done.notices > 0 {
                    told.insert(day.to_string(), (done.notices, done.mails));
                }
                app.send_outbox(now).await.unwrap();
            }
            day = day.tomorrow().unwrap();
        }
        let days: Vec<&str> = told.keys().map(String::as_str).collect();
        assert_eq!(days, ["2026-11-13", "2026-11-17", "2026-11-20", "2026-11-21", "2026-11-28"]);
        assert!(told.values().all(|counts| *counts == (1, 1)), "{told:?}");
        let (soon, late) = (NoticeKind::DueSoon, NoticeKind::Overdue);
        assert_eq!(kinds(&app, &hoa).await, [soon, soon, NoticeKind::DueToday, late, late]);
        assert_eq!(house.taken().len(), 5);
        let body = house.taken().first().unwrap().raw.clone();
        assert!(body.contains("charset=\"utf-8\""), "{body}");
        assert_eq!(app.unread_notices(&hoa).await.unwrap(), 5);
        let newest = app.notices(&hoa, None, true, 10).await.unwrap().first().unwrap().id;
        assert_eq!(app.mark_notices_read(&hoa, newest).await.unwrap(), 5);
        assert_eq!(app.unread_notices(&hoa).await.unwrap(), 0);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stopped_server_missed_is_made_up_for_without_old_news() {
    let db = TestDb::sqlite().await;
    let app = open(&db).await;
    import(&app, REPORT).await;
    let hoa = officer(&app, "hoa", Digest::Never).await;
    add_tasks(&db, &hoa, &[hoa.user.person.unwrap()], 1, date(2026, 11, 20)).await;
    app.remind(morning(date(2026, 11, 10))).await.unwrap();
    assert_eq!(kinds(&app, &hoa).await, []);
    // Stopped from the 11th to the 18th: of the reminders of the 13th and the 17th, each comes once.
    app.remind(morning(date(2026, 11, 18))).await.unwrap();
    assert_eq!(kinds(&app, &hoa).await, [NoticeKind::DueSoon, NoticeKind::DueSoon]);
    // Stopped over the deadline: only that it is late is told.
    app.remind(morning(date(2026, 11, 23))).await.unwrap();
    assert_eq!(kinds(&app, &hoa).await.get(2..).unwrap(), [NoticeKind::Overdue]);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daily_digest_gathers_what_would_be_many_mails() {
    let db = TestDb::sqlite().await;
    let house = MailHouse::open(Manner::Accepts).await;
    let app = open(&db).await.with_delivery(Delivery { mail: Some(patient(&house)), ..Delivery::default() });
    import(&app, REPORT).await;
    let hoa = officer(&app, "hoa", Digest::Daily).await;
    add_tasks(&db, &hoa, &[hoa.user.person.unwrap()], 12, date(2026, 11, 20)).await;
    let now = morning(date(2026, 11, 20));
    let told = app.remind(now).await.unwrap();
    assert_eq!((told.notices, told.mails), (13, 1));
    app.send_outbox(now).await.unwrap();
    let taken = house.taken();
    assert_eq!(taken.len(), 1);
    let digest = app.notices(&hoa, None, false, 1).await.unwrap();
    let digest = digest.first().unwrap();
    assert_eq!(digest.kind, NoticeKind::DigestDay);
    assert_eq!(digest.facts.lists.first().map(|list| list.tasks.len()), Some(12));
    // A Saturday is no working day: no digest.
    let saturday = app.remind(morning(date(2026, 11, 21))).await.unwrap();
    assert_eq!((saturday.notices, saturday.mails), (12, 0));
    app.close().await;
}

/// Two instances of the program on one database, reminding and sending at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_instances_remind_of_each_task_once() {
    on_each_engine(async |db| {
        const TASKS: u32 = 400;
        let house = MailHouse::open(Manner::Accepts).await;
        let delivery = Delivery { mail: Some(patient(&house)), ..Delivery::default() };
        let one = open(db).await.with_delivery(delivery.clone());
        let other = open(db).await.with_delivery(delivery);
        import(&one, REPORT).await;
        let mut officers = Vec::new();
        for n in 0..8 {
            officers.push(officer(&one, &format!("cv{n}"), Digest::Never).await);
        }
        let people: Vec<PersonId> = officers.iter().filter_map(|officer| officer.user.person).collect();
        add_tasks(db, officers.first().unwrap(), &people, TASKS, date(2026, 11, 20)).await;
        let now = morning(date(2026, 11, 20));
        let work = async |app: &App| {
            let (mut notices, mut sent) = (0, 0);
            for round in 0..6 {
                let now = now + SignedDuration::from_secs(round);
                notices += app.remind(now).await.unwrap().notices;
                sent += app.send_outbox(now).await.unwrap().sent;
            }
            (notices, sent)
        };
        let ((told, sent), (told_too, sent_too)) = tokio::join!(work(&one), work(&other));
        assert_eq!(told + told_too, TASKS);
        assert_eq!(sent + sent_too, TASKS);
        let taken = house.taken();
        let mut names: Vec<_> = taken.iter().filter_map(|mail| mail.header("Message-ID")).collect();
        names.sort();
        names.dedup();
        assert_eq!((taken.len(), names.len()), (400, 400));
        eprintln!("{TASKS} tasks, {} mails, {sent} and {sent_too} by the two instances", taken.len());
        one.close().await;
        other.close().await;
    })
    .await;
}
