//! Words of marked text: bold, italic, chips, and cells of a row.

use tt_domain::composing::{Chip, Embedded, Inline, InlineShows};

use super::{MarkedFault, MarkedFaultKind};

/// Reads words that begin at a byte of the whole text.
pub(super) fn parse(text: &str, at: usize) -> Result<Vec<Inline>, MarkedFault> {
    let mut words = Words::default();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let here = at + (text.len() - rest.len());
        let next = rest.get(sign.len_utf8()..).unwrap_or_default();
        rest = match sign {
            '\\' => match next.chars().next() {
                Some(plain) if plain.is_ascii_punctuation() => {
                    words.text.push(plain);
                    next.get(plain.len_utf8()..).unwrap_or_default()
                }
                _ => {
                    words.text.push('\\');
                    next
                }
            },
            '[' if next.starts_with('[') => {
                let inner = next.get(1..).unwrap_or_default();
                let Some((code, after)) = inner.split_once("]]") else {
                    return Err(MarkedFault { at: here, kind: MarkedFaultKind::OpenChip });
                };
                if Embedded::parse(code).is_some() {
                    return Err(MarkedFault { at: here, kind: MarkedFaultKind::BlockInWords });
                }
                let Some(chip) = Chip::parse(code) else {
                    return Err(MarkedFault { at: here, kind: MarkedFaultKind::BadChip(code.to_owned()) });
                };
                words.chip(chip);
                after
            }
            '*' => {
                if let Some(after) = next.strip_prefix('*') {
                    words.turn(true, here);
                    after
                } else if words.emphasis.is_none() && next.starts_with(char::is_whitespace) {
                    // `5 * 3` is no emphasis.
                    words.text.push('*');
                    next
                } else {
                    words.turn(false, here);
                    next
                }
            }
            other => {
                words.text.push(other);
                next
            }
        };
    }
    words.flush();
    match (words.strong, words.emphasis) {
        (Some(at), _) => Err(MarkedFault { at, kind: MarkedFaultKind::Open("**") }),
        (_, Some(at)) => Err(MarkedFault { at, kind: MarkedFaultKind::Open("*") }),
        (None, None) => Ok(words.done),
    }
}

/// Words with their marks taken out, for a title.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut escaped = false;
    for sign in text.chars() {
        match sign {
            '\\' if !escaped => escaped = true,
            '*' if !escaped => {}
            other => {
                plain.push(other);
                escaped = false;
            }
        }
    }
    plain.trim().to_owned()
}

/// The cells of a row that begins with `|`.
pub(super) fn cells(row: &str, at: usize) -> Result<Vec<Vec<Inline>>, MarkedFault> {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    let offset = row.len() - inner.len();
    let mut cell = |from: usize, to: usize| -> Result<(), MarkedFault> {
        let whole = inner.get(from..to).unwrap_or_default();
        let text = whole.trim_start();
        let lead = whole.len() - text.len();
        cells.push(parse(text.trim_end(), at + offset + from + lead)?);
        Ok(())
    };
    for (index, sign) in inner.char_indices() {
        match sign {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '|' if !escaped => {
                cell(start, index)?;
                start = index + 1;
            }
            _ => {}
        }
        escaped = false;
    }
    if !inner.get(start..).unwrap_or_default().trim().is_empty() {
        cell(start, inner.len())?;
    }
    Ok(cells)
}

/// Neighbouring words of one style as one, and none that are empty.
pub(super) fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut done: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let InlineShows::Text(text) = &inline.shows else {
            done.push(inline);
            continue;
        };
        if text.is_empty() {
            continue;
        }
        if let Some(last) = done.last_mut()
            && last.strong == inline.strong
            && last.emphasis == inline.emphasis
            && let InlineShows::Text(before) = &mut last.shows
        {
            before.push_str(text);
            continue;
        }
        done.push(inline);
    }
    done
}

/// Words as they are read: the style they are in, by where it began.
#[derive(Debug, Default)]
struct Words {
    done: Vec<Inline>,
    text: String,
    strong: Option<usize>,
    emphasis: Option<usize>,
}

impl Words {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            let shows = InlineShows::Text(std::mem::take(&mut self.text));
            self.put(shows);
        }
    }

    fn put(&mut self, shows: InlineShows) {
        self.done.push(Inline { strong: self.strong.is_some(), emphasis: self.emphasis.is_some(), shows });
    }

    fn chip(&mut self, chip: Chip) {
        self.flush();
        self.put(InlineShows::Chip { chip, overridden: None });
    }

    /// Begins or ends bold (`strong`) or italic.
    fn turn(&mut self, strong: bool, at: usize) {
        self.flush();
        let style = if strong { &mut self.strong } else { &mut self.emphasis };
        *style = if style.is_some() { None } else { Some(at) };
    }
}
