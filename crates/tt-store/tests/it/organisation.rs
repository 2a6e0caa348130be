//! Agencies, divisions, accounts and sessions.

use tt_domain::organisation::{NewAgency, NewUser, Role, Session};
use tt_store::{StoreError, Tx, agencies, divisions, sessions, users};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::instant;

fn officer(agency: tt_domain::id::AgencyId, login: &str) -> NewUser {
    NewUser {
        agency,
        division: None,
        login: login.to_owned(),
        full_name: "Đỗ Thị Ánh".to_owned(),
        role: Role::PlanningOfficer,
        person: None,
        password_hash: "hash 1".to_owned(),
        must_change_password: true,
    }
}

#[tokio::test]
async fn agency_is_found_by_symbol_and_filled_in_once() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let new =
            NewAgency { symbol: "SCT".to_owned(), name: "Sở Công Thương".to_owned(), ..NewAgency::default() };
        let id = agencies::insert(&mut tx, &new).await.unwrap();
        assert!(agencies::update_name_parts(&mut tx, id, None, Some("Lạng Sơn")).await.unwrap());
        assert!(!agencies::update_name_parts(&mut tx, id, None, Some("Hà Nội")).await.unwrap());
        assert!(agencies::update_name_parts(&mut tx, id, Some("UBND TỈNH"), None).await.unwrap());
        let found = agencies::find_by_symbol(&mut tx, "SCT").await.unwrap().unwrap();
        assert_eq!(found, agencies::get(&mut tx, id).await.unwrap());
        assert_eq!((found.superior.as_deref(), found.place.as_deref()), (Some("UBND TỈNH"), Some("Lạng Sơn")));
        assert_eq!(agencies::find_by_symbol(&mut tx, "sct").await.unwrap(), None);
        assert_eq!(agencies::list(&mut tx).await.unwrap(), [found]);
    })
    .await;
}

#[tokio::test]
async fn what_must_be_unique_conflicts_under_one_name() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        users::insert(&mut tx, &officer(sct, "anh")).await.unwrap();
        let error = users::insert(&mut tx, &officer(sct, "anh")).await.unwrap_err();
        assert!(error.conflicts_on("users_login_key"), "{error:?}");
        drop(tx);

        let mut tx = test.db.begin_write().await.unwrap();
        let error = users::insert(&mut tx, &officer(tt_domain::id::AgencyId(99), "binh")).await.unwrap_err();
        assert!(matches!(error, StoreError::Reference), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn unknown_record_is_not_found() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let nobody = tt_domain::id::UserId(7);
        assert!(matches!(users::get(&mut tx, nobody).await, Err(StoreError::NotFound)));
        assert!(matches!(users::clear_failures(&mut tx, nobody).await, Err(StoreError::NotFound)));
        assert!(matches!(users::set_password(&mut tx, nobody, "x", false).await, Err(StoreError::NotFound)));
        assert!(users::find_by_login(&mut tx, "ai").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn division_learns_its_full_name_once() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = divisions::ensure(&mut tx, sct, "QLXNK", "QLXNK").await.unwrap();
        let name = "Phòng Quản lý xuất nhập khẩu";
        assert_eq!(divisions::ensure(&mut tx, sct, "QLXNK", name).await.unwrap(), id);
        assert_eq!(divisions::ensure(&mut tx, sct, "QLXNK", "Phòng khác").await.unwrap(), id);
        let listed = divisions::list(&mut tx, sct).await.unwrap();
        assert_eq!(listed.iter().map(|division| division.name.as_str()).collect::<Vec<_>>(), [name]);
    })
    .await;
}

#[tokio::test]
async fn account_keeps_its_passwords_and_failures() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = users::insert(&mut tx, &officer(sct, "anh")).await.unwrap();
        users::record_failure(&mut tx, id, 5, Some(instant(60))).await.unwrap();
        let locked = users::get(&mut tx, id).await.unwrap();
        assert_eq!((locked.failed_attempts, locked.locked_until), (5, Some(instant(60))));

        for n in 2..=4 {
            users::set_password(&mut tx, id, &format!("hash {n}"), false).await.unwrap();
        }
        users::set_disabled(&mut tx, id, Some(instant(90))).await.unwrap();
        assert_eq!(users::password_history(&mut tx, id, 3).await.unwrap(), ["hash 4", "hash 3", "hash 2"]);
        let user = users::find_by_login(&mut tx, "anh").await.unwrap().unwrap();
        assert_eq!((user.failed_attempts, user.locked_until, user.must_change_password), (0, None, false));
        assert_eq!((user.password_hash.as_str(), user.role), ("hash 4", Role::PlanningOfficer));
        assert_eq!(user.disabled_at, Some(instant(90)));
        assert_eq!(users::count(&mut tx).await.unwrap(), 1);
        assert_eq!(users::list(&mut tx, sct).await.unwrap(), [user]);
    })
    .await;
}

async fn sign_in(tx: &mut Tx, user: tt_domain::id::UserId, token_hash: &str, at: i64) -> Session {
    let session = Session {
        token_hash: token_hash.to_owned(),
        user,
        csrf_token: format!("csrf {token_hash}"),
        created_at: instant(at),
        last_seen_at: instant(at),
    };
    sessions::insert(tx, &session).await.unwrap();
    session
}

#[tokio::test]
async fn idle_sessions_end() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let user = users::insert(&mut tx, &officer(sct, "anh")).await.unwrap();
        let early = sign_in(&mut tx, user, "a", 0).await;
        sign_in(&mut tx, user, "b", 10).await;
        sign_in(&mut tx, user, "c", 20).await;
        assert_eq!(sessions::find(&mut tx, "a").await.unwrap(), Some(early));

        sessions::touch(&mut tx, "a", instant(100)).await.unwrap();
        assert_eq!(sessions::delete_idle_before(&mut tx, instant(20)).await.unwrap(), 1);
        assert_eq!(sessions::find(&mut tx, "b").await.unwrap(), None);
        sessions::delete(&mut tx, "c").await.unwrap();
        assert!(matches!(sessions::touch(&mut tx, "c", instant(101)).await, Err(StoreError::NotFound)));
        assert_eq!(sessions::delete_for_user(&mut tx, user).await.unwrap(), 1);
    })
    .await;
}
