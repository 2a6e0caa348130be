//! A document and its form as the values the templates read (`sys.inputs`): strings, lengths and flags, no source.

use tt_document::Document;
use tt_render::form::{Form, PageNumberPlace, Type};
use tt_render::length::Length;
use tt_render::measure::balanced;
use tt_render::printed::{Addressees, Line, LinePart, MOTTO, Mark, PrintedFrame, TAGLINE, Title};
use tt_render::sections::sections;
use typst::foundations::{Array, Bytes, Datetime, Dict, IntoValue, Value, dict};
use typst::layout::{Abs, Ratio};

use crate::Trace;
use crate::parts::{Part, note_runs, unmarked_notes};
use crate::runs::{Marked, clean};

/// Extent of a line of Times New Roman above and below the base line, in sizes; `main.typ` sets the same.
const LINE_EXTENT: f64 = 1.107;

/// Everything the templates read.
pub(crate) fn inputs(document: &Document, form: &Form, trace: Option<&Trace>) -> Dict {
    let mut marked = Marked::none(document, trace.map(|trace| trace.links.clone()).unwrap_or_default());
    let printed = PrintedFrame::new(&document.frame);
    let parts = sections(document, form);
    let mut sections: Vec<Dict> =
        parts.iter().map(|section| Part { document, form, section }.values(&printed, &mut marked)).collect();
    // A note without a mark has no page of its own: its text is kept at the end.
    if let Some(last) = sections.last_mut() {
        let rest = unmarked_notes(document, form, &marked);
        if let Ok(Value::Array(blocks)) = last.at_mut("blocks") {
            blocks.extend(rest);
        }
    }
    let notes: Array = document.notes.iter().map(|note| note_runs(document, form, note).into_value()).collect();
    dict! {
        "form" => form_values(form),
        "meta" => meta(document, &printed),
        "frame" => frame(&printed, form),
        "sections" => sections.into_iter().map(IntoValue::into_value).collect::<Array>(),
        "notes" => notes,
        "trace" => trace.map_or(Value::None, |trace| traced(trace).into_value()),
    }
}

/// The code and the lines beside it.
fn traced(trace: &Trace) -> Dict {
    let size = trace.squares.len();
    let code = (size > 0).then(|| Bytes::from_string(squares(&trace.squares)));
    dict! {
        "code" => code,
        "alt" => trace.address.as_deref().map(clean),
        "lines" => strings(&trace.lines),
    }
}

/// The squares as a picture.
fn squares(rows: &[Vec<bool>]) -> String {
    use std::fmt::Write as _;
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            // Writing into a string cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let size = rows.len();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\">\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    )
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
        "mark" => style(form.mark),
        "typist" => style(form.typist),
        "contact" => style(form.contact),
        "position" => style(form.position),
        "signer" => style(form.signer),
        "signature-room" => length(form.signature_room),
        "short-rule" => Value::Ratio(Ratio::new(f64::from(form.short_rule_percent) / 100.0)),
    }
}

pub(crate) fn style(style: Type) -> Dict {
    dict! { "size" => length(style.size), "bold" => style.bold, "italic" => style.italic }
}

pub(crate) fn length(length: Length) -> Value {
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

fn frame(printed: &PrintedFrame, form: &Form) -> Dict {
    let room = form.page.head_left;
    let balanced = |name: Option<&String>, style| balanced(name.map(String::as_str).unwrap_or_default(), style, room);
    let (issuer_width, issuer_last) = balanced(printed.issuer.as_ref(), form.issuer);
    let (superior_width, _) = balanced(printed.superior.as_ref(), form.superior);
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
        "superior-width" => length(superior_width),
        "issuer-width" => length(issuer_width),
        "issuer-rule" => length(issuer_last * form.short_rule_percent / 100),
        "issuer" => string(printed.issuer.as_ref()),
        "number" => line(&printed.number),
        "place-date" => line(&printed.place_date),
        "title" => dict! { "kind" => string(kind), "subject" => string(subject.as_ref()) },
        "addressees" => addressees,
        "recipients" => strings(&printed.recipients),
        "position" => strings(&printed.position),
        "signer" => string(printed.signer.as_ref()),
        "marks" => printed.marks.iter().map(|one| mark(one, form).into_value()).collect::<Array>(),
        "typist" => string(printed.typist.as_ref()),
        "contact" => string(printed.contact.as_ref()),
    }
}

fn mark(mark: &Mark, form: &Form) -> Dict {
    let (width, height) = (length(mark.width(form.mark)), length(Mark::HEIGHT));
    let color = mark.is_red.then(|| format!("#{}", Mark::RED));
    dict! { "text" => clean(&mark.text), "width" => width, "height" => height, "color" => color }
}

fn string(text: Option<&String>) -> Value {
    text.map_or(Value::None, |text| clean(text).into_value())
}

fn strings(texts: &[String]) -> Array {
    texts.iter().map(|text| clean(text).into_value()).collect()
}

pub(crate) fn line(line: &Line) -> Array {
    line.0
        .iter()
        .map(|part| match part {
            LinePart::Text(text) => clean(text).into_value(),
            LinePart::Blank(blank) => i64::try_from(blank.width()).unwrap_or_default().into_value(),
        })
        .collect()
}
