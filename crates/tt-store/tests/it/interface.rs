//! Tokens and keys of requests, on both engines.

use jiff::Timestamp;
use tt_domain::api_token::{NewApiToken, TokenScope};
use tt_domain::id::UserId;
use tt_domain::organisation::{NewUser, Role};
use tt_store::once_keys::{self, Answer};
use tt_store::{StoreError, Tx, api_tokens, users};
use tt_testkit::{agency, on_each_engine};

async fn user(tx: &mut Tx) -> UserId {
    let new = NewUser {
        agency: agency(tx, "SCT").await,
        division: None,
        login: "kehoach".to_owned(),
        full_name: "Hoàng Văn An".to_owned(),
        role: Role::PlanningOfficer,
        person: None,
        password_hash: String::new(),
        must_change_password: false,
    };
    users::insert(tx, &new).await.unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[tokio::test]
async fn a_token_is_found_by_its_hash_until_it_is_revoked() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let user = user(&mut tx).await;
        let new = NewApiToken {
            user,
            name: "Đồng bộ".to_owned(),
            token_hash: "ab".repeat(32),
            scopes: vec![TokenScope::TasksRead, TokenScope::AuditRead],
            created_at: at(100),
            expires_at: Some(at(200)),
        };
        let id = api_tokens::insert(&mut tx, &new).await.unwrap();
        let found = api_tokens::find(&mut tx, &new.token_hash).await.unwrap().unwrap();
        assert_eq!((&found.token, found.holds_at(at(199)), found.holds_at(at(200))), (&new, true, false));
        api_tokens::touch(&mut tx, id, at(150)).await.unwrap();
        api_tokens::revoke(&mut tx, user, id, at(160)).await.unwrap();
        assert!(matches!(api_tokens::revoke(&mut tx, user, id, at(170)).await, Err(StoreError::NotFound)));
        let found = api_tokens::list(&mut tx, user).await.unwrap().remove(0);
        assert_eq!(
            (found.last_used_at, found.revoked_at, found.holds_at(at(150))),
            (Some(at(150)), Some(at(160)), false)
        );
        drop(tx);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_claimed_once_and_keeps_its_answer() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let user = user(&mut tx).await;
        assert_eq!(once_keys::claim(&mut tx, user, "k", "one", at(1)).await.unwrap(), None);
        let known = once_keys::claim(&mut tx, user, "k", "two", at(2)).await.unwrap().unwrap();
        assert_eq!((known.fingerprint.as_str(), known.answer), ("one", None));
        let answer = Answer { status: 201, content_type: "application/json".to_owned(), body: b"{}".to_vec() };
        once_keys::answered(&mut tx, user, "k", &answer).await.unwrap();
        once_keys::release(&mut tx, user, "k").await.unwrap();
        let known = once_keys::claim(&mut tx, user, "k", "one", at(3)).await.unwrap().unwrap();
        assert_eq!(known.answer, Some(answer));
        assert_eq!(once_keys::forget_before(&mut tx, at(2)).await.unwrap(), 1);
        assert_eq!(once_keys::claim(&mut tx, user, "k", "one", at(4)).await.unwrap(), None);
        drop(tx);
    })
    .await;
}
