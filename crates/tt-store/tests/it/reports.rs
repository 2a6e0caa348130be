//! Reports, their blocks, figures and citations.

use tt_domain::composing::{Embedded, Embedding};
use tt_domain::id::{CitationId, FigureId, TaskId};
use tt_domain::report::{
    Content, NewReport, Piece, ReportBlock, ReportBlockKind, ReportState, Shows, StatedFigure, StatementPart,
};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{StoreError, citations, figures, report_blocks, reports};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::{document, instant, report};

fn plain(shows: Shows) -> Piece {
    Piece { strong: false, emphasis: false, shows }
}

fn every_kind_of_block() -> Vec<ReportBlock> {
    let text = |text: &str| plain(Shows::Text(text.to_owned()));
    let bold = Piece { strong: true, emphasis: true, shows: Shows::Text("Đậm “và” \\ nghiêng\n".to_owned()) };
    let flow = vec![
        bold,
        plain(Shows::Figure(FigureId(4))),
        plain(Shows::Citation(CitationId(5))),
        plain(Shows::Statement { task: TaskId(6), part: StatementPart::Bytes { start: 0, end: 17 } }),
        plain(Shows::Statement { task: TaskId(6), part: StatementPart::Words("Rà soát “chợ”".to_owned()) }),
        plain(Shows::Grade(TaskId(6))),
        plain(Shows::NoteMark(1)),
    ];
    let grid = vec![vec![vec![text("TT")], vec![]], vec![vec![text("1")], flow.clone()]];
    let kinds = [
        ReportBlockKind::Heading { level: 2, label: Some("II.".to_owned()) },
        ReportBlockKind::Heading { level: 1, label: None },
        ReportBlockKind::Paragraph { label: Some("a)".to_owned()) },
        ReportBlockKind::Paragraph { label: None },
        ReportBlockKind::Item { marker: "+".to_owned() },
        ReportBlockKind::Table { head_rows: 1 },
        ReportBlockKind::Embedded(Box::new(Embedding {
            shows: Embedded::parse("picture:stages:3").unwrap(),
            alt: Some("Ba chợ".to_owned()),
        })),
        ReportBlockKind::Note { number: 1 },
        ReportBlockKind::Annex { lying: false },
        ReportBlockKind::Annex { lying: true },
    ];
    let drawn =
        |kind: &ReportBlockKind| matches!(kind, ReportBlockKind::Embedded(_)).then(|| "{\"hình\":1}".to_owned());
    let content = |kind: &ReportBlockKind| match kind {
        ReportBlockKind::Table { .. } => Content::Grid(grid.clone()),
        _ => Content::Flow(flow.clone()),
    };
    (0..)
        .zip(kinds)
        .map(|(position, kind)| ReportBlock {
            position,
            task: None,
            content: content(&kind),
            drawn: drawn(&kind),
            kind,
        })
        .collect()
}

pub(crate) fn stated(printed: &str) -> StatedFigure {
    StatedFigure {
        form: "{value} triệu USD".to_owned(),
        printed: printed.to_owned(),
        value: printed.parse().ok(),
        value_max: None,
        of: None,
        unit: Some("triệu USD".to_owned()),
        kind: "estimate".to_owned(),
        direction: None,
        period: Some("năm 2019".to_owned()),
        subject: None,
        task: None,
        observation: None,
    }
}

#[tokio::test]
async fn report_is_one_for_agency_and_year() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = report(&mut tx, sct, 2019).await;
        report(&mut tx, sct, 2020).await;
        let mut found = reports::find(&mut tx, sct, 2019).await.unwrap().unwrap();
        assert_eq!((found.id, found.created_at, found.updated_at), (id, instant(0), instant(0)));
        found.state = ReportState::Issued;
        found.frame = "{\"subject\":\"Kết quả\"}".to_owned();
        found.updated_at = instant(30);
        reports::update(&mut tx, &found).await.unwrap();
        assert_eq!(reports::get(&mut tx, id).await.unwrap(), found);
        let years: Vec<i16> = reports::list(&mut tx, sct).await.unwrap().iter().map(|report| report.year).collect();
        assert_eq!(years, [2020, 2019]);
        assert_eq!(found.period, ReportingPeriod::year(2019));
        let again = NewReport {
            agency: sct,
            regime: None,
            period: found.period,
            occasion: String::new(),
            key_tasks: true,
            due: None,
            replaces: Some(id),
            document: found.document,
            state: ReportState::Draft,
            frame: "{}".to_owned(),
            source: None,
            created_at: instant(40),
            updated_by: None,
        };
        let other = reports::insert(&mut tx, &again).await.unwrap();
        let current = reports::find(&mut tx, sct, 2019).await.unwrap().unwrap();
        assert_eq!((current.id, current.replaces), (other, Some(id)), "the one that takes its place");
        tx.commit().await.unwrap();
        let mut tx = test.db.begin_write().await.unwrap();
        let second = reports::insert(&mut tx, &NewReport { replaces: None, ..again }).await;
        assert!(matches!(second, Err(StoreError::Conflict(name)) if name == "reports_agency_id_year_key"));
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_block_is_read_back_as_written() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = report(&mut tx, sct, 2019).await;
        let blocks = every_kind_of_block();
        report_blocks::replace(&mut tx, id, &blocks).await.unwrap();
        assert_eq!(report_blocks::list(&mut tx, id).await.unwrap(), blocks);
        report_blocks::replace(&mut tx, id, blocks.get(..2).unwrap()).await.unwrap();
        assert_eq!(report_blocks::list(&mut tx, id).await.unwrap(), blocks.get(..2).unwrap());
    })
    .await;
}

#[tokio::test]
async fn figures_keep_identity_while_they_change() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = report(&mut tx, sct, 2019).await;
        let late = figures::insert(&mut tx, id, 9, &stated("12")).await.unwrap();
        let early = figures::insert(&mut tx, id, 3, &stated("4750.0")).await.unwrap();
        let unreadable = figures::insert(&mut tx, id, 3, &stated("1.2.3")).await.unwrap();
        let listed = figures::list(&mut tx, id).await.unwrap();
        assert_eq!(listed.iter().map(|figure| figure.id).collect::<Vec<_>>(), [early, unreadable, late]);

        let mut changed = figures::get(&mut tx, late).await.unwrap();
        changed.block = 1;
        changed.stated.value_max = "13".parse().ok();
        changed.stated.of = "63".parse().ok();
        changed.stated.direction = Some("tăng".to_owned());
        figures::update(&mut tx, &changed).await.unwrap();
        assert_eq!(figures::list(&mut tx, id).await.unwrap().first(), Some(&changed));
        assert!(figures::delete(&mut tx, early).await.unwrap());
        assert!(matches!(figures::get(&mut tx, early).await, Err(StoreError::NotFound)));
        assert_eq!(figures::delete_for_report(&mut tx, id).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn identities_are_never_given_twice() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = report(&mut tx, sct, 2019).await;
        let first = figures::insert(&mut tx, id, 1, &stated("1")).await.unwrap();
        figures::delete(&mut tx, first).await.unwrap();
        let second = figures::insert(&mut tx, id, 1, &stated("1")).await.unwrap();
        assert!(second > first, "{second} after {first}");
    })
    .await;
}

#[tokio::test]
async fn citations_are_kept_in_reading_order() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let id = report(&mut tx, sct, 2019).await;
        let cited = document(&mut tx, sct, "230/QĐ-UBND").await;
        let other = document(&mut tx, sct, "77/KH-UBND").await;
        let form = "Quyết định số {number} ngày {date}";
        let second = citations::insert(&mut tx, id, cited, 7, None, form).await.unwrap();
        let first = citations::insert(&mut tx, id, cited, 2, None, form).await.unwrap();
        let listed = citations::list(&mut tx, id).await.unwrap();
        assert_eq!(listed.iter().map(|citation| citation.id).collect::<Vec<_>>(), [first, second]);

        let mut changed = citations::get(&mut tx, second).await.unwrap();
        changed.document = other;
        changed.block = 1;
        citations::update(&mut tx, &changed).await.unwrap();
        assert_eq!(citations::list(&mut tx, id).await.unwrap().first(), Some(&changed));
        assert!(citations::delete(&mut tx, second).await.unwrap());
        assert_eq!(citations::delete_for_report(&mut tx, id).await.unwrap(), 1);
    })
    .await;
}
