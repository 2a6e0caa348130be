//! A document's text for the screen: blocks of segments, cut where style, role or a finding's mark changes.

use tt_app::embedding::{Drawn, What};
use tt_check::{Finding, Severity};
use tt_document::drawing::Picture;
use tt_document::model::{Block, BlockKind, Document, Run, RunRole, Table};
use tt_render::chart::{NARROW, svg};
use tt_text::Span;

/// A stretch of text that looks and behaves alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) text: String,
    pub(crate) strong: bool,
    pub(crate) emphasis: bool,
    /// Where it leads: the record it shows.
    pub(crate) link: Option<Link>,
    /// Number of the footnote it marks.
    pub(crate) note: Option<u32>,
    /// The finding it belongs to.
    pub(crate) mark: Option<Mark>,
}

/// A record a segment shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) is_figure: bool,
}

/// A finding's mark on a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// `mb`, `mw` or `mi`, by severity.
    pub(crate) class: &'static str,
    /// `sai`, `low` or nothing: how a figure is underlined.
    pub(crate) figure_class: &'static str,
    /// Number of the finding, from 1.
    pub(crate) finding: usize,
    /// Whether this is where the finding begins, and what links lead to.
    pub(crate) starts: bool,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProseBlock {
    /// `k-12`: what the outline leads to.
    pub(crate) anchor: String,
    pub(crate) shape: Shape,
    /// Its text; empty for a table.
    pub(crate) segments: Vec<Segment>,
    /// Cells of a table, row by row; of a picture, those of the table of its numbers.
    pub(crate) rows: Vec<Row>,
    /// The picture, as SVG for wide screens and, where it could be drawn anew, for narrow ones.
    pub(crate) picture: Option<(String, Option<String>)>,
    /// Findings that begin in it.
    pub(crate) tags: Vec<Tag>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) head: bool,
    pub(crate) cells: Vec<Vec<Segment>>,
}

/// A finding named below the block it begins in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) code: &'static str,
    pub(crate) finding: usize,
    pub(crate) class: &'static str,
}

/// How a block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Heading(u8),
    /// The line that opens an annex.
    Annex,
    Paragraph,
    Table,
    /// A picture; its segments are the caption.
    Picture,
}

impl ProseBlock {
    pub(crate) fn is_heading(&self) -> bool {
        matches!(self.shape, Shape::Heading(_) | Shape::Annex)
    }

    pub(crate) fn is_annex(&self) -> bool {
        self.shape == Shape::Annex
    }

    pub(crate) fn is_table(&self) -> bool {
        self.shape == Shape::Table
    }

    pub(crate) fn is_picture(&self) -> bool {
        self.shape == Shape::Picture
    }

    /// The picture for wide screens; empty for what is none.
    pub(crate) fn wide(&self) -> &str {
        self.picture.as_ref().map_or("", |(wide, _)| wide)
    }

    /// The picture for narrow screens.
    pub(crate) fn narrow(&self) -> Option<&str> {
        self.picture.as_ref()?.1.as_deref()
    }

    /// Class of a heading by its depth, 1 to 4.
    pub(crate) fn level(&self) -> u8 {
        match self.shape {
            Shape::Heading(level) => level.clamp(1, 4),
            _ => 1,
        }
    }
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoteText {
    pub(crate) number: u32,
    pub(crate) segments: Vec<Segment>,
}

/// The text of a document, with the marks of its findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prose {
    pub(crate) blocks: Vec<ProseBlock>,
    pub(crate) notes: Vec<NoteText>,
}

/// Which blocks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The body alone: the frame is set around it.
    Body,
    /// Every line that was read, the frame's too.
    Everything,
}

impl Prose {
    /// The text of `document`; `findings` are numbered in their order, from 1.
    pub(crate) fn new(document: &Document, findings: &[Finding], part: Part) -> Self {
        let marks: Vec<(Span, usize, &Finding)> =
            findings.iter().enumerate().map(|(index, finding)| (finding.span, index + 1, finding)).collect();
        let cutter = Cutter { document, marks: &marks };
        let shown = |block: &&Block| part == Part::Everything || block.kind != BlockKind::Frame;
        let blocks = document.blocks.iter().enumerate().filter(|(_, block)| shown(block));
        let notes = document
            .notes
            .iter()
            .map(|note| NoteText { number: note.number, segments: cutter.segments(&note.runs, note.span) });
        let mut all: Vec<ProseBlock> = Vec::new();
        for (index, block) in blocks {
            // The table of a picture's numbers stands with it.
            if let (BlockKind::Table(table), Some(last)) = (&block.kind, all.last_mut())
                && last.is_picture()
                && last.rows.is_empty()
            {
                last.rows = cutter.rows(block, table);
            } else {
                all.push(cutter.block(index, block));
            }
        }
        Self { blocks: all, notes: notes.collect() }
    }
}

impl Prose {
    /// Gives pictures their shape for narrow screens; `drawn` is what the embedded blocks drew, in order.
    pub(crate) fn draw_narrow(&mut self, drawn: &[Option<Drawn>]) {
        let plots = drawn.iter().flatten().filter_map(|one| match &one.what {
            What::Picture(plot) => Some(plot),
            What::Table(_) | What::Missing(_) => None,
        });
        let pictures = self.blocks.iter_mut().filter(|block| block.is_picture());
        for (block, plot) in pictures.zip(plots) {
            let id = format!("{}-hep", block.anchor);
            if let Some((_, narrow)) = &mut block.picture {
                *narrow = Some(plot.chart(NARROW).svg(&id));
            }
        }
    }

    /// Takes the annexes out, the first one's opening line at the head.
    pub(crate) fn take_annexes(&mut self) -> Vec<ProseBlock> {
        let first = self.blocks.iter().position(|block| block.shape == Shape::Annex);
        first.map(|first| self.blocks.split_off(first)).unwrap_or_default()
    }
}

struct Cutter<'a> {
    document: &'a Document,
    marks: &'a [(Span, usize, &'a Finding)],
}

impl Cutter<'_> {
    fn block(&self, index: usize, block: &Block) -> ProseBlock {
        let (shape, segments, rows) = match &block.kind {
            BlockKind::Table(table) => (Shape::Table, Vec::new(), self.rows(block, table)),
            BlockKind::Picture(picture) if picture.drawing.is_some() => {
                (Shape::Picture, self.segments(&block.runs, block.span), Vec::new())
            }
            BlockKind::Heading { level, .. } => {
                (Shape::Heading(*level), self.segments(&block.runs, block.span), Vec::new())
            }
            BlockKind::Annex { .. } => (Shape::Annex, self.segments(&block.runs, block.span), Vec::new()),
            _ => (Shape::Paragraph, self.segments(&block.runs, block.span), Vec::new()),
        };
        let starts =
            |span: Span| block.span.start <= span.start && span.start < block.span.end.max(block.span.start + 1);
        let tags = self.marks.iter().filter(|(span, ..)| starts(*span)).map(|(_, finding, what)| Tag {
            code: what.code,
            finding: *finding,
            class: class(what.severity),
        });
        let anchor = format!("k-{index}");
        let picture = match &block.kind {
            BlockKind::Picture(picture) => self.picture(&anchor, block, picture),
            _ => None,
        };
        ProseBlock { anchor, shape, segments, rows, picture, tags: tags.collect() }
    }

    fn rows(&self, block: &Block, table: &Table) -> Vec<Row> {
        let row = |(row, cells): (usize, &Vec<Span>)| Row {
            head: row < table.head_rows,
            cells: cells.iter().map(|cell| self.segments(&block.runs, *cell)).collect(),
        };
        table.rows.iter().enumerate().map(row).collect()
    }

    fn picture(&self, anchor: &str, block: &Block, picture: &Picture) -> Option<(String, Option<String>)> {
        let drawing = picture.drawing.as_ref()?;
        let title = self.document.slice(block.span);
        Some((svg(drawing, title, &picture.description, &format!("{anchor}-hinh")), None))
    }

    /// The part of `runs` inside `span`, cut at the edges of runs and of marks.
    fn segments(&self, runs: &[Run], span: Span) -> Vec<Segment> {
        let inside: Vec<_> = self.marks.iter().filter(|(mark, ..)| mark.overlaps(span)).collect();
        let mut segments = Vec::new();
        for run in runs.iter().filter(|run| run.span.overlaps(span)) {
            let from = run.span.start.max(span.start);
            let to = run.span.end.min(span.end);
            let mut cuts: Vec<usize> = inside
                .iter()
                .flat_map(|(mark, ..)| [mark.start, mark.end])
                .filter(|cut| from < *cut && *cut < to)
                .chain([from, to])
                .collect();
            cuts.sort_unstable();
            cuts.dedup();
            for pair in cuts.windows(2) {
                if let [start, end] = pair {
                    segments.push(self.segment(run, Span::new(*start, *end)));
                }
            }
        }
        segments
    }

    fn segment(&self, run: &Run, span: Span) -> Segment {
        // Of several findings on one place the gravest shows, then the shortest: it points more closely.
        let mark = self
            .marks
            .iter()
            .filter(|(mark, ..)| mark.overlaps(span))
            .max_by_key(|(mark, _, finding)| (finding.severity, std::cmp::Reverse(mark.len())))
            .map(|(mark, number, finding)| Mark {
                class: class(finding.severity),
                figure_class: figure_class(finding.severity),
                finding: *number,
                starts: mark.start == span.start,
            });
        let note = match run.role {
            RunRole::NoteMark(index) => self.document.notes.get(index).map(|note| note.number),
            _ => None,
        };
        Segment {
            text: self.document.slice(span).to_owned(),
            strong: run.strong,
            emphasis: run.emphasis,
            link: link(&run.role),
            note,
            mark,
        }
    }
}

fn link(role: &RunRole) -> Option<Link> {
    let (RunRole::Figure(key) | RunRole::Citation(key) | RunRole::Record(key)) = role else { return None };
    let (kind, id) = key.0.split_once('-')?;
    id.parse::<i64>().ok()?;
    let (folder, is_figure) = match kind {
        "figure" => ("so-lieu", true),
        "document" => ("van-ban", false),
        // The words of a task are the task itself: underlining whole paragraphs would help nobody.
        _ => return None,
    };
    Some(Link { href: format!("/{folder}/{id}"), is_figure })
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "mb",
        Severity::Warning => "mw",
        Severity::Info => "mi",
    }
}

fn figure_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "sai",
        Severity::Warning => "low",
        Severity::Info => "",
    }
}

#[cfg(test)]
mod tests {
    use tt_check::Message;
    use tt_document::build::{Builder, Piece};
    use tt_document::model::RecordKey;
    use tt_document::{BlockKind, Frame};

    use super::*;

    fn finding(span: Span, severity: Severity) -> Finding {
        Finding {
            code: "SL-02",
            severity,
            title: Message::default(),
            explanation: Message::default(),
            recomputation: None,
            span,
            related: Vec::new(),
            fix: None,
        }
    }

    #[test]
    fn text_is_cut_at_figures_and_marks_and_loses_nothing() {
        let mut builder = Builder::new(Frame::default());
        let figure = Piece { role: RunRole::Figure(RecordKey("figure-7".to_owned())), ..Piece::plain("91%") };
        builder.block(
            BlockKind::Paragraph { label: None },
            &[Piece::plain("đạt "), figure, Piece::plain(" kế hoạch")],
            None,
        );
        let document = builder.finish();
        let start = document.text.find("91").unwrap();
        let findings = [finding(Span::new(start, start + "91% kế".len()), Severity::Warning)];
        let prose = Prose::new(&document, &findings, Part::Body);
        let segments = &prose.blocks[0].segments;
        let texts: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!(texts, ["đạt ", "91%", " kế", " hoạch"]);
        assert_eq!(segments[1].link.as_ref().unwrap().href, "/so-lieu/7");
        let marked: Vec<bool> = segments.iter().map(|segment| segment.mark.is_some()).collect();
        assert_eq!(marked, [false, true, true, false]);
        assert!(segments[1].mark.as_ref().unwrap().starts);
        assert!(!segments[2].mark.as_ref().unwrap().starts);
        assert_eq!(prose.blocks[0].tags.len(), 1);
    }

    #[test]
    fn the_gravest_finding_shows_where_two_meet() {
        let mut builder = Builder::new(Frame::default());
        builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain("abcdef")], None);
        let document = builder.finish();
        let findings = [finding(Span::new(0, 4), Severity::Error), finding(Span::new(2, 6), Severity::Info)];
        let prose = Prose::new(&document, &findings, Part::Body);
        let classes: Vec<&str> =
            prose.blocks[0].segments.iter().map(|segment| segment.mark.as_ref().unwrap().class).collect();
        assert_eq!(classes, ["mb", "mb", "mi"]);
    }

    #[test]
    fn annexes_are_taken_out_to_stand_behind_the_signature() {
        let mut builder = Builder::new(Frame::default());
        let paragraph = BlockKind::Paragraph { label: None };
        for (kind, text) in [
            (paragraph.clone(), "Trên đây là báo cáo./."),
            (BlockKind::Annex { lying: false }, "Phụ lục I"),
            (BlockKind::Heading { level: 1, label: None }, "BIỂU SỐ LIỆU"),
            (paragraph, "Số liệu của biểu."),
        ] {
            builder.block(kind, &[Piece::plain(text)], None);
        }
        let mut prose = Prose::new(&builder.finish(), &[], Part::Body);
        let annexes = prose.take_annexes();
        let anchors = |blocks: &[ProseBlock]| blocks.iter().map(|block| block.anchor.clone()).collect::<Vec<_>>();
        assert_eq!(
            (anchors(&prose.blocks), anchors(&annexes)),
            (vec!["k-0".to_owned()], ["k-1", "k-2", "k-3"].map(str::to_owned).to_vec())
        );
        assert!(annexes[0].is_annex() && annexes[0].is_heading());
        assert_eq!(prose.take_annexes(), []);
    }

    #[test]
    fn a_key_that_is_no_number_leads_nowhere() {
        assert_eq!(link(&RunRole::Figure(RecordKey("figure-x\"".to_owned()))), None);
        assert_eq!(link(&RunRole::Record(RecordKey("task-4".to_owned()))), None);
    }
}
