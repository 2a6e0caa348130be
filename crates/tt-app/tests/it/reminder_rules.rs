//! An agency's own rules of reminding: what they bring about, and that a trial says it before.

use std::time::Duration;

use jiff::civil::date;
use tt_app::reminder_rules::Way;
use tt_app::{App, AppError, CurrentUser, Delivery};
use tt_domain::notice::{Digest, NoticeKind, NoticePreferences};
use tt_domain::organisation::Role;
use tt_domain::urging::digest::DigestSpan;
use tt_domain::urging::{Channel, Counting, Recipient, Trigger, UrgingRule};
use tt_store::audit::{self, EventFilter};
use tt_testkit::mail::{MailHouse, Manner};
use tt_testkit::{TestDb, on_each_engine};

use super::outbox::mail_to;
use super::reminding::{add_tasks, kinds, morning, officer};
use super::{REPORT, import, open, signed_in};

const HERE: &str = "127.0.0.1";

fn rule(offset: i32, recipients: &[Recipient]) -> UrgingRule {
    UrgingRule {
        code: String::new(),
        trigger: Trigger::Deadline,
        offset,
        counting: Counting::Working,
        repeat_every: None,
        recipients: recipients.to_vec(),
        channel: Channel::AsChosen,
        digest: None,
    }
}

/// The one rule named, in place of the usual ones.
async fn only(app: &App, admin: &CurrentUser, rule: &UrgingRule) {
    for (usual, _) in app.reminder_rules(admin).await.unwrap().rules {
        app.set_rule_active(admin, &usual.code, false, HERE).await.unwrap();
    }
    app.put_rule(admin, None, rule, HERE).await.unwrap();
}

async fn ready(db: &TestDb, house: Option<&MailHouse>) -> (App, CurrentUser) {
    let mail = house.map(|house| mail_to(house.address).within(Duration::from_secs(30)));
    let app = open(db).await.with_delivery(Delivery { mail, ..Delivery::default() });
    import(&app, REPORT).await;
    let admin = signed_in(&app, "SCT", "quantri", Role::Administrator).await;
    (app, admin)
}

fn field(refused: Result<(), AppError>) -> &'static str {
    match refused {
        Err(AppError::RefusedAt { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_added_changed_and_removed_and_the_log_tells() {
    on_each_engine(async |db| {
        let (app, admin) = ready(db, None).await;
        assert!(!app.reminder_rules(&admin).await.unwrap().own);
        let five = rule(-5, &[Recipient::Officer]);
        app.put_rule(&admin, None, &five, HERE).await.unwrap();
        let shown = app.reminder_rules(&admin).await.unwrap();
        assert_eq!((shown.own, shown.rules.len()), (true, 10));
        let (added, active) = shown.rules.last().unwrap();
        assert_eq!((added.code.as_str(), *active), ("deadline-5w", true));

        // Only whom it reminds: it keeps its name, so nobody is told again. On other days: it gets another.
        let both = rule(-5, &[Recipient::Officer, Recipient::Leader]);
        app.put_rule(&admin, Some("deadline-5w"), &both, HERE).await.unwrap();
        let four =
            UrgingRule { channel: Channel::Mail, digest: Some(DigestSpan::Week), ..rule(-4, &[Recipient::Leader]) };
        app.put_rule(&admin, Some("deadline-5w"), &four, HERE).await.unwrap();
        let (changed, _) = app.reminder_rules(&admin).await.unwrap().rules.last().unwrap().clone();
        assert_eq!(changed, UrgingRule { code: "deadline-4w".to_owned(), ..four.clone() });

        // What cannot be is told at its field, and nothing changes.
        assert_eq!(field(app.put_rule(&admin, None, &rule(-4, &[Recipient::Leader]), HERE).await), "ai");
        assert_eq!(field(app.put_rule(&admin, None, &rule(400, &[Recipient::Leader]), HERE).await), "so-ngay");
        let early = UrgingRule { trigger: Trigger::Submitted, ..rule(-1, &[Recipient::Tracker]) };
        assert_eq!(field(app.put_rule(&admin, None, &early, HERE).await), "luc");
        let gone = app.put_rule(&admin, Some("khong-co"), &five, HERE).await;
        assert!(matches!(gone, Err(AppError::NotFound)));
        assert_eq!(app.reminder_rules(&admin).await.unwrap().rules.len(), 10);

        app.remove_rule(&admin, "deadline-4w", HERE).await.unwrap();
        app.reset_rules(&admin, HERE).await.unwrap();
        assert!(!app.reminder_rules(&admin).await.unwrap().own);
        let actions = audited(db, &admin).await;
        assert_eq!(actions, ["rule.added", "rule.changed", "rule.changed", "rule.removed", "rule.reset"]);

        let head = signed_in(&app, "SCT", "truong", Role::DivisionHead).await;
        assert!(matches!(app.put_rule(&head, None, &five, HERE).await, Err(AppError::Forbidden)));
        assert!(matches!(app.try_rules(&head, None).await, Err(AppError::Forbidden)));
        app.close().await;
    })
    .await;
}

async fn audited(db: &TestDb, admin: &CurrentUser) -> Vec<String> {
    let mut tx = db.db.begin_read().await.unwrap();
    let wanted = EventFilter { action: "rule.".to_owned(), ..EventFilter::default() };
    let events = audit::filtered(&mut tx, admin.agency.id, &wanted, None, 50).await.unwrap();
    events.into_iter().rev().map(|event| event.event.action).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_rule_is_not_removed() {
    let db = TestDb::sqlite().await;
    let (app, admin) = ready(&db, None).await;
    let rules = app.reminder_rules(&admin).await.unwrap().rules;
    for (rule, _) in rules.iter().skip(1) {
        app.remove_rule(&admin, &rule.code, HERE).await.unwrap();
    }
    let last = rules.first().unwrap().0.code.clone();
    assert!(matches!(app.remove_rule(&admin, &last, HERE).await, Err(AppError::Refused(_))));
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_rule_reminds_on_its_day_and_a_trial_says_so_before() {
    on_each_engine(async |db| {
        let (app, admin) = ready(db, None).await;
        let hoa = officer(&app, "hoa", Digest::Never).await;
        let today = app.clock().today();
        let deadline = tt_domain::calendar::days_after(today, 12);
        add_tasks(db, &hoa, &[hoa.user.person.unwrap()], 1, deadline).await;
        let ahead = UrgingRule { counting: Counting::Calendar, ..rule(-9, &[Recipient::Officer]) };
        let trial = app.try_rules(&admin, Some((None, &ahead))).await.unwrap();
        let line = trial.lines.first().unwrap();
        let on = tt_domain::calendar::days_after(today, 3);
        assert_eq!(
            (trial.lines.len(), line.on, line.recipient, line.way),
            (1, on, Recipient::Officer, Way::Application)
        );
        assert!(line.person.contains("hoa") && line.task.2.contains("chợ"), "{line:?}");
        assert!(!app.reminder_rules(&admin).await.unwrap().own, "a trial changes nothing");
        assert_eq!(kinds(&app, &hoa).await, []);

        only(&app, &admin, &ahead).await;
        let all = app.try_rules(&admin, None).await.unwrap();
        assert_eq!(all.lines.len(), 1);
        app.remind(morning(tt_domain::calendar::days_after(today, 2))).await.unwrap();
        assert_eq!(kinds(&app, &hoa).await, []);
        app.remind(morning(on)).await.unwrap();
        assert_eq!(kinds(&app, &hoa).await, [NoticeKind::DueSoon]);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_says_by_which_way_it_reaches_people() {
    for (channel, by_email, mails) in [
        (Channel::AsChosen, true, 3),
        (Channel::AsChosen, false, 0),
        (Channel::Application, true, 0),
        (Channel::Mail, false, 3),
    ] {
        let db = TestDb::sqlite().await;
        let house = MailHouse::open(Manner::Accepts).await;
        let (app, admin) = ready(&db, Some(&house)).await;
        let hoa = officer(&app, "hoa", Digest::Never).await;
        let wishes = app.notice_preferences(&hoa).await.unwrap();
        app.choose_notices(&hoa, &NoticePreferences { by_email, ..wishes }).await.unwrap();
        add_tasks(&db, &hoa, &[hoa.user.person.unwrap()], 3, date(2026, 11, 20)).await;
        only(&app, &admin, &UrgingRule { channel, ..rule(0, &[Recipient::Officer]) }).await;
        let told = app.remind(morning(date(2026, 11, 20))).await.unwrap();
        assert_eq!((told.notices, told.mails), (3, mails), "{channel:?} {by_email}");
        app.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_of_a_rule_are_gathered_by_day_or_week() {
    on_each_engine(async |db| {
        let house = MailHouse::open(Manner::Accepts).await;
        let (app, admin) = ready(db, Some(&house)).await;
        let hoa = officer(&app, "hoa", Digest::Never).await;
        // Due on Wednesday 18/11 and Friday 20/11/2026.
        let person = hoa.user.person.unwrap();
        add_tasks(db, &hoa, &[person], 3, date(2026, 11, 18)).await;
        let weekly = UrgingRule { digest: Some(DigestSpan::Week), ..rule(0, &[Recipient::Officer]) };
        only(&app, &admin, &weekly).await;
        let told = async |day| {
            let told = app.remind(morning(date(2026, 11, day))).await.unwrap();
            (told.notices, told.mails)
        };
        assert_eq!(told(16).await, (1, 1), "on Monday the week's digest, ahead of its reminders");
        assert_eq!(told(17).await, (0, 0));
        assert_eq!(told(18).await, (3, 0), "on the day only in the application");
        let code = app.reminder_rules(&admin).await.unwrap().rules.last().unwrap().0.code.clone();
        let daily = UrgingRule { digest: Some(DigestSpan::Day), ..rule(1, &[Recipient::Officer]) };
        app.put_rule(&admin, Some(&code), &daily, HERE).await.unwrap();
        assert_eq!(told(19).await, (4, 1), "three reminders, and the day's digest as the one mail");
        assert_eq!(told(20).await, (0, 0));
        app.close().await;
    })
    .await;
}
