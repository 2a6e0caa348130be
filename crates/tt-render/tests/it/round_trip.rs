//! A document written as DOCX, text or Markdown, and read again.

use tt_document::model::Table;
use tt_document::{BlockKind, Document, Frame, RunRole, extract, read};
use tt_render::{Form, docx, markdown, text};

const REPORT: &[u8] = include_bytes!("../../../../demo/lang-son-sct-2019.txt");

/// What a round trip has to keep of a block: kind, text, look and role of every run.
#[derive(Debug, PartialEq)]
struct Kept {
    kind: BlockKind,
    runs: Vec<(String, bool, bool, RunRole)>,
}

fn body(document: &Document) -> Vec<Kept> {
    let kept = |block: &tt_document::Block| {
        let mut runs: Vec<(String, bool, bool, RunRole)> = Vec::new();
        let mut end = 0;
        for run in &block.runs {
            let text = document.slice(run.span);
            match runs.last_mut() {
                // Two runs of one look side by side are one.
                Some((before, strong, emphasis, role))
                    if end == run.span.start
                        && (*strong, *emphasis, &*role) == (run.strong, run.emphasis, &run.role) =>
                {
                    before.push_str(text);
                }
                _ => runs.push((text.to_owned(), run.strong, run.emphasis, run.role.clone())),
            }
            end = run.span.end;
        }
        // Where cells stand in the text is told by their runs; how many there are is kept.
        let kind = match &block.kind {
            BlockKind::Table(table) => BlockKind::Table(Table {
                head_rows: table.head_rows,
                rows: table.rows.iter().map(|row| row.iter().map(|_| tt_document::Span::default()).collect()).collect(),
            }),
            kind => kind.clone(),
        };
        Kept { kind, runs }
    };
    document.body().map(kept).collect()
}

fn notes(document: &Document) -> Vec<(u32, &str)> {
    document.notes.iter().map(|note| (note.number, document.slice(note.span))).collect()
}

/// The frame, with the superior agency a department prints although its text may leave it out.
fn frame(document: &Document) -> Frame {
    let mut frame = document.frame.clone();
    frame.superior = None;
    frame
}

pub(crate) fn assert_same(original: &Document, again: &Document) {
    assert_eq!(frame(original), frame(again));
    let (left, right) = (body(original), body(again));
    for (left, right) in left.iter().zip(&right) {
        assert_eq!(left, right);
    }
    assert_eq!(left.len(), right.len());
    assert_eq!(notes(original), notes(again));
}

/// The document without the records its runs show, which plain text cannot keep.
pub(crate) fn roles_dropped(mut document: Document) -> Document {
    for run in document.blocks.iter_mut().flat_map(|block| &mut block.runs) {
        if !matches!(run.role, RunRole::NoteMark(_)) {
            run.role = RunRole::Text;
        }
    }
    document
}

/// What is found in a document, as text, so that places do not matter.
fn findings(document: &Document) -> Vec<String> {
    let found = extract(document);
    let slice = |span| document.slice(span);
    let citations = found
        .citations
        .iter()
        .map(|citation| format!("citation {} {:?} {:?}", slice(citation.span), citation.number, citation.date.iso()));
    let figures = found.figures.iter().map(|figure| {
        let values = (figure.value, figure.value_max, figure.of);
        format!("figure {} {values:?} {:?} {:?}", slice(figure.span), figure.kind, figure.period)
    });
    let tasks = found.tasks.iter().map(|task| {
        format!(
            "task {} {} {:?} {}",
            task.number,
            task.text,
            task.rating.as_ref().map(|rating| rating.grade),
            task.targets.len()
        )
    });
    let proposals = found
        .proposals
        .iter()
        .map(|proposal| format!("proposal {} {} {:?}", proposal.number, proposal.text, proposal.continues));
    let outline = found.outline.iter().map(|item| format!("outline {} {} {}", item.label, item.title, item.level));
    citations.chain(figures).chain(tasks).chain(proposals).chain(outline).collect()
}

fn through_docx(document: &Document) -> Document {
    read(&docx(document, Form::for_date(&document.frame.date)).unwrap()).unwrap()
}

#[test]
fn the_report_survives_docx() {
    let report = read(REPORT).unwrap();
    let again = through_docx(&report);
    assert_same(&report, &again);
    assert_eq!(findings(&report), findings(&again));
}

#[test]
fn the_report_survives_text_and_markdown() {
    let report = read(REPORT).unwrap();
    for written in [text(&report), markdown(&report)] {
        let again = read(written.as_bytes()).unwrap();
        assert_same(&report, &again);
        assert_eq!(findings(&report), findings(&again));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let report = read(REPORT).unwrap();
    let form = Form::for_date(&report.frame.date);
    assert_eq!(docx(&report, form).unwrap(), docx(&report, form).unwrap());
}
