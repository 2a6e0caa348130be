//! Document → HTML: a file of its own that shows the official page and prints as it should.
//!
//! Everything from the document is escaped. Classes are those of the web application's page (`.page`, `.nd-head`).

mod markup;

use std::collections::BTreeMap;

use tt_document::drawing::Picture;
use tt_document::model::Table;
use tt_document::{Block, BlockKind, Document, Run, RunRole};

use crate::block_style::{BlockStyle, label_and_title};
use crate::chart::svg;
use crate::form::{Form, PageNumberPlace, Type};
use crate::glue::closed;
use crate::length::Length;
use crate::printed::{Addressees, Line, LinePart, MOTTO, PrintedFrame, TAGLINE, Title};
use crate::sections::{Placed, Section, sections};
use crate::table_layout::{Set, columns, is_column_number};

use markup::Markup;

/// Renders a whole HTML file with its own style sheet, for screen and print; it refers to nothing outside itself. Runs
/// that show records carry their key in `data-key`.
pub fn html(document: &Document, form: &Form) -> String {
    html_linked(document, form, &BTreeMap::new())
}

/// The same, where runs that show a record lead to an address, by its key.
pub fn html_linked(document: &Document, form: &Form, links: &BTreeMap<String, String>) -> String {
    let mut writer = Writer { document, form, links, width: form.page.text_width(), out: Markup::default() };
    let frame = &document.frame;
    let title = [&frame.kind, &frame.subject].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(": ");
    let out = &mut writer.out;
    out.raw("<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    out.text(if title.is_empty() { "Văn bản" } else { &title });
    out.raw("</title>\n<style>\n");
    out.raw(&measures(form));
    out.raw(include_str!("html/page.css"));
    out.raw("</style>\n</head>\n<body>\n");
    writer.article();
    writer.out.raw("</body>\n</html>\n");
    writer.out.into_string()
}

/// What the form says of paper and type, for the style sheet.
fn measures(form: &Form) -> String {
    let page = &form.page;
    let margins = [page.top, page.right, page.bottom, page.left].map(millimetres).join(" ");
    let corner = match form.page_number.place {
        PageNumberPlace::TopCentre => "@top-center",
        PageNumberPlace::BottomRight => "@bottom-right",
    };
    let mut css = format!(
        "@page{{size:A4;margin:{margins};{corner}{{content:counter(page);font:{}}}}}\n\
         @page:first{{{corner}{{content:none}}}}\n\
         :root{{--face:\"{}\",Tinos,\"Liberation Serif\",serif;--page-margins:{margins};--first-line:{};--gap:{};--line:{}}}\n",
        font(form.page_number.style, form.typeface),
        form.typeface,
        millimetres(form.body.first_line),
        points(form.body.gap),
        points(form.body.line_height()),
    );
    for (selector, style) in [
        (".page", form.body.style),
        (".nd-m", form.motto),
        (".nd-t", form.tagline),
        (".nd-sup", form.superior),
        (".nd-org", form.issuer),
        (".nd-no", form.number),
        (".nd-i", form.place_date),
        (".nd-vv", form.letter_subject),
        (".nd-kind", form.kind),
        (".nd-sub", form.subject),
        (".nd-to", form.addressees),
        (".page h2", form.heading(1)),
        (".page h3", form.heading(2)),
        (".page h4", form.heading(3)),
        (".page h5", form.heading(4)),
        (".page .basis", form.basis_line),
        (".page table", form.table),
        (".notes", form.note),
        (".nd-ccl", form.recipients_label),
        (".nd-cc", form.recipients),
        (".nd-typist", form.typist),
        (".nd-contact", form.contact),
        (".nd-mark", form.mark),
        (".page .annex>h2", form.annex_label),
        (".page .annex-title", form.annex_title),
        (".page .annex-ref", form.annex_reference),
        (".nd-pos", form.position),
        (".nd-sgn", form.signer),
    ] {
        css.push_str(&declaration(selector, style));
    }
    css + &format!(".nd-sgn{{margin-top:{}}}\n", millimetres(form.signature_room))
}

fn declaration(selector: &str, style: Type) -> String {
    let weight = if style.bold { 700 } else { 400 };
    let slant = if style.italic { "italic" } else { "normal" };
    format!("{selector}{{font-size:{};font-weight:{weight};font-style:{slant}}}\n", points(style.size))
}

fn font(style: Type, face: &str) -> String {
    format!("{} \"{face}\",serif", points(style.size))
}

fn points(length: Length) -> String {
    format!("{:.1}pt", length.pt())
}

fn millimetres(length: Length) -> String {
    format!("{:.1}mm", length.mm())
}

struct Writer<'a> {
    document: &'a Document,
    form: &'a Form,
    /// Where records that are shown lead to.
    links: &'a BTreeMap<String, String>,
    /// Width of the text on the sheets being written.
    width: Length,
    out: Markup,
}

impl Writer<'_> {
    fn article(&mut self) {
        let printed = PrintedFrame::new(&self.document.frame);
        self.out.open("article", &[("class", "page"), ("lang", "vi")]);
        for (index, section) in sections(self.document, self.form).iter().enumerate() {
            self.width = section.page(self.form).text_width();
            if index == 0 {
                self.head(&printed);
                section.blocks.iter().for_each(|placed| self.block(placed));
                self.close(&printed);
            } else {
                self.annex(section, &printed);
            }
        }
        self.notes();
        self.out.close("article");
    }

    fn annex(&mut self, section: &Section<'_>, printed: &PrintedFrame) {
        self.out.open("section", &[("class", if section.is_lying { "annex lying" } else { "annex" })]);
        for (index, placed) in section.blocks.iter().enumerate() {
            self.block(placed);
            if index + 1 == section.head && !printed.annex_reference.is_empty() {
                self.slots("annex-ref", &printed.annex_reference);
            }
        }
        self.out.close("section");
    }

    fn head(&mut self, printed: &PrintedFrame) {
        if printed.has_head() {
            self.out.open("header", &[("class", "nd-head")]);
            self.out.open("div", &[]);
            for (class, line) in [("nd-sup", &printed.superior), ("nd-b nd-u nd-org", &printed.issuer)] {
                if let Some(line) = line {
                    self.out.line("p", class, line);
                }
            }
            self.out.close("div");
            self.out.open("div", &[]);
            self.out.line("p", "nd-b nd-m", MOTTO);
            self.out.line("p", "nd-b nd-u2 nd-t", TAGLINE);
            self.out.close("div");
            self.out.open("div", &[]);
            self.slots("nd-no", &printed.number);
            if let Title::Letter { subject: Some(subject) } = &printed.title {
                self.out.line("p", "nd-vv", subject);
            }
            for mark in &printed.marks {
                let width = mark.width(self.form.mark).mm().round();
                let plain = if mark.is_red { "" } else { " nd-plain" };
                self.out.line("p", &format!("nd-mark nd-w{width}{plain}"), &mark.text);
            }
            self.out.close("div");
            self.out.open("div", &[]);
            self.slots("nd-i", &printed.place_date);
            self.out.close("div");
            self.out.close("header");
        }
        if let Title::Named { kind, subject } = &printed.title {
            self.out.line("h1", "nd-kind", kind);
            if let Some(subject) = subject {
                self.out.line("p", "nd-sub nd-u", subject);
            }
        }
        self.addressees(&printed.addressees);
    }

    fn addressees(&mut self, addressees: &Addressees) {
        let (class, lines) = match addressees {
            Addressees::None => return,
            Addressees::One(one) => ("nd-to", std::slice::from_ref(one)),
            Addressees::Several(several) => ("nd-to nd-many", several.as_slice()),
        };
        self.out.open("div", &[("class", class)]);
        self.out.line("span", "", "Kính gửi:");
        self.out.open("div", &[]);
        for line in lines {
            self.out.line("p", "", line);
        }
        self.out.close("div");
        self.out.close("div");
    }

    /// A line with its blanks as empty slots.
    fn slots(&mut self, class: &str, line: &Line) {
        self.out.open("p", &[("class", class)]);
        for part in &line.0 {
            match part {
                LinePart::Text(text) => self.out.text(text),
                LinePart::Blank(blank) => self.out.line("span", "slot", &"\u{2002}".repeat(blank.width() / 2)),
            }
        }
        self.out.close("p");
    }

    fn close(&mut self, printed: &PrintedFrame) {
        if !printed.has_close() {
            return;
        }
        self.out.open("footer", &[("class", "nd-sign")]);
        self.out.open("div", &[("class", "nd-cc")]);
        if !printed.recipients.is_empty() {
            self.out.line("p", "nd-ccl", "Nơi nhận:");
        }
        for recipient in &printed.recipients {
            self.out.line("p", "", recipient);
        }
        if let Some(typist) = &printed.typist {
            self.out.line("p", "nd-typist", typist);
        }
        self.out.close("div");
        self.out.open("div", &[("class", "nd-sg")]);
        for position in &printed.position {
            self.out.line("p", "nd-pos", position);
        }
        if let Some(signer) = &printed.signer {
            self.out.line("p", "nd-sgn", signer);
        }
        self.out.close("div");
        self.out.close("footer");
        if let Some(contact) = &printed.contact {
            self.out.line("p", "nd-contact", contact);
        }
    }

    fn block(&mut self, placed: &Placed<'_>) {
        let Placed { number, block, style } = *placed;
        let (name, class) = match style {
            BlockStyle::Heading(level) => (heading(level), ""),
            BlockStyle::AnnexLabel => ("h2", "mid"),
            BlockStyle::AnnexTitle => ("p", "mid annex-title"),
            BlockStyle::CentredHeading(level) => (heading(level), "mid"),
            BlockStyle::Basis => ("p", "basis"),
            BlockStyle::Caption => ("p", "mid"),
            BlockStyle::Item => ("p", "item"),
            BlockStyle::Paragraph | BlockStyle::Table | BlockStyle::Picture => ("p", ""),
        };
        let id = format!("d{number}");
        if let BlockKind::Table(table) = &block.kind {
            self.table(&id, block, table);
            return;
        }
        if let BlockKind::Picture(picture) = &block.kind {
            self.picture(&id, block, picture);
            return;
        }
        self.out.open(name, &[("id", &id), ("class", class)]);
        let titled = matches!(style, BlockStyle::CentredHeading(_)).then(|| label_and_title(self.document, block));
        match titled.flatten() {
            Some((label, title)) => {
                self.runs(&label);
                self.out.raw("<br>");
                self.runs(&title);
            }
            None => self.runs(&block.runs),
        }
        self.out.close(name);
    }

    fn picture(&mut self, id: &str, block: &Block, picture: &Picture) {
        let title = self.document.slice(block.span);
        self.out.open("figure", &[("class", "pic"), ("id", id)]);
        match &picture.drawing {
            Some(drawing) => self.out.raw(&svg(drawing, title, &picture.description, id)),
            None => self.out.line("p", "", &picture.description),
        }
        self.out.open("figcaption", &[]);
        self.runs(&block.runs);
        self.out.close("figcaption");
        self.out.close("figure");
    }

    fn table(&mut self, id: &str, block: &Block, table: &Table) {
        let columns = columns(self.document, table, self.form, self.width);
        self.out.open("div", &[("class", "tbl"), ("id", id)]);
        self.out.open("table", &[]);
        for (part, cell, rows) in
            [("thead", "th", table.rows.get(..table.head_rows)), ("tbody", "td", table.rows.get(table.head_rows..))]
        {
            let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { continue };
            self.out.open(part, &[]);
            for row in rows {
                self.out.open("tr", &[]);
                for (index, column) in columns.iter().enumerate() {
                    let text = row.get(index).map(|span| self.document.slice(*span)).unwrap_or_default();
                    let (scope, class) = match (cell, column.set) {
                        ("th", _) => ("col", ""),
                        _ if is_column_number(text) => ("", "mid"),
                        (_, Set::Right) => ("", "n"),
                        (_, Set::Middle) => ("", "mid"),
                        (_, Set::Left) => ("", ""),
                    };
                    self.out.open(cell, &[("scope", scope), ("class", class)]);
                    if let Some(span) = row.get(index) {
                        let own: Vec<Run> = block.runs.iter().filter(|run| span.contains(run.span)).cloned().collect();
                        self.runs(&own);
                    }
                    self.out.close(cell);
                }
                self.out.close("tr");
            }
            self.out.close(part);
        }
        self.out.close("table");
        self.out.close("div");
    }

    fn notes(&mut self) {
        if self.document.notes.is_empty() {
            return;
        }
        self.out.open("section", &[("class", "notes")]);
        for (index, note) in self.document.notes.iter().enumerate() {
            self.out.open("p", &[("id", &format!("chu-{index}"))]);
            self.out.open("sup", &[]);
            self.out.open("a", &[("href", &format!("#dan-{index}"))]);
            self.out.text(&note.number.to_string());
            self.out.close("a");
            self.out.close("sup");
            self.out.raw(" ");
            self.runs(&note.runs);
            self.out.close("p");
        }
        self.out.close("section");
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            let emphasis = [(run.strong, "b"), (run.emphasis, "i")];
            let names = || emphasis.iter().filter(|(set, _)| *set).map(|(_, name)| *name);
            names().for_each(|name| self.out.open(name, &[]));
            self.run(run);
            names().rev().for_each(|name| self.out.close(name));
        }
    }

    fn run(&mut self, run: &Run) {
        let text = self.document.slice(run.span);
        let (class, key) = match &run.role {
            RunRole::NoteMark(index) => return self.note_mark(*index, text),
            RunRole::Text => return self.out.text(&closed(text)),
            RunRole::Citation(key) => ("cite", key),
            RunRole::Figure(key) => ("fig", key),
            RunRole::Record(key) => ("rec", key),
        };
        if let Some(address) = self.links.get(&key.0) {
            self.out.open("a", &[("class", class), ("data-key", &key.0), ("href", address)]);
            self.out.text(&closed(text));
            return self.out.close("a");
        }
        self.out.open("span", &[("class", class), ("data-key", &key.0)]);
        self.out.text(&closed(text));
        self.out.close("span");
    }

    fn note_mark(&mut self, index: usize, printed: &str) {
        let Some(note) = self.document.notes.get(index) else {
            self.out.text(printed);
            return;
        };
        self.out.open("sup", &[]);
        self.out.open("a", &[("id", &format!("dan-{index}")), ("href", &format!("#chu-{index}"))]);
        self.out.text(&note.number.to_string());
        self.out.close("a");
        self.out.close("sup");
    }
}

/// The title is the first heading; those of the body come below it.
fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "h2",
        2 => "h3",
        3 => "h4",
        _ => "h5",
    }
}

#[cfg(test)]
mod tests;
