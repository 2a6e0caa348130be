//! How wide a text in a picture is at most: by the wider, letter by letter, of the faces of paper and screen.

use tt_text::fold::fold_char;

/// Width of a text, in tenths of a pixel, set in a type of this size.
pub(super) fn width(text: &str, size: i32, strong: bool) -> i32 {
    let table = if strong { &STRONG } else { &REGULAR };
    let thousandths = text.chars().map(|c| i32::from(advance(c, table))).fold(0, i32::saturating_add);
    thousandths.saturating_mul(size) / 1000 + 1
}

fn advance(c: char, table: &[u16; 95]) -> u16 {
    let base = match c {
        '–' | '−' | '≈' | '…' => return 1000,
        'ơ' | 'ư' | 'Ơ' | 'Ư' => return 830,
        _ => fold_char(c),
    };
    let base = match base {
        Some(base) if c.is_uppercase() => base.to_ascii_uppercase(),
        Some(base) => base,
        None => return 0,
    };
    let index = u32::from(base).checked_sub(32).and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| table.get(index)).copied().unwrap_or(1000)
}

/// As many whole words as fit in these lines; what does not fit ends in `…`.
pub(super) fn wrapped(text: &str, room: i32, size: i32, strong: bool, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.peek().copied() {
        let full = out.len() >= lines;
        let Some(line) = out.last_mut() else { break };
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, strong) <= room {
            *line = longer;
            words.next();
        } else if full || line.is_empty() {
            *line = cut(&longer, room, size, strong);
            return out;
        } else {
            out.push(String::new());
        }
    }
    out
}

/// The head of a text that fits with `…` after it.
fn cut(text: &str, room: i32, size: i32, strong: bool) -> String {
    let mut kept = text.to_owned();
    while !kept.is_empty() && width(&format!("{kept}…"), size, strong) > room {
        kept.pop();
    }
    let kept = kept.trim_end();
    if kept.is_empty() && width("…", size, strong) > room { String::new() } else { format!("{kept}…") }
}

/// Thousandths of the type size from the blank to the tilde: the wider of Times New Roman and Be Vietnam Pro.
const REGULAR: [u16; 95] = [
    250, 333, 408, 807, 645, 849, 778, 180, 439, 439, 500, 608, 303, 608, 286, 503, 720, 720, 720, 720, 720, 720, 720,
    720, 720, 720, 286, 303, 564, 726, 564, 573, 1005, 736, 674, 775, 728, 620, 633, 783, 722, 333, 465, 722, 624, 889,
    732, 826, 644, 822, 668, 635, 650, 725, 722, 1005, 722, 722, 660, 459, 485, 459, 559, 702, 333, 642, 652, 613, 652,
    599, 386, 643, 583, 278, 278, 555, 278, 893, 573, 642, 652, 652, 392, 508, 428, 566, 576, 870, 559, 583, 502, 480,
    408, 480, 541,
];
/// The same for bold.
const STRONG: [u16; 95] = [
    250, 333, 555, 833, 648, 1000, 833, 278, 449, 449, 508, 637, 332, 607, 319, 528, 720, 720, 720, 720, 720, 720, 720,
    720, 720, 720, 333, 333, 570, 744, 570, 605, 1014, 758, 698, 778, 743, 667, 640, 788, 778, 389, 500, 778, 667, 944,
    743, 828, 667, 825, 722, 656, 674, 733, 732, 1039, 753, 722, 667, 489, 515, 489, 594, 724, 333, 652, 662, 624, 662,
    611, 401, 654, 600, 285, 333, 584, 278, 895, 590, 652, 662, 662, 444, 527, 434, 581, 588, 879, 591, 592, 514, 462,
    426, 462, 520,
];
