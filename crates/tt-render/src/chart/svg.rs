//! A drawing as SVG: title and description for screen readers, no script, no style attribute, no id but those two.
//!
//! Every mark has attributes that make it readable alone (paper, Word, a saved file) and a class that a page's style
//! sheet may give other colours (dark, print); a style sheet always wins over attributes.

use std::fmt::Write as _;

use tt_document::drawing::{Anchor, Drawing, Mark, Spot, Tone};

/// The faces a picture is set in where no style sheet says otherwise: that of the official page.
const FACES: &str = "Tinos, 'Times New Roman', 'Liberation Serif', serif";

/// Writes a drawing; `id` tells its title from those of others on the page.
pub fn svg(drawing: &Drawing, title: &str, description: &str, id: &str) -> String {
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let mut out = String::with_capacity(drawing.marks.len() * 90 + 600);
    let (width, height) = (px(drawing.width), px(drawing.height));
    put(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FACES}\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(title),
            escaped(description)
        ),
    );
    for mark in &drawing.marks {
        write_mark(&mut out, mark);
    }
    out.push_str("</svg>");
    out
}

fn write_mark(out: &mut String, mark: &Mark) {
    match mark {
        Mark::Box { area, fill, line } => put(
            out,
            format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>",
                px(area.x),
                px(area.y),
                px(area.width),
                px(area.height),
                paint(*fill, *line)
            ),
        ),
        Mark::Dot { centre, radius, fill, line } => put(
            out,
            format_args!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>",
                px(centre.x),
                px(centre.y),
                px(*radius),
                paint(*fill, *line)
            ),
        ),
        Mark::Line { spots, tone, width, dashed } => {
            let points: Vec<String> = spots.iter().map(|Spot { x, y }| format!("{},{}", px(*x), px(*y))).collect();
            let dash = if *dashed { " stroke-dasharray=\"5 4\"" } else { "" };
            let (class, colour) = (class(*tone), colour(*tone));
            put(
                out,
                format_args!(
                    "<polyline points=\"{}\" class=\"l-{class}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{dash}/>",
                    points.join(" "),
                    px(*width)
                ),
            );
        }
        Mark::Text { at, anchor, size, strong, tone, text } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let weight = if *strong { " font-weight=\"600\"" } else { "" };
            put(
                out,
                format_args!(
                    "<text x=\"{}\" y=\"{}\" font-size=\"{}\" class=\"f-{}\" fill=\"{}\"{weight}{anchor}>{}</text>",
                    px(at.x),
                    px(at.y),
                    px(*size),
                    class(*tone),
                    colour(*tone),
                    escaped(text)
                ),
            );
        }
    }
}

fn paint(fill: Option<Tone>, line: Option<Tone>) -> String {
    let mut classes = Vec::new();
    classes.extend(fill.map(|tone| format!("f-{}", class(tone))));
    classes.extend(line.map(|tone| format!("l-{}", class(tone))));
    let fill = fill.map_or("none", colour);
    let stroke = line.map(|tone| format!(" stroke=\"{}\"", colour(tone))).unwrap_or_default();
    format!(" class=\"{}\" fill=\"{fill}\"{stroke}", classes.join(" "))
}

/// The name a style sheet knows a tone by.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ink => "ink",
        Tone::Soft => "soft",
        Tone::Rule => "rule",
        Tone::Data => "data",
        Tone::Earlier => "earlier",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Heat(0 | 1) => "h1",
        Tone::Heat(2) => "h2",
        Tone::Heat(3) => "h3",
        Tone::Heat(4) => "h4",
        Tone::Heat(_) => "h5",
    }
}

/// A tone on white paper.
pub(super) fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Ink => "#1c1b1a",
        Tone::Soft => "#55524d",
        Tone::Rule => "#d2d0ca",
        Tone::Data => "#39597f",
        Tone::Earlier => "#9aa2ad",
        Tone::Good => "#2e8a5f",
        Tone::Warn => "#b97a0c",
        Tone::Bad => "#cc4a24",
        Tone::Heat(0 | 1) => "#e9edf2",
        Tone::Heat(2) => "#d3dbe4",
        Tone::Heat(3) => "#bac7d5",
        Tone::Heat(4) => "#a1b2c5",
        Tone::Heat(_) => "#889db6",
    }
}

/// Tenths of a pixel, printed.
fn px(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Text that no XML reader takes for markup, without characters XML forbids.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(text);
}
