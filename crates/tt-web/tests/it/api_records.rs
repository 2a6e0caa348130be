//! The API beyond tasks: the organisation, settings, briefings, files of rows; each by its scope, version and remedy.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use tt_app::api_tokens::TokenToMake;
use tt_app::import::ImportRequest;
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, DataPlace};
use tt_domain::api_token::TokenScope;
use tt_domain::organisation::Role;
use tt_testkit::TestDb;
use tt_web::{WebConfig, router};

use super::{PASSWORD, REPORT};

struct Api {
    router: Router,
    tokens: BTreeMap<&'static str, String>,
    agency: i64,
    _db: TestDb,
}

impl Api {
    async fn open() -> Self {
        let db = TestDb::sqlite().await;
        let app = App::open(&DataPlace::Url(db.url.clone())).await.unwrap();
        let report = ImportRequest { name: "bao-cao.txt".to_owned(), bytes: REPORT.into(), agency: None, year: None };
        app.import(&report, false, &Actor::command_line()).await.unwrap();
        let mut tokens = BTreeMap::new();
        let mut agency = 0;
        for (name, login, role, scopes) in [
            ("admin", "quantri", Role::Administrator, TokenScope::ALL.to_vec()),
            ("planner", "kehoach", Role::PlanningOfficer, TokenScope::ALL.to_vec()),
            ("reader", "docgia", Role::Administrator, vec![TokenScope::OrganisationRead, TokenScope::TasksWrite]),
        ] {
            let user = UserToAdd {
                agency: "SCT".to_owned(),
                division: None,
                login: login.to_owned(),
                full_name: format!("Người dùng {login}"),
                role,
                password: PASSWORD.to_owned(),
                must_change_password: false,
            };
            app.add_user(&user, &Actor::command_line()).await.unwrap();
            let session = app.sign_in(login, PASSWORD, "127.0.0.1").await.unwrap();
            let current = app.session(&session.token).await.unwrap().unwrap();
            agency = current.agency.id.0;
            let make = TokenToMake { name: "thử".to_owned(), scopes, days: 7 };
            tokens.insert(name, app.make_api_token(&current, &make, "test").await.unwrap().1);
        }
        Self { router: router(app, WebConfig::default()), tokens, agency, _db: db }
    }

    async fn call(&self, who: &str, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let (status, _, value) = self.tagged(who, method, path, body, None).await;
        (status, value)
    }

    async fn tagged(
        &self,
        who: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
        tag: Option<&str>,
    ) -> (StatusCode, String, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.tokens[who]))
            .header("content-type", "application/json");
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = answer.status();
        let tag = answer.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned()).unwrap_or_default();
        let bytes = to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        (status, tag, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

#[tokio::test]
async fn the_organisation_is_kept_through_the_api() {
    let api = Api::open().await;
    let sct = api.agency;
    let unit = json!({ "symbol": "TTKC", "name": "Trung tâm Khuyến công", "level": "public_unit", "parent": sct });
    let (status, made) = api.call("admin", Method::POST, "/api/v1/agencies", Some(unit.clone())).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("/api/v1/agencies/{}", made["id"]);
    let (status, taken) = api.call("admin", Method::POST, "/api/v1/agencies", Some(unit)).await;
    assert_eq!((status, taken["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("ky-hieu")));
    let (_, tag, _) = api.tagged("admin", Method::GET, &path, None, None).await;
    let renamed = json!({ "symbol": "TTKC", "name": "Trung tâm mới", "level": "public_unit", "parent": sct });
    let change = |body: &Value, tag| api.tagged("admin", Method::PATCH, &path, Some(body.clone()), tag);
    assert_eq!(change(&renamed, None).await.0, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(change(&renamed, Some(&tag)).await.0, StatusCode::OK);
    let again = json!({ "symbol": "TTKC", "name": "Tên khác", "level": "public_unit", "parent": sct });
    let (status, _, stale) = change(&again, Some(&tag)).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!((&stale["current"]["name"], &stale["yours"]["name"]), (&json!("Trung tâm mới"), &json!("Tên khác")));

    let divisions = format!("/api/v1/agencies/{sct}/divisions");
    let new = json!({ "symbol": "KHTC", "name": "Phòng Kế hoạch tài chính" });
    let (status, division) = api.call("admin", Method::POST, &divisions, Some(new)).await;
    assert_eq!(status, StatusCode::CREATED, "{division}");
    let person = json!({ "full_name": "Nguyễn Thị Hoa", "email": "hoa@langson.gov.vn" });
    let (status, person) = api.call("admin", Method::POST, "/api/v1/people", Some(person)).await;
    assert_eq!(status, StatusCode::CREATED);
    let posts = format!("/api/v1/people/{}/posts", person["id"]);
    let post = json!({ "agency": sct, "division": division["id"], "role": "officer", "holding": "regular" });
    let (status, post) = api.call("admin", Method::POST, &posts, Some(post)).await;
    assert_eq!(status, StatusCode::CREATED, "{post}");
    let (_, found) = api.call("admin", Method::GET, "/api/v1/people?q=thi%20hoa", None).await;
    assert_eq!(found[0]["posts"][0]["division"], division["id"]);
    let end = format!("/api/v1/posts/{}/end", post["id"]);
    let (status, _) = api.call("admin", Method::POST, &end, Some(json!({ "until": "2099-01-01" }))).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = api.call("planner", Method::GET, "/api/v1/people", None).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "not an administrator");
    let (status, told) = api.call("reader", Method::POST, "/api/v1/people", Some(json!({ "full_name": "A" }))).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(told["detail"].as_str().unwrap().contains("organisation:write"), "{told}");
}

#[tokio::test]
async fn settings_days_and_places_are_kept_through_the_api() {
    let api = Api::open().await;
    let (status, settings) = api.call("admin", Method::GET, "/api/v1/settings", None).await;
    assert_eq!(status, StatusCode::OK);
    let name = settings[0]["name"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/settings/{name}");
    let (status, _) = api.call("admin", Method::PUT, &path, Some(json!({ "value": "chín" }))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let day = "/api/v1/calendar-days/2031-05-02";
    let entered = json!({ "kind": "holiday", "name": "Nghỉ hoán đổi" });
    let (status, told) = api.call("admin", Method::PUT, day, Some(entered)).await;
    assert_eq!(status, StatusCode::NO_CONTENT, "{told}");
    let (_, year) = api.call("admin", Method::GET, "/api/v1/calendar/2031", None).await;
    let entered = year.as_array().unwrap().iter().find(|one| one["day"] == "2031-05-02").unwrap();
    assert_eq!(entered["statutory"], false);
    assert_eq!(api.call("admin", Method::DELETE, day, None).await.0, StatusCode::NO_CONTENT);
    let place = json!({ "name": "xã Vân Mộng", "kind": "commune", "code": "6501" });
    let (status, told) = api.call("admin", Method::POST, "/api/v1/places", Some(place)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a commune's code has five digits: {told}");
}

#[tokio::test]
async fn briefings_and_letters_go_through_the_api() {
    let api = Api::open().await;
    let new = json!({ "kind": "weekly", "day": "2019-12-02" });
    let (status, made) = api.call("planner", Method::POST, "/api/v1/briefings", Some(new)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("/api/v1/briefings/{}", made["id"]);
    let matter = json!({ "title": "Chợ biên giới" });
    let (status, _) = api.call("planner", Method::POST, &format!("{path}/agenda"), Some(matter)).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let note = json!({ "kind": "note", "text": "Thống nhất chủ trương" });
    let (status, told) = api.call("planner", Method::POST, &format!("{path}/conclusions"), Some(note)).await;
    assert_eq!(status, StatusCode::NO_CONTENT, "{told}");
    let (_, shown) = api.call("planner", Method::GET, &path, None).await;
    assert_eq!(shown["conclusions"][0]["text"], "Thống nhất chủ trương");
    assert!(shown["agenda"].as_array().unwrap().iter().any(|one| one["title"] == "Chợ biên giới"));
    assert_eq!(api.call("planner", Method::POST, &format!("{path}/close"), None).await.0, StatusCode::NO_CONTENT);
    let (status, told) = api.call("planner", Method::POST, &format!("{path}/close"), None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
    assert_eq!(api.call("planner", Method::GET, "/api/v1/urging-letters", None).await.0, StatusCode::OK);
    let (_, programme) = api.call("planner", Method::GET, "/api/v1/programmes/2019", None).await;
    assert_eq!((&programme["year"], &programme["tasks"]), (&json!(2019), &json!(6)));
}

#[tokio::test]
async fn a_file_of_rows_is_judged_taken_and_taken_back() {
    let api = Api::open().await;
    let content = STANDARD.encode("Nội dung nhiệm vụ,Hạn\r\nViệc một,31/12/2030\r\nViệc hai,ngày mai\r\n");
    let file = |more: Value| {
        let mut body = json!({ "kind": "tasks", "name": "viec.csv", "content": content, "year": 2019 });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let send = |body| api.call("planner", Method::POST, "/api/v1/row-files", Some(body));
    let (status, dry) = send(file(json!({ "dry_run": true }))).await;
    assert_eq!(status, StatusCode::OK, "{dry}");
    assert_eq!((&dry["counts"]["new"], &dry["counts"]["refused"]), (&json!(1), &json!(1)));
    assert_eq!(dry["rows"][1]["faults"][0]["cell"], "B3");
    assert_eq!(send(file(json!({ "seen": "khác" }))).await.0, StatusCode::CONFLICT);
    let (status, done) = send(file(json!({ "seen": dry["digest"] }))).await;
    assert_eq!(status, StatusCode::CREATED, "{done}");
    let (status, _) = send(file(json!({}))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "nothing new is in it");
    let undo = format!("/api/v1/row-files/{}/undo", done["id"]);
    assert_eq!(api.call("planner", Method::POST, &undo, None).await.0, StatusCode::NO_CONTENT);
    let (_, all) = api.call("planner", Method::GET, "/api/v1/row-files", None).await;
    assert!(all[0]["undone_at"].is_string());
    let people = json!({ "kind": "people", "name": "a.csv", "content": STANDARD.encode("Họ tên\r\nA\r\n") });
    let (status, told) = api.call("reader", Method::POST, "/api/v1/row-files", Some(people)).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{told}");
    let broken = json!({ "kind": "tasks", "name": "a", "content": "%%%" });
    assert_eq!(send(broken).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_catalogue_of_indicators_is_changed_in_the_version_read() {
    let api = Api::open().await;
    let terms = |code: &str, name: &str| {
        json!({ "code": code, "name": name, "unit": "triệu USD", "frequency": "month", "over_time": "sum",
                "over_units": "none", "better": "higher" })
    };
    let (status, made) =
        api.call("planner", Method::POST, "/api/v1/indicators", Some(terms("XK", "Trị giá xuất khẩu"))).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("/api/v1/indicators/{}", made["id"]);
    let (status, tag, read) = api.tagged("planner", Method::GET, &path, None, None).await;
    assert_eq!((status, read["terms"]["better"].as_str()), (StatusCode::OK, Some("higher")));
    let named = terms("XK", "Kim ngạch xuất khẩu");
    let change = async |tag: Option<&str>| api.tagged("planner", Method::PUT, &path, Some(named.clone()), tag).await;
    assert_eq!(change(None).await.0, StatusCode::PRECONDITION_REQUIRED);
    let (status, next, now) = change(Some(&tag)).await;
    assert_eq!((status, now["terms"]["name"].as_str()), (StatusCode::OK, Some("Kim ngạch xuất khẩu")));
    assert_ne!(tag, next);
    let other = terms("XK", "Tên khác");
    let (status, _, both) = api.tagged("planner", Method::PUT, &path, Some(other), Some(&tag)).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(both["current"]["terms"]["name"], "Kim ngạch xuất khẩu");
    // A code that is taken, a formula with a code nobody has: each at its field.
    let mut wrong = terms("NK", "Nhập khẩu");
    wrong["formula"] = json!("XK + KHONG_CO");
    for (terms, field) in [(terms("XK", "Khác"), "ma"), (wrong, "cong_thuc")] {
        let (status, problem) = api.call("planner", Method::POST, "/api/v1/indicators", Some(terms)).await;
        assert_eq!((status, problem["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some(field)), "{problem}");
    }
    let (status, _) = api.call("reader", Method::POST, "/api/v1/indicators", Some(terms("B", "B"))).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the token lacks the scope");
}

#[tokio::test]
async fn criteria_agency_grades_and_the_ranking_are_read() {
    let api = Api::open().await;
    let (status, sets) = api.call("planner", Method::GET, "/api/v1/criteria-sets", None).await;
    let sets = sets.as_array().unwrap();
    assert!(status == StatusCode::OK && sets.len() >= 3, "{sets:?}");
    assert!(sets.iter().all(|set| !set["values"].as_array().unwrap().is_empty() && set["agency"].is_null()));
    let (status, grades) = api.call("planner", Method::GET, "/api/v1/agency-grades?year=2019", None).await;
    assert_eq!((status, grades), (StatusCode::OK, json!([])), "nobody graded the agency yet");
    let (status, _) = api.call("planner", Method::GET, "/api/v1/agency-grades?year=1", None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, problem) = api.call("planner", Method::GET, "/api/v1/grade-ranking?year=2019", None).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "who neither appraises nor decides: {problem}");
}
