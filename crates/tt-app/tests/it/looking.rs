//! Looking records up: what is shown, and to whom.

use tt_app::import::ImportRequest;
use tt_app::outputs::Format;
use tt_app::{Actor, AppError};
use tt_domain::organisation::Role;
use tt_store::documents::DocumentFilter;
use tt_testkit::on_each_engine;

use super::{REPORT, import, open, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_leads_to_its_record_and_its_source() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let user = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let year = app.overview(&user, None).await.unwrap();
        let view = app.report(&user, year.report.unwrap().id).await.unwrap();
        let figure = view.figures.iter().find(|figure| figure.stated.printed == "137,5 triệu USD").unwrap();
        let provenance = app.figure(&user, figure.id).await.unwrap();
        assert_eq!(provenance.source.as_deref(), Some("bao-cao.txt"));
        assert!(provenance.paragraph.contains("ước đạt 137,5 triệu USD"));
        assert_eq!(provenance.observation.unwrap().value.to_string(), "137.5");
        assert_eq!(provenance.indicator.unwrap().terms.unit.as_deref(), Some("triệu USD"));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_shows_who_cites_it_and_where() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let user = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let filter = DocumentFilter { query: Some("230/qd".to_owned()), ..DocumentFilter::default() };
        let found = app.documents(&user, &filter, None).await.unwrap();
        let decision = found.iter().find(|found| found.document.number.as_deref() == Some("230/QĐ-UBND")).unwrap();
        let details = app.document(&user, decision.document.id).await.unwrap();
        assert_eq!(details.mentions.len(), usize::try_from(decision.mentions).unwrap());
        assert_eq!(details.mentions.len(), 3);
        for mention in &details.mentions {
            assert_eq!(mention.printed, "Quyết định số 230/QĐ-UBND ngày 30/01/2019");
            assert!(mention.paragraph.contains(&mention.printed));
        }
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_shows_its_part_of_the_report() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let user = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let year = app.overview(&user, None).await.unwrap();
        let task = app.task(&user, year.tasks[4].task.id).await.unwrap();
        let narrative = task.narrative.unwrap();
        assert!(narrative.text.starts_with("5. Nhiệm vụ 5: Tiếp tục thực hiện có hiệu quả Nghị quyết"));
        assert_eq!(narrative.notes.len(), 2);
        assert_eq!(task.continued_by.map(|(year, task)| (year, task.number)), Some((2020, 3)));
        assert!(task.documents.iter().any(|document| document.number.as_deref() == Some("1667/QĐ-UBND")));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_agency_sees_nothing_of_another() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let theirs = ImportRequest {
            name: "khac.txt".to_owned(),
            bytes: REPORT.as_bytes().to_vec(),
            agency: Some("SKT".to_owned()),
            year: None,
        };
        app.import(&theirs, false, &Actor::command_line()).await.unwrap();
        let ours = signed_in(&app, "SCT", "nhata", Role::Administrator).await;
        let other = signed_in(&app, "SKT", "nhab", Role::Administrator).await;
        let year = app.overview(&ours, None).await.unwrap();
        let report = year.report.unwrap().id;
        let figure = year.tasks[0].figures[0].id;
        let document = year.recent_documents[0].document.id;
        let not_found = |error| matches!(error, AppError::NotFound);
        assert!(app.task(&other, year.tasks[0].task.id).await.is_err_and(not_found));
        assert!(app.report(&other, report).await.is_err_and(not_found));
        assert!(app.report_file(&other, report, Format::Docx).await.is_err_and(not_found));
        assert!(app.figure(&other, figure).await.is_err_and(not_found));
        assert!(app.document(&other, document).await.is_err_and(not_found));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_administrator_reads_the_audit_chain() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        assert!(matches!(app.audit_events(&officer, None, 10).await, Err(AppError::Forbidden)));
        let administrator = signed_in(&app, "SCT", "quantri", Role::Administrator).await;
        let events = app.audit_events(&administrator, None, 10).await.unwrap();
        assert!(events.iter().any(|event| event.event.action == "report.imported"));
        assert!(events.iter().any(|event| event.event.action == "user.signed_in"));
        app.close().await;
    })
    .await;
}
