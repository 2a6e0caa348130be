//! Mail under TLS against a real server on this machine: what may be trusted is sent, and nothing else; every other end
//! is a failure the administrator sees, and no message passes for sent.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tt_app::delivery::{MailServer, Mailbox, Security};
use tt_app::{App, CurrentUser, Delivery};
use tt_domain::organisation::Role;
use tt_domain::outgoing::OutgoingState;
use tt_testkit::TestDb;
use tt_testkit::mail::{AUTHORITY, Identity, MailHouse, Manner, Protection};

use super::{REPORT, import, open, signed_in};

const PASSWORD: &str = "mật khẩu của hộp thư";

fn server(house: &MailHouse, security: Security, roots: &[u8]) -> MailServer {
    let from = Mailbox::new("Trọng Tâm", "trongtam@sct.test").unwrap();
    let server = MailServer::new("localhost", house.address.port(), security, from, Some(roots)).unwrap();
    server.within(Duration::from_secs(30))
}

/// One test mail tried once through a server: the state it is left in, and the failure shown with it.
async fn tried(app: &App, admin: &CurrentUser, server: MailServer) -> (OutgoingState, String) {
    let app = app.clone().with_delivery(Delivery { mail: Some(server), ..Delivery::default() });
    let id = app.send_test_mail(admin, "hoa@sct.test", "127.0.0.1").await.unwrap();
    let now = Timestamp::now();
    let done = app.send_outbox(now).await.unwrap();
    let (message, tries) = app.outgoing(admin, id).await.unwrap();
    assert_eq!(done.sent == 1, message.state == OutgoingState::Sent);
    assert_eq!(message.sent_at.is_some(), message.state == OutgoingState::Sent);
    assert!(!tries.is_empty(), "the try is kept");
    let told = message.last_error.unwrap_or_default();
    assert!(!told.contains(PASSWORD), "{told}");
    // Out of the way of the next: taken by a server that takes everything.
    if message.state != OutgoingState::Sent {
        let house = MailHouse::protected(Manner::WantsSignIn, Protection::Tls(Identity::Known)).await;
        let good = self::server(&house, Security::Tls, AUTHORITY).signing_in("trongtam", PASSWORD);
        let app = app.with_delivery(Delivery { mail: Some(good), ..Delivery::default() });
        if message.state == OutgoingState::GivenUp {
            app.send_again(admin, id, "127.0.0.1").await.unwrap();
        }
        app.send_outbox(now + SignedDuration::from_hours(9)).await.unwrap();
        assert_eq!(app.outgoing(admin, id).await.unwrap().0.state, OutgoingState::Sent, "after {told}");
    }
    (message.state, told)
}

async fn ready(db: &TestDb) -> (App, CurrentUser) {
    let app = open(db).await;
    import(&app, REPORT).await;
    let admin = signed_in(&app, "SCT", "quantri", Role::Administrator).await;
    (app, admin)
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_under_tls_to_a_server_whose_authority_is_trusted() {
    let db = TestDb::sqlite().await;
    let (app, admin) = ready(&db).await;
    for (security, protection) in
        [(Security::Tls, Protection::Tls(Identity::Known)), (Security::StartTls, Protection::StartTls(Identity::Known))]
    {
        for manner in [Manner::Accepts, Manner::WantsSignIn] {
            let house = MailHouse::protected(manner, protection).await;
            let mut server = server(&house, security, AUTHORITY);
            if manner == Manner::WantsSignIn {
                server = server.signing_in("trongtam", PASSWORD);
            }
            let (state, told) = tried(&app, &admin, server).await;
            assert_eq!((state, told.as_str()), (OutgoingState::Sent, ""), "{security:?} {manner:?}");
            assert_eq!(house.taken().len(), 1);
        }
    }
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_trusted_gets_nothing_and_is_tried_again_later() {
    let db = TestDb::sqlite().await;
    let (app, admin) = ready(&db).await;
    let under = |security, identity| match security {
        Security::Tls => Protection::Tls(identity),
        _ => Protection::StartTls(identity),
    };
    for security in [Security::Tls, Security::StartTls] {
        for (identity, why) in [
            (Identity::Stranger, "UnknownIssuer"),
            (Identity::OtherName, "not valid for name"),
            (Identity::Expired, "Expired"),
        ] {
            let house = MailHouse::protected(Manner::WantsSignIn, under(security, identity)).await;
            let server = server(&house, security, AUTHORITY).signing_in("trongtam", PASSWORD);
            let (state, told) = tried(&app, &admin, server).await;
            assert_eq!(state, OutgoingState::Failed, "{security:?} {identity:?}: {told}");
            assert!(told.contains("certificate") && told.contains(why), "{security:?} {identity:?}: {told}");
            assert!(house.taken().is_empty());
        }
    }
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn protection_that_is_demanded_is_never_done_without() {
    let db = TestDb::sqlite().await;
    let (app, admin) = ready(&db).await;
    for (security, why) in [(Security::StartTls, "STARTTLS"), (Security::Tls, "TLS")] {
        let house = MailHouse::open(Manner::WantsSignIn).await;
        let server = server(&house, security, AUTHORITY).signing_in("trongtam", PASSWORD);
        let (state, told) = tried(&app, &admin, server).await;
        assert_eq!(state, OutgoingState::Failed, "{told}");
        assert!(told.contains(why) || told.contains("I/O"), "{security:?}: {told}");
        assert!(house.taken().is_empty());
    }
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_and_slowness_under_tls_end_as_they_do_in_the_clear() {
    let db = TestDb::sqlite().await;
    let (app, admin) = ready(&db).await;
    for (security, protection) in
        [(Security::Tls, Protection::Tls(Identity::Known)), (Security::StartTls, Protection::StartTls(Identity::Known))]
    {
        for (manner, state, why) in [
            (Manner::Silent, OutgoingState::Failed, "no answer within"),
            (Manner::Slow(Duration::from_millis(800)), OutgoingState::Failed, "no answer within"),
            (Manner::Busy, OutgoingState::Failed, "451"),
            // The administrator can mend a password: later tries may succeed.
            (Manner::RefusesSignIn, OutgoingState::Failed, "535"),
            (Manner::RefusesRecipients, OutgoingState::GivenUp, "550"),
        ] {
            let house = MailHouse::protected(manner, protection).await;
            let mut server = server(&house, security, AUTHORITY);
            if manner == Manner::RefusesSignIn {
                server = server.signing_in("trongtam", PASSWORD);
            }
            if matches!(manner, Manner::Silent | Manner::Slow(_)) {
                server = server.within(Duration::from_millis(1500));
            }
            let (left, told) = tried(&app, &admin, server).await;
            assert_eq!(left, state, "{security:?} {manner:?}: {told}");
            assert!(told.contains(why), "{security:?} {manner:?}: {told}");
            assert!(house.taken().is_empty());
        }
    }
    app.close().await;
}

#[test]
fn certificates_that_cannot_be_read_are_told_at_the_start() {
    let from = Mailbox::new("", "trongtam@sct.test").unwrap();
    let broken = b"-----BEGIN CERTIFICATE-----\nkh\xc3\xb4ng ph\xe1\xba\xa3i\n-----END CERTIFICATE-----\n";
    let refused = MailServer::new("localhost", 465, Security::Tls, from, Some(broken));
    assert!(refused.is_err());
}
