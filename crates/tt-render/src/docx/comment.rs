//! Comments in the margin: each stands at its place in the text, as a reviewer would put it.

use tt_document::{Document, Run, Span};

use super::NAMESPACES;
use super::numbering::Numbering;
use super::xml::Xml;

/// A remark on a place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The place.
    pub span: Span,
    /// Its lines.
    pub lines: Vec<String>,
}

/// Who comments are from.
const AUTHOR: &str = "Trọng Tâm";

/// A comment with its number and the runs it covers.
#[derive(Clone, Debug)]
pub(super) struct Anchored {
    id: usize,
    first: Span,
    last: Span,
}

/// Numbers for content controls, and the comments to be opened and closed on the way.
#[derive(Debug, Default)]
pub(super) struct Marks<'a> {
    /// Content controls written so far; each needs an identifier of its own.
    pub(super) controls: u32,
    /// Whether a cell of a table is written: too narrow to hold words together.
    pub(super) in_cell: bool,
    comments: &'a [Anchored],
}

impl<'a> Marks<'a> {
    pub(super) fn new(comments: &'a [Anchored]) -> Self {
        Self { controls: 0, in_cell: false, comments }
    }

    /// Opens the comments that begin with this run.
    pub(super) fn open(&self, xml: &mut Xml, run: Span) {
        for comment in self.comments.iter().filter(|comment| comment.first == run) {
            xml.empty("w:commentRangeStart", &[("w:id", &comment.id.to_string())]);
        }
    }

    /// Closes the comments that end with this run.
    pub(super) fn close(&self, xml: &mut Xml, run: Span) {
        for comment in self.comments.iter().filter(|comment| comment.last == run) {
            let id = comment.id.to_string();
            xml.empty("w:commentRangeEnd", &[("w:id", &id)]);
            xml.element("w:r", &[], |xml| xml.empty("w:commentReference", &[("w:id", &id)]));
        }
    }
}

/// Cuts runs where comments begin and end, and anchors every comment to whole runs of one block. What is not said of
/// the body (the frame, a footnote) is anchored to the first words of the body; only a document without any has no
/// place for comments.
pub(super) fn anchor(document: &mut Document, numbering: &Numbering, comments: &[Comment]) -> Vec<Anchored> {
    // Body blocks with the part of each that is written: an automatic label is not.
    let mut written: Vec<(usize, Span)> = Vec::new();
    let mut listed = numbering.listed.iter();
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind == tt_document::BlockKind::Frame {
            continue;
        }
        let start = listed.next().and_then(Option::as_ref).map_or(block.span.start, |listed| listed.text_start);
        written.push((index, Span::new(start, block.span.end)));
    }
    let mut anchored = Vec::new();
    for (id, comment) in comments.iter().enumerate() {
        let place = written.iter().find(|(_, span)| span.overlaps(comment.span) && !comment.span.is_empty());
        let Some((index, span)) = place.or_else(|| written.iter().find(|(_, span)| !span.is_empty())) else { continue };
        let covered = if span.overlaps(comment.span) {
            Span::new(comment.span.start.max(span.start), comment.span.end.min(span.end))
        } else {
            *span
        };
        let Some(block) = document.blocks.get_mut(*index) else { continue };
        block.runs = block.runs.iter().flat_map(|run| cut(run, covered)).collect();
        anchored.push((id, *index, covered));
    }
    // Cutting for later comments may split runs again, so the runs covered are named last.
    let runs_of = |(id, index, covered): (usize, usize, Span)| {
        let runs = &document.blocks.get(index)?.runs;
        let mut inside = runs.iter().map(|run| run.span).filter(|run| covered.contains(*run) && !run.is_empty());
        let first = inside.next()?;
        Some(Anchored { id, first, last: inside.next_back().unwrap_or(first) })
    };
    anchored.into_iter().filter_map(runs_of).collect()
}

fn cut(run: &Run, at: Span) -> Vec<Run> {
    let mut ends = vec![run.span.start, run.span.end];
    ends.extend([at.start, at.end].into_iter().filter(|end| run.span.start < *end && *end < run.span.end));
    ends.sort_unstable();
    ends.dedup();
    if ends.len() < 2 {
        return vec![run.clone()];
    }
    let part = |(start, end): (&usize, &usize)| Run { span: Span::new(*start, *end), ..run.clone() };
    ends.iter().zip(ends.iter().skip(1)).map(part).collect()
}

/// `word/comments.xml`.
pub(super) fn part(comments: &[Comment], anchored: &[Anchored]) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.element("w:comments", NAMESPACES, |xml| {
        for Anchored { id, .. } in anchored {
            let Some(comment) = comments.get(*id) else { continue };
            let attributes =
                [("w:id", id.to_string()), ("w:author", AUTHOR.to_owned()), ("w:initials", "TT".to_owned())];
            let attributes: Vec<(&str, &str)> =
                attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
            xml.element("w:comment", &attributes, |xml| {
                for line in &comment.lines {
                    xml.element("w:p", &[], |xml| {
                        xml.element("w:r", &[], |xml| {
                            xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(line));
                        });
                    });
                }
            });
        }
    });
    xml.into_bytes()
}
