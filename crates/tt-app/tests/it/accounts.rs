//! Accounts: signing in and out, locking, passwords.

use tt_app::sign_in::MAX_FAILURES;
use tt_app::{Actor, AppError, SignInError};
use tt_domain::organisation::Role;
use tt_domain::permission::Action;
use tt_testkit::on_each_engine;

use super::{PASSWORD, REPORT, add_user, import, open, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lasts_until_signed_out() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        add_user(&app, "SCT", "vanthu", Role::Clerk).await;
        let session = app.sign_in(" VanThu ", PASSWORD, "127.0.0.1").await.expect("names do not mind case and blanks");
        let current = app.session(&session.token).await.unwrap().expect("signed in");
        assert_eq!(current.user.login, "vanthu");
        assert!(app.session("no such token").await.unwrap().is_none());
        app.sign_out(&session.token, &current, "127.0.0.1").await.unwrap();
        assert!(app.session(&session.token).await.unwrap().is_none());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_lock_the_account_until_it_is_reset() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        add_user(&app, "SCT", "chuyenvien", Role::Officer).await;
        for _ in 1..MAX_FAILURES {
            let refused = app.sign_in("chuyenvien", "Sai-mật-khẩu-1", "127.0.0.1").await;
            assert!(matches!(refused, Err(SignInError::WrongCredentials)));
        }
        let refused = app.sign_in("chuyenvien", "Sai-mật-khẩu-1", "127.0.0.1").await;
        assert!(matches!(refused, Err(SignInError::Locked { .. })));
        let refused = app.sign_in("chuyenvien", PASSWORD, "127.0.0.1").await;
        assert!(matches!(refused, Err(SignInError::Locked { .. })), "even the right password waits");
        app.reset_password("chuyenvien", "Mật-khẩu-mới-2", &Actor::command_line()).await.unwrap();
        let session = app.sign_in("chuyenvien", "Mật-khẩu-mới-2", "127.0.0.1").await.unwrap();
        assert!(session.user.must_change_password);
        assert!(matches!(app.sign_in("khongco", PASSWORD, "127.0.0.1").await, Err(SignInError::WrongCredentials)));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_changes_only_for_a_new_one_by_the_rule() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let current = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        for (old, new) in [("Sai-mật-khẩu-1", "Mật-khẩu-mới-2"), (PASSWORD, "ngắn"), (PASSWORD, PASSWORD)] {
            let refused = app.change_password(&current, old, new, "127.0.0.1").await;
            assert!(matches!(refused, Err(AppError::Refused(_))), "{old} → {new}");
        }
        let session = app.change_password(&current, PASSWORD, "Mật-khẩu-mới-2", "127.0.0.1").await.unwrap();
        assert!(app.session(&session.token).await.unwrap().is_some());
        assert!(app.sign_in("lanhdao", PASSWORD, "127.0.0.1").await.is_err());
        let current = app.session(&session.token).await.unwrap().unwrap();
        let back = app.change_password(&current, "Mật-khẩu-mới-2", PASSWORD, "127.0.0.1").await;
        assert!(matches!(back, Err(AppError::Refused(_))), "an earlier password does not come back");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_made_once_and_kept() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let first = app.ensure_demo().await.unwrap();
        assert!(first.created);
        assert_eq!(first.sign_ins.len(), Role::ALL.len() + 1, "one a role, and one in the superior agency");
        for sign_in in &first.sign_ins {
            let password = sign_in.password.as_deref().expect("a fresh demo gives passwords");
            let session = app.sign_in(sign_in.login, password, "127.0.0.1").await.expect(sign_in.login);
            let current = app.session(&session.token).await.unwrap().unwrap();
            let [post] = current.standing.posts.as_slice() else { panic!("{} holds one post", sign_in.login) };
            assert_eq!(post.role, sign_in.role);
            let above = usize::from(sign_in.login != "tonghop");
            assert_eq!(current.superiors.len(), above, "the committee the report is addressed to");
            assert_eq!(current.superiors.contains(&post.agency), sign_in.role == Role::Supervisor);
            let in_division = matches!(sign_in.role, Role::DivisionHead | Role::Officer | Role::Supervisor);
            assert_eq!(post.division.is_some(), in_division, "{}", sign_in.login);
            assert!(current.may(Action::ReadRecords) && current.may(Action::CheckText), "{}", sign_in.login);
            assert_eq!(current.may(Action::ManageOrganisation), sign_in.role == Role::Administrator);
        }
        let again = app.ensure_demo().await.unwrap();
        assert!(!again.created);
        assert!(again.sign_ins.iter().all(|sign_in| sign_in.password.is_none()));
        app.close().await;
    })
    .await;
}
