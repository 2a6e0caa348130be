//! Who a sentence gives a task to, and who is to work along.

use tt_text::Span;
use tt_text::fold::Folded;

use crate::structure::agency;

/// To whom a sentence speaks.
pub(super) struct Address {
    /// Who, as named.
    pub(super) lead: String,
    /// Where the task itself begins.
    pub(super) rest: usize,
}

/// Words that give an order before the one who gets it.
const ORDERS: [&str; 8] =
    ["giao cho ", "giao trach nhiem cho ", "giao ", "yeu cau ", "de nghi ", "phan cong ", "doi voi ", "uy quyen cho "];

/// Heads of names besides those of agencies.
const HEADS: [&str; 25] = [
    "cac so",
    "cac phong",
    "cac don vi",
    "cac co quan",
    "cac bo",
    "cac ban",
    "cac huyen",
    "cac xa",
    "cac dia phuong",
    "cac chu dau tu",
    "thu truong",
    "chanh",
    "chu tich",
    "giam doc",
    "truong",
    "phong",
    "vu",
    "chi cuc",
    "dong chi",
    "d/c",
    "hai quan",
    "thue",
    "vien",
    "hoi",
    "bao",
];

/// Verbs that end a name and begin the task.
const VERBS: [&str; 93] = [
    "chu tri",
    "lam dau moi",
    "la dau moi",
    "la co quan",
    "co trach nhiem",
    "chiu trach nhiem",
    "phoi hop",
    "tham muu",
    "khan truong",
    "ra soat",
    "tiep tuc",
    "xay dung",
    "tap trung",
    "nghien cuu",
    "chi dao",
    "huong dan",
    "to chuc",
    "bao cao",
    "theo doi",
    "don doc",
    "hoan thanh",
    "thuc hien",
    "day manh",
    "kiem tra",
    "chu dong",
    "phai",
    "trinh",
    "cung cap",
    "bo tri",
    "trien khai",
    "can cu",
    "tong hop",
    "tham dinh",
    "de xuat",
    "chuan bi",
    "ban hanh",
    "cap nhat",
    "cong bo",
    "lap",
    "giai quyet",
    "tang cuong",
    "quan triet",
    "thong bao",
    "tiep thu",
    "xem xet",
    "som",
    "kip thoi",
    "thuong xuyen",
    "dinh ky",
    "xac dinh",
    "danh gia",
    "tuyen truyen",
    "van dong",
    "quan ly",
    "ap dung",
    "su dung",
    "giam sat",
    "dam bao",
    "bao dam",
    "duy tri",
    "day nhanh",
    "dau tu",
    "hoan thien",
    "dua vao",
    "nghiem tuc",
    "se",
    "khi",
    "yeu cau",
    "mo",
    "chon",
    "thong nhat",
    "khao sat",
    "phat huy",
    "chap hanh",
    "mua sam",
    "moi",
    "phe duyet",
    "ky ket",
    "dieu chinh",
    "bo sung",
    "sua doi",
    "thanh lap",
    "xu ly",
    "thao go",
    "ho tro",
    "lam viec",
    "tham gia",
    "dieu tra",
    "gui",
    "phat trien",
    "nang cao",
    "khac phuc",
    "dua",
];

/// Verbs that show an order even where no word of order stands before the name.
const STRONG: [&str; 8] = [
    "chu tri",
    "co trach nhiem",
    "lam dau moi",
    "la dau moi",
    "phoi hop",
    "tham muu",
    "khan truong",
    "chiu trach nhiem",
];

/// Longest name or list of names, in bytes.
const LONGEST: usize = 320;

/// Reads to whom a sentence speaks; `None` for one that orders nothing.
pub(super) fn address(text: &str) -> Option<Address> {
    let folded = Folded::new(text);
    let order = order(&folded.text);
    let start = folded.offset(order);
    let named = text.get(start..)?;
    if !starts_name(named) {
        return None;
    }
    let (verb, word) = next_verb(text, &folded, order, &VERBS)?;
    let told = text.get(start..verb)?;
    // `Phòng Quản lý năng lượng: Là đầu mối, chủ trì …`: the name ends at the colon.
    let (lead, rest) = told.split_once(": ").map_or((told, verb), |(name, _)| (name, start + name.len() + 2));
    let lead = lead.trim().trim_end_matches([',', ':', ' ']);
    let told = folded.text.get(order..)?;
    let done = [" da ", " dang ", " duoc "]
        .iter()
        .any(|word| told.get(..lead.len().min(told.len())).is_some_and(|told| told.contains(word)))
        || lead.ends_with(" đã")
        || lead.ends_with(" đang");
    if done || lead.len() > LONGEST || lead.contains(['.', ';']) || order == 0 && !STRONG.contains(&word) {
        return None;
    }
    Some(Address { lead: lead.to_owned(), rest })
}

/// The name or names a title consists of: `Sở Công Thương:`, `Giao Phòng Kế hoạch:`.
pub(super) fn title(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([':', '.', ' ']);
    let folded = Folded::new(text);
    let start = order(&folded.text);
    let named = text.get(folded.offset(start)..)?;
    let plain = starts_name(named)
        && named.len() <= LONGEST
        && !named.contains([';', ':'])
        && next_verb(text, &folded, start, &VERBS).is_none();
    plain.then(|| named.to_owned())
}

/// The agency an article or a heading names as the one that gets the tasks: `… nhiệm vụ trọng tâm năm 2020 của Sở Y tế`.
pub(super) fn named_in(text: &str) -> Option<String> {
    [" giao cho ", " giao ", " của ", " cho "].iter().find_map(|word| {
        text.match_indices(word).find_map(|(at, _)| {
            let rest = text.get(at + word.len()..)?;
            let end = agency::name_end(rest)?;
            rest.get(..end).map(str::to_owned)
        })
    })
}

/// Who is to work along: the words after `phối hợp với`.
pub(super) fn coordinators(text: &str) -> Option<String> {
    let folded = Folded::new(text);
    let (at, word) = ["phoi hop chat che voi ", "phoi hop cung voi ", "phoi hop voi ", "phoi hop cung "]
        .iter()
        .filter_map(|word| folded.text.find(word).map(|at| (at, *word)))
        .min()?;
    let start = at + word.len();
    let named = text.get(folded.offset(start)..)?;
    let verb = next_verb(text, &folded, start, &VERBS).map(|(verb, _)| verb - folded.offset(start));
    let sentence = named.find([';', '.', '\n', '(', ':']).unwrap_or(named.len());
    let sentence = [" để ", " trong ", " theo "].iter().filter_map(|word| named.find(word)).fold(sentence, usize::min);
    let end = verb.unwrap_or(named.len()).min(sentence);
    let list = named.get(..end)?.trim().trim_end_matches([',', ':', ' ']);
    let list = list.strip_suffix(" và").unwrap_or(list);
    (!list.is_empty() && list.len() <= LONGEST).then(|| list.to_owned())
}

/// How long the words of order at the head of a folded text are.
fn order(folded: &str) -> usize {
    ORDERS.iter().find(|order| folded.starts_with(**order)).map_or(0, |order| order.len())
}

fn starts_name(text: &str) -> bool {
    let folded = tt_text::fold(text.get(..text.floor_char_boundary(40)).unwrap_or_default());
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    agency::starts_name(text)
        || ["Ông ", "Bà ", "ông ", "bà "].iter().any(|word| text.starts_with(word))
        || HEADS.iter().any(|head| {
            folded.strip_prefix(head).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                && (capital || head.contains("cac") || head.contains("dong chi") || *head == "d/c")
        })
}

/// The first verb after `from` (a place in the folded text), where it begins in the text, and which one.
fn next_verb(
    text: &str,
    folded: &Folded,
    from: usize,
    verbs: &'static [&'static str],
) -> Option<(usize, &'static str)> {
    let told = folded.text.get(from..)?;
    let mut first: Option<(usize, &'static str)> = None;
    for verb in verbs {
        let at = told.match_indices(verb).map(|(at, _)| at).find(|at| {
            let begin = folded.offset(from + at);
            let before = told.get(..*at).unwrap_or_default();
            let after = told.get(at + verb.len()..).unwrap_or_default();
            // A capital begins a name (`Sở Xây dựng`), and so do words such as `Ban chỉ đạo`.
            let capital = text.get(begin..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
            let in_name =
                ["ban ", "to ", "hoi dong ", "doan ", "chu ", "nha ", "noi "].iter().any(|word| before.ends_with(word));
            !capital
                && !in_name
                && (before.ends_with(' ') || before.ends_with(',') || before.ends_with(':'))
                && !after.starts_with(char::is_alphanumeric)
        });
        if let Some(at) = at
            && first.is_none_or(|(earliest, _)| at < earliest)
        {
            first = Some((at, verb));
        }
    }
    first.map(|(at, verb)| (folded.offset(from + at), verb))
}

/// Whether the sentence only says who carries the document out, or when it takes effect.
pub(super) fn is_closing(text: &str) -> bool {
    let folded = tt_text::fold(text);
    let carries_out = folded.contains("chiu trach nhiem thi hanh")
        || folded.contains("can cu quyet dinh thi hanh")
        || folded.contains("thi hanh quyet dinh nay")
        || folded.contains("thuc hien quyet dinh nay");
    let effect = folded.contains("co hieu luc") && (folded.contains("ke tu ngay") || folded.contains("tu ngay ky"));
    carries_out || effect
}

/// The sentences of a paragraph that give an order, each with those after it that give none of their own.
pub(super) fn orders(text: &str) -> Vec<Span> {
    let mut orders: Vec<Span> = Vec::new();
    for sentence in tt_text::words::sentences(text) {
        match order_in(sentence.of(text)) {
            Some(start) => orders.push(Span::new(sentence.start + start, sentence.end)),
            None => {
                if let Some(last) = orders.last_mut() {
                    last.end = sentence.end;
                }
            }
        }
    }
    orders
}

/// Where the order begins in a sentence: at its head, or after what it is about (`Về giải ngân: Giao Sở Tài chính …`).
fn order_in(sentence: &str) -> Option<usize> {
    if address(sentence).is_some() {
        return Some(0);
    }
    let start = sentence.find(": ")? + 2;
    (start < LONGEST && address(sentence.get(start..)?).is_some()).then_some(start)
}

/// Whether a text begins with what is to be done.
pub(super) fn starts_with_verb(text: &str) -> bool {
    let folded = tt_text::fold(text.get(..text.floor_char_boundary(60)).unwrap_or_default());
    VERBS.iter().any(|verb| folded.strip_prefix(verb).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Whether a paragraph is one of those that a document rests on (`Căn cứ …`, `Xét đề nghị …`).
pub(super) fn is_basis(text: &str) -> bool {
    let folded = tt_text::fold(text.get(..text.floor_char_boundary(40)).unwrap_or_default());
    ["can cu ", "xet de nghi", "theo de nghi", "xet to trinh", "thuc hien nghi quyet", "thuc hien quyet dinh"]
        .iter()
        .any(|word| folded.starts_with(word))
}
