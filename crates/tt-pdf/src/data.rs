//! A document and its form as the values the templates read (`sys.inputs`): strings, lengths and flags, no source.

use tt_document::Document;
use tt_document::drawing::Picture;
use tt_document::model::{Block, BlockKind, Note};
use tt_render::block_style::{BlockStyle, block_styles};
use tt_render::form::{Form, PageNumberPlace, Type};
use tt_render::length::Length;
use tt_render::printed::{Addressees, Line, LinePart, MOTTO, PrintedFrame, TAGLINE, Title};
use typst::foundations::{Array, Bytes, Datetime, Dict, IntoValue, Value, dict};
use typst::layout::{Abs, Ratio};

use crate::runs::{Marked, Setting, clean, runs, superscript};
use crate::table::table;

/// Extent of a line of Times New Roman above and below the base line, in sizes; `main.typ` sets the same.
const LINE_EXTENT: f64 = 1.107;

/// Everything the templates read.
pub(crate) fn inputs(document: &Document, form: &Form) -> Dict {
    let mut marked = Marked::none(document);
    let blocks = blocks(document, form, &mut marked);
    let notes: Array = document.notes.iter().map(|note| note_runs(document, form, note).into_value()).collect();
    let printed = PrintedFrame::new(&document.frame);
    dict! {
        "form" => form_values(form),
        "meta" => meta(document, &printed),
        "frame" => frame(&printed),
        "blocks" => blocks,
        "notes" => notes,
    }
}

fn form_values(form: &Form) -> Dict {
    let page = &form.page;
    dict! {
        "page" => dict! {
            "width" => length(page.width),
            "height" => length(page.height),
            "margin" => dict! {
                "top" => length(page.top),
                "bottom" => length(page.bottom),
                "left" => length(page.left),
                "right" => length(page.right),
            },
            "number-distance" => length(page.number_distance),
            "head-left" => length(page.head_left),
        },
        "page-number" => dict! {
            "place" => match form.page_number.place {
                PageNumberPlace::TopCentre => "top-centre",
                PageNumberPlace::BottomRight => "bottom-right",
            },
            "style" => style(form.page_number.style),
        },
        "motto" => style(form.motto),
        "tagline" => style(form.tagline),
        "superior" => style(form.superior),
        "issuer" => style(form.issuer),
        "number" => style(form.number),
        "place-date" => style(form.place_date),
        "letter-subject" => style(form.letter_subject),
        "kind" => style(form.kind),
        "subject" => style(form.subject),
        "addressees" => style(form.addressees),
        "body" => dict! {
            "style" => style(form.body.style),
            "first-line" => length(form.body.first_line),
            "gap" => length(form.body.gap),
            "leading" => points(form.body.line_height().pt() - LINE_EXTENT * form.body.style.size.pt()),
        },
        "table" => style(form.table),
        "note" => style(form.note),
        "recipients-label" => style(form.recipients_label),
        "recipients" => style(form.recipients),
        "position" => style(form.position),
        "signer" => style(form.signer),
        "signature-room" => length(form.signature_room),
        "short-rule" => Value::Ratio(Ratio::new(f64::from(form.short_rule_percent) / 100.0)),
    }
}

pub(crate) fn style(style: Type) -> Dict {
    dict! { "size" => length(style.size), "bold" => style.bold, "italic" => style.italic }
}

fn length(length: Length) -> Value {
    points(length.pt())
}

pub(crate) fn points(points: f64) -> Value {
    Abs::pt(points).into_value()
}

/// Title, author and date for the file's own record. A title is always there: accessible PDF asks for one.
fn meta(document: &Document, printed: &PrintedFrame) -> Dict {
    let frame = &document.frame;
    let kind = frame.kind.as_deref().unwrap_or("Văn bản");
    let title = match frame.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty()) {
        Some(subject) => format!("{kind}: {subject}"),
        None => kind.to_owned(),
    };
    let author: Array = printed.issuer.iter().map(|issuer| clean(issuer).into_value()).collect();
    let date = frame.date.date().and_then(|date| {
        Datetime::from_ymd(date.year().into(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
    });
    dict! { "title" => clean(&title), "author" => author, "date" => date }
}

fn frame(printed: &PrintedFrame) -> Dict {
    let (kind, subject) = match &printed.title {
        Title::Letter { subject } => (None, subject),
        Title::Named { kind, subject } => (Some(kind), subject),
    };
    let addressees = match &printed.addressees {
        Addressees::None => Array::new(),
        Addressees::One(one) => strings(std::slice::from_ref(one)),
        Addressees::Several(several) => strings(several),
    };
    dict! {
        "has-head" => printed.has_head(),
        "has-close" => printed.has_close(),
        "motto" => MOTTO,
        "tagline" => TAGLINE,
        "superior" => string(printed.superior.as_ref()),
        "issuer" => string(printed.issuer.as_ref()),
        "number" => line(&printed.number),
        "place-date" => line(&printed.place_date),
        "title" => dict! { "kind" => string(kind), "subject" => string(subject.as_ref()) },
        "addressees" => addressees,
        "recipients" => strings(&printed.recipients),
        "position" => strings(&printed.position),
        "signer" => string(printed.signer.as_ref()),
        "marks" => strings(&printed.marks),
    }
}

fn string(text: Option<&String>) -> Value {
    text.map_or(Value::None, |text| clean(text).into_value())
}

fn strings(texts: &[String]) -> Array {
    texts.iter().map(|text| clean(text).into_value()).collect()
}

fn line(line: &Line) -> Array {
    line.0
        .iter()
        .map(|part| match part {
            LinePart::Text(text) => clean(text).into_value(),
            LinePart::Blank(blank) => i64::try_from(blank.width()).unwrap_or_default().into_value(),
        })
        .collect()
}

fn blocks(document: &Document, form: &Form, marked: &mut Marked) -> Array {
    let mut blocks = Array::new();
    let mut outline = 0;
    for (block, style) in document.body().zip(block_styles(document)) {
        let marked = &mut *marked;
        let value = match (style, &block.kind) {
            (_, BlockKind::Table(cells)) => table(document, form, block, cells, marked),
            (_, BlockKind::Picture(shown)) => Some(picture(document, form, block, shown, marked)),
            (BlockStyle::Heading(level) | BlockStyle::CentredHeading(level), _) => {
                // Bookmarks and tags may skip no level, whatever the document does.
                outline = i64::from(level.max(1)).min(outline + 1);
                let centred = matches!(style, BlockStyle::CentredHeading(_));
                Some(heading(document, form, block, marked, (level, outline, centred)))
            }
            (BlockStyle::Basis, _) => Some(paragraph(document, form, block, marked, form.basis_line)),
            _ => Some(paragraph(document, form, block, marked, form.body.style)),
        };
        if let Some(value) = value {
            blocks.push(value.into_value());
        }
    }
    // A note without a mark has no page of its own: its text is kept at the end.
    for note in marked.unmarked().filter_map(|index| document.notes.get(index)) {
        let mut pieces = Array::new();
        pieces.push(format!("{} ", superscript(&note.number.to_string())).into_value());
        let pieces = pieces + note_runs(document, form, note);
        blocks.push(dict! { "kind" => "paragraph", "style" => style(form.note), "runs" => pieces }.into_value());
    }
    blocks
}

fn heading(
    document: &Document,
    form: &Form,
    block: &Block,
    marked: &mut Marked,
    (level, outline, centred): (u8, i64, bool),
) -> Dict {
    let shape = form.heading(level);
    dict! {
        "kind" => "heading",
        "outline" => outline,
        "style" => style(shape),
        "centred" => centred,
        "runs" => runs(document, &block.runs, block.span, setting(form, Some(marked), shape)),
    }
}

fn paragraph(document: &Document, form: &Form, block: &Block, marked: &mut Marked, shape: Type) -> Dict {
    let pieces = runs(document, &block.runs, block.span, setting(form, Some(marked), shape));
    dict! { "kind" => "paragraph", "style" => style(shape), "runs" => pieces }
}

/// A picture over the whole width, and its title; without the drawing its words.
fn picture(document: &Document, form: &Form, block: &Block, shown: &Picture, marked: &mut Marked) -> Dict {
    let title = document.slice(block.span);
    let (drawing, height) = match &shown.drawing {
        Some(drawing) => {
            let svg = tt_render::chart::svg(drawing, title, &shown.description, "hinh");
            let share = f64::from(drawing.height) / f64::from(drawing.width.max(1));
            (Bytes::from_string(svg).into_value(), points(form.page.text_width().pt() * share))
        }
        None => (Value::None, points(0.0)),
    };
    let pieces = runs(document, &block.runs, block.span, setting(form, Some(marked), form.body.style));
    dict! {
        "kind" => "picture",
        "drawing" => drawing,
        "height" => height,
        "words" => clean(&shown.description),
        "style" => style(form.body.style),
        "runs" => pieces,
    }
}

fn note_runs(document: &Document, form: &Form, note: &Note) -> Array {
    runs(document, &note.runs, note.span, setting(form, None, form.note))
}

/// Text over the whole width.
fn setting<'a>(form: &Form, marked: Option<&'a mut Marked>, style: Type) -> Setting<'a> {
    Setting { marked, style, room: form.page.text_width().pt() }
}
