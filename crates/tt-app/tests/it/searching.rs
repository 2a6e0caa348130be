//! Searching: what is found by whom, and that the index says what the records say.

use tt_app::search::{Found, Kind, Target};
use tt_app::work::{TaskAction, TaskDraft};
use tt_domain::history::Coordinator;
use tt_domain::life::Command;
use tt_domain::organisation::Role;
use tt_domain::task::TaskKind;
use tt_store::search::{clear, entries};
use tt_testkit::{agency, on_each_engine};

use super::{REPORT, import, open, signed_in};

fn kinds(found: &Found) -> Vec<Kind> {
    found.hits.iter().map(|hit| hit.kind).collect()
}

fn marked(found: &Found) -> Vec<String> {
    let pieces = found.hits.iter().flat_map(|hit| hit.title.iter().chain(&hit.text));
    pieces.filter(|piece| piece.marked).map(|piece| piece.text.to_lowercase()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_report_is_found_with_its_tasks_and_documents() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let user = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let found = app.search(&user, "chợ nông thôn", None, None).await.unwrap();
        assert!(kinds(&found).contains(&Kind::Task) && kinds(&found).contains(&Kind::Report));
        assert!(found.hits.iter().all(|hit| hit.exact));
        assert!(marked(&found).contains(&"chợ nông thôn".to_owned()), "{:?}", marked(&found));

        let folded = app.search(&user, "cho nong thon", None, None).await.unwrap();
        assert_eq!(kinds(&folded).len(), kinds(&found).len());
        assert!(folded.hits.iter().all(|hit| !hit.exact));

        let decision = app.search(&user, "số:230/QĐ-UBND", None, None).await.unwrap();
        let [hit] = decision.hits.as_slice() else { panic!("{decision:?}") };
        assert!(matches!(hit.target, Target::Document(_)));
        let reports = app.search(&user, "chợ", Some(Kind::Report), None).await.unwrap();
        assert!(kinds(&reports).iter().all(|kind| *kind == Kind::Report));
        assert!(!app.search(&user, "  ", None, None).await.unwrap().asked);
        assert!(app.search(&user, "zzzkhôngcó", None, None).await.unwrap().hits.is_empty());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_agency_finds_nothing() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let mut tx = db.db.begin_write().await.unwrap();
        agency(&mut tx, "SNV").await;
        tx.commit().await.unwrap();
        let stranger = signed_in(&app, "SNV", "nguoila", Role::Leader).await;
        let found = app.search(&stranger, "chợ", None, None).await.unwrap();
        assert!(found.hits.is_empty() && found.next.is_none());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_another_agency_only_what_one_works_along_on_is_found() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let along = agency(&mut tx, "SNN").await;
        tx.commit().await.unwrap();
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let draft = TaskDraft {
            coordinators: vec![Coordinator::Agency(along)],
            ..TaskDraft::new(2019, TaskKind::Key, "Khảo sát chợ đầu mối nông sản")
        };
        let id = *app.create_tasks(&leader, &[draft], None, "test").await.unwrap().first().unwrap();
        let say = Command::Comment { text: "Hẹn khảo sát chợ vào thứ Hai".to_owned() };
        app.act(&leader, id, &TaskAction::of(say), "test").await.unwrap();
        let helper = signed_in(&app, "SNN", "phoihop", Role::Leader).await;
        let found = app.search(&helper, "chợ", None, None).await.unwrap();
        let targets: Vec<Target> = found.hits.iter().map(|hit| hit.target).collect();
        assert_eq!(targets, [Target::Task(id), Target::Task(id)], "the task and what was said of it");
        assert!(found.hits.iter().all(|hit| hit.agency.is_some()), "each says whose it is");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_task_is_found_and_hidden_with_it() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let leader = signed_in(&app, "SCT", "lanhdao", Role::Leader).await;
        let draft =
            TaskDraft { assign: false, ..TaskDraft::new(2019, TaskKind::Key, "Khảo sát bến thủy Trùng Khơi") };
        let made = app.create_tasks(&leader, &[draft], None, "test").await.unwrap();
        let id = *made.first().unwrap();
        let say = Command::Comment { text: "Đã hẹn Ủy ban xã ngày mai".to_owned() };
        app.act(&leader, id, &TaskAction::of(say), "test").await.unwrap();
        let find =
            async |user: &tt_app::CurrentUser, text: &str| kinds(&app.search(user, text, None, None).await.unwrap());
        assert_eq!(find(&leader, "\"trung khoi\"").await, [Kind::Task]);
        assert_eq!(find(&leader, "hẹn ủy ban xã").await, [Kind::Comment]);
        // A draft is the agency's own affair: an officer of no division does not see it.
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        assert!(find(&officer, "\"trung khoi\"").await.is_empty());
        assert!(find(&officer, "hẹn ủy ban xã").await.is_empty());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_made_anew_says_the_same() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let all = async || {
            let mut tx = db.db.begin_read().await.unwrap();
            let mut all: Vec<String> =
                entries(&mut tx, 0, 10_000).await.unwrap().into_iter().map(|(_, entry)| format!("{entry:?}")).collect();
            all.sort();
            all
        };
        let kept = all().await;
        assert!(kept.len() > 50);
        let mut tx = db.db.begin_write().await.unwrap();
        clear(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        // Opened again, it finds the index empty and makes it anew.
        let again = open(db).await;
        assert_eq!(all().await, kept);
        again.close().await;
        app.close().await;
    })
    .await;
}
