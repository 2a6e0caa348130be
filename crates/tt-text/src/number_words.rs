//! Numbers in words: `một`, `mười hai`, `hai mươi lăm`, `bốn phẩy năm`, `năm tỷ bảy trăm sáu mươi chín triệu`.

use rust_decimal::Decimal;

use crate::cursor::{Cursor, is_glued_before};
use crate::span::{Found, Span};

/// What one word stands for.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    /// A digit; `true` if it only stands after tens (`mốt`, `lăm`, `tư`).
    Digit(u64, bool),
    /// mười
    Ten,
    /// mươi
    Tens,
    /// trăm
    Hundred,
    /// linh, lẻ
    Zero,
    /// A power of a thousand.
    Scale(u64),
    /// phẩy
    Comma,
}

const WORDS: [(&str, Word); 27] = [
    ("không", Word::Digit(0, false)),
    ("một", Word::Digit(1, false)),
    ("mốt", Word::Digit(1, true)),
    ("hai", Word::Digit(2, false)),
    ("ba", Word::Digit(3, false)),
    ("bốn", Word::Digit(4, false)),
    ("tư", Word::Digit(4, true)),
    ("năm", Word::Digit(5, false)),
    ("lăm", Word::Digit(5, true)),
    ("nhăm", Word::Digit(5, true)),
    ("sáu", Word::Digit(6, false)),
    ("bảy", Word::Digit(7, false)),
    ("bẩy", Word::Digit(7, false)),
    ("tám", Word::Digit(8, false)),
    ("chín", Word::Digit(9, false)),
    ("mười", Word::Ten),
    ("mươi", Word::Tens),
    ("trăm", Word::Hundred),
    ("linh", Word::Zero),
    ("lẻ", Word::Zero),
    ("nghìn", Word::Scale(1_000)),
    ("ngàn", Word::Scale(1_000)),
    ("triệu", Word::Scale(1_000_000)),
    ("tỷ", Word::Scale(1_000_000_000)),
    ("tỉ", Word::Scale(1_000_000_000)),
    ("phẩy", Word::Comma),
    ("phảy", Word::Comma),
];

/// Reads the longest number in words that starts at `at`; `None` where no word of a number starts.
///
/// `năm` is five and year, `không` is nought and not: one of these alone is not a number.
pub fn scan_at(text: &str, at: usize) -> Option<Found<Decimal>> {
    if is_glued_before(text, at) {
        return None;
    }
    let mut reading = Reading::default();
    let mut cursor = Cursor::new(text, at);
    let mut best = None;
    loop {
        let mut next = cursor;
        if next.at > at && next.wrapped_blanks() == 0 {
            break;
        }
        let Some(word) = word_at(&mut next) else { break };
        if !reading.take(word) {
            break;
        }
        cursor = next;
        if let Some(value) = reading.value() {
            best = Some(Found { value, span: Span::new(at, cursor.at) });
        }
    }
    best.filter(|found| {
        let word = found.span.of(text);
        !(reading.words == 1 && matches!(word.to_lowercase().as_str(), "năm" | "không"))
    })
}

fn word_at(cursor: &mut Cursor<'_>) -> Option<Word> {
    WORDS.iter().find(|(word, _)| cursor.word(word)).map(|(_, word)| *word)
}

/// A number being put together.
#[derive(Default)]
struct Reading {
    /// What the scales so far have closed.
    closed: u64,
    /// The group under a thousand being read.
    group: u64,
    /// The digit not yet given its place.
    digit: Option<u64>,
    /// The smallest scale so far; the next must be smaller.
    scale: Option<u64>,
    /// Digits after `phẩy`.
    decimals: Option<String>,
    last: Option<Word>,
    words: usize,
}

impl Reading {
    /// Takes the next word if it can stand there.
    fn take(&mut self, word: Word) -> bool {
        let fits = match (word, self.last) {
            (Word::Digit(value, _), _) if self.decimals.is_some() => {
                self.decimals.iter_mut().for_each(|digits| digits.push_str(&value.to_string()));
                true
            }
            (
                Word::Digit(value, false),
                None | Some(Word::Hundred | Word::Zero | Word::Scale(_) | Word::Ten | Word::Tens),
            ) => {
                self.digit = Some(value);
                true
            }
            (Word::Digit(value, true), Some(Word::Ten | Word::Tens | Word::Zero)) => {
                self.digit = Some(value);
                true
            }
            (Word::Ten, None | Some(Word::Hundred | Word::Scale(_))) => {
                self.group += 10;
                true
            }
            (Word::Tens, Some(Word::Digit(..))) => self.close_digit(10),
            (Word::Hundred, Some(Word::Digit(..))) => self.close_digit(100),
            (Word::Zero, Some(Word::Hundred | Word::Scale(_))) => true,
            (Word::Scale(scale), Some(last)) if !matches!(last, Word::Zero | Word::Comma) => self.close_group(scale),
            (Word::Comma, Some(Word::Digit(..) | Word::Ten | Word::Tens | Word::Hundred))
                if self.decimals.is_none() =>
            {
                self.decimals = Some(String::new());
                true
            }
            _ => false,
        };
        if fits {
            self.last = Some(word);
            self.words += 1;
        }
        fits
    }

    fn close_digit(&mut self, place: u64) -> bool {
        let fits = self.group.is_multiple_of(place * 10);
        if fits {
            self.group += self.digit.take().unwrap_or(0) * place;
        }
        fits
    }

    fn close_group(&mut self, scale: u64) -> bool {
        if self.decimals.is_some() || self.scale.is_some_and(|last| scale >= last) {
            return false;
        }
        let Some(closed) = (self.group + self.digit.take().unwrap_or(0)).checked_mul(scale) else { return false };
        self.closed += closed;
        self.group = 0;
        self.scale = Some(scale);
        true
    }

    fn value(&self) -> Option<Decimal> {
        if matches!(self.last, None | Some(Word::Zero | Word::Comma)) {
            return None;
        }
        let whole = self.closed + self.group + self.digit.unwrap_or(0);
        match &self.decimals {
            None => Some(Decimal::from(whole)),
            Some(decimals) => Decimal::from_str_exact(&format!("{whole}.{decimals}")).ok(),
        }
    }
}

/// A whole number in words, as amounts are spelt out in official texts (`hai mươi mốt`, `một trăm linh năm`).
pub fn spell(value: u64) -> String {
    const SCALES: [(u64, &str); 3] = [(1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn")];
    if value == 0 {
        return "không".to_owned();
    }
    let mut words = Vec::new();
    let mut rest = value;
    for (scale, name) in SCALES {
        let group = rest / scale;
        rest %= scale;
        if group > 0 {
            let inner = if group >= 1_000 { spell(group) } else { spell_group(group, !words.is_empty()) };
            words.push(format!("{inner} {name}"));
        }
    }
    if rest > 0 {
        words.push(spell_group(rest, !words.is_empty()));
    }
    words.join(" ")
}

/// A number under a thousand; `full` names its hundreds and tens even where they are nought.
fn spell_group(group: u64, full: bool) -> String {
    const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let digit =
        |value: u64| usize::try_from(value).ok().and_then(|index| DIGITS.get(index).copied()).unwrap_or_default();
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    if hundreds > 0 || full {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && !words.is_empty() => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        scan_at(text, 0).map_or_else(|| "none".into(), |found| format!("{} {}", found.value, found.span.of(text)))
    }

    #[test]
    fn words_of_numbers_are_read() {
        assert_eq!(read("một nhà máy"), "1 một");
        assert_eq!(read("mười hai xã"), "12 mười hai");
        assert_eq!(read("hai mươi lăm đơn vị"), "25 hai mươi lăm");
        assert_eq!(read("bốn phẩy năm tháng"), "4.5 bốn phẩy năm");
        assert_eq!(
            read("Năm tỷ bảy trăm sáu mươi chín triệu bảy trăm ngàn đồng").split(' ').next(),
            Some("5769700000")
        );
        assert_eq!(read("một trăm linh năm hộ"), "105 một trăm linh năm");
        assert_eq!(read("hai nghìn không trăm mười chín"), "2019 hai nghìn không trăm mười chín");
        assert_eq!(read("năm 2019"), "none");
        assert_eq!(read("không có"), "none");
        assert_eq!(read("hai ba"), "2 hai");
    }

    proptest! {
        #[test]
        fn what_is_spelt_is_read_back(value in prop_oneof![1u64..3_000, 1u64..999_999_999_999]) {
            let text = format!("trên {} đồng", spell(value));
            let found = scan_at(&text, "trên ".len());
            // Five alone is also a year, and is not read alone.
            prop_assume!(value != 5);
            let found = found.unwrap();
            prop_assert_eq!(found.value, Decimal::from(value), "{}", text);
            prop_assert_eq!(found.span.end, text.len() - " đồng".len());
        }
    }
}
