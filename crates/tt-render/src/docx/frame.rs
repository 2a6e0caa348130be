//! The frame on paper: the two-column head, title and addressees, recipients and signature side by side.

use super::body::text_run;
use super::style::Style;
use super::table::{cell, cell_margins, gap, grid, spacer};
use super::xml::Xml;
use crate::form::{Form, Type};
use crate::length::Length;
use crate::measure::{balanced, line_width};
use crate::printed::{Addressees, Line, MOTTO, Mark, PrintedFrame, TAGLINE, Title};

/// Everything above the body. A document of which nothing is known that belongs there has none.
pub(super) fn head(xml: &mut Xml, printed: &PrintedFrame, form: &Form) {
    if printed.has_head() {
        head_table(xml, printed, form);
    }
    if let Title::Named { kind, subject } = &printed.title {
        line(xml, Style::Kind, kind);
        if let Some(subject) = subject {
            line(xml, Style::Subject, subject);
            short_rule(xml, subject, form.subject, form.page.text_width(), form);
        }
    }
    addressees(xml, &printed.addressees, form);
}

/// Two columns without borders, so that number and date share a line.
fn head_table(xml: &mut Xml, printed: &PrintedFrame, form: &Form) {
    let columns = [form.page.head_left, form.page.head_right()];
    borderless(xml, columns, |xml| {
        row(xml, columns, |xml| agency(xml, printed, form), |xml| motto(xml, form));
        row(
            xml,
            columns,
            |xml| {
                line(xml, Style::Number, &blanks_open(&printed.number));
                if let Title::Letter { subject: Some(subject) } = &printed.title {
                    line(xml, Style::LetterSubject, subject);
                }
                for one in &printed.marks {
                    mark(xml, one, form);
                }
            },
            |xml| line(xml, Style::PlaceDate, &blanks_open(&printed.place_date)),
        );
    });
    spacer(xml);
}

fn agency(xml: &mut Xml, printed: &PrintedFrame, form: &Form) {
    if let Some(superior) = &printed.superior {
        name(xml, Style::Superior, superior, form.superior, form);
    }
    let issuer = printed.issuer.as_deref().unwrap_or_default();
    let last = name(xml, Style::Issuer, issuer, form.issuer, form);
    if !issuer.is_empty() {
        rule(xml, last * form.short_rule_percent / 100, form.page.head_left);
        // The number keeps its distance where the name takes more lines than the motto beside it.
        gap(xml, form.body.gap);
    }
}

/// The name of an agency, its lines of like length where it takes several; the length of the last.
fn name(xml: &mut Xml, style: Style, text: &str, face: Type, form: &Form) -> Length {
    let room = form.page.head_left;
    let (width, last) = balanced(text, face, room);
    let side = ((room - width) / 2).twips().to_string();
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style.id());
            if width < room {
                xml.empty("w:ind", &[("w:left", &side), ("w:right", &side)]);
            }
        });
        text_run(xml, text, false, false);
    });
    last
}

/// A mark in a box of the size laid down, below the number.
fn mark(xml: &mut Xml, mark: &Mark, form: &Form) {
    let width = mark.width(form.mark).twips();
    let color = if mark.is_red { Mark::RED } else { "000000" };
    gap(xml, form.body.gap);
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            xml.value("w:jc", "center");
            xml.element("w:tblBorders", &[], |xml| {
                for edge in ["w:top", "w:left", "w:bottom", "w:right"] {
                    xml.empty(edge, &[("w:val", "single"), ("w:sz", "8"), ("w:space", "0"), ("w:color", color)]);
                }
            });
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            cell_margins(xml, 0);
        });
        grid(xml, std::iter::once(width));
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:trHeight", &[("w:val", &Mark::HEIGHT.twips().to_string()), ("w:hRule", "exact")]);
            });
            cell(xml, width, true, |xml| {
                line(xml, if mark.is_red { Style::Mark } else { Style::Limit }, &mark.text);
            });
        });
    });
    spacer(xml);
}

/// What an annex belongs to, below its title.
pub(super) fn annex_reference(xml: &mut Xml, printed: &PrintedFrame) {
    if !printed.annex_reference.is_empty() {
        line(xml, Style::AnnexReference, &blanks_open(&printed.annex_reference));
    }
}

fn motto(xml: &mut Xml, form: &Form) {
    line(xml, Style::Motto, MOTTO);
    line(xml, Style::Tagline, TAGLINE);
    rule(xml, line_width(TAGLINE, form.tagline), form.page.head_right());
    gap(xml, form.body.gap);
}

/// Addressees: one on the line of `Kính gửi:`, several below it with their dashes under its colon (Circular 01/2011,
/// Article 14; Decree 30/2020, Annex I, Part II, item 9), the whole in the middle of the page.
fn addressees(xml: &mut Xml, addressees: &Addressees, form: &Form) {
    match addressees {
        Addressees::None => {}
        Addressees::One(one) => {
            line(xml, Style::AddresseesLabel, &format!("Kính gửi: {one}"));
            spacer(xml);
        }
        Addressees::Several(several) => {
            let label = line_width("Kính gửi:", form.addressees);
            let longest = several.iter().map(|entry| line_width(entry, form.addressees)).max().unwrap_or(label);
            let left = (form.page.text_width() - label - longest) / 2;
            indented(xml, Style::AddresseesLabel, "Kính gửi:", left);
            for entry in several {
                indented(xml, Style::Addressees, entry, left + label);
            }
            spacer(xml);
        }
    }
}

/// Everything below the body. Word wants a paragraph after the table.
pub(super) fn close(xml: &mut Xml, printed: &PrintedFrame, form: &Form) {
    if !printed.has_close() {
        return;
    }
    gap(xml, form.body.gap * 2);
    let half = form.page.text_width() / 2;
    let columns = [half, form.page.text_width() - half];
    borderless(xml, columns, |xml| {
        row(xml, columns, |xml| recipients(xml, printed), |xml| signature(xml, printed));
    });
    spacer(xml);
}

fn recipients(xml: &mut Xml, printed: &PrintedFrame) {
    if !printed.recipients.is_empty() {
        line(xml, Style::RecipientsLabel, "Nơi nhận:");
    }
    for recipient in &printed.recipients {
        line(xml, Style::Recipients, recipient);
    }
    if let Some(typist) = &printed.typist {
        line(xml, Style::Typist, typist);
    } else if printed.recipients.is_empty() {
        spacer(xml);
    }
}

fn signature(xml: &mut Xml, printed: &PrintedFrame) {
    for position in &printed.position {
        line(xml, Style::Position, position);
    }
    line(xml, Style::Signer, printed.signer.as_deref().unwrap_or_default());
}

fn borderless(xml: &mut Xml, columns: [Length; 2], rows: impl FnOnce(&mut Xml)) {
    let width = columns.map(Length::twips).iter().sum::<u32>();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            cell_margins(xml, 0);
        });
        grid(xml, columns.iter().map(|column| column.twips()));
        rows(xml);
    });
}

fn row(xml: &mut Xml, columns: [Length; 2], left: impl FnOnce(&mut Xml), right: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]));
        cell(xml, columns[0].twips(), false, left);
        cell(xml, columns[1].twips(), false, right);
    });
}

fn line(xml: &mut Xml, style: Style, text: &str) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style.id()));
        text_run(xml, text, false, false);
    });
}

fn indented(xml: &mut Xml, style: Style, text: &str, left: Length) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style.id());
            xml.empty("w:ind", &[("w:left", &left.twips().to_string())]);
            xml.value("w:jc", "left");
        });
        text_run(xml, text, false, false);
    });
}

/// A rule between a third and a half of the text above it, whose last line it is measured by.
fn short_rule(xml: &mut Xml, above: &str, style: Type, room: Length, form: &Form) {
    let widest = line_width(above, style).min(room);
    rule(xml, widest * form.short_rule_percent / 100, room);
}

/// A line drawn as the lower border of an empty paragraph, in the middle of `room`.
fn rule(xml: &mut Xml, length: Length, room: Length) {
    let side = ((room - length) / 2).twips().to_string();
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", Style::Rule.id());
            xml.element("w:pBdr", &[], |xml| {
                xml.empty("w:bottom", &[("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")]);
            });
            xml.empty("w:ind", &[("w:left", &side), ("w:right", &side)]);
        });
    });
}

/// Blanks as room to write in.
fn blanks_open(line: &Line) -> String {
    line.with_blanks(|blank| "\u{a0}".repeat(blank.width()))
}
