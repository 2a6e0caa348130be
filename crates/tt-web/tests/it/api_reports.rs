//! Reports through the API: a program makes a month's report with the people of a department, from the first figure to the
//! verified PDF; compares, brings together what a province's agencies report, and drafts the next year.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::date;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use tt_app::api_tokens::TokenToMake;
use tt_app::import::ImportRequest;
use tt_app::reporting::passage::Asked;
use tt_app::reporting::signing::{FormKind, SignAsked};
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, Clock, CurrentUser, DataPlace};
use tt_domain::api_token::TokenScope;
use tt_domain::id::{DivisionId, RegimeId, ReportId};
use tt_domain::organisation::{AgencyLevel, NewAgency, Role};
use tt_domain::regime::{Frequency, RegimeTerms};
use tt_store::{agencies, divisions};
use tt_testkit::{TestDb, on_each_engine};
use tt_web::{WebConfig, router};

use super::{PASSWORD, REPORT};

/// Who takes part: sign-in, agency, division, role.
const PEOPLE: [(&str, &str, Option<&str>, Role); 7] = [
    ("tonghop", "UBND", None, Role::PlanningOfficer),
    ("kehoach", "SCT", None, Role::PlanningOfficer),
    ("truongphong", "SCT", Some("QLTM"), Role::DivisionHead),
    ("chuyenvien", "SCT", Some("QLTM"), Role::Officer),
    ("lanhdao", "SCT", None, Role::Leader),
    ("vanthu", "SCT", None, Role::Clerk),
    ("nguoila", "SXD", None, Role::PlanningOfficer),
];

struct Answer {
    status: StatusCode,
    tag: String,
    location: String,
    bytes: Vec<u8>,
    json: Value,
}

struct Office {
    router: Router,
    app: App,
    people: BTreeMap<&'static str, (CurrentUser, String)>,
    division: DivisionId,
}

impl Office {
    /// A department with its report of 2019 on record, the province above it, and another department beside.
    async fn open(db: &TestDb) -> Self {
        let app = App::open(&DataPlace::Url(db.url.clone())).await.unwrap();
        let app = app.with_clock(Clock::at(date(2019, 12, 9)));
        let report = ImportRequest { name: "bao-cao.txt".to_owned(), bytes: REPORT.into(), agency: None, year: None };
        app.import(&report, false, &Actor::command_line()).await.unwrap();
        let mut tx = db.db.begin_write().await.unwrap();
        for (symbol, name, level) in [
            ("UBND", "Ủy ban nhân dân tỉnh Lạng Sơn", AgencyLevel::Province),
            ("SXD", "Sở Xây dựng tỉnh Lạng Sơn", AgencyLevel::Department),
        ] {
            let new = NewAgency { symbol: symbol.to_owned(), name: name.to_owned(), level, ..NewAgency::default() };
            agencies::insert(&mut tx, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        db.raw("update agencies set parent_id = (select id from agencies where symbol = 'UBND') where symbol = 'SCT'")
            .await;
        let mut people = BTreeMap::new();
        for (login, agency, division, role) in PEOPLE {
            let user = UserToAdd {
                agency: agency.to_owned(),
                division: division.map(str::to_owned),
                login: login.to_owned(),
                full_name: format!("Người {login}"),
                role,
                password: PASSWORD.to_owned(),
                must_change_password: false,
            };
            app.add_user(&user, &Actor::command_line()).await.unwrap();
            let session = app.sign_in(login, PASSWORD, "127.0.0.1").await.unwrap();
            let current = app.session(&session.token).await.unwrap().unwrap();
            let make = TokenToMake { name: "báo cáo".to_owned(), scopes: TokenScope::ALL.to_vec(), days: 7 };
            let token = app.make_api_token(&current, &make, "test").await.unwrap().1;
            people.insert(login, (current, token));
        }
        let mut tx = db.db.begin_read().await.unwrap();
        let all = divisions::list(&mut tx, people["kehoach"].0.agency.id).await.unwrap();
        let division = all.iter().find(|one| one.symbol == "QLTM").unwrap().id;
        Self { router: router(app.clone(), WebConfig::default()), app, people, division }
    }

    async fn send(&self, who: &str, method: Method, path: &str, body: Option<Value>, tag: Option<&str>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("authorization", format!("Bearer {}", self.people[who].1))
            .header("content-type", "application/json");
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let header =
            |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let (status, tag, location) = (answer.status(), header("etag"), header("location"));
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or_default();
        Answer { status, tag, location, bytes, json }
    }

    async fn get(&self, who: &str, path: &str) -> Answer {
        let answer = self.send(who, Method::GET, path, None, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{who} {path}: {}", answer.json);
        answer
    }

    async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.send(who, Method::POST, path, Some(body), None).await
    }

    /// Takes a step as the report stands now.
    async fn step(&self, who: &str, id: i64, step: Value) -> Answer {
        let tag = self.get(who, &format!("/reports/{id}")).await.tag;
        self.send(who, Method::POST, &format!("/reports/{id}/steps"), Some(step), Some(&tag)).await
    }

    async fn passes(&self, who: &str, id: i64, step: Value, state: &str) {
        let answer = self.step(who, id, step.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{who} {step}: {}", answer.json);
        assert_eq!(answer.json["report"]["state"], state, "{step}");
    }

    /// The leader signs on the report's page: a person's own act.
    async fn signs(&self, id: i64) {
        let (leader, _) = &self.people["lanhdao"];
        let sign = Asked::Sign(SignAsked {
            form: FormKind::Head,
            head: "Giám đốc".to_owned(),
            position: String::new(),
            deputy: String::new(),
            collective: String::new(),
            document: String::new(),
            from: None,
            until: None,
        });
        let seen = self.app.report_passage(leader, ReportId(id)).await.unwrap().seen;
        self.app.take_step(leader, ReportId(id), &sign, seen, "test").await.unwrap();
    }

    async fn regime(&self, who: &str, name: &str, frequency: Frequency, divisions: Vec<DivisionId>) -> RegimeId {
        let terms = RegimeTerms {
            name: name.to_owned(),
            name_en: String::new(),
            frequency,
            years: None,
            opens_on: 15,
            days: 5,
            parts_days: 2,
            opens_days: 6,
            reports_to: "Ủy ban nhân dân tỉnh".to_owned(),
            lead: None,
            divisions,
            series: "BC".to_owned(),
            template: String::new(),
            tables: Vec::new(),
            key_tasks: false,
            active: true,
            since: date(2019, 11, 1),
        };
        self.app.keep_regime(&self.people[who].0, None, &terms, "test").await.unwrap()
    }

    /// A section of the report with those words, and nothing else in it; its number.
    async fn with_words(&self, id: i64, words: &str) -> i64 {
        let path = format!("/reports/{id}/sections");
        let added = self.post("kehoach", &path, json!({ "title": "Kết quả" })).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.json);
        let section = added.json["id"].as_i64().unwrap();
        let body = json!({ "blocks": [{ "type": "paragraph", "content": [{ "type": "text", "text": words }] }] });
        let path = format!("{path}/{section}");
        let written = self.send("kehoach", Method::PUT, &path, Some(body), Some(&added.tag)).await;
        assert_eq!(written.status, StatusCode::OK, "{}", written.json);
        section
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_months_report_is_made_from_its_first_figure_to_the_verified_pdf() {
    on_each_engine(async |db| {
        let o = Office::open(db).await;
        let id = november_is_opened(&o).await;
        let (section, tag) = its_words_are_written(&o, id).await;
        let digest = it_is_passed_on_and_issued(&o, id, (&section, &tag)).await;
        its_files_are_held_against_the_record(&o, id, &digest).await;
        it_is_taken_back(&o, id, &digest).await;
    })
    .await;
}

/// The month's figure is entered, its report opened and its division asked.
async fn november_is_opened(o: &Office) -> i64 {
    let regime = o.regime("kehoach", "Báo cáo công tác tháng", Frequency::Month, vec![o.division]).await;

    // The figure of the month.
    let terms = json!({ "code": "BANLE", "name": "Tổng mức bán lẻ hàng hóa", "unit": "tỷ đồng", "frequency": "month",
        "over_time": "sum", "over_units": "sum", "better": "higher" });
    let added = o.post("kehoach", "/indicators", terms).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json);
    let indicator = added.json["id"].as_i64().unwrap();
    let values = json!({ "period": "201911",
        "observations": [{ "indicator": indicator, "kind": "actual", "value": "1250.5" }] });
    let saved = o.post("kehoach", "/observations", values).await;
    assert_eq!(saved.json[0]["outcome"], "saved", "{}", saved.json);

    // What is owed, and opening it.
    let calendar = o.get("kehoach", "/report-regimes?year=2019").await.json;
    let november = |one: &&Value| one["period"] == "201911" && one["regime"] == regime.0;
    let owed = calendar["owed"].as_array().unwrap().iter().find(november).unwrap().clone();
    assert_eq!(owed["report"], Value::Null, "{owed}");
    let opened = o.post("kehoach", "/reports", json!({ "regime": regime.0, "period": "201911" })).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.json);
    let id = opened.json["id"].as_i64().unwrap();
    assert_eq!(opened.location, format!("/api/v1/reports/{id}"));
    let again = o.post("kehoach", "/reports", json!({ "regime": regime.0, "period": "201911" })).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    // The division is asked; its officer sees it.
    let asked = o.get("chuyenvien", "/report-parts").await.json;
    assert_eq!((&asked[0]["report"], &asked[0]["may_hand"]), (&json!(id), &json!(true)), "{asked}");
    id
}

/// Sections from the template, one more with the figure as a fact; nobody writes over another. Tells the section's address
/// and version.
async fn its_words_are_written(o: &Office, id: i64) -> (String, String) {
    let composer = format!("/reports/{id}/composer");
    let before = o.get("kehoach", &composer).await;
    assert_eq!(before.json["sections"], json!([]));
    let template = Some(json!({ "from": "template" }));
    let begun = o.send("kehoach", Method::POST, &composer, template.clone(), Some(&before.tag)).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.json);
    assert!(!begun.json["sections"].as_array().unwrap().is_empty());
    let late = o.send("kehoach", Method::POST, &composer, template, Some("\"7\"")).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert!(late.json["current"]["sections"].is_array(), "{}", late.json);
    let facts = o.get("kehoach", &format!("/reports/{id}/facts?q=tong%20muc%20ban%20le")).await.json;
    let found = facts.as_array().unwrap().iter().find(|one| one["shown"] == "đạt 1.250,5 tỷ đồng");
    let fact = found.expect("the value is offered")["fact"].clone();
    let section = o.with_words(id, "Tạm.").await;
    let path = format!("/reports/{id}/sections/{section}");
    let read = o.get("kehoach", &path).await;
    let mut blocks = read.json["blocks"].clone();
    blocks[0]["content"] = json!([{ "type": "text", "text": "Tổng mức bán lẻ tháng 11 " },
        { "type": "fact", "fact": fact, "strong": true }, { "type": "text", "text": "." }]);
    let words = json!({ "blocks": blocks });
    let write = async |tag| o.send("kehoach", Method::PUT, &path, Some(words.clone()), tag).await;
    assert_eq!(write(None).await.status, StatusCode::PRECONDITION_REQUIRED);
    let written = write(Some(read.tag.as_str())).await;
    assert_eq!(written.status, StatusCode::OK, "{}", written.json);
    let shown = written.json["blocks"][0]["content"][1]["shown"].clone();
    assert_eq!(shown, "đạt 1.250,5 tỷ đồng");

    // A section goes back as it was read, and is then no new version.
    let back = json!({ "blocks": written.json["blocks"] });
    let same = o.send("kehoach", Method::PUT, &path, Some(back), Some(&written.tag)).await;
    assert_eq!((same.status, &same.json["version"]), (StatusCode::OK, &written.json["version"]), "{}", same.json);

    // A second writer who saw the version before is shown both.
    let other = json!({ "blocks": [{ "type": "paragraph", "content": [{ "type": "text", "text": "Khác." }] }] });
    let late = o.send("kehoach", Method::PUT, &path, Some(other), Some(&read.tag)).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(late.json["current"]["version"], written.json["version"]);
    assert_eq!(late.json["yours"]["blocks"][0]["content"][0]["text"], "Khác.");
    let versions = o.get("kehoach", &format!("{path}/versions")).await.json;
    assert_eq!(versions[0]["version"], written.json["version"]);
    let unknown = json!({ "blocks": [{ "type": "paragraph", "content": [{ "type": "fact", "fact": "value:x" }] }] });
    let refused = o.send("kehoach", Method::PUT, &path, Some(unknown), Some(&written.tag)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.json["detail"].as_str().unwrap().contains("…/facts"), "{}", refused.json);
    let not_theirs = o.send("chuyenvien", Method::PUT, &path, Some(words.clone()), Some(&written.tag)).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN, "an officer does not write the whole");
    let findings = o.get("kehoach", &format!("/reports/{id}/findings")).await.json;
    assert!(findings.as_array().unwrap().iter().all(|one| one["title"].is_string()));
    (path, written.tag)
}

/// Parts, review, signature, number; tells the digest of the PDF.
async fn it_is_passed_on_and_issued(o: &Office, id: i64, (section, tag): (&str, &str)) -> String {
    let part = o.division.0;
    let stale = json!({ "step": "hand_part", "division": part });
    let stale = o.send("chuyenvien", Method::POST, &format!("/reports/{id}/steps"), Some(stale), Some("\"0\"")).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(stale.json["current"]["version"], 1, "{}", stale.json);
    o.passes("chuyenvien", id, json!({ "step": "hand_part", "division": part }), "with_heads").await;
    let back = json!({ "step": "return_part", "division": part, "reason": "Thiếu số liệu chợ" });
    o.passes("truongphong", id, back, "with_heads").await;
    let asked = o.get("chuyenvien", "/report-parts").await.json;
    assert_eq!(asked[0]["reason"], "Thiếu số liệu chợ");
    o.passes("chuyenvien", id, json!({ "step": "hand_part", "division": part }), "with_heads").await;
    o.passes("truongphong", id, json!({ "step": "approve_part", "division": part }), "with_heads").await;
    assert_eq!(o.get("chuyenvien", "/report-parts").await.json, json!([]));
    o.passes("kehoach", id, json!({ "step": "to_planning" }), "with_planning").await;
    let reason = "Số liệu sơ bộ";
    o.passes("kehoach", id, json!({ "step": "to_leader", "reason": reason }), "submitted").await;
    let shown = o.get("lanhdao", &format!("/reports/{id}")).await.json;
    assert_eq!(shown["needs_signature"], true);
    assert!(!shown["steps"].as_array().unwrap().contains(&json!("sign")), "{shown}");
    let signed = o.step("lanhdao", id, json!({ "step": "sign" })).await;
    assert_eq!(signed.status, StatusCode::BAD_REQUEST, "a program does not sign");
    let words = json!({ "blocks": [] });
    let locked = o.send("kehoach", Method::PUT, section, Some(words), Some(tag)).await;
    assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", locked.json);
    o.signs(id).await;
    let issue = json!({ "step": "issue", "on": "2019-12-09" });
    let refused = o.step("kehoach", id, issue.clone()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "the clerk issues");
    let issued = o.step("vanthu", id, issue).await;
    assert_eq!(issued.status, StatusCode::OK, "{}", issued.json);
    assert_eq!(issued.json["issue"]["number"], "01/BC-SCT");
    let files = issued.json["issue"]["files"].as_array().unwrap();
    files.iter().find(|file| file["format"] == "pdf").unwrap()["digest"].as_str().unwrap().to_owned()
}

/// The file is the one issued and says the figure; anyone with its digest can hold it against the record.
async fn its_files_are_held_against_the_record(o: &Office, id: i64, digest: &str) {
    let pdf = o.get("kehoach", &format!("/reports/{id}/issued/pdf")).await.bytes;
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(o.app.verify_file(&pdf).await.unwrap().digest, digest);
    let verified = o.get("nguoila", &format!("/issued-files/{digest}")).await.json;
    assert_eq!((&verified["holds"], &verified["number"]), (&json!(true), &json!("01/BC-SCT")), "{verified}");
    let never = o.get("kehoach", &format!("/issued-files/{}", "0".repeat(64))).await.json;
    assert_eq!((&never["holds"], &never["standing"]), (&json!(false), &Value::Null));
    let html = o.get("kehoach", &format!("/reports/{id}/issued/html")).await.bytes;
    assert!(String::from_utf8_lossy(&html).contains("1.250,5 tỷ đồng"));
    for format in ["docx", "pdf", "xlsx"] {
        assert!(!o.get("kehoach", &format!("/reports/{id}/{format}")).await.bytes.is_empty(), "{format}");
    }
}

/// Recalled by the leader, and another opened in its place.
async fn it_is_taken_back(o: &Office, id: i64, digest: &str) {
    o.passes("lanhdao", id, json!({ "step": "recall", "reason": "Sai số liệu" }), "recalled").await;
    let verified = o.get("kehoach", &format!("/issued-files/{digest}")).await.json;
    assert_eq!((&verified["holds"], &verified["standing"]), (&json!(false), &json!("recalled")));
    let replaced = o.post("lanhdao", &format!("/reports/{id}/replacement"), json!({ "reason": "Sửa số liệu" })).await;
    assert_eq!(replaced.status, StatusCode::CREATED, "{}", replaced.json);
    let history = o.get("kehoach", &format!("/reports/{id}")).await.json["history"].clone();
    let steps: Vec<&str> = history.as_array().unwrap().iter().map(|one| one["step"].as_str().unwrap()).collect();
    let all = [
        "ask_parts",
        "hand_part",
        "return_part",
        "hand_part",
        "approve_part",
        "to_planning",
        "to_leader",
        "sign",
        "issue",
        "recall",
    ];
    assert_eq!(steps, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_agencys_report_is_not_seen() {
    on_each_engine(async |db| {
        let o = Office::open(db).await;
        let id = o.get("kehoach", "/reports").await.json[0]["id"].as_i64().unwrap();
        assert_eq!(o.get("nguoila", "/reports").await.json, json!([]));
        for path in
            ["", "/composer", "/findings", "/facts?q=a", "/pdf", "/issued/pdf", "/sections/1", "/sections/1/versions"]
        {
            let path = format!("/reports/{id}{path}");
            let answer = o.send("nguoila", Method::GET, &path, None, None).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.json);
        }
        let write = |method, path: &str, body| {
            let path = format!("/reports/{id}{path}");
            let o = &o;
            async move { o.send("nguoila", method, &path, Some(body), Some("\"0\"")).await.status }
        };
        let recall = json!({ "step": "recall", "reason": "x" });
        assert_eq!(write(Method::POST, "/steps", recall).await, StatusCode::NOT_FOUND);
        assert_eq!(write(Method::POST, "/composer", json!({ "from": "words" })).await, StatusCode::NOT_FOUND);
        assert_eq!(write(Method::POST, "/replacement", json!({ "reason": "x" })).await, StatusCode::NOT_FOUND);
        assert_eq!(write(Method::POST, "/sections", json!({ "title": "x" })).await, StatusCode::NOT_FOUND);
        let compared = format!("/report-comparison?left={id}&right={id}");
        let answer = o.send("nguoila", Method::GET, &compared, None, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let answer = o.send("nguoila", Method::GET, "/consolidation", None, None).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "nothing stands below them");

        // A token made for reading changes nothing.
        let (planner, _) = &o.people["kehoach"];
        let make = TokenToMake { name: "đọc".to_owned(), scopes: vec![TokenScope::ReportsRead], days: 1 };
        let token = o.app.make_api_token(planner, &make, "test").await.unwrap().1;
        let request = Request::post(format!("/api/v1/reports/{id}/sections"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(json!({ "title": "x" }).to_string()));
        let answer = o.router.clone().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let told = String::from_utf8(to_bytes(answer.into_body(), 1 << 16).await.unwrap().to_vec()).unwrap();
        assert!(told.contains("reports:write"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_reports_are_told_apart_by_task_figure_and_sentence() {
    on_each_engine(async |db| {
        let o = Office::open(db).await;
        let id = o.get("kehoach", "/reports").await.json[0]["id"].as_i64().unwrap();
        let same = o.get("kehoach", &format!("/report-comparison?left={id}&right={id}")).await.json;
        assert_eq!((&same["same"], &same["figures"]), (&json!(true), &json!([])));
        let all = o.get("kehoach", &format!("/report-comparison?left={id}&right={id}&all=true")).await.json;
        assert_eq!(all["tasks"].as_array().unwrap().len(), 6);

        let changed = REPORT.replacen("4.750 triệu USD", "4.800 triệu USD", 1);
        assert_ne!(changed, REPORT);
        let file = json!({ "left": id, "name": "ban-sua.txt", "content": STANDARD.encode(&changed) });
        let told = o.post("kehoach", "/report-comparison", file).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.json);
        let figures = told.json["figures"].as_array().unwrap();
        let moved = figures.iter().find(|one| one["by"] == "50").unwrap_or_else(|| panic!("{}", told.json));
        assert_eq!((&moved["left"]["value"], &moved["right"]["value"]), (&json!("4750"), &json!("4800")));
        assert!(!told.json["sentences"].as_array().unwrap().is_empty());
        let path = format!("/report-comparison?left={id}&left_text=issued&right={id}");
        let never = o.send("kehoach", Method::GET, &path, None, None).await;
        assert_eq!(never.status, StatusCode::NOT_FOUND, "it was never issued");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_province_brings_together_what_its_agencies_report() {
    Box::pin(on_each_engine(async |db| {
        let o = Office::open(db).await;
        let handed = o.get("kehoach", "/reports").await.json[0]["id"].as_i64().unwrap();
        let found = o.get("tonghop", "/consolidation?period=2019").await.json;
        let reporter = &found["reporters"][0];
        assert_eq!((&reporter["symbol"], &reporter["reporting"]), (&json!("SCT"), &json!("as_file")), "{found}");
        assert_eq!((&reporter["report"], &reporter["tasks"]), (&json!(handed), &json!(6)));
        assert!(!o.get("tonghop", &format!("/reports/{handed}/pdf")).await.bytes.is_empty(), "it was handed up");
        let denied = o.send("kehoach", Method::GET, "/consolidation?period=2019", None, None).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);

        let lines = o.get("tonghop", "/consolidation/figures?period=2019").await.json;
        let sourced = |line: &&Value| line["values"][0]["figure"].is_number();
        let line = lines.as_array().unwrap().iter().find(sourced).unwrap_or_else(|| panic!("{lines}"));
        assert_eq!(line["values"][0]["report"], handed);
        let works = o.get("tonghop", "/consolidation/tasks?period=2019").await.json;
        assert_eq!(works["tasks"].as_array().unwrap().len(), 6);
        assert!(o.get("tonghop", "/consolidation/xlsx?period=2019").await.bytes.starts_with(b"PK"));
        let unread = o.send("tonghop", Method::GET, "/consolidation?period=201913", None, None).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unread.json);

        let regime = o.regime("tonghop", "Báo cáo tổng hợp", Frequency::Year, Vec::new()).await;
        let ask = json!({ "regime": regime.0, "period": "2019" });
        let made = o.post("tonghop", "/consolidation", ask).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.json);
        let report = made.json["report"].as_i64().unwrap();
        assert!(made.json["made"].as_i64().unwrap() > 10, "{}", made.json);
        let again = o.post("tonghop", "/consolidation", json!({ "report": report })).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it has content");
        let own = o.get("tonghop", "/consolidation?period=2019").await.json["own"][0].clone();
        let seen = format!("\"{}\"", own["version"]);
        let confirmed = Some(json!({ "report": report, "confirmed": true }));
        let stale = o.send("tonghop", Method::POST, "/consolidation", confirmed.clone(), Some("\"7\"")).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(stale.json["current"]["version"], own["version"], "{}", stale.json);
        let fresh = o.send("tonghop", Method::POST, "/consolidation", confirmed, Some(&seen)).await;
        assert_eq!(fresh.status, StatusCode::OK, "{}", fresh.json);
        let nothing = o.post("tonghop", "/consolidation", json!({})).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let strange = o.post("nguoila", "/consolidation", json!({ "report": report })).await;
        assert_eq!(strange.status, StatusCode::FORBIDDEN);
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_years_tasks_are_taken_and_turned_down() {
    on_each_engine(async |db| {
        let o = Office::open(db).await;
        let path = "/programmes/2020/proposals";
        let found = o.get("kehoach", path).await.json;
        assert_eq!((&found["open"], &found["may_accept"]), (&json!(true), &json!(true)));
        let rows = found["rows"].as_array().unwrap();
        let seen = |row: &Value, side: &str| match &row[side] {
            Value::Null => Value::Null,
            one => json!({ "task": one["task"], "version": one["version"] }),
        };
        let row = rows.iter().find(|row| row["last"].is_object()).unwrap();
        let targets = json!(["phấn đấu đạt 5.000 triệu USD"]);
        let take = json!({ "last": seen(row, "last"), "next": seen(row, "next"), "take": true,
            "statement": "Đẩy mạnh xuất nhập khẩu năm 2020", "targets": targets });
        let other = rows.iter().find(|one| one["next"].is_object() && one["next"] != row["next"]).unwrap();
        let turn_down = json!({ "last": seen(other, "last"), "next": seen(other, "next"), "take": false });
        let choices = json!({ "choices": [take, turn_down] });
        let denied = o.post("chuyenvien", path, choices.clone()).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let done = o.post("kehoach", path, choices).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.json);
        assert_eq!(done.json["left_out"], 1);
        assert_eq!(done.json["made"].as_i64().unwrap() + done.json["changed"].as_i64().unwrap(), 1, "{}", done.json);
        let after = o.get("kehoach", path).await.json;
        let rows = after["rows"].as_array().unwrap();
        let drafted = rows.iter().find(|row| row["statement"] == "Đẩy mạnh xuất nhập khẩu năm 2020").unwrap();
        assert_eq!((&drafted["take"], &drafted["targets"]), (&json!(true), &targets));
        let task = format!("/tasks/{}", drafted["next"]["task"]);
        assert_eq!(o.get("kehoach", &task).await.json["task"]["statement"], "Đẩy mạnh xuất nhập khẩu năm 2020");

        // Seen before it was changed: nothing is done.
        let stale = json!({ "choices": [{ "last": seen(drafted, "last"), "take": true, "statement": "Khác",
            "next": { "task": drafted["next"]["task"], "version": 99 } }] });
        let stale = o.post("kehoach", path, stale).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{}", stale.json);
        assert!(!o.get("kehoach", "/programmes/2020/proposals/docx").await.bytes.is_empty());
    })
    .await;
}

#[tokio::test]
async fn every_route_of_reports_is_described_with_an_example() {
    let document: Value = serde_json::from_str(&tt_web::openapi().unwrap()).unwrap();
    let tags = ["reports", "composer", "comparison", "consolidation", "proposals"];
    let (mut described, mut names) = (0, BTreeSet::new());
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} names two operations");
            if !tags.contains(&operation["tags"][0].as_str().unwrap_or_default()) {
                continue;
            }
            described += 1;
            let has = |media: &Value| {
                let schema = &media["schema"];
                let named = [&schema["$ref"], &schema["items"]["$ref"]].into_iter().find_map(Value::as_str);
                let name = named.and_then(|name| name.rsplit('/').next()).unwrap_or_default();
                media.get("example").is_some() || document["components"]["schemas"][name].get("example").is_some()
            };
            if let Some(body) = operation.pointer("/requestBody/content/application~1json") {
                assert!(has(body), "body of {method} {path}");
            }
            for status in ["200", "201"] {
                if let Some(media) = operation["responses"][status].pointer("/content/application~1json") {
                    assert!(has(media), "answer of {method} {path}");
                }
            }
        }
    }
    assert!(described >= 30, "{described} routes");
}
