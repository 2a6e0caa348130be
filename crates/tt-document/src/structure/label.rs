//! Labels of headings and list items: `I.`, `1.`, `2.1.`, `a)`, `-`, `Chương I`, `Điều 5.`

use crate::structure::letter_case::is_upper;

/// A label at the head of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// As printed, with its closing mark.
    pub(crate) text: String,
    /// Where the text after it starts.
    pub(crate) end: usize,
    /// How far inside its sort of label usually stands; bullets stand innermost.
    pub(crate) rank: u8,
    /// Its numbers: `[2, 1]` for `2.1.`, `[3]` for `III.` and `c)`.
    pub(crate) numbers: Vec<u32>,
}

/// Ranks of the sorts of labels, outermost first.
mod rank {
    pub(super) const PART: u8 = 0;
    pub(super) const CHAPTER: u8 = 1;
    pub(super) const SECTION: u8 = 2;
    pub(super) const CAPITAL: u8 = 3;
    pub(super) const ROMAN: u8 = 4;
    pub(super) const ARTICLE: u8 = 5;
    /// `1.`; each further number adds one.
    pub(super) const DECIMAL: u8 = 6;
    pub(super) const CLOSED_NUMBER: u8 = 12;
    pub(super) const LETTER: u8 = 13;
    pub(super) const BULLET: u8 = 20;
}

impl Label {
    /// Whether it marks an item of an unordered list.
    pub(crate) fn is_bullet(&self) -> bool {
        self.rank == rank::BULLET
    }

    /// Whether it is the next one after `other` in the same list.
    pub(crate) fn follows(&self, other: &Self) -> bool {
        let (Some((last, outer)), Some((other_last, other_outer))) =
            (self.numbers.split_last(), other.numbers.split_last())
        else {
            return false;
        };
        self.rank == other.rank && outer == other_outer && *last == other_last + 1
    }
}

/// Turns ranks into depths: a label stands one deeper than the innermost open label of a lower rank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels {
    open: Vec<u8>,
}

impl Levels {
    /// Enters a label of this rank; its depth, from 1.
    pub(crate) fn enter(&mut self, rank: u8) -> u8 {
        while self.open.last().is_some_and(|open| *open >= rank) {
            self.open.pop();
        }
        self.open.push(rank);
        self.depth()
    }

    /// Depth of something inside the innermost open label.
    pub(crate) fn inner(&self) -> u8 {
        self.depth() + 1
    }

    /// Leaves all labels.
    pub(crate) fn reset(&mut self) {
        self.open.clear();
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.open.len()).unwrap_or(u8::MAX - 1)
    }
}

/// The label of a heading or numbered paragraph at the head of a text, as printed (`I.`, `2.1.`, `a)`); none for a bullet.
pub fn leading_label(text: &str) -> Option<String> {
    parse(text).filter(|label| !label.is_bullet()).map(|label| label.text)
}

/// Reads the label at the head of a paragraph, if there is one.
pub(crate) fn parse(text: &str) -> Option<Label> {
    let lead = text.len() - text.trim_start().len();
    let body = text.get(lead..)?;
    let mut label = bullet(body).or_else(|| worded(body)).or_else(|| decimal(body)).or_else(|| lettered(body))?;
    label.end += lead;
    Some(label)
}

fn label(body: &str, mark_end: usize, rank: u8, numbers: Vec<u32>) -> Option<Label> {
    let rest = body.get(mark_end..)?;
    let end = mark_end + (rest.len() - rest.trim_start().len());
    Some(Label { text: body.get(..mark_end)?.trim_end().to_owned(), end, rank, numbers })
}

/// Marks of unordered lists. A hyphen counts also when glued to a capital.
fn bullet(body: &str) -> Option<Label> {
    let first = body.chars().next()?;
    if !matches!(
        first,
        '-' | '+' | '*' | '•' | '–' | '—' | '·' | '○' | '●' | '▪' | '■' | '➢' | '✓' | '\u{f0b7}' | '\u{f02d}'
    ) {
        return None;
    }
    let rest = body.get(first.len_utf8()..)?;
    let next = rest.chars().next()?;
    let glued = first != '*' && next.is_uppercase();
    (next.is_whitespace() || glued).then(|| label(body, first.len_utf8(), rank::BULLET, Vec::new())).flatten()
}

/// `Phần thứ nhất`, `Chương II`, `Mục 3`, `Điều 5.`
fn worded(body: &str) -> Option<Label> {
    const WORDS: [(&[&str], u8); 4] = [
        (&["Phần thứ", "PHẦN THỨ", "Phần", "PHẦN"], rank::PART),
        (&["Chương", "CHƯƠNG"], rank::CHAPTER),
        (&["Mục", "MỤC"], rank::SECTION),
        (&["Điều", "ĐIỀU"], rank::ARTICLE),
    ];
    for (words, rank) in WORDS {
        let Some(word) = words.iter().find(|word| body.starts_with(**word)) else { continue };
        let rest = body.get(word.len()..)?;
        let blanks = rest.len() - rest.trim_start().len();
        if blanks == 0 {
            return None;
        }
        let rest = rest.trim_start();
        let number = rest.split(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')')).next()?;
        let value = number.parse().ok().or_else(|| roman(number)).or_else(|| ordinal(number))?;
        let mut end = word.len() + blanks + number.len();
        let after = body.get(end..)?;
        match after.chars().next() {
            Some(mark @ ('.' | ':')) => end += mark.len_utf8(),
            None => {}
            // `Điều 5 Nghị định …` in a sentence is a reference.
            Some(_) if rank == rank::ARTICLE || !is_upper(after) && !after.trim_start().starts_with(['-', '–']) => {
                return None;
            }
            Some(_) => {}
        }
        return label(body, end, rank, vec![value]);
    }
    None
}

fn ordinal(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 10] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    let word = word.to_lowercase();
    let index = ORDINALS.iter().position(|ordinal| *ordinal == word)?;
    u32::try_from(index + 1).ok()
}

/// `1.`, `2.1.`, `2.1`, `1)`, `(1)`, `1/`
fn decimal(body: &str) -> Option<Label> {
    let open = usize::from(body.starts_with('('));
    let bytes = body.as_bytes();
    let mut numbers = Vec::new();
    let mut at = open;
    loop {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at == start || at - start > 2 || numbers.len() == 5 {
            return None;
        }
        numbers.push(body.get(start..at)?.parse().ok()?);
        if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            at += 1;
        } else {
            break;
        }
    }
    let mark = bytes.get(at).copied();
    let depth = u8::try_from(numbers.len()).ok()?;
    let rank = if open == 1 || mark == Some(b')') { rank::CLOSED_NUMBER } else { rank::DECIMAL + depth - 1 };
    let end = match mark {
        Some(b')') => at + 1,
        Some(b'.' | b'/') if open == 0 => at + 1,
        // `1- Công tác xây dựng Đảng`, as the Party's documents number.
        Some(b'-') if open == 0 && numbers.len() == 1 && dashed_title(body, at + 1) => at + 1,
        // Two numbers and more need no closing mark before a capital: `2.1 Kết quả`.
        _ if open == 0 && numbers.len() > 1 && mark.is_none_or(|byte| byte == b' ' || byte == b'\t') => {
            let title = body.get(at..)?.trim_start();
            return title
                .chars()
                .next()
                .is_some_and(char::is_uppercase)
                .then(|| label(body, at, rank, numbers))
                .flatten();
        }
        _ => return None,
    };
    let next = body.get(end..)?.chars().next();
    let spaced = next.is_none_or(char::is_whitespace);
    // `1.Kết quả` is a label too; `12/5` and `1)5` are not.
    (spaced || mark == Some(b'.') && next.is_some_and(char::is_uppercase))
        .then(|| label(body, end, rank, numbers))
        .flatten()
}

/// Whether a blank and a capital stand at this place.
fn dashed_title(body: &str, at: usize) -> bool {
    body.get(at..).and_then(|rest| rest.strip_prefix(' ')).is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// `I.`, `IV -`, `A.`, `a)`, `đ.`
fn lettered(body: &str) -> Option<Label> {
    let stop = body.find(|c: char| !c.is_alphabetic())?;
    let word = body.get(..stop)?;
    let mark = body.get(stop..)?.chars().next()?;
    let after = body.get(stop + mark.len_utf8()..)?;
    let spaced = after.is_empty() || after.starts_with(char::is_whitespace);
    let capital_follows = after.trim_start().chars().next().is_none_or(|c| c.is_uppercase() || c.is_ascii_digit());
    if let Some(value) = roman(word) {
        let dashed = mark.is_whitespace() && after.trim_start().starts_with(['-', '–', '.']) && is_upper(body);
        if matches!(mark, '.' | ')' | '/' | '-' | ':') && (spaced || mark == '.' && capital_follows) {
            return label(body, stop + mark.len_utf8(), rank::ROMAN, vec![value]);
        }
        if dashed {
            let blanks = after.len() - after.trim_start().len();
            let sign = after.trim_start().chars().next()?.len_utf8();
            return label(body, stop + mark.len_utf8() + blanks + sign, rank::ROMAN, vec![value]);
        }
    }
    let mut letters = word.chars();
    let letter = letters.next()?;
    if letters.next().is_some() {
        return None;
    }
    let number = alphabet_place(letter)?;
    if letter.is_uppercase() {
        return (matches!(mark, '.' | ')' | '/') && spaced && capital_follows)
            .then(|| label(body, stop + mark.len_utf8(), rank::CAPITAL, vec![number]))
            .flatten();
    }
    (mark == ')' || mark == '.' && spaced && capital_follows)
        .then(|| label(body, stop + mark.len_utf8(), rank::LETTER, vec![number]))
        .flatten()
}

/// Place in the alphabet lists are counted by: a b c d đ e g h i k l m n o p q r s t u v x y.
fn alphabet_place(letter: char) -> Option<u32> {
    const ALPHABET: &str = "abcdđeghiklmnopqrstuvxy";
    let lower = letter.to_lowercase().next()?;
    let place = ALPHABET.chars().position(|c| c == lower)?;
    u32::try_from(place + 1).ok()
}

/// Value of a Roman number in capitals, up to 89.
fn roman(word: &str) -> Option<u32> {
    if word.is_empty() || word.len() > 7 {
        return None;
    }
    let mut total = 0u32;
    let mut before = u32::MAX;
    for letter in word.chars() {
        let value = match letter {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        };
        total += value;
        if value > before {
            total = total.checked_sub(2 * before)?;
        }
        before = value;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, &str, Vec<u32>)> {
        parse(text).map(|label| (label.text.clone(), &text[label.end..], label.numbers))
    }

    #[test]
    fn labels_of_every_sort() {
        for (text, label, rest, numbers) in [
            ("III. KẾT QUẢ", "III.", "KẾT QUẢ", vec![3]),
            ("IV - GIẢI PHÁP", "IV -", "GIẢI PHÁP", vec![4]),
            ("I- Kết quả", "I-", "Kết quả", vec![1]),
            ("2- Công tác tổ chức", "2-", "Công tác tổ chức", vec![2]),
            ("2.1. Về điện:", "2.1.", "Về điện:", vec![2, 1]),
            ("2.1 Về điện", "2.1", "Về điện", vec![2, 1]),
            ("  1.Kết quả", "1.", "Kết quả", vec![1]),
            ("(2) Nội dung", "(2)", "Nội dung", vec![2]),
            ("đ) Đối với xã", "đ)", "Đối với xã", vec![5]),
            ("a. Vốn ngân sách", "a.", "Vốn ngân sách", vec![1]),
            ("B. NHIỆM VỤ", "B.", "NHIỆM VỤ", vec![2]),
            ("Chương II", "Chương II", "", vec![2]),
            ("PHẦN THỨ HAI NHIỆM VỤ", "PHẦN THỨ HAI", "NHIỆM VỤ", vec![2]),
            ("Chương I QUY ĐỊNH CHUNG", "Chương I", "QUY ĐỊNH CHUNG", vec![1]),
            ("Điều 3. Tổ chức thực hiện", "Điều 3.", "Tổ chức thực hiện", vec![3]),
            ("- Văn phòng", "-", "Văn phòng", vec![]),
            ("-Giai đoạn 1", "-", "Giai đoạn 1", vec![]),
        ] {
            assert_eq!(read(text), Some((label.to_owned(), rest, numbers)), "{text}");
        }
    }

    #[test]
    fn numbers_and_words_are_not_labels() {
        for text in [
            "15.360 lao động có việc làm",
            "2.500 tỷ đồng",
            "12/5 họp",
            "05 chợ được xây mới",
            "Điều 12 Nghị định này",
            "Mục tiêu chung",
            "ha)",
            "Vi phạm",
            "10.4, các đơn vị",
            "1.5 ha đất",
            "5- 10 hộ dân",
            "2-3 đơn vị",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn depth_follows_the_sorts_in_use() {
        let mut levels = Levels::default();
        let depths: Vec<u8> = ["I. A", "1. B", "1.1. C", "a) D", "2. E", "II. F", "1. G", "a) H"]
            .iter()
            .map(|text| levels.enter(parse(text).unwrap().rank))
            .collect();
        assert_eq!(depths, [1, 2, 3, 4, 2, 1, 2, 3]);
    }
}
