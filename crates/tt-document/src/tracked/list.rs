//! Every mention of things in a passage: one by one, in lists between brackets, and in rows of one stem with numbers.

use tt_text::Span;
use tt_text::fold::{Folded, is_word_char};

use super::kind::{TrackedKind, is_written};
use super::name::{Mention, Named, Places, after_head, is_capital, located, places_after, proper_end, starts_word_in};
use crate::structure::title_case;

/// Words before a kind word that make it part of another name or another word.
const NOT_AFTER: [&str; 16] = [
    "hội",
    "phiên",
    "huyện",
    "xã",
    "thị trấn",
    "phường",
    "tỉnh",
    "thành phố",
    "bệnh viện",
    "viện",
    "phố",
    "đường",
    "công ty cổ phần",
    "công ty cp",
    "công ty tnhh",
    "ga",
];

/// Words of a firm's name that may stand between `Công ty` and a thing's name.
const FIRM: [&str; 34] = [
    "cổ", "phần", "tnhh", "mtv", "một", "thành", "viên", "đầu", "tư", "xây", "dựng", "và", "phát", "triển", "thương",
    "mại", "sản", "xuất", "kinh", "doanh", "hạ", "tầng", "quản", "lý", "vận", "hành", "khai", "thác", "điện", "cp",
    "bot", "năng", "lượng", "dịch",
];

/// The things a passage names, with their places in the document's text, in order.
pub(super) fn mentions(text: &str, offset: usize, in_programme: bool) -> Vec<Mention> {
    let folded = Folded::new(text);
    let mut found: Vec<Mention> = Vec::new();
    for kind in TrackedKind::ALL {
        for head in kind.heads() {
            for (at, _) in folded.text.match_indices(head) {
                let span = folded.original(Span::new(at, at + head.len()));
                if !stands_alone(text, span) || !is_written(kind, span.of(text)) || is_part_of_another(text, span.start)
                {
                    continue;
                }
                if kind == TrackedKind::Commune && !(in_programme && is_object(text, span.start, head)) {
                    continue;
                }
                at_head(text, offset, kind, span, &mut found);
            }
        }
    }
    found.sort_by_key(|mention| (mention.span.start, usize::MAX - mention.span.end));
    // A shorter head inside a longer one names the same thing once.
    found.dedup_by(|later, earlier| later.kind == earlier.kind && earlier.span.overlaps(later.span));
    found
}

/// What follows one kind word: a list between brackets, or a name and others of its row.
fn at_head(text: &str, offset: usize, kind: TrackedKind, head: Span, found: &mut Vec<Mention>) {
    if let Some(listed) = bracketed(text, offset, kind, head) {
        found.extend(listed);
        return;
    }
    let named = after_head(text, head.end).or_else(|| match kind {
        TrackedKind::IndustrialCluster | TrackedKind::Market => located(text, head.end),
        _ => None,
    });
    // A single letter is no name.
    let Some(named) = named.filter(|named| named.proper.chars().count() > 1) else { return };
    let (end, name_end, proper) = (named.end, named.name_end, named.proper.clone());
    found.push(named.mention(kind, Span::new(head.start, name_end).shifted(offset)));
    row(text, offset, kind, end.max(name_end), &proper, found);
}

/// `Hợp Thành 1, Hợp Thành 2 và 3`: the same stem with another number.
fn row(text: &str, offset: usize, kind: TrackedKind, mut at: usize, first: &str, found: &mut Vec<Mention>) {
    let stem = first.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    if stem.len() == first.len() {
        return;
    }
    while let Some(sign) =
        [", ", " và ", "; "].iter().find(|sign| text.get(at..).is_some_and(|rest| rest.starts_with(**sign)))
    {
        let start = at + sign.len();
        let Some(end) = proper_end(text, start).filter(|end| {
            text.get(start..*end).is_some_and(|name| {
                name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end() == stem && name.len() > stem.len()
            })
        }) else {
            return;
        };
        let (places, rest) = places_after(text, end);
        let proper = text.get(start..end).unwrap_or_default().to_owned();
        let named = Named { proper, places, end: rest, name_end: end, ..Named::default() };
        found.push(named.mention(kind, Span::new(start, end).shifted(offset)));
        at = rest.max(end);
    }
}

/// `08 chợ xã (Tân Tri, Vũ Lễ, Hưng Vũ huyện Bắc Sơn)`, `03 chợ (Chợ A, xã B; Chợ C, xã D)`: only after a number, and only
/// if every item is a name. Items that name their kind themselves are read where they stand.
fn bracketed(text: &str, offset: usize, kind: TrackedKind, head: Span) -> Option<Vec<Mention>> {
    let number_before = text.get(..head.start)?.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let rest = text.get(head.end..)?;
    let open = rest.find('(').filter(|open| *open <= 40 && number_before)?;
    let between = rest.get(..open)?.trim();
    if between.contains([',', ';', '.', ':']) {
        return None;
    }
    let start = head.end + open + 1;
    let inside = text.get(start..)?.split(')').next()?;
    let mut items = Vec::new();
    let mut at = start;
    for piece in inside.split([',', ';']).flat_map(|piece| piece.split(" và ")) {
        let lead = piece.len() - piece.trim_start().len();
        let from = text.get(at..)?.find(piece).map(|found| at + found + lead)?;
        items.push(Span::new(from, from + piece.trim().len()));
        at = from;
    }
    let mut all = Places::default();
    let mut listed: Vec<Mention> = Vec::new();
    for item in items {
        let end = proper_end(text, item.start)?;
        let (places, rest) = places_after(text, end);
        if rest.max(end) < item.end
            || kind.heads().iter().any(|head| starts_word_in(&tt_text::fold(item.of(text)), 0, head))
        {
            return None;
        }
        all = places.clone();
        let level = ["xã", "thị trấn", "phường"].into_iter().find(|level| between.ends_with(level)).unwrap_or_default();
        let proper = item_name(text.get(item.start..end)?);
        let named = Named { between: level.to_owned(), proper, places, end, name_end: end };
        listed.push(named.mention(kind, Span::new(item.start, end).shifted(offset)));
    }
    // A place after the last item is that of all.
    for mention in listed.iter_mut().filter(|mention| mention.district.is_none()) {
        mention.district.clone_from(&all.district);
    }
    (listed.len() > 1).then_some(listed)
}

fn item_name(written: &str) -> String {
    if is_capital(written) { written.to_owned() } else { title_case(written) }
}

fn stands_alone(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let after = text.get(span.end..).and_then(|after| after.chars().next());
    !before.is_some_and(is_word_char) && !after.is_some_and(is_word_char)
}

/// `hội chợ`, `huyện Chợ Mới`, `Công ty cổ phần đầu tư và phát triển thủy điện Tuấn Anh`.
fn is_part_of_another(text: &str, start: usize) -> bool {
    let before = tt_text::fold::lower(text.get(..start).unwrap_or_default());
    let before = before.trim_end();
    if NOT_AFTER.iter().any(|word| ends_with_word(before, word)) {
        return true;
    }
    let mut rest = before;
    for _ in 0..14 {
        if ends_with_word(rest, "công ty") || ends_with_word(rest, "ctcp") || ends_with_word(rest, "tập đoàn") {
            return true;
        }
        let Some(word) = rest.rsplit(' ').next().filter(|word| FIRM.contains(word)) else { return false };
        rest = rest.strip_suffix(word).unwrap_or_default().trim_end();
    }
    false
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|before| !before.chars().next_back().is_some_and(is_word_char))
}

/// Whether a commune is spoken of for itself, and not as the place of something: `đối với xã A`, `xã điểm A`.
fn is_object(text: &str, start: usize, head: &str) -> bool {
    let before = tt_text::fold(text.get(..start).unwrap_or_default());
    let before = before.trim_end();
    head == "xa diem" || before.ends_with("doi voi") || before.ends_with(|c: char| c.is_ascii_digit())
}
