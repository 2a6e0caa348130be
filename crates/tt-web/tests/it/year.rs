//! A whole year through the API: the six key tasks of Decision 230/QĐ-UBND of 30/01/2019, given by the province to the
//! department, worked on by the right people up to 14/12/2019. On eight days everything shown is held against what a
//! person computes by hand from the rules, written out in [`DAYS`].

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use tt_app::api_tokens::TokenToMake;
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, Clock, DataPlace};
use tt_domain::api_token::TokenScope;
use tt_domain::organisation::{AgencyLevel, NewAgency, Role};
use tt_store::agencies;
use tt_testkit::{TestDb, on_each_engine};
use tt_web::{WebConfig, router};

use super::{PASSWORD, REPORT};

/// Who takes part: sign-in, agency, division, role.
const PEOPLE: [(&str, &str, Option<&str>, Role); 8] = [
    ("giamsat", "UBND", None, Role::Supervisor),
    ("lanhdao", "SCT", None, Role::Leader),
    ("kehoach", "SCT", None, Role::PlanningOfficer),
    ("xnk", "SCT", Some("QLXNK"), Role::DivisionHead),
    ("tm", "SCT", Some("QLTM"), Role::DivisionHead),
    ("nl", "SCT", Some("QLNL"), Role::DivisionHead),
    ("cn", "SCT", Some("QLCN"), Role::DivisionHead),
    ("kt", "SCT", Some("KTATMT"), Role::DivisionHead),
];

/// The tasks: division in charge, its head, first deadline.
const TASKS: [(&str, &str, Date); 6] = [
    ("QLXNK", "xnk", date(2019, 12, 15)),
    ("QLTM", "tm", date(2019, 11, 30)),
    ("QLNL", "nl", date(2019, 7, 31)),
    ("QLCN", "cn", date(2019, 9, 30)),
    ("QLTM", "tm", date(2019, 12, 15)),
    ("KTATMT", "kt", date(2019, 11, 30)),
];

/// What a person works out by hand for a day.
struct Day {
    on: Date,
    /// State and timeliness of the six tasks; days only where a task is due within seven, overdue, or was done late.
    tasks: [&'static str; 6],
    /// Done on time, done late, open in time, open overdue, by the deadlines as last decided.
    adjusted: [u64; 4],
    /// The same by the first deadlines.
    original: [u64; 4],
    /// Who is reminded that morning.
    reminded: &'static [&'static str],
}

const DAYS: [Day; 8] = [
    Day {
        // Given on 30/01, nobody has accepted yet; the nearest deadline is in July.
        on: date(2019, 2, 1),
        tasks: ["assigned in_time"; 6],
        adjusted: [0, 0, 6, 0],
        original: [0, 0, 6, 0],
        reminded: &[],
    },
    Day {
        // Accepted on 12/02; progress on the first reported on 20/03.
        on: date(2019, 3, 21),
        tasks: [
            "in_progress in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted in_time",
        ],
        adjusted: [0, 0, 6, 0],
        original: [0, 0, 6, 0],
        reminded: &[],
    },
    Day {
        // The third was extended from 31/07 to 30/11: in time by the adjusted deadline, a day late by the first.
        on: date(2019, 8, 1),
        tasks: [
            "in_progress in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted in_time",
        ],
        adjusted: [0, 0, 6, 0],
        original: [0, 0, 5, 1],
        reminded: &[],
    },
    Day {
        // Seven days before 30/09: the head of the fourth's division is reminded.
        on: date(2019, 9, 23),
        tasks: [
            "in_progress in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted due_soon 7",
            "accepted in_time",
            "accepted in_time",
        ],
        adjusted: [0, 0, 6, 0],
        original: [0, 0, 5, 1],
        reminded: &["cn"],
    },
    Day {
        // A day late: the head again, and the planning officer, who follows what has no follower of its own.
        on: date(2019, 10, 1),
        tasks: [
            "in_progress in_time",
            "accepted in_time",
            "accepted in_time",
            "accepted overdue 1",
            "accepted in_time",
            "accepted in_time",
        ],
        adjusted: [0, 0, 5, 1],
        original: [0, 0, 4, 2],
        reminded: &["cn", "kehoach"],
    },
    Day {
        // The fourth was handed in on 10/10 and confirmed on 14/10: ten days late, by the day it was handed in.
        on: date(2019, 10, 15),
        tasks: [
            "in_progress in_time",
            "accepted in_time",
            "accepted in_time",
            "completed done_late 10",
            "accepted in_time",
            "accepted in_time",
        ],
        adjusted: [0, 1, 5, 0],
        original: [0, 1, 4, 1],
        reminded: &[],
    },
    Day {
        // The sixth is done in time. The second was sent back and is a day late: its head and the planning officer are
        // reminded. The third was handed in within its time, but is not done before it is confirmed.
        on: date(2019, 12, 1),
        tasks: [
            "in_progress in_time",
            "in_progress overdue 1",
            "result_submitted overdue 1",
            "completed done_late 10",
            "accepted in_time",
            "completed done_on_time",
        ],
        adjusted: [1, 1, 2, 2],
        original: [1, 1, 2, 2],
        reminded: &["kehoach", "tm"],
    },
    Day {
        // The second was handed in again on 02/12, two days late; the third in time by 30/11, late by 31/07; the fifth
        // waits to be confirmed, a day before its deadline.
        on: date(2019, 12, 14),
        tasks: [
            "completed done_on_time",
            "completed done_late 2",
            "completed done_on_time",
            "completed done_late 10",
            "result_submitted due_soon 1",
            "completed done_on_time",
        ],
        adjusted: [3, 2, 1, 0],
        original: [2, 3, 1, 0],
        reminded: &[],
    },
];

struct Year {
    router: Router,
    app: App,
    clock: Clock,
    tokens: BTreeMap<&'static str, String>,
    tasks: Vec<i64>,
}

impl Year {
    async fn open(db: &TestDb) -> Self {
        let clock = Clock::at(date(2019, 1, 30));
        let app = App::open(&DataPlace::Url(db.url.clone())).await.unwrap().with_clock(clock.clone());
        let mut tx = db.db.begin_write().await.unwrap();
        let province = NewAgency {
            symbol: "UBND".to_owned(),
            name: "Ủy ban nhân dân tỉnh Lạng Sơn".to_owned(),
            level: AgencyLevel::Province,
            ..NewAgency::default()
        };
        let parent = agencies::insert(&mut tx, &province).await.unwrap();
        let department = NewAgency {
            symbol: "SCT".to_owned(),
            name: "Sở Công Thương tỉnh Lạng Sơn".to_owned(),
            level: AgencyLevel::Department,
            parent: Some(parent),
            ..NewAgency::default()
        };
        agencies::insert(&mut tx, &department).await.unwrap();
        tx.commit().await.unwrap();
        let mut tokens = BTreeMap::new();
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
            let make = TokenToMake { name: "năm".to_owned(), scopes: TokenScope::ALL.to_vec(), days: 7 };
            tokens.insert(login, app.make_api_token(&current, &make, "test").await.unwrap().1);
        }
        Self { router: router(app.clone(), WebConfig::default()), app, clock, tokens, tasks: Vec::new() }
    }

    async fn call(
        &self,
        who: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
        tag: Option<&str>,
    ) -> (StatusCode, Value, String) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.tokens[who]))
            .header("content-type", "application/json");
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status();
        let tag = response.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned()).unwrap_or_default();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default(), tag)
    }

    async fn get(&self, who: &str, path: &str) -> Value {
        let (status, value, _) = self.call(who, Method::GET, path, None, None).await;
        assert_eq!(status, StatusCode::OK, "{who} {path}: {value}");
        value
    }

    /// The province gives the six tasks the report names, by its decision; the department names who is in charge.
    async fn give(&mut self) {
        let document = tt_document::read(REPORT.as_bytes()).unwrap();
        let programme = tt_document::extract(&document).tasks;
        assert_eq!(programme.len(), TASKS.len());
        let below = self.get("giamsat", "/api/v1/organisation").await;
        let department = &below["below"][0];
        assert_eq!(department["symbol"], "SCT");
        let tasks: Vec<Value> = programme
            .iter()
            .zip(TASKS)
            .map(|(task, (_, _, deadline))| {
                json!({
                    "year": 2019, "kind": "key", "statement": task.text, "agency": department["id"],
                    "deadline": deadline.to_string(), "assigned_on": "2019-01-30",
                })
            })
            .collect();
        let source = json!({
            "kind": "Quyết định", "number": "230/QĐ-UBND", "date": "2019-01-30",
            "issuer": "Chủ tịch UBND tỉnh", "approves": true,
        });
        let body = json!({ "source": source, "tasks": tasks });
        let (status, made, _) = self.call("giamsat", Method::POST, "/api/v1/tasks", Some(body), None).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        self.tasks = made["ids"].as_array().unwrap().iter().map(|id| id.as_i64().unwrap()).collect();
    }

    async fn allocate(&self) {
        let organisation = self.get("kehoach", "/api/v1/organisation").await;
        for (id, (symbol, _, _)) in self.tasks.iter().zip(TASKS) {
            let division = organisation["divisions"].as_array().unwrap().iter().find(|one| one["symbol"] == symbol);
            let path = format!("/api/v1/tasks/{id}");
            let (_, _, tag) = self.call("kehoach", Method::GET, &path, None, None).await;
            let change = json!({ "lead": division.unwrap()["id"] });
            let (status, answer, _) = self.call("kehoach", Method::PATCH, &path, Some(change), Some(&tag)).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
        }
    }

    async fn act(&self, who: &str, task: usize, action: Value) {
        let path = format!("/api/v1/tasks/{}/actions", self.tasks[task - 1]);
        let (status, answer, _) = self.call(who, Method::POST, &path, Some(json!({ "action": action })), None).await;
        assert_eq!(status, StatusCode::OK, "{} task {task} {action}: {answer}", self.clock.today());
    }

    /// What happens on a day, after that day was looked at.
    async fn live(&self, day: Date) {
        let submit = |result: &str| json!({ "command": "submit", "result": result, "product": "Báo cáo kết quả" });
        let confirm = || json!({ "command": "confirm" });
        match (day.month(), day.day()) {
            (2, 11) => self.allocate().await,
            (2, 12) => {
                for (index, (_, head, _)) in TASKS.iter().enumerate() {
                    self.act(head, index + 1, json!({ "command": "accept" })).await;
                }
            }
            (3, 20) => {
                let progress =
                    json!({ "command": "progress", "text": "Kim ngạch quý I đạt 1.100 triệu USD", "percent": 21 });
                self.act("xnk", 1, progress).await;
            }
            (4, 15) => {
                let direct =
                    json!({ "command": "direct", "text": "Đôn đốc các chủ đầu tư chợ", "until": "2019-05-31" });
                self.act("lanhdao", 5, direct).await;
            }
            (7, 10) => {
                let ask = json!({ "command": "ask_extension", "until": "2019-12-31", "reason": "Nhà máy Khánh Khê chậm lắp máy" });
                self.act("nl", 3, ask).await;
            }
            (7, 12) => {
                let counter = json!({ "command": "counter_extension", "until": "2019-11-30", "reason": "Phải xong trước kỳ họp cuối năm" });
                self.act("giamsat", 3, counter).await;
            }
            (7, 15) => self.act("nl", 3, json!({ "command": "accept_counter" })).await,
            (10, 10) => self.act("cn", 4, submit("Đã rà soát quy hoạch cụm công nghiệp")).await,
            (10, 14) => self.act("giamsat", 4, confirm()).await,
            (11, 20) => self.act("kt", 6, submit("Đã giám sát 10 đơn vị")).await,
            (11, 25) => {
                self.act("giamsat", 6, confirm()).await;
                self.act("tm", 2, submit("12/12 xã đạt tiêu chí")).await;
            }
            (11, 28) => {
                self.act("giamsat", 2, json!({ "command": "send_back", "reason": "Chưa kèm biên bản thẩm định" }))
                    .await;
            }
            (11, 29) => self.act("nl", 3, submit("Nhà máy thủy điện Khánh Khê đã phát điện")).await,
            (12, 2) => self.act("tm", 2, submit("12/12 xã đạt tiêu chí, kèm biên bản")).await,
            (12, 5) => self.act("giamsat", 2, confirm()).await,
            (12, 10) => {
                self.act("giamsat", 3, confirm()).await;
                self.act("xnk", 1, submit("Kim ngạch ước đạt 4.750 triệu USD")).await;
            }
            (12, 13) => {
                self.act("giamsat", 1, confirm()).await;
                self.act("tm", 5, submit("14 chợ được đầu tư xây mới, cải tạo")).await;
            }
            _ => {}
        }
    }

    /// What the API shows on a day, against what was worked out by hand.
    async fn look(&self, day: &Day, morning: Timestamp) {
        let on = day.on;
        for (index, (id, expected)) in self.tasks.iter().zip(day.tasks).enumerate() {
            let task = self.get("giamsat", &format!("/api/v1/tasks/{id}")).await["task"].clone();
            let timeliness = &task["timeliness"];
            let status = timeliness["status"].as_str().unwrap();
            let days = match status {
                "due_soon" | "overdue" | "done_late" => format!(" {}", timeliness["days"]),
                _ => String::new(),
            };
            let shown = format!("{} {status}{days}", task["state"].as_str().unwrap());
            assert_eq!(shown, expected, "task {} on {on}", index + 1);
        }
        // The department and the province see the same figures.
        for who in ["kehoach", "giamsat"] {
            let statistics = self.get(who, "/api/v1/statistics?year=2019").await;
            for (basis, expected) in [("adjusted", day.adjusted), ("original", day.original)] {
                let columns = ["done_on_time", "done_late", "open_in_time", "open_overdue"];
                let shown = columns.map(|column| statistics[basis][column].as_u64().unwrap());
                assert_eq!(shown, expected, "{basis} on {on}, seen by {who}");
                assert_eq!(statistics[basis]["total"], 6);
            }
        }
        let mut reminded = Vec::new();
        for who in self.tokens.keys() {
            let notices = self.get(who, "/api/v1/notices?limit=200").await;
            let kinds = ["due_soon", "due_today", "overdue"];
            let today = notices.as_array().unwrap().iter().filter(|notice| {
                notice["at"].as_str().unwrap().parse::<Timestamp>().unwrap() == morning
                    && kinds.contains(&notice["kind"].as_str().unwrap())
            });
            reminded.extend(today.map(|_| *who));
        }
        assert_eq!(reminded, day.reminded, "reminders on {on}");
    }
}

#[tokio::test]
async fn a_year_as_a_person_computes_it_by_hand() {
    on_each_engine(async |db: &TestDb| {
        let mut year = Year::open(db).await;
        year.give().await;
        let mut day = date(2019, 1, 31);
        let mut looked_at = 0;
        while day <= date(2019, 12, 14) {
            year.clock.set(day);
            // Seven in the morning: the worker reminds.
            let morning = year.clock.now() - SignedDuration::from_hours(5);
            year.app.remind(morning).await.unwrap();
            if let Some(expected) = DAYS.iter().find(|one| one.on == day) {
                year.look(expected, morning).await;
                looked_at += 1;
            }
            year.live(day).await;
            day = day.tomorrow().unwrap();
        }
        assert_eq!(looked_at, DAYS.len());
        // The shares with their denominators, as the year's report will state them.
        let statistics = year.get("giamsat", "/api/v1/statistics?year=2019").await;
        let share = |name: &str| {
            let share = &statistics["adjusted"][name];
            format!("{}/{} = {}", share["part"], share["base"], share["percent"].as_str().unwrap())
        };
        assert_eq!(share("on_time_of_completed"), "3/5 = 60");
        assert_eq!(share("completed_of_total"), "5/6 = 83.33");
        assert_eq!(share("overdue_of_due"), "0/5 = 0");
        // The programme knows the decision that approves it.
        let plan = year.get("kehoach", "/api/v1/documents?q=230").await;
        assert_eq!(plan["documents"][0]["number"], "230/QĐ-UBND");
        let verified = year.app.verify_audit().await.unwrap();
        assert_eq!(verified.broken, None);
    })
    .await;
}
