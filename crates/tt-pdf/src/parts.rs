//! The body as the templates take it, part by part: headings, paragraphs, lists, tables, what an annex belongs to.

use tt_document::drawing::Picture;
use tt_document::model::{Block, BlockKind, Document, Note};
use tt_render::block_style::{BlockStyle, item_text, label_and_title, runs_within};
use tt_render::form::{Form, Type};
use tt_render::measure::line_width;
use tt_render::printed::PrintedFrame;
use tt_render::sections::{Placed, Section};
use tt_text::Span;
use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, dict};

use crate::data::{length, line, points, style};
use crate::runs::{Marked, Setting, clean, runs, superscript};
use crate::table::table;

/// A part of a document, to be set in a form.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) document: &'a Document,
    pub(crate) form: &'a Form,
    pub(crate) section: &'a Section<'a>,
}

impl Part<'_> {
    /// Its sheets and blocks.
    pub(crate) fn values(self, printed: &PrintedFrame, marked: &mut Marked) -> Dict {
        let page = self.section.page(self.form);
        let (head, rest) = self.section.blocks.split_at(self.section.head);
        let mut blocks = Array::new();
        if !head.is_empty() {
            blocks.push(self.annex_head(head, marked).into_value());
            let (shape, reference) = (style(self.form.annex_reference), line(&printed.annex_reference));
            blocks.push(dict! { "kind" => "reference", "style" => shape, "line" => reference }.into_value());
        }
        // Bookmarks and tags may skip no level, whatever the document does.
        let mut outline = i64::from(!head.is_empty());
        for group in rest.chunk_by(|left, right| self.lists(left, right)) {
            for value in self.group(group, &mut outline, marked).into_iter().flatten() {
                blocks.push(value.into_value());
            }
        }
        dict! { "width" => length(page.width), "height" => length(page.height), "blocks" => blocks }
    }

    /// Whether two blocks that follow each other are items of one list.
    fn lists(self, left: &Placed<'_>, right: &Placed<'_>) -> bool {
        left.block.kind == right.block.kind
            && [left, right].iter().all(|placed| item_text(self.document, placed.block).is_some())
    }

    fn group(self, group: &[Placed<'_>], outline: &mut i64, marked: &mut Marked) -> Vec<Option<Dict>> {
        if let Some(BlockKind::Item { marker }) = group.first().map(|placed| &placed.block.kind)
            && group.iter().all(|placed| item_text(self.document, placed.block).is_some())
        {
            return vec![Some(self.list(marker, group, marked))];
        }
        group.iter().map(|placed| self.block(placed, outline, marked)).collect()
    }

    fn block(self, placed: &Placed<'_>, outline: &mut i64, marked: &mut Marked) -> Option<Dict> {
        let Placed { block, style, .. } = *placed;
        match (style, &block.kind) {
            (_, BlockKind::Table(cells)) => {
                let width = self.section.page(self.form).text_width();
                table(self.document, (self.form, width), block, cells, marked)
            }
            (_, BlockKind::Picture(shown)) => Some(self.picture(block, shown, marked)),
            (BlockStyle::Heading(level) | BlockStyle::CentredHeading(level), _) => {
                let depth = match &block.kind {
                    BlockKind::Heading { level, .. } => i64::from((*level).max(1)),
                    _ => 1,
                };
                *outline = depth.min(*outline + 1);
                let centred = matches!(style, BlockStyle::CentredHeading(_));
                Some(self.heading(block, (level, *outline, centred), marked))
            }
            (BlockStyle::Caption, _) => Some(self.caption(block, marked)),
            (BlockStyle::Basis, _) => Some(self.paragraph(block, self.form.basis_line, marked)),
            _ => Some(self.paragraph(block, self.form.body.style, marked)),
        }
    }

    fn heading(self, block: &Block, (level, outline, centred): (u8, i64, bool), marked: &mut Marked) -> Dict {
        let shape = self.form.heading(level);
        let titled = if centred { label_and_title(self.document, block) } else { None };
        let lines = match titled {
            Some((label, title)) => vec![(label, shape), (title, shape)],
            None => vec![(block.runs.clone(), shape)],
        };
        self.lines("heading", outline, centred, block.span, lines, marked)
    }

    /// Label and title of an annex are one heading of two lines.
    fn annex_head(self, head: &[Placed<'_>], marked: &mut Marked) -> Dict {
        let lines = head.iter().map(|placed| {
            let is_label = placed.style == BlockStyle::AnnexLabel;
            (placed.block.runs.clone(), if is_label { self.form.annex_label } else { self.form.annex_title })
        });
        let whole = Span::new(0, self.document.text.len());
        self.lines("heading", 1, true, whole, lines.collect(), marked)
    }

    fn lines(
        self,
        kind: &str,
        outline: i64,
        centred: bool,
        span: Span,
        lines: Vec<(Vec<tt_document::Run>, Type)>,
        marked: &mut Marked,
    ) -> Dict {
        let lines: Array = lines
            .into_iter()
            .map(|(own, shape)| {
                let pieces = runs(self.document, &own, span, self.setting(Some(&mut *marked), shape));
                dict! { "style" => style(shape), "runs" => pieces }.into_value()
            })
            .collect();
        dict! { "kind" => kind, "outline" => outline, "centred" => centred, "lines" => lines }
    }

    fn paragraph(self, block: &Block, shape: Type, marked: &mut Marked) -> Dict {
        let pieces = runs(self.document, &block.runs, block.span, self.setting(Some(marked), shape));
        dict! { "kind" => "paragraph", "style" => style(shape), "runs" => pieces }
    }

    /// Items of one marker, tagged as a list and set as paragraphs with their marker at the head.
    fn list(self, marker: &str, items: &[Placed<'_>], marked: &mut Marked) -> Dict {
        let shape = self.form.body.style;
        let items: Array = items
            .iter()
            .map(|placed| {
                let start = item_text(self.document, placed.block).unwrap_or(placed.block.span.start);
                let span = Span::new(start, placed.block.span.end);
                let own = runs_within(placed.block, span);
                runs(self.document, &own, span, self.setting(Some(&mut *marked), shape)).into_value()
            })
            .collect();
        dict! {
            "kind" => "list",
            "marker" => clean(marker),
            "marker-width" => length(line_width(marker, shape)),
            "gap" => length(line_width(" ", shape)),
            "style" => style(shape),
            "items" => items,
        }
    }

    /// A picture over the whole width, and its title; without the drawing its words.
    fn picture(self, block: &Block, shown: &Picture, marked: &mut Marked) -> Dict {
        let page = self.section.page(self.form);
        let (drawing, height) = match &shown.drawing {
            Some(drawing) => {
                let svg = tt_render::chart::svg(drawing, self.document.slice(block.span), &shown.description, "hinh");
                let share = f64::from(drawing.height) / f64::from(drawing.width.max(1));
                (Bytes::from_string(svg).into_value(), points(page.text_width().pt() * share))
            }
            None => (Value::None, points(0.0)),
        };
        let shape = self.form.body.style;
        let pieces = runs(self.document, &block.runs, block.span, self.setting(Some(marked), shape));
        dict! {
            "kind" => "picture",
            "drawing" => drawing,
            "height" => height,
            "most" => length((page.height - page.top - page.bottom) * 4 / 5),
            "words" => clean(&shown.description),
            "style" => style(shape),
            "runs" => pieces,
        }
    }

    /// The name of a table, in the middle above it.
    fn caption(self, block: &Block, marked: &mut Marked) -> Dict {
        let shape = self.form.body.style;
        let pieces = runs(self.document, &block.runs, block.span, self.setting(Some(marked), shape));
        dict! {
            "kind" => "caption",
            "style" => style(shape),
            "runs" => pieces,
        }
    }

    /// Text over the whole width.
    fn setting(self, marked: Option<&mut Marked>, style: Type) -> Setting<'_> {
        Setting { marked, style, room: self.section.page(self.form).text_width().pt(), is_cell: false }
    }
}

/// Notes no mark leads to, as paragraphs of their own.
pub(crate) fn unmarked_notes(document: &Document, form: &Form, marked: &Marked) -> Vec<Value> {
    let notes = marked.unmarked().filter_map(|index| document.notes.get(index));
    notes
        .map(|note| {
            let mut pieces = Array::new();
            pieces.push(format!("{} ", superscript(&note.number.to_string())).into_value());
            let pieces = pieces + note_runs(document, form, note);
            dict! { "kind" => "paragraph", "style" => style(form.note), "runs" => pieces }.into_value()
        })
        .collect()
}

/// The text of a note.
pub(crate) fn note_runs(document: &Document, form: &Form, note: &Note) -> Array {
    let setting = Setting { marked: None, style: form.note, room: form.page.text_width().pt(), is_cell: false };
    runs(document, &note.runs, note.span, setting)
}
