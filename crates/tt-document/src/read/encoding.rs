//! Text encodings told apart by their bytes: UTF-8 with or without mark, UTF-16 with a mark. Vietnamese encodings from
//! before Unicode are named and refused: what they print depends on the font.

use std::borrow::Cow;

use crate::read::ReadError;

/// Decodes a text; binary data is refused.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)?),
        _ => utf8(bytes).map_err(|error| old_bytes(bytes).unwrap_or(error))?,
    };
    if let Some(name) = old_encoding(&text) {
        return Err(ReadError::OldEncoding { name });
    }
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

/// The old encoding of bytes that are no UTF-8, if they are text in one: its letters stand at their places in Latin-1.
fn old_bytes(bytes: &[u8]) -> Option<ReadError> {
    let sample: String = bytes.iter().take(SAMPLE).map(|byte| char::from(*byte)).collect();
    if controls(&sample) > 0 {
        return None;
    }
    old_encoding(&sample).map(|name| ReadError::OldEncoding { name })
}

/// The encoding from before Unicode that a text was copied from without being converted: `B¸o c¸o kÕt qu¶` (TCVN3),
/// `Baùo caùo keát quaû` (VNI). Vietnamese has a letter with a tone mark in most words, and only Unicode has those
/// beyond Latin-1; a text with none of them and many of these is in an old encoding.
fn old_encoding(text: &str) -> Option<&'static str> {
    const TCVN3: &str = "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u{ad}øõö÷ùýúûüþ";
    const TCVN3_ONLY: &str = "¸µ¶·¹¨»¼½¾©®ª«¬\u{ad}";
    const VNI_MARKS: &str = "ùøûõïâáàåãäêéèëúüöô";
    const VNI_ONLY: &str = "ñöôùøûõïâåäëü";
    let (mut letters, mut tcvn3, mut vni, mut marked, mut peculiar) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let mut before = ' ';
    for c in text.chars().take(SAMPLE) {
        // Letters with Vietnamese marks of their own: no old encoding prints these.
        if matches!(c, '\u{1ea0}'..='\u{1ef9}' | 'đ' | 'Đ' | 'ă' | 'Ă' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{300}'..='\u{323}')
        {
            return None;
        }
        letters += usize::from(c.is_alphabetic() || TCVN3_ONLY.contains(c));
        marked += usize::from(TCVN3.contains(c));
        tcvn3 += usize::from(TCVN3_ONLY.contains(c) && (before.is_alphabetic() || TCVN3.contains(before)));
        peculiar += usize::from(VNI_ONLY.contains(c));
        let vowel = matches!(before.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ö' | 'ô');
        vni += usize::from(vowel && VNI_MARKS.contains(c));
        before = c;
    }
    let many = |count: usize, part: usize| count >= 12 && count * part >= letters;
    if many(tcvn3, 50) && many(marked, 12) {
        return Some("TCVN3 (ABC)");
    }
    (many(vni, 12) && many(peculiar, 20)).then_some("VNI")
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
    fn old_encodings_are_named() {
        let tcvn3 = "B¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô n¨m 2005 cña Së C«ng nghiÖp tØnh L¹ng S¬n. ".repeat(3);
        let vni =
            "Baùo caùo keát quaû thöïc hieän nhieäm vuï naêm 2005 cuûa Sôû Coâng nghieäp tænh Laïng Sôn. ".repeat(3);
        let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect() };
        for (text, name) in [(&tcvn3, "TCVN3 (ABC)"), (&vni, "VNI")] {
            assert_eq!(decode(text.as_bytes()), Err(ReadError::OldEncoding { name }), "{text}");
            assert_eq!(decode(&latin(text)), Err(ReadError::OldEncoding { name }), "{text}");
        }
        for text in [
            "Le rapport a été remis à l’évêque; où est-il passé? Dès demain, le maître répétera ces leçons. ",
            "Bao cao ket qua thuc hien nhiem vu nam 2005 cua So Cong nghiep tinh Lang Son, khong dau. ",
            "Báo cáo kết quả «thực hiện» nhiệm vụ năm 2005 © Sở Công nghiệp ® tỉnh Lạng Sơn. ",
        ] {
            assert_eq!(decode(text.repeat(5).as_bytes()).unwrap(), text.repeat(5));
        }
    }

    #[test]
    fn binary_is_refused_and_a_cut_last_letter_is_not() {
        assert_eq!(decode(b"abc\0def"), Err(ReadError::NotText));
        assert_eq!(decode(&[0xC0, 0xAF, b'a']), Err(ReadError::NotText));
        let text = "Lạng Sơn, tỉnh ở".as_bytes();
        assert_eq!(decode(&text[..text.len() - 1]).unwrap(), "Lạng Sơn, tỉnh ");
    }
}
