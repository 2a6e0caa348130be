//! The normal form every text is brought to before anything is looked for in it.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Brings a text to its normal form: NFC, `\n` line ends, plain blanks and hyphens, nothing invisible.
///
/// Byte order marks, zero-width and direction marks, soft hyphens and control characters are removed; every kind of
/// blank becomes a space, except the tab, which readers need to see columns. The result is its own normal form.
pub fn normalize(text: &str) -> String {
    let (plain, composed) = survey(text);
    if plain && composed {
        return text.to_owned();
    }
    let out = if plain { text.to_owned() } else { plain_characters(text) };
    if composed || is_nfc(&out) { out } else { out.nfc().collect() }
}

/// Replaces or removes single characters; composition apart.
fn plain_characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' | '\n' | ' '..='~' => out.push(c),
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                out.push('\n');
            }
            '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            _ if is_invisible(c) => {}
            _ if is_odd_blank(c) => out.push(' '),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            _ => out.push(c),
        }
    }
    out
}

/// Whether no single character needs replacing, and whether the text is surely composed: made of ASCII, the
/// precomposed Latin blocks and common punctuation only. Most texts are both, and are only looked at once.
fn survey(text: &str) -> (bool, bool) {
    let (mut plain, mut composed) = (true, true);
    for c in text.chars() {
        match c {
            ' '..='~' | '\n' | '\t' => {}
            '\u{A1}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' => plain &= c != '\u{AD}',
            '\u{2028}' | '\u{2029}' | '\u{2010}' | '\u{2011}' => plain = false,
            _ => {
                plain &= !is_invisible(c) && !is_odd_blank(c);
                composed &= matches!(c, '\0'..='\u{A0}' | '\u{2002}'..='\u{20CF}' | '\u{2100}'..='\u{2125}' | '\u{2190}'..='\u{2328}'
                    | '\u{232B}'..='\u{2AD0}' | '\u{E000}'..='\u{F8FF}' | '\u{FEFF}');
            }
        }
    }
    (plain, composed)
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn is_odd_blank(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_blanks_and_line_ends_are_made_plain() {
        assert_eq!(normalize("\u{FEFF}Sở\u{A0}Công\u{200B} Thương\r\nLạng\u{AD} Sơn\r"), "Sở Công Thương\nLạng Sơn\n");
        assert_eq!(normalize("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"), "Tiếng Việt");
        assert_eq!(normalize("a\u{2028}b\u{2011}c\td"), "a\nb-c\td");
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(text in "\\PC{0,40}|[a-zA-ZăâêôơưđĂÂ\u{300}\u{301}\u{309}\u{323}\u{302}\r\n\t \u{A0}\u{200B}]{0,40}") {
            let once = normalize(&text);
            prop_assert_eq!(normalize(&once), once);
        }
    }
}
