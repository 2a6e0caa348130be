//! Pictures and tables in a report: found by words, drawn from the records while it is written, frozen when it is
//! submitted, never lost on the way.

use rust_decimal::Decimal;
use tt_app::composing::Start;
use tt_app::embedding::What;
use tt_app::import::ImportRequest;
use tt_app::outputs::Format;
use tt_app::reporting::passage::Asked;
use tt_app::reports::ReportView;
use tt_app::{Actor, App, CurrentUser};
use tt_document::drawing::Drawing;
use tt_document::model::BlockKind;
use tt_domain::composing::{Block, Body, Embedded, Embedding, Inline, PictureOf, TableOf};
use tt_domain::id::{IndicatorId, ReportId, SectionId};
use tt_domain::indicator::{NewObservation, Observation};
use tt_domain::regime::Frequency;
use tt_domain::report::ReportBlockKind;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::observations;
use tt_testkit::{TestDb, on_each_engine};

use super::composing::{imported, sections, start};
use super::open;
use super::reporting::{as_deputy, issue, office, step, terms};

/// The year the imported report is about.
fn year() -> ReportingPeriod {
    ReportingPeriod::year(2019)
}

fn embedded(shows: &str, caption: &str) -> Block {
    let embedding = Embedding { shows: Embedded::parse(shows).unwrap(), alt: None };
    Block {
        kind: ReportBlockKind::Embedded(Box::new(embedding)),
        body: Body::Flow(vec![Inline::text(caption)]),
        origin: None,
    }
}

/// An indicator with a result of 2019, and what states it.
async fn measured(app: &App, who: &CurrentUser) -> (IndicatorId, Observation) {
    let lines = app.catalogue(who, Some(year())).await.unwrap().lines;
    let found = lines.iter().find_map(|(indicator, reading)| {
        let stated = reading.best()?.observation()?;
        Some((indicator.id, stated.clone()))
    });
    found.expect("the imported report states results")
}

/// Records another value in the place of one, or takes it back.
async fn supersede(db: &TestDb, app: &App, old: &Observation, value: i64, withdrawn: bool) -> Observation {
    let new = NewObservation {
        indicator: old.indicator,
        period: old.period.clone(),
        reporting_period: old.reporting_period,
        kind: old.kind,
        value: Decimal::from(value),
        value_max: None,
        withdrawn,
        report: None,
        document: None,
        note: None,
        recorded_by: None,
        recorded_at: app.clock().now(),
        supersedes: Some(old.id),
    };
    let mut tx = db.db.begin_write().await.unwrap();
    let id = observations::insert(&mut tx, &new).await.unwrap();
    let found = observations::get(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    found
}

fn drawings(view: &ReportView) -> Vec<Drawing> {
    let picture = |block: &tt_document::Block| match &block.kind {
        BlockKind::Picture(picture) => picture.drawing.clone(),
        _ => None,
    };
    view.document.body().filter_map(picture).collect()
}

/// A report on demand whose one section has these blocks.
async fn written(app: &App, planner: &CurrentUser, blocks: Vec<Block>) -> (ReportId, SectionId) {
    let regime = app.keep_regime(planner, None, &terms("Báo cáo đột xuất", Frequency::OnDemand), "test").await.unwrap();
    let period = ReportingPeriod::Month { year: 2019, month: 12 };
    let due = Some(app.clock().today());
    let asked = tt_app::reporting::opening::ReportToOpen { regime, period, occasion: "Xuất khẩu".to_owned(), due };
    let id = app.open_report(planner, &asked, "test").await.unwrap();
    let added = app.add_section(planner, id, ("Kết quả", None), "test").await.unwrap().section.section;
    app.write_section(planner, (id, added.id, added.version), blocks, "test").await.unwrap();
    (id, added.id)
}

fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_follows_its_records_until_the_report_is_submitted_and_never_after() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let o = office(&app, db).await;
        let (indicator, stated) = measured(&app, &o.planner).await;
        let picture = Embedded::Picture(PictureOf::Plan(indicator, year())).to_string();
        let blocks = vec![
            embedded(&picture, "Hình 1. Kết quả xuất khẩu"),
            embedded("table:tasks:2019", "Bảng 1. Nhiệm vụ của Sở"),
            Block::paragraph(vec![Inline::text("Trên đây là báo cáo./.")]),
        ];
        let (id, _) = written(&app, &o.planner, blocks).await;

        let view = app.report(&o.planner, id).await.unwrap();
        let before = drawings(&view);
        assert_eq!(before.len(), 1);
        let text = &view.document.text;
        assert!(text.contains("Hình 1. Kết quả xuất khẩu") && text.contains("Bảng 1. Nhiệm vụ của Sở"), "{text}");
        let tables = view.document.body().filter(|block| matches!(block.kind, BlockKind::Table(_))).count();
        assert_eq!(tables, 2, "the numbers of the picture, and the table");
        let What::Table(tasks) = &view.drawn[1].as_ref().unwrap().what else { panic!("{:?}", view.drawn) };
        assert_eq!(tasks.rows.len(), 6);
        assert!(view.figures.is_empty(), "numbers that are drawn are no figures of the report: {:?}", view.figures);

        // As long as it is written it shows what is on record.
        let newer = supersede(db, &app, &stated, 987_654, false).await;
        let now = app.report(&o.planner, id).await.unwrap();
        assert_ne!(drawings(&now), before);
        assert!(now.document.text.contains("987.654"));
        let docx = app.report_file(&o.planner, id, Format::Docx).await.unwrap().bytes;
        assert!(holds(&docx, "word/media/hinh1.emf"), "the picture is in the file");
        let pdf = app.report_file(&o.planner, id, Format::Pdf).await.unwrap().bytes;
        assert!(pdf.starts_with(b"%PDF"));

        // From its submission on it stays.
        step(&app, &o.planner, id, Asked::ToPlanning).await.unwrap();
        step(&app, &o.planner, id, Asked::ToLeader(Some("đã rà soát".to_owned()))).await.unwrap();
        let submitted = app.report(&o.planner, id).await.unwrap();
        let last = supersede(db, &app, &newer, 111_222, false).await;
        let after = app.report(&o.planner, id).await.unwrap();
        assert_eq!(after.document, submitted.document);
        assert!(after.document.text.contains("987.654") && !after.document.text.contains("111.222"));
        assert_eq!(app.composer(&o.planner, id).await.unwrap().sections[0].drawn.len(), 2);

        // Sent back it follows again; issued it is what was submitted last, with what it drew among its facts.
        step(&app, &o.leader, id, Asked::Return("xem lại số".to_owned())).await.unwrap();
        assert!(app.report(&o.planner, id).await.unwrap().document.text.contains("111.222"));
        step(&app, &o.planner, id, Asked::ToPlanning).await.unwrap();
        step(&app, &o.planner, id, Asked::ToLeader(Some("đã rà soát".to_owned()))).await.unwrap();
        step(&app, &o.leader, id, as_deputy()).await.unwrap();
        supersede(db, &app, &last, 333_444, false).await;
        issue(&app, &o.clerk, id, app.clock().today()).await.unwrap();
        let issued = app.report(&o.clerk, id).await.unwrap();
        assert!(issued.document.text.contains("111.222") && !issued.document.text.contains("333.444"));
        let facts = app.report_passage(&o.clerk, id).await.unwrap().issued.unwrap().facts;
        let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
        assert_eq!(facts["embedded"][0]["shows"], picture.as_str());
        assert!(facts["embedded"][0]["drawn"].to_string().contains("111222"), "{}", facts["embedded"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_without_records_says_so_and_stops_the_report() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let o = office(&app, db).await;
        let (indicator, stated) = measured(&app, &o.planner).await;
        let picture = Embedded::Picture(PictureOf::Plan(indicator, year())).to_string();
        let (id, _) = written(&app, &o.planner, vec![embedded(&picture, "")]).await;
        let mut blocking = app.report_passage(&o.planner, id).await.unwrap().blocking;
        assert!(blocking.is_empty(), "{blocking:?}");

        // All that is on record of it is taken back.
        let mut left = Some(stated);
        while let Some(one) = left {
            supersede(db, &app, &one, 0, true).await;
            let lines = app.catalogue(&o.planner, Some(year())).await.unwrap().lines;
            let reading = lines.into_iter().find(|(of, _)| of.id == indicator).unwrap().1;
            let points = [reading.actual, reading.estimate, reading.plan];
            left = points.iter().flatten().find_map(|point| point.observation().cloned());
        }
        let composer = app.composer(&o.planner, id).await.unwrap();
        let drawn = composer.sections[0].drawn.values().next().unwrap();
        assert!(drawn.trouble().unwrap().contains("chưa có số liệu"), "{drawn:?}");
        assert!(app.report(&o.planner, id).await.unwrap().document.text.contains("[Chưa có dữ liệu:"));
        blocking = app.report_passage(&o.planner, id).await.unwrap().blocking;
        assert!(blocking[0].vi.contains("không có dữ liệu"), "{blocking:?}");
        step(&app, &o.planner, id, Asked::ToPlanning).await.unwrap();
        let refused = step(&app, &o.planner, id, Asked::ToLeader(Some("cứ trình".to_owned()))).await.unwrap_err();
        assert!(refused.message().vi.contains("không có dữ liệu"), "{refused:?}");

        // What is gone, and what is another agency's, is told alike.
        for shows in ["picture:stages:999999", "table:measures:999999", "picture:trend:999999:2019"] {
            let shown = app.block_shown(&o.planner, id, &Embedded::parse(shows).unwrap()).await.unwrap();
            assert!(shown.drawn.trouble().unwrap().contains("không còn"), "{shows}: {:?}", shown.drawn);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_and_tables_are_found_by_what_they_are_about() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        let (indicator, _) = measured(&app, &planner).await;
        let lines = app.catalogue(&planner, Some(year())).await.unwrap().lines;
        let name = lines.into_iter().find(|(of, _)| of.id == indicator).unwrap().0.terms.name;
        let found = app.find_blocks(&planner, id, &name).await.unwrap();
        let shown: Vec<&Embedded> = found.iter().map(|one| &one.shows).collect();
        for picture in [PictureOf::Plan, PictureOf::SamePeriod, PictureOf::Trend] {
            assert!(shown.contains(&&Embedded::Picture(picture(indicator, year()))), "{name}: {found:?}");
        }
        let general = app.find_blocks(&planner, id, "").await.unwrap();
        assert!(general.iter().any(|one| one.shows == Embedded::Table(TableOf::Tasks(2019, None))));
        let league = Embedded::Picture(PictureOf::League(2019));
        assert!(general.iter().all(|one| one.shows != league), "not for who may not see how others are graded");
        assert!(app.block_shown(&planner, id, &league).await.is_err());
        assert!(app.find_blocks(&planner, id, "không có gì như thế").await.unwrap().is_empty());
        let heat = Embedded::Picture(PictureOf::Deadlines(2019));
        let shown = app.block_shown(&planner, id, &heat).await.unwrap();
        assert!(matches!(shown.drawn.what, What::Picture(_)), "{:?}", shown.drawn);
        let all = app.block_shown(&planner, id, &Embedded::parse("table:indicators:2019").unwrap()).await.unwrap();
        let What::Table(table) = all.drawn.what else { panic!("{:?}", all.drawn) };
        assert!(table.rows.len() > 1 && table.rows.iter().all(|row| row.len() == table.head.len()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_brought_back_keeps_the_picture_a_picture() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        start(&app, &planner, id, Start::Words).await.unwrap();
        let (indicator, stated) = measured(&app, &planner).await;
        let picture = Embedded::Picture(PictureOf::Plan(indicator, year()));
        let section = sections(&app, &planner, id).await[0].section.clone();
        let mut blocks = section.blocks.clone();
        blocks.push(embedded(&picture.to_string(), "Biểu đồ kết quả năm 2019"));
        blocks.push(embedded("table:tasks:2019", "Bảng nhiệm vụ năm 2019"));
        app.write_section(&planner, (id, section.id, section.version), blocks, "test").await.unwrap();
        let here = async |app: &App| {
            let all = sections(app, &planner, id).await;
            all.iter().flat_map(|one| &one.section.blocks).filter_map(Block::embedded).cloned().collect::<Vec<_>>()
        };
        let both = vec![picture.clone(), Embedded::Table(TableOf::Tasks(2019, None))];
        assert_eq!(here(&app).await, both);
        let file = app.report_file(&planner, id, Format::Docx).await.unwrap();

        // Begun anew from its words, or from the file, both are what they were.
        start(&app, &planner, id, Start::Words).await.unwrap();
        assert_eq!(here(&app).await, both);
        start(&app, &planner, id, Start::File(file.name.clone(), file.bytes.clone())).await.unwrap();
        assert_eq!(here(&app).await, both);

        // Imported over the report after its records went on: the words are those of the file, the picture is live.
        supersede(db, &app, &stated, 987_654, false).await;
        let request =
            ImportRequest { name: file.name, bytes: file.bytes, agency: Some("SCT".to_owned()), year: Some(2019) };
        app.import(&request, false, &Actor::command_line()).await.unwrap();
        let view = app.report(&planner, id).await.unwrap();
        assert_eq!((view.drawn.len(), drawings(&view).len()), (2, 1));
        assert!(view.document.text.contains("Biểu đồ kết quả năm 2019"));
        start(&app, &planner, id, Start::Words).await.unwrap();
        assert_eq!(here(&app).await, both);
    })
    .await;
}
