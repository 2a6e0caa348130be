//! How long a line of text is on paper, for rules, centred blocks and column widths.
//!
//! Advance widths of Times New Roman (and of every metric-compatible face) for printable ASCII; Vietnamese letters are
//! measured by their base letter, which is right to a few percent for ơ and ư and exact for the others.

use tt_text::fold::fold_char;

use crate::form::Type;
use crate::length::Length;

/// The length of a line set in this type.
pub fn line_width(text: &str, style: Type) -> Length {
    let table = if style.bold { &BOLD } else { &REGULAR };
    let thousandths = text.chars().map(|c| u32::from(advance(c, table))).fold(0, u32::saturating_add);
    style.size * thousandths / 1000
}

/// How a centred line is broken where it is too long for its room: the width that makes its lines of like length, and
/// the length of the last one, which a rule below is measured by.
pub fn balanced(text: &str, style: Type, room: Length) -> (Length, Length) {
    let words: Vec<Length> = text.split_whitespace().map(|word| line_width(word, style)).collect();
    let blank = line_width(" ", style);
    // The number of lines, and the length of the last.
    let set = |room: Length| {
        let (mut lines, mut length) = (1, Length::points(0));
        for word in &words {
            let next = if length == Length::points(0) { *word } else { length + blank + *word };
            if next > room && length > Length::points(0) {
                lines += 1;
                length = *word;
            } else {
                length = next;
            }
        }
        (lines, length)
    };
    let (lines, last) = set(room);
    if lines == 1 {
        return (room, last);
    }
    // The narrowest width that takes no more lines.
    let (mut narrow, mut wide) = (0, room.twips());
    while narrow + 1 < wide {
        let middle = narrow.midpoint(wide);
        if set(Length::twips_of(middle)).0 > lines { narrow = middle } else { wide = middle }
    }
    let width = Length::twips_of(wide);
    // A little more, for what the measure may be off.
    ((width + width / 50).min(room), set(width).1)
}

fn advance(c: char, table: &[u16; 95]) -> u16 {
    let base = match fold_char(c) {
        Some(base) if c.is_uppercase() => base.to_ascii_uppercase(),
        Some(base) => base,
        None => return 0,
    };
    let index = u32::from(base).checked_sub(32).and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| table.get(index)).copied().unwrap_or(500)
}

/// Thousandths of the type size, from the blank to the tilde.
const REGULAR: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
    444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 541,
];

/// The same for bold.
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::DECREE_30_2020;
    use crate::printed::{MOTTO, TAGLINE};

    #[test]
    fn a_long_name_is_broken_in_the_middle() {
        let style = DECREE_30_2020.issuer;
        let room = DECREE_30_2020.page.head_left;
        let name = "BAN QUẢN LÝ KHU KINH TẾ CỬA KHẨU ĐỒNG ĐĂNG - LẠNG SƠN";
        let (width, last) = balanced(name, style, room);
        assert!(width < room && last < width && last * 3 > width * 2, "{} {} mm", width.mm(), last.mm());
        assert_eq!(balanced("THANHTRA", style, room), (room, line_width("THANHTRA", style)));
        assert_eq!(balanced("", style, room), (room, Length::points(0)));
    }

    #[test]
    fn the_motto_fits_its_column() {
        let motto = line_width(MOTTO, DECREE_30_2020.motto);
        assert!(motto < DECREE_30_2020.page.head_right(), "{} mm", motto.mm());
        // Measured on the metric-compatible face itself: 60,4 mm.
        let tagline = line_width(TAGLINE, DECREE_30_2020.tagline);
        assert!((tagline.mm() - 60.4).abs() < 0.5, "{} mm", tagline.mm());
    }
}
