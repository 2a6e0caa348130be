//! The round trip: a report imported, composed from its records and written to a file reads as the same report.

use tt_app::outputs::{Format, render};
use tt_document::{Document, Extraction};
use tt_testkit::on_each_engine;

use super::{REPORT, import, open};

/// What must survive: every span's words, not its place.
#[derive(Debug, PartialEq)]
struct Said {
    frame: tt_document::Frame,
    outline: Vec<(String, String, u8)>,
    tasks: Vec<(u32, Option<i16>, String, Vec<String>, Option<String>)>,
    proposals: Vec<(u32, Option<i16>, String, Option<u32>)>,
    citations: Vec<(Option<String>, Option<String>, String)>,
    figures: Vec<(String, Option<String>, Option<String>, String)>,
    obstacles: Vec<(Option<u32>, String)>,
}

fn said(document: &Document, found: &Extraction) -> Said {
    let words = |span| document.slice(span).to_owned();
    // The printed page names the superior agency even where the source left it out.
    let superior = tt_render::PrintedFrame::new(&document.frame).superior;
    Said {
        frame: tt_document::Frame { superior, ..document.frame.clone() },
        outline: found.outline.iter().map(|item| (item.label.clone(), item.title.clone(), item.level)).collect(),
        tasks: found
            .tasks
            .iter()
            .map(|task| {
                let targets = task.targets.iter().map(|target| words(target.span)).collect();
                (task.number, task.year, task.text.clone(), targets, task.rating.as_ref().map(|r| words(r.span)))
            })
            .collect(),
        proposals: found.proposals.iter().map(|p| (p.number, p.year, p.text.clone(), p.continues)).collect(),
        citations: found.citations.iter().map(|c| (c.number.clone(), c.date.iso(), words(c.span))).collect(),
        figures: found
            .figures
            .iter()
            .map(|f| (words(f.span), f.value.map(|v| v.to_string()), f.subject.clone(), f.kind.code().to_owned()))
            .collect(),
        obstacles: found.obstacles.iter().map(|o| (o.task, words(o.span))).collect(),
    }
}

fn read(bytes: &[u8]) -> Said {
    let document = tt_document::read(bytes).expect("it reads");
    let found = tt_document::extract(&document);
    said(&document, &found)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_composed_from_records_reads_as_the_original() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let composed = app.composed("SCT", 2019).await.unwrap();
        let original = read(REPORT.as_bytes());
        assert_eq!(original.tasks.len(), 6);
        for format in [Format::Docx, Format::Text, Format::Markdown] {
            let file = render(&composed, format).unwrap();
            assert!(read(&file) == original, "{format:?} reads differently");
            assert_eq!(render(&composed, format).unwrap(), file, "the same bytes twice: {format:?}");
        }
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_composed_report_imports_as_unchanged() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let file = render(&app.composed("SCT", 2019).await.unwrap(), Format::Docx).unwrap();
        let request =
            tt_app::import::ImportRequest { name: "bao-cao.docx".to_owned(), bytes: file, agency: None, year: None };
        let outcome = app.import(&request, true, &tt_app::Actor::command_line()).await.unwrap();
        assert_eq!(outcome.changes, []);
        app.close().await;
    })
    .await;
}
