//! The organisation as an administrator keeps it: dates, rings, what has ended, what is refused and where.

use jiff::civil::{Date, date};
use tt_app::organisation::Reorganisation;
use tt_app::organisation::agencies::AgencyChange;
use tt_app::organisation::divisions::DivisionChange;
use tt_app::organisation::places::PlaceChange;
use tt_app::{App, AppError, CurrentUser};
use tt_domain::id::{AgencyId, PersonId};
use tt_domain::organisation::{AgencyLevel, NewAgency, Role, SuccessionKind, Validity};
use tt_domain::people::{Holding, NewDelegation, NewPerson, NewPost};
use tt_domain::permission::Action;
use tt_domain::place::{NewAdminUnit, PlaceKind};
use tt_testkit::on_each_engine;

use super::{REPORT, import, open, signed_in};

const HERE: &str = "127.0.0.1";

async fn administrator(app: &App) -> CurrentUser {
    import(app, REPORT).await;
    signed_in(app, "SCT", "quantri", Role::Administrator).await
}

fn unit(symbol: &str, parent: AgencyId) -> NewAgency {
    NewAgency {
        symbol: symbol.to_owned(),
        name: format!("Trung tâm {symbol}"),
        level: AgencyLevel::PublicUnit,
        parent: Some(parent),
        ..NewAgency::default()
    }
}

fn field<T: std::fmt::Debug>(refused: Result<T, AppError>) -> &'static str {
    match refused {
        Err(AppError::RefusedAt { field, .. }) => field,
        other => panic!("not refused at a field: {other:?}"),
    }
}

async fn person(app: &App, admin: &CurrentUser, name: &str) -> PersonId {
    let new = NewPerson { keeper: admin.agency.id, full_name: name.to_owned(), code: None, email: None, phone: None };
    app.add_person(admin, &new, HERE).await.unwrap()
}

fn post(person: PersonId, agency: AgencyId, from: Option<Date>) -> NewPost {
    NewPost {
        person,
        agency,
        division: None,
        role: Role::Clerk,
        title: None,
        holding: Holding::Regular,
        validity: Validity { from, to: None },
    }
}

fn yesterday() -> Date {
    tt_app::clock::today().yesterday().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_agency_is_found_by_the_name_of_the_day() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let id = app.add_agency(&admin, &unit("TTKC", admin.agency.id), HERE).await.unwrap();
        let change = |version, name: &str, on| AgencyChange {
            version,
            to: NewAgency { name: name.to_owned(), ..unit("TTKC", admin.agency.id) },
            on,
            basis: Some("Quyết định số 12/QĐ-UBND".to_owned()),
        };
        let on = date(2021, 3, 1);
        app.change_agency(&admin, id, &change(0, "Trung tâm Khuyến công", Some(on)), HERE).await.unwrap();
        assert!(
            app.change_agency(&admin, id, &change(0, "Tên khác", None), HERE).await.is_err_and(|e| e.is_stale()),
            "the second of two editors is told"
        );
        let again = change(1, "Tên nữa", Some(date(2021, 2, 28)));
        assert_eq!(field(app.change_agency(&admin, id, &again, HERE).await), "ngay");
        let mut tx = db.db.begin_read().await.unwrap();
        for (day, name) in [(date(2021, 2, 28), "Trung tâm TTKC"), (on, "Trung tâm Khuyến công")] {
            assert_eq!(tt_store::agencies::get_on(&mut tx, id, day).await.unwrap().name, name);
        }
        let details = app.agency_details(&admin, id).await.unwrap();
        assert_eq!((details.past.len(), details.successions.len()), (1, 1));
        let events = app.record_history(&admin, &format!("agency-{id}")).await.unwrap();
        let actions: Vec<&str> = events.iter().map(|event| event.action.as_str()).collect();
        assert_eq!(actions, ["agency.changed", "agency.added"]);
        assert_eq!(events[0].details["name"]["before"], "Trung tâm TTKC");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parents_make_no_ring() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let one = app.add_agency(&admin, &unit("MOT", admin.agency.id), HERE).await.unwrap();
        let two = app.add_agency(&admin, &unit("HAI", one), HERE).await.unwrap();
        let under = |parent| AgencyChange { version: 0, to: unit("MOT", parent), on: None, basis: None };
        assert_eq!(field(app.change_agency(&admin, one, &under(two), HERE).await), "cap-tren");
        assert_eq!(field(app.change_agency(&admin, one, &under(one), HERE).await), "cap-tren");
        assert_eq!(field(app.add_agency(&admin, &unit("HAI", one), HERE).await), "ky-hieu");
        let tree = app.agency_tree(&admin).await.unwrap();
        let shown: Vec<(&str, usize)> = tree.iter().map(|node| (node.agency.symbol.as_str(), node.depth)).collect();
        assert_eq!(shown, [("SCT", 0), ("MOT", 1), ("HAI", 2)]);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_abolished_yesterday_takes_no_new_posts() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let gone = app.add_agency(&admin, &unit("CU", admin.agency.id), HERE).await.unwrap();
        let hoa = person(&app, &admin, "Nguyễn Thị Hoa").await;
        app.assign_post(&admin, &post(hoa, gone, Some(date(2020, 1, 1))), HERE).await.unwrap();
        let plan =
            |kind, new: Vec<AgencyId>| Reorganisation { kind, old: vec![gone], new, on: yesterday(), basis: None };
        assert_eq!(field(app.reorganise_agencies(&admin, &plan(SuccessionKind::Split, vec![]), HERE).await), "kieu");
        app.reorganise_agencies(&admin, &plan(SuccessionKind::Abolish, vec![]), HERE).await.unwrap();
        let minh = person(&app, &admin, "Trần Văn Minh").await;
        let refused = app.assign_post(&admin, &post(minh, gone, None), HERE).await;
        assert!(matches!(&refused, Err(AppError::RefusedAt { field: "co-quan", message })
            if message.vi.contains("không nhận chức vụ mới")));
        let details = app.person_details(&admin, hoa).await.unwrap();
        assert_eq!(details.posts[0].post.details.validity.to, Some(yesterday()), "posts end with the agency");
        assert_eq!(field(app.reorganise_agencies(&admin, &plan(SuccessionKind::Abolish, vec![]), HERE).await), "ngay");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_go_on_in_what_follows_a_merger() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let old = app.add_agency(&admin, &unit("CU", admin.agency.id), HERE).await.unwrap();
        let new = app.add_agency(&admin, &unit("MOI", admin.agency.id), HERE).await.unwrap();
        let hoa = person(&app, &admin, "Nguyễn Thị Hoa").await;
        app.assign_post(&admin, &post(hoa, old, None), HERE).await.unwrap();
        let account = app.create_account(&admin, hoa, "hoa", HERE).await.unwrap();
        let on = yesterday();
        let plan = Reorganisation { kind: SuccessionKind::Merge, old: vec![old], new: vec![new], on, basis: None };
        app.reorganise_agencies(&admin, &plan, HERE).await.unwrap();
        let session = app.sign_in("hoa", &account.password, HERE).await.unwrap();
        let current = app.session(&session.token).await.unwrap().unwrap();
        assert_eq!(current.agency.id, new, "signs in to what followed");
        let agencies: Vec<AgencyId> = current.standing.posts.iter().map(|post| post.agency).collect();
        assert_eq!(agencies, [new]);
        assert!(current.may(Action::ReadRecords));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn divisions_are_renamed_and_merged_with_their_people() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let here = admin.agency.id;
        let one = app.add_division(&admin, here, "KHTC", "Phòng Kế hoạch", None, HERE).await.unwrap();
        let two = app.add_division(&admin, here, "TH", "Phòng Tổng hợp", None, HERE).await.unwrap();
        assert_eq!(field(app.add_division(&admin, here, "T H", "Phòng", None, HERE).await), "ky-hieu");
        let change = DivisionChange {
            version: 0,
            symbol: "KHTCTH".to_owned(),
            name: "Phòng Kế hoạch - Tài chính - Tổng hợp".to_owned(),
            on: Some(date(2018, 6, 1)),
            basis: None,
        };
        app.change_division(&admin, one, &change, HERE).await.unwrap();
        let mut tx = db.db.begin_write().await.unwrap();
        let former = tt_store::divisions::ensure(&mut tx, here, "KHTC", "KHTC").await.unwrap();
        assert_eq!(former, one, "an old report names it by its old symbol");
        tx.rollback().await.unwrap();
        let hoa = person(&app, &admin, "Nguyễn Thị Hoa").await;
        let head = NewPost { division: Some(two), role: Role::DivisionHead, ..post(hoa, here, None) };
        app.assign_post(&admin, &head, HERE).await.unwrap();
        let second = NewPost { role: Role::Clerk, division: None, ..head.clone() };
        assert_eq!(field(app.assign_post(&admin, &second, HERE).await), "cach-giu");
        let concurrent = NewPost { holding: Holding::Concurrent, ..second };
        app.assign_post(&admin, &concurrent, HERE).await.unwrap();
        let plan = Reorganisation {
            kind: SuccessionKind::Merge,
            old: vec![two],
            new: vec![one],
            on: yesterday(),
            basis: None,
        };
        app.reorganise_divisions(&admin, &plan, HERE).await.unwrap();
        let details = app.person_details(&admin, hoa).await.unwrap();
        let today = tt_app::clock::today();
        let held = details.posts.iter().filter(|post| post.post.details.validity.holds_on(today));
        let mut divisions: Vec<_> = held.map(|post| post.post.details.division).collect();
        divisions.sort_unstable();
        assert_eq!(divisions, [None, Some(one)]);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_gains_the_rights_for_those_days_only_and_none_delegates_on() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let clerk = signed_in(&app, "SCT", "vanthu", Role::Clerk).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let who = |current: &CurrentUser| current.standing.person.unwrap();
        let today = tt_app::clock::today();
        let give = |from: PersonId, to: PersonId, first: Date, after: Date| NewDelegation {
            from,
            to,
            valid_from: first,
            valid_to: after,
            reason: Some("nghỉ phép".to_owned()),
        };
        let tomorrow = today.tomorrow().unwrap();
        let own = give(who(&leader), who(&leader), today, tomorrow);
        assert_eq!(field(app.delegate(&leader, &own, HERE).await), "nguoi-nhan");
        let back = give(who(&leader), who(&clerk), tomorrow, today);
        assert_eq!(field(app.delegate(&leader, &back, HERE).await), "den-ngay");
        let good = give(who(&leader), who(&clerk), today, tomorrow);
        assert!(matches!(app.delegate(&officer, &good, HERE).await, Err(AppError::Forbidden)), "not theirs to give");
        app.delegate(&leader, &good, HERE).await.unwrap();
        let on = give(who(&clerk), who(&officer), today, tomorrow);
        assert_eq!(field(app.delegate(&clerk, &on, HERE).await), "nguoi-giao");
        let to_absent = give(who(&officer), who(&leader), today, tomorrow);
        assert_eq!(field(app.delegate(&admin, &to_absent, HERE).await), "nguoi-nhan");
        let session = app.sign_in("vanthu", super::PASSWORD, HERE).await.unwrap();
        let clerk = app.session(&session.token).await.unwrap().unwrap();
        assert!(clerk.may(Action::GiveDirective) && !officer.may(Action::GiveDirective));
        let id = app.delegations(&admin).await.unwrap()[0].delegation.id;
        app.end_delegation(&leader, id, today, HERE).await.unwrap();
        let clerk = app.session(&session.token).await.unwrap().unwrap();
        assert!(!clerk.may(Action::GiveDirective), "ended before its time");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_follow_people_and_posts() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let hoa = person(&app, &admin, "Nguyễn Thị Hoa").await;
        assert_eq!(field(app.create_account(&admin, hoa, "hoa", HERE).await), "nguoi");
        app.assign_post(&admin, &post(hoa, admin.agency.id, None), HERE).await.unwrap();
        assert_eq!(field(app.create_account(&admin, hoa, "quantri", HERE).await), "ten-dang-nhap");
        let first = app.create_account(&admin, hoa, "hoa", HERE).await.unwrap();
        let session = app.sign_in("hoa", &first.password, HERE).await.unwrap();
        assert!(session.user.must_change_password);
        app.lock_account(&admin, first.user, true, HERE).await.unwrap();
        assert!(app.session(&session.token).await.unwrap().is_none(), "a lock ends the session");
        assert!(app.sign_in("hoa", &first.password, HERE).await.is_err());
        app.lock_account(&admin, first.user, false, HERE).await.unwrap();
        let again = app.reset_account(&admin, first.user, HERE).await.unwrap();
        let session = app.sign_in("hoa", &again.password, HERE).await.unwrap();
        app.assign_post(
            &admin,
            &NewPost {
                holding: Holding::Concurrent,
                role: Role::Officer,
                ..post(hoa, admin.agency.id, Some(yesterday()))
            },
            HERE,
        )
        .await
        .unwrap();
        let current = app.session(&session.token).await.unwrap().unwrap();
        assert_eq!(current.standing.posts.len(), 2);
        assert!(matches!(app.lock_account(&admin, admin.user.id, true, HERE).await, Err(AppError::Refused(_))));
        let own = app.person_details(&admin, admin.standing.person.unwrap()).await.unwrap().posts[0].post.id;
        let tomorrow = tt_app::clock::today().tomorrow().unwrap();
        assert_eq!(field(app.end_post(&admin, own, tomorrow, HERE).await), "den-ngay");
        for refused in [
            app.accounts(&current).await.map(drop),
            app.people(&current, "").await.map(drop),
            app.agency_tree(&current).await.map(drop),
            app.lock_account(&current, admin.user.id, true, HERE).await,
            app.assign_post(&current, &post(hoa, admin.agency.id, None), HERE).await.map(drop),
        ] {
            assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
        }
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_both_forms_belong_to_one_agency_at_a_time() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let here = admin.agency.id;
        let other = app.add_agency(&admin, &unit("TT", here), HERE).await.unwrap();
        app.add_agency_code(&admin, here, "h37.06", None, HERE).await.unwrap();
        app.add_agency_code(&admin, here, "000.00.06.H37", None, HERE).await.unwrap();
        assert_eq!(field(app.add_agency_code(&admin, other, "H37.06", None, HERE).await), "ma");
        assert_eq!(field(app.add_agency_code(&admin, other, "37.06", None, HERE).await), "ma");
        assert_eq!(field(app.add_agency_code(&admin, here, "H37.07", None, HERE).await), "tu-ngay");
        let from = date(2025, 7, 1);
        app.add_agency_code(&admin, here, "H37.07", Some(from), HERE).await.unwrap();
        app.add_agency_code(&admin, other, "H37.06", Some(from), HERE).await.unwrap();
        let codes = app.agency_details(&admin, here).await.unwrap().codes;
        let shown: Vec<_> = codes.iter().map(|code| (code.code.as_str(), code.validity.to)).collect();
        assert_eq!(shown, [("H37.06", Some(from)), ("000.00.06.H37", None), ("H37.07", None)]);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_place_leads_to_what_lies_there_today() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let commune = |name: &str, code: &str, from: Option<Date>| NewAdminUnit {
            code: Some(code.to_owned()),
            name: name.to_owned(),
            kind: PlaceKind::Commune,
            parent: None,
            validity: Validity { from, to: None },
        };
        let on = date(2019, 12, 1);
        let old = app.add_place(&admin, &commune("xã Vân Mộng", "06265", None), HERE).await.unwrap();
        assert_eq!(field(app.add_place(&admin, &commune("xã khác", "06265", None), HERE).await), "ma");
        assert_eq!(field(app.add_place(&admin, &commune("xã khác", "626", None), HERE).await), "ma");
        let new = app.add_place(&admin, &commune("xã Liên Hội", "06266", Some(on)), HERE).await.unwrap();
        let change = |on| PlaceChange { old, new: vec![new], goes_on: false, on, basis: None };
        assert_eq!(
            field(app.replace_place(&admin, &change(date(2019, 11, 30)), HERE).await),
            "dia-ban-moi",
            "the new one is not there yet"
        );
        app.replace_place(&admin, &change(on), HERE).await.unwrap();
        assert_eq!(app.place_details(&admin, old).await.unwrap().today, [new]);
        app.close().await;
    })
    .await;
}
