//! Requests through the router against a real database: what a browser gets.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a failed step ends the test")]

mod api_records;
mod api_reports;
mod year;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;
use tt_app::import::ImportRequest;
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, DataPlace};
use tt_domain::organisation::Role;
use tt_testkit::TestDb;
use tt_web::{WebConfig, router};

const REPORT: &str = include_str!("../../../../demo/lang-son-sct-2019.txt");
const PASSWORD: &str = "Chợ-Kỳ-Lừa-2019";
const FORM: &str = "application/x-www-form-urlencoded";

struct Site {
    router: Router,
    cookie: String,
    csrf: String,
    _db: TestDb,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Site {
    /// The site with the real report on record, and nobody signed in.
    async fn anonymous() -> Self {
        Self::with_report(REPORT).await
    }

    /// The site with that report on record, and nobody signed in.
    async fn with_report(text: &str) -> Self {
        let db = TestDb::sqlite().await;
        let app = App::open(&DataPlace::Url(db.url.clone())).await.expect("the application opens");
        let report = ImportRequest { name: "bao-cao.txt".to_owned(), bytes: text.into(), agency: None, year: None };
        let outcome = app.import(&report, false, &Actor::command_line()).await.expect("the report is imported");
        for (login, role, must_change_password) in [
            ("kehoach", Role::PlanningOfficer, false),
            ("chuyenvien", Role::Officer, false),
            ("moi", Role::Officer, true),
        ] {
            let user = UserToAdd {
                agency: outcome.agency.clone(),
                division: None,
                login: login.to_owned(),
                full_name: "Nguyễn Thị <b>Hoa</b>".to_owned(),
                role,
                password: PASSWORD.to_owned(),
                must_change_password,
            };
            app.add_user(&user, &Actor::command_line()).await.expect("the user is added");
        }
        Self { router: router(app, WebConfig::default()), cookie: String::new(), csrf: String::new(), _db: db }
    }

    async fn signed_in(login: &str) -> Self {
        Self::anonymous().await.signing_in(login).await
    }

    async fn signing_in(self, login: &str) -> Self {
        let mut site = self;
        let answer = site.post("/dang-nhap", FORM, credentials(login)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        site.cookie = cookie.split(';').next().unwrap().to_owned();
        let page = site.get("/tai-khoan/mat-khau").await;
        let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").expect("a form with a token");
        rest.split('"').next().unwrap().clone_into(&mut site.csrf);
        site
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("cookie", &self.cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, kind: &str, body: String) -> Answer {
        let request = Request::post(path).header("cookie", &self.cookie).header("content-type", kind);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A form with a file, as a browser sends it.
    async fn upload(&self, path: &str, csrf: &str, name: &str, content: &str) -> Answer {
        let part =
            |head: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
        let file = format!("name=\"tep\"; filename=\"{name}\"");
        let body = format!("{}{}--b--\r\n", part("name=\"csrf\"", csrf), part(&file, content));
        self.post(path, "multipart/form-data; boundary=b", body).await
    }
}

fn credentials(login: &str) -> String {
    let password = PASSWORD.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"));
    format!("ten={login}&mat_khau={password}")
}

#[tokio::test]
async fn anonymous_visitors_are_led_to_sign_in_and_back() {
    let site = Site::anonymous().await;
    for path in ["/", "/nhiem-vu", "/van-ban/1", "/bao-cao/1/tai-ve/pdf", "/so-lieu/1", "/soat", "/nhap", "/tai-khoan"]
    {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/dang-nhap"), "{path}");
    }
    assert_eq!(site.get("/nhiem-vu?nam=2019").await.header("location"), "/dang-nhap?tiep=/nhiem-vu%3Fnam%3D2019");
    let page = site.get("/dang-nhap?tiep=//evil.test").await;
    assert!(!page.body.contains("evil.test"));
}

#[tokio::test]
async fn every_page_of_the_records_opens() {
    let site = Site::signed_in("chuyenvien").await;
    for path in [
        "/",
        "/?nam=2031",
        "/nhiem-vu?xep=muc",
        "/nhiem-vu/1",
        "/van-ban",
        "/van-ban/1",
        "/bao-cao",
        "/bao-cao/1",
        "/bao-cao/so-sanh",
        "/bao-cao/so-sanh?trai=1&phai=1&het=1",
        "/chuong-trinh/2020/de-xuat",
        "/so-lieu/1",
        "/soat",
        "/tai-khoan",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains("<html lang=\"vi\""), "{path}");
        assert!(
            !answer.body.contains("style=\"") && !answer.body.contains("<script>"),
            "inline style or script: {path}"
        );
    }
    let english = Request::get("/").header("cookie", format!("{}; tt_ngon_ngu=en; tt_nen=dark", site.cookie));
    let english = site.send(english.body(Body::empty()).unwrap()).await;
    assert!(english.body.contains("<html lang=\"en\" data-theme=\"dark\""));
    let list = site.get("/nhiem-vu?tim=THUY%20DIEN").await;
    assert!(list.body.contains("href=\"/nhiem-vu/3\"") && !list.body.contains("href=\"/nhiem-vu/1\""));
}

#[tokio::test]
async fn annexes_stand_behind_the_signature() {
    let report = format!("{REPORT}\n\nPhụ lục I\n\nBIỂU SỐ LIỆU CHỢ\n\nSố liệu tính đến hết năm 2019.\n");
    let site = Site::with_report(&report).await.signing_in("chuyenvien").await;
    let page = site.get("/bao-cao/1").await.body;
    let (_, article) = page.split_once("<article").unwrap();
    let place = |part: &str| article.find(part).unwrap_or_else(|| panic!("{part} in {article}"));
    let order =
        ["Trên đây là báo cáo", "Phùng Quang Hội", "Phụ lục I</h2>", "BIỂU SỐ LIỆU CHỢ", "hết năm 2019", "</article>"];
    assert!(order.map(place).is_sorted(), "{:?}", order.map(place));
    assert!(article.contains(" nd-pl\""));
    assert!(article.contains("<p class=\"nd-mk\">DỰ THẢO</p>"), "neither signed nor numbered");
    let file = site.get("/bao-cao/1/tai-ve/txt").await.body;
    assert!(file.contains("DỰ THẢO"), "{file}");
}

#[tokio::test]
async fn a_report_downloads_as_a_workbook() {
    let site = Site::signed_in("chuyenvien").await;
    assert!(site.get("/bao-cao/1").await.body.contains("href=\"/bao-cao/1/tai-ve/xlsx\""));
    let answer = site.get("/bao-cao/1/tai-ve/xlsx").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("content-type").ends_with("spreadsheetml.sheet") && answer.body.starts_with("PK"));
    assert!(answer.header("content-disposition").contains(".xlsx"));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = Site::anonymous().await;
    for path in ["/dang-nhap", "/khong-co", "/tai-san/trong-tam.css", "/"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("x-request-id").is_empty());
    }
    assert_eq!(site.get("/dang-nhap").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn forms_need_the_sessions_token_and_this_sites_origin() {
    let site = Site::signed_in("kehoach").await;
    for token in ["", "wrong"] {
        assert_eq!(site.post("/dang-xuat", FORM, format!("csrf={token}")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.upload("/soat", token, "a.txt", "abc").await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.upload("/nhap", token, "a.txt", REPORT).await.status, StatusCode::FORBIDDEN);
    }
    let foreign = Request::post("/dang-xuat")
        .header("cookie", &site.cookie)
        .header("content-type", FORM)
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(format!("csrf={}", site.csrf)));
    assert_eq!(site.send(foreign.unwrap()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post("/dang-xuat", FORM, format!("csrf={}", site.csrf)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn only_planning_officers_import() {
    let officer = Site::signed_in("chuyenvien").await;
    assert_eq!(officer.get("/nhap").await.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.upload("/nhap", &officer.csrf, "a.txt", REPORT).await.status, StatusCode::FORBIDDEN);
    assert!(!officer.get("/").await.body.contains("href=\"/nhap\""));
    let planner = Site::signed_in("kehoach").await;
    let corrected = REPORT.replace("4.750", "4.760");
    let preview = planner.upload("/nhap", &planner.csrf, "sua.txt", &corrected).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.body.contains("4.760") && preview.body.contains("name=\"noi-dung\""));
    assert!(!planner.get("/bao-cao/1").await.body.contains("4.760"), "a preview must record nothing");
}

#[tokio::test]
async fn a_first_password_is_replaced_before_anything_else() {
    let site = Site::signed_in("moi").await;
    assert_eq!(site.get("/").await.header("location"), "/tai-khoan/mat-khau");
    let weak = format!("csrf={}&cu=x&moi=abc&lai=abd", site.csrf);
    assert_eq!(site.post("/tai-khoan/mat-khau", FORM, weak).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn hostile_content_is_shown_as_text() {
    let site = Site::signed_in("chuyenvien").await;
    let text = "1. Nhiệm vụ 1: <script>alert(1)</script> đạt 91% kế hoạch \"><img src=x onerror=alert(1)>";
    let answer = site.upload("/soat", &site.csrf, "\u{3c}b\u{3e}.txt", text).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img"));
    assert!(!site.get("/").await.body.contains("<b>Hoa</b>"));
    let search = site.get("/van-ban?tim=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!search.body.contains("<script>alert"));
}

#[tokio::test]
async fn failures_get_their_page() {
    let site = Site::signed_in("chuyenvien").await;
    for path in
        ["/khong-co", "/nhiem-vu/999999", "/nhiem-vu/abc", "/van-ban?sau=x", "/bao-cao/1/tai-ve/exe", "/tai-san/x"]
    {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains(answer.header("x-request-id")), "{path}");
    }
    let large = "a".repeat(33 * 1024 * 1024);
    let answer = site.upload("/soat", &site.csrf, "to.txt", &large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("32 MB"));
    assert_eq!(
        site.upload("/soat", &site.csrf, "a.docx", "PK\u{3}\u{4}abc").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn assets_are_kept_for_good_under_their_hash() {
    let site = Site::anonymous().await;
    let page = site.get("/dang-nhap").await;
    let (_, rest) = page.body.split_once("href=\"/tai-san/trong-tam.css?").expect("a style sheet");
    let hash = rest.split('"').next().unwrap();
    let css = site.get(&format!("/tai-san/trong-tam.css?{hash}")).await;
    assert!(css.header("cache-control").contains("immutable"));
    assert_eq!(site.get("/tai-san/trong-tam.css?old").await.header("cache-control"), "no-cache");
    let tag = css.header("etag").to_owned();
    let again = Request::get("/tai-san/trong-tam.css").header("if-none-match", tag).body(Body::empty()).unwrap();
    assert_eq!(site.send(again).await.status, StatusCode::NOT_MODIFIED);
}
