//! The outbox against a real mail server and a real receiver of webhooks.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use tt_app::delivery::{AddressPolicy, MailServer, Mailbox, Security, WebhookSender};
use tt_app::{App, AppError, CurrentUser, Delivery};
use tt_domain::notice::NoticeKind;
use tt_domain::organisation::Role;
use tt_domain::outgoing::{MAX_ATTEMPTS, OutgoingState};
use tt_testkit::mail::{MailHouse, Manner};
use tt_testkit::{TestDb, on_each_engine};

use super::{REPORT, import, open, signed_in};

pub(crate) fn mail_to(address: SocketAddr) -> MailServer {
    let from = Mailbox::new("Trọng Tâm", "trongtam@sct.test").unwrap();
    let server = MailServer::new("127.0.0.1", address.port(), Security::None, from, None).unwrap();
    server.within(Duration::from_millis(600))
}

async fn app_with(db: &TestDb, delivery: Delivery) -> (App, CurrentUser) {
    let app = open(db).await.with_delivery(delivery);
    import(&app, REPORT).await;
    let admin = signed_in(&app, "SCT", "quantri", Role::Administrator).await;
    (app, admin)
}

async fn states(app: &App, admin: &CurrentUser) -> Vec<OutgoingState> {
    let post = app.post(admin, None, None, 50).await.unwrap();
    post.messages.iter().map(|message| message.state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_sent_once_and_readable() {
    on_each_engine(async |db| {
        let house = MailHouse::open(Manner::Accepts).await;
        let delivery = Delivery { mail: Some(mail_to(house.address)), ..Delivery::default() };
        let (app, admin) = app_with(db, delivery).await;
        app.send_test_mail(&admin, "hoa@sct.test", "127.0.0.1").await.unwrap();
        assert!(house.taken().is_empty(), "nothing leaves inside a request");
        let done = app.send_outbox(Timestamp::now()).await.unwrap();
        assert_eq!((done.sent, done.failed), (1, 0));
        assert_eq!(app.send_outbox(Timestamp::now()).await.unwrap().tried(), 0);
        let taken = house.taken();
        let mail = taken.first().unwrap();
        assert_eq!((taken.len(), mail.to.as_str()), (1, "hoa@sct.test"));
        assert!(mail.raw.is_ascii(), "{}", mail.raw);
        let subject = mail.header("Subject").unwrap();
        assert!(subject.starts_with("=?utf-8?"), "{subject}");
        assert!(mail.header("Message-ID").unwrap().ends_with("@sct.test>"));
        assert!(mail.raw.contains("text/plain") && mail.raw.contains("text/html"));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_the_administrator_is_told_so() {
    on_each_engine(async |db| {
        let (app, admin) = app_with(db, Delivery::default()).await;
        let refused = app.send_test_mail(&admin, "hoa@sct.test", "127.0.0.1").await;
        assert!(matches!(&refused, Err(AppError::Refused(why)) if why.vi.contains("--smtp-host")), "{refused:?}");
        assert!(app.post(&admin, None, None, 10).await.unwrap().mail.is_none());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_slow_or_busy_leaves_the_mail_waiting() {
    let db = TestDb::sqlite().await;
    let house = MailHouse::open(Manner::Busy).await;
    let delivery = Delivery { mail: Some(mail_to(house.address)), ..Delivery::default() };
    let (app, admin) = app_with(&db, delivery).await;
    let id = app.send_test_mail(&admin, "hoa@sct.test", "127.0.0.1").await.unwrap();
    let mut now = Timestamp::now();
    for (manner, told) in
        [(Manner::Busy, "451"), (Manner::Slow(Duration::from_millis(400)), "no answer"), (Manner::Silent, "no answer")]
    {
        house.change(manner);
        assert_eq!(app.send_outbox(now).await.unwrap().failed, 1, "{manner:?}");
        assert_eq!(app.send_outbox(now).await.unwrap().tried(), 0, "it waits before the next try");
        let (message, tries) = app.outgoing(&admin, id).await.unwrap();
        assert_eq!(message.state, OutgoingState::Failed);
        assert!(message.last_error.as_deref().unwrap().contains(told), "{:?}", message.last_error);
        assert!(message.sent_at.is_none() && !tries.is_empty());
        now += SignedDuration::from_hours(9);
    }
    house.change(Manner::Accepts);
    assert_eq!(app.send_outbox(now).await.unwrap().sent, 1);
    assert_eq!(house.taken().len(), 1);
    let (message, tries) = app.outgoing(&admin, id).await.unwrap();
    assert_eq!((message.state, tries.len(), message.last_error), (OutgoingState::Sent, 4, None));
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_nobody_takes_is_given_up_and_can_be_sent_again() {
    let db = TestDb::sqlite().await;
    let house = MailHouse::open(Manner::RefusesRecipients).await;
    let delivery = Delivery { mail: Some(mail_to(house.address)), ..Delivery::default() };
    let (app, admin) = app_with(&db, delivery).await;
    let id = app.send_test_mail(&admin, "khong-co@sct.test", "127.0.0.1").await.unwrap();
    assert_eq!(app.send_outbox(Timestamp::now()).await.unwrap().given_up, 1, "550 is final");
    assert_eq!(states(&app, &admin).await, [OutgoingState::GivenUp]);
    app.send_again(&admin, id, "127.0.0.1").await.unwrap();
    house.change(Manner::Busy);
    let mut now = Timestamp::now() + SignedDuration::from_secs(1);
    for _ in 0..MAX_ATTEMPTS {
        assert_eq!(app.send_outbox(now).await.unwrap().tried(), 1);
        now += SignedDuration::from_hours(9);
    }
    assert_eq!(states(&app, &admin).await, [OutgoingState::GivenUp]);
    assert_eq!(app.send_outbox(now).await.unwrap().tried(), 0);
    app.send_again(&admin, id, "127.0.0.1").await.unwrap();
    house.change(Manner::Accepts);
    assert_eq!(app.send_outbox(now).await.unwrap().sent, 1);
    assert!(app.send_again(&admin, id, "127.0.0.1").await.is_err(), "what is sent stays sent");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_send_each_mail_once() {
    on_each_engine(async |db| {
        let house = MailHouse::open(Manner::Accepts).await;
        let delivery =
            Delivery { mail: Some(mail_to(house.address).within(Duration::from_secs(30))), ..Delivery::default() };
        let (one, admin) = app_with(db, delivery.clone()).await;
        let other = open(db).await.with_delivery(delivery);
        for n in 0..120 {
            one.send_test_mail(&admin, &format!("nguoi-{n}@sct.test"), "127.0.0.1").await.unwrap();
        }
        let now = Timestamp::now();
        let (a, b) = tokio::join!(one.send_outbox(now), other.send_outbox(now));
        assert_eq!(a.unwrap().sent + b.unwrap().sent, 120);
        let mut names: Vec<_> = house.taken().iter().filter_map(|mail| mail.header("Message-ID")).collect();
        assert_eq!(names.len(), 120);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 120);
        one.close().await;
        other.close().await;
    })
    .await;
}

type Received = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A receiver of webhooks that answers with these codes in turn, then with the last of them.
async fn receiver(codes: &[u16]) -> (SocketAddr, Received) {
    let received: Received = Arc::default();
    let (kept, codes) = (Arc::clone(&received), codes.to_vec());
    let app = Router::new().route(
        "/nhan",
        post(move |headers: HeaderMap, body: String| async move {
            let count = {
                let mut kept = kept.lock().unwrap();
                kept.push((headers, body));
                kept.len()
            };
            let code = codes.get(count - 1).or(codes.last()).copied().unwrap_or(200);
            if code == 0 {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
            (StatusCode::from_u16(code.max(200)).unwrap(), [("location", "/khac")])
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, received)
}

fn webhooks(own_machine: bool) -> Delivery {
    let sender = WebhookSender::new(AddressPolicy { allow_own_machine: own_machine }, None).unwrap();
    Delivery { webhooks: Some(sender.within(Duration::from_millis(500))), ..Delivery::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_are_signed_and_tried_until_taken() {
    on_each_engine(async |db| {
        // Fails, hangs, then takes it.
        let (address, received) = receiver(&[500, 0, 204]).await;
        let (app, admin) = app_with(db, webhooks(true)).await;
        let url = format!("http://{address}/nhan");
        let webhook = app.add_webhook(&admin, &url, &[NoticeKind::Assigned], "127.0.0.1").await.unwrap();
        app.test_webhook(&admin, webhook.id, "127.0.0.1").await.unwrap();
        let mut now = Timestamp::now();
        for expected in [OutgoingState::Failed, OutgoingState::Failed, OutgoingState::Sent] {
            app.send_outbox(now).await.unwrap();
            assert_eq!(states(&app, &admin).await, [expected]);
            now += SignedDuration::from_hours(9);
        }
        let received = received.lock().unwrap().clone();
        let header = |n: usize, name: &str| received.get(n).unwrap().0.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(received.len(), 3);
        assert_eq!(header(0, "x-trongtam-delivery"), header(2, "x-trongtam-delivery"), "a second copy can be told");
        assert_eq!(header(0, "x-trongtam-event"), "task.test");
        let body = &received.first().unwrap().1;
        let signed = header(0, "x-trongtam-signature");
        let time: i64 = signed.split(['=', ',']).nth(1).unwrap().parse().unwrap();
        let secret = tt_courier::Secret(webhook.secret.clone());
        assert_eq!(signed, format!("t={time},v1={}", tt_courier::signature(&secret, time, body)));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_follow_no_redirect_and_stay_off_the_own_machine() {
    let db = TestDb::sqlite().await;
    let (address, received) = receiver(&[302]).await;
    let (app, admin) = app_with(&db, webhooks(true)).await;
    let url = format!("http://{address}/nhan");
    let webhook = app.add_webhook(&admin, &url, &[NoticeKind::Assigned], "127.0.0.1").await.unwrap();
    app.test_webhook(&admin, webhook.id, "127.0.0.1").await.unwrap();
    assert_eq!(app.send_outbox(Timestamp::now()).await.unwrap().given_up, 1);
    assert_eq!(received.lock().unwrap().len(), 1);
    let strict = app.clone().with_delivery(webhooks(false));
    for bad in [url.as_str(), "http://localhost/", "ftp://a.vn/", "https://a:b@c.vn/", "không phải"] {
        let refused = strict.add_webhook(&admin, bad, &[NoticeKind::Assigned], "127.0.0.1").await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "{bad}");
    }
    // Set up while it was allowed, forbidden now: the check is made at every sending.
    strict.test_webhook(&admin, webhook.id, "127.0.0.1").await.unwrap();
    assert_eq!(strict.send_outbox(Timestamp::now()).await.unwrap().given_up, 1);
    assert_eq!(received.lock().unwrap().len(), 1, "nothing reached it");
    app.remove_webhook(&admin, webhook.id, "127.0.0.1").await.unwrap();
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_administrator_sees_the_outbox() {
    let db = TestDb::sqlite().await;
    let (app, _) = app_with(&db, webhooks(true)).await;
    let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
    assert!(matches!(app.post(&officer, None, None, 10).await, Err(AppError::Forbidden)));
    let refused = app.add_webhook(&officer, "http://a.vn/", &[NoticeKind::Assigned], "127.0.0.1").await;
    assert!(matches!(refused, Err(AppError::Forbidden)));
    assert!(matches!(app.send_test_mail(&officer, "a@b.vn", "127.0.0.1").await, Err(AppError::Forbidden)));
    app.close().await;
}
