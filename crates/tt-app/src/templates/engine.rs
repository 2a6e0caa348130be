//! Running a template: minijinja with strict names, a limit of work and of output, and every fault at its place in the
//! template's own text.
//!
//! What comes from records is words and never markup: every sign that marks something is escaped on its way out, and line
//! ends become blanks. Only chips and what functions made for it go out as they are.

use std::fmt::Write as _;

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, OutputSpan, OutputSpanKind, UndefinedBehavior, Value};
use sha2::{Digest, Sha256};
use tt_domain::id::TaskId;

use super::facts::Facts;
use super::fault::{self, Fault};
use super::{GeneratedSection, functions, marked};
use crate::wording::say;

/// Work a template may do; the engine counts instructions, and bytes by 64. A report of 600 tasks takes a tenth of it.
const FUEL: u64 = 2_000_000;
/// Bytes a template may write.
pub const LARGEST_OUTPUT: usize = 2 * 1024 * 1024;
/// Bytes a template may have.
pub const LARGEST_SOURCE: usize = 256 * 1024;
/// How deeply macros may call one another.
const DEEPEST: usize = 100;
/// The name templates run under.
const NAME: &str = "mau";

/// Runs a template over facts and reads what it wrote.
///
/// # Errors
/// The first fault, with its line and column in the template.
pub fn render(source: &str, facts: &Facts) -> Result<Vec<GeneratedSection>, Fault> {
    let (output, spans) = output(source, facts)?;
    let mark = |at: usize| line_mark(source, source_byte(&spans, at));
    let sections = marked::parse(&output, &mark).map_err(|found| {
        let byte = source_byte(&spans, found.at);
        Fault::at(source, byte, fault::of_marked(&found.kind))
    })?;
    let section = |section: marked::MarkedSection| {
        let task = section.key.strip_prefix("task-").and_then(|id| id.parse().ok()).map(TaskId);
        let known = task.filter(|id| facts.leads.contains_key(id));
        GeneratedSection {
            key: section.key,
            title: section.title,
            task: known,
            division: known.and_then(|id| facts.leads.get(&id).copied().flatten()),
            blocks: section.blocks,
        }
    };
    Ok(sections.into_iter().map(section).collect())
}

fn output(source: &str, facts: &Facts) -> Result<(String, Vec<OutputSpan>), Fault> {
    if source.len() > LARGEST_SOURCE {
        let message = say(
            format!("mẫu quá lớn, tối đa {} KB; hãy rút gọn", LARGEST_SOURCE / 1024),
            format!("the template is too large, at most {} KB; shorten it", LARGEST_SOURCE / 1024),
        );
        return Err(Fault::at(source, LARGEST_SOURCE, message));
    }
    let quiet = quiet(source);
    let environment = environment(facts);
    let failed = |error: &minijinja::Error| Fault::of_engine(source, error);
    let template = environment.template_from_named_str(NAME, &quiet).map_err(|error| failed(&error))?;
    let (output, spans) = template.render_with_spans(facts.root.clone()).map_err(|error| failed(&error))?;
    if output.len() > LARGEST_OUTPUT {
        let byte = source_byte(&spans, LARGEST_OUTPUT);
        let message = say(
            "mẫu viết ra quá 2 MB; hãy xem lại vòng lặp hoặc bớt bảng",
            "the template writes more than 2 MB; look at its loops or leave out tables",
        );
        return Err(Fault::at(source, byte, message));
    }
    Ok((output, spans))
}

/// The same template, byte for byte as long, in which a line of tags and comments alone writes no line: its line end is
/// moved into its last tag, where it means nothing.
fn quiet(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        match line.strip_suffix('\n').filter(|text| tags_alone(text)) {
            Some(text) => {
                let end = text.trim_end();
                let (head, mark) = ["-%}", "%}", "-#}", "#}"]
                    .into_iter()
                    .find_map(|mark| end.strip_suffix(mark).map(|head| (head, mark)))
                    .unwrap_or((end, ""));
                out.push_str(head);
                out.push('\n');
                out.push_str(mark);
                out.push_str(text.get(end.len()..).unwrap_or_default());
            }
            None => out.push_str(line),
        }
    }
    out
}

/// Whether a line is made of block tags and comments alone, each ending on it.
fn tags_alone(line: &str) -> bool {
    let mut rest = line.trim();
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let close = if rest.starts_with("{%") {
            "%}"
        } else if rest.starts_with("{#") {
            "#}"
        } else {
            return false;
        };
        let Some(at) = rest.find(close) else { return false };
        rest = rest.get(at + close.len()..).unwrap_or_default().trim_start();
    }
    true
}

fn environment(facts: &Facts) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEEPEST);
    environment.remove_global("debug");
    environment.remove_filter("safe");
    // Captured output is marked text already; that it is escaped once and not twice is what this says.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("marked".into()));
    environment.set_formatter(|out, _, value| {
        if value.is_none() || value.is_undefined() {
            return Ok(());
        }
        if value.is_safe() {
            return match value.as_str() {
                Some(text) => out.write_str(text).map_err(minijinja::Error::from),
                None => Ok(()),
            };
        }
        match value.kind() {
            ValueKind::String | ValueKind::Number | ValueKind::Bool => {
                out.write_str(&escaped(&value.to_string())).map_err(minijinja::Error::from)
            }
            _ => Err(fault::Refusal::error(
                "đây là một bản ghi hoặc danh sách, không in thẳng được; hãy chọn một dữ kiện bên trong, ví dụ .name",
                "this is a record or a list and cannot be printed; choose a fact inside, such as .name",
            )),
        }
    });
    functions::add_to(&mut environment, facts);
    environment
}

/// Words as marked text that reads as just these words.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut blank = false;
    for sign in text.chars() {
        if sign.is_whitespace() || sign.is_control() {
            blank = true;
            continue;
        }
        if blank {
            out.push(' ');
            blank = false;
        }
        let heads = out.trim_start().is_empty() && matches!(sign, '#' | '-' | '+' | '%');
        if heads || matches!(sign, '\\' | '*' | '|' | '[') {
            out.push('\\');
        }
        out.push(sign);
    }
    if blank {
        out.push(' ');
    }
    out
}

/// The byte of the template that wrote the output at a byte.
fn source_byte(spans: &[OutputSpan], at: usize) -> usize {
    let next = spans.partition_point(|span| span.output_range().start <= at);
    let Some(span) = next.checked_sub(1).and_then(|index| spans.get(index)) else { return 0 };
    let (output, source) = (span.output_range(), span.source_range());
    match span.kind() {
        OutputSpanKind::Raw => source.start + (at - output.start).min(source.len()),
        _ => source.start,
    }
}

/// A mark of a line of the template by its words, so that it stays the same when other lines come and go.
fn line_mark(source: &str, byte: usize) -> String {
    let start = source.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = source.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let digest = Sha256::digest(line.trim().as_bytes());
    let mut mark = String::new();
    for byte in digest.iter().take(4) {
        // Writing into a String cannot fail.
        let _ = write!(mark, "{byte:02x}");
    }
    mark
}

/// A value the engine prints as it is.
pub(super) fn marked_text(text: String) -> Value {
    Value::from_safe_string(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_tags_alone_writes_no_line_and_every_byte_keeps_its_line() {
        for (source, expected) in [
            ("{% if a %}\nMột\n{% endif %}\n", "{% if a \n%}Một\n{% endif \n%}"),
            ("  {# lời #} {%- set b = 1 -%}\nHai", "  {# lời #} {%- set b = 1 \n-%}Hai"),
            ("Ba{% if a %} bốn{% endif %}\nNăm", "Ba{% if a %} bốn{% endif %}\nNăm"),
            ("{% set a = [\n1] %}\nx", "{% set a = [\n1] %}\nx"),
            ("{{ a }}\n\n", "{{ a }}\n\n"),
        ] {
            let quiet = quiet(source);
            assert_eq!(quiet, expected);
            assert_eq!(quiet.len(), source.len());
        }
    }
}
