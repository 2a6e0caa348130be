//! The audit log: by filter, within rights, proved each night once, and told of when it breaks.

use tt_app::audit_trail::EventFilter;
use tt_app::{AppError, Clock};
use tt_domain::notice::NoticeKind;
use tt_domain::organisation::Role;
use tt_testkit::on_each_engine;

use super::{REPORT, import, open, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_narrowed_by_what_is_asked_and_paged() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let admin = signed_in(&app, "SCT", "quantri", Role::Administrator).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let refused = app.audit_log(&officer, None, &EventFilter::default(), None, 10).await;
        assert!(matches!(refused, Err(AppError::Forbidden)));

        let all = app.audit_log(&admin, None, &EventFilter::default(), None, 100).await.unwrap();
        assert!(!all.more && all.lines.len() >= 4, "{}", all.lines.len());
        let by = async |filter: EventFilter| {
            let log = app.audit_log(&admin, None, &filter, None, 100).await.unwrap();
            log.lines.into_iter().map(|line| line.event.event).collect::<Vec<_>>()
        };
        let signed = by(EventFilter { action: "user.sign".to_owned(), ..EventFilter::default() }).await;
        assert!(!signed.is_empty() && signed.iter().all(|event| event.action == "user.signed_in"));
        let mine = by(EventFilter { user: Some(admin.user.id), ..EventFilter::default() }).await;
        assert!(!mine.is_empty() && mine.iter().all(|event| event.user == Some(admin.user.id)));
        let command = by(EventFilter { by_command_line: true, ..EventFilter::default() }).await;
        assert!(!command.is_empty() && command.iter().all(|event| event.user.is_none()));
        let reports = by(EventFilter { object: "report-".to_owned(), ..EventFilter::default() }).await;
        assert_eq!(reports.len(), 1);
        // A whole name is not the beginning of another's.
        assert!(by(EventFilter { object: "repor".to_owned(), ..EventFilter::default() }).await.is_empty());
        let here = by(EventFilter { origin: "127.".to_owned(), ..EventFilter::default() }).await;
        assert_eq!(here.len(), signed.len());
        let first = all.lines.last().unwrap().event.event.at;
        assert!(by(EventFilter { until: Some(first), ..EventFilter::default() }).await.is_empty());
        assert_eq!(by(EventFilter { since: Some(first), ..EventFilter::default() }).await.len(), all.lines.len());

        let page = app.audit_log(&admin, None, &EventFilter::default(), None, 2).await.unwrap();
        assert!(page.more && page.lines.len() == 2);
        let before = page.lines[1].event.sequence;
        let rest = app.audit_log(&admin, None, &EventFilter::default(), Some(before), 100).await.unwrap();
        assert_eq!(rest.lines.len(), all.lines.len() - 2);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_night_the_chains_are_proved_once_and_a_broken_one_is_told() {
    on_each_engine(async |db| {
        let day = jiff::civil::date(2030, 3, 4);
        let app = open(db).await.with_clock(Clock::at(day));
        import(&app, REPORT).await;
        let admin = signed_in(&app, "SCT", "quantri", Role::Administrator).await;
        let now = app.clock().now();
        let found = app.check_audit_nightly(now).await.unwrap().expect("it is due");
        assert_eq!(found.broken, None);
        assert!(app.check_audit_nightly(now).await.unwrap().is_none(), "once a day");
        let checks = app.audit_checks(&admin).await.unwrap();
        assert_eq!((checks.len(), checks[0].user, checks[0].broken.clone()), (1, None, None));

        // As someone with the database's password might.
        db.raw("update audit_events set details = '{\"x\":1}' where sequence = 2").await;
        assert!(app.check_audit(&admin).await.unwrap().broken.is_some());
        assert!(app.check_audit(&admin).await.unwrap().broken.is_some());
        let checks = app.audit_checks(&admin).await.unwrap();
        assert_eq!(checks[0].broken, Some(("SCT".to_owned(), 2, "changed".to_owned())));
        let told = app.notices(&admin, None, false, 10).await.unwrap();
        let told: Vec<_> = told.iter().filter(|notice| notice.kind == NoticeKind::AuditBroken).collect();
        assert_eq!(told.len(), 1, "told once a day");
        assert!(told[0].headline.vi.contains("SCT"));
        app.clock().set(day.tomorrow().unwrap());
        assert!(app.check_audit_nightly(app.clock().now()).await.unwrap().is_some());
        app.close().await;
    })
    .await;
}
