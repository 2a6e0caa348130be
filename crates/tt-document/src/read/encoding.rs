//! Text encodings told apart by their bytes: UTF-8 with or without mark, UTF-16 with a mark.

use std::borrow::Cow;

use crate::read::ReadError;

/// Decodes a text; binary data is refused.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)?),
        _ => utf8(bytes)?,
    };
    // NUL never stands in a text; other control characters do, rarely, in text layers of scans.
    if text.contains('\0') || controls(&text) * 50 > text.chars().take(SAMPLE).count() {
        return Err(ReadError::NotText);
    }
    Ok(text)
}

/// How many leading characters are looked at.
const SAMPLE: usize = 8192;

fn controls(text: &str) -> usize {
    text.chars()
        .take(SAMPLE)
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}' | '\u{85}'))
        .count()
}

/// UTF-8, its last character perhaps cut by a truncated copy.
fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) if error.error_len().is_none() => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            if valid.is_empty() {
                return Err(ReadError::NotText);
            }
            std::str::from_utf8(valid).map(Cow::Borrowed).map_err(|_| ReadError::NotText)
        }
        Err(_) => Err(ReadError::NotText),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ReadError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(ReadError::NotText);
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().map_err(|_| ReadError::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_choose_the_encoding() {
        let expected = "Báo cáo";
        let with_mark = [&[0xEF, 0xBB, 0xBF][..], expected.as_bytes()].concat();
        assert_eq!(decode(&with_mark).unwrap(), expected);
        let little: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(expected.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&little).unwrap(), expected);
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(expected.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(decode(&big).unwrap(), expected);
    }

    #[test]
    fn binary_is_refused_and_a_cut_last_letter_is_not() {
        assert_eq!(decode(b"abc\0def"), Err(ReadError::NotText));
        assert_eq!(decode(&[0xC0, 0xAF, b'a']), Err(ReadError::NotText));
        let text = "Lạng Sơn, tỉnh ở".as_bytes();
        assert_eq!(decode(&text[..text.len() - 1]).unwrap(), "Lạng Sơn, tỉnh ");
    }
}
