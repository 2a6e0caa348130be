//! Names of agencies: what they start with, how they go on, how they are capitalised.

use tt_text::fold;

use crate::kinds::KINDS;
use crate::structure::letter_case::{capitalise, is_capitalised, is_upper, title_case};

/// Words an agency's name starts with, longer ones first where one is the head of another.
const HEADS: [&str; 60] = [
    "Ủy ban Thường vụ Quốc hội",
    "Ủy ban thường vụ Quốc hội",
    "Uỷ ban Thường vụ Quốc hội",
    "Uỷ ban thường vụ Quốc hội",
    "Ủy ban nhân dân",
    "Uỷ ban nhân dân",
    "Ủy ban Nhân dân",
    "Ủy ban Mặt trận Tổ quốc",
    "Ủy ban Kiểm tra",
    "Ủy ban",
    "Uỷ ban",
    "UBND",
    "Hội đồng nhân dân",
    "Hội đồng Nhân dân",
    "Hội đồng Bộ trưởng",
    "Hội đồng",
    "HĐND",
    "Văn phòng Chính phủ",
    "Văn phòng",
    "Thanh tra Chính phủ",
    "Thanh tra",
    "Chính phủ",
    "Quốc hội",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Ban Chấp hành",
    "Ban Thường vụ",
    "Ban Quản lý",
    "Ban quản lý",
    "Ban Chỉ đạo",
    "Ban chỉ đạo",
    "Ban",
    "Thường trực",
    "Tỉnh ủy",
    "Tỉnh uỷ",
    "Thành ủy",
    "Thành uỷ",
    "Huyện ủy",
    "Đảng ủy",
    "Đảng uỷ",
    "Trung ương",
    "Tổng cục",
    "Chi cục",
    "Cục",
    "Tổng công ty",
    "Công ty",
    "Tập đoàn",
    "Ngân hàng",
    "Kho bạc Nhà nước",
    "Bảo hiểm xã hội",
    "Tòa án nhân dân",
    "Viện Kiểm sát nhân dân",
    "Công an",
    "Bộ Chỉ huy Quân sự",
    "Bộ",
    "Sở",
    "Phòng",
    "Trung tâm",
    "Đoàn",
    "Liên đoàn Lao động",
];

/// Posts that stand before an agency's name and belong to who issues.
const POSTS: [&str; 18] = [
    "Phó Chủ tịch Thường trực",
    "Phó Chủ tịch",
    "Chủ tịch",
    "Phó Giám đốc",
    "Giám đốc",
    "Phó Thủ tướng Chính phủ",
    "Phó Thủ tướng",
    "Thủ tướng Chính phủ",
    "Thủ tướng",
    "Bộ trưởng",
    "Thứ trưởng",
    "Tổng cục trưởng",
    "Cục trưởng",
    "Chi cục trưởng",
    "Chánh Văn phòng",
    "Trưởng ban",
    "Chủ nhiệm",
    "Thường trực",
];

/// Fields ministries and departments are named after, past ones included; longer ones first.
const FIELDS: [&str; 46] = [
    "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Phát triển Nông thôn",
    "Nông nghiệp và Môi trường",
    "Nông nghiệp",
    "Tài nguyên và Môi trường",
    "Văn hóa, Thể thao và Du lịch",
    "Văn hoá, Thể thao và Du lịch",
    "Văn hóa - Thông tin",
    "Văn hóa và Thể thao",
    "Thông tin và Truyền thông",
    "Khoa học và Công nghệ",
    "Khoa học, Công nghệ và Môi trường",
    "Kế hoạch và Đầu tư",
    "Giáo dục và Đào tạo",
    "Giao thông vận tải",
    "Giao thông Vận tải",
    "Giao thông công chính",
    "Quy hoạch - Kiến trúc",
    "Dân tộc và Tôn giáo",
    "Công Thương",
    "Công thương",
    "Công nghiệp",
    "Thương mại và Du lịch",
    "Thương mại",
    "Tài chính",
    "Nội vụ",
    "Ngoại vụ",
    "Ngoại giao",
    "Xây dựng",
    "Tư pháp",
    "Y tế",
    "Du lịch",
    "Quốc phòng",
    "Công an",
    "Thủy sản",
    "Thuỷ sản",
    "Bưu chính Viễn thông",
    "Bưu chính, Viễn thông",
    "Văn hóa",
    "Lâm nghiệp",
    "Dân tộc",
    "An toàn thực phẩm",
    "Kỹ thuật an toàn và Môi trường công nghiệp",
    "Hóa chất",
];

/// Words for the level of a place.
const LEVELS: [&str; 9] = ["thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã"];

/// Where the name of an agency (or of who speaks for it) that starts at the head of `text` ends; `None` if none starts.
pub(crate) fn name_end(text: &str) -> Option<usize> {
    let post = POSTS.iter().find(|post| starts_word(text, post)).map_or(0, |post| post.len());
    let rest = text.get(post..)?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let rest = rest.trim_start_matches(' ');
    match HEADS.iter().find(|head| starts_word(rest, head)) {
        Some(head) => Some(post + blanks + head.len() + tail_end(head, rest.get(head.len()..)?)),
        // `Thủ tướng Chính phủ`, `Giám đốc` of an agency named before.
        None => (post > 0).then_some(post),
    }
}

/// Whether a name of an agency starts at the head of `text`.
pub(crate) fn starts_name(text: &str) -> bool {
    POSTS.iter().chain(HEADS.iter()).any(|head| starts_word(text, head))
}

fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// How far the name goes on after its head.
fn tail_end(head: &str, rest: &str) -> usize {
    let trimmed = rest.trim_start_matches(' ');
    let blanks = rest.len() - trimmed.len();
    if blanks == 0 {
        return 0;
    }
    if matches!(head, "Văn phòng" | "Thanh tra" | "Thường trực" | "Ban Thường vụ" | "Ban Chấp hành" | "Phòng" | "Đoàn")
        && let Some(inner) = name_end(trimmed)
    {
        return blanks + inner;
    }
    let mut end = 0;
    let mut at = blanks;
    if let Some(field) = FIELDS.iter().find(|field| starts_word(trimmed, field)) {
        at += field.len();
        end = at;
        at += blanks_at(rest, at);
    }
    if opens_subject(trimmed) {
        return 0;
    }
    let known_field = end > 0;
    let mut loose = 0;
    // Level words and proper names: `các huyện`, `tỉnh Lạng Sơn`, `thành phố Hồ Chí Minh`, `Khu kinh tế tỉnh`.
    while let Some(next) = rest.get(at..) {
        if opens_subject(next) {
            break;
        }
        let step = if starts_word(next, "các") {
            loose = usize::MAX;
            "các".len()
        } else if let Some(level) = LEVELS.iter().find(|level| starts_word(next, level)) {
            loose = usize::MAX;
            level.len()
        } else {
            let word = word_at(next);
            if is_capitalised(word) || is_acronym(word) {
                loose = if loose == usize::MAX { loose } else { 0 };
                word.len()
            } else if connector(next) > 0 {
                connector(next)
            } else if !known_field && end > 0 && loose < 3 && !LEAVING.contains(&word) {
                // An unknown field: `Khu kinh tế`, `Cảnh sát`.
                loose += 1;
                word.len()
            } else {
                0
            }
        };
        if step == 0 {
            break;
        }
        at += step;
        end = at;
        at += blanks_at(rest, at);
    }
    rest.get(..end).map_or(0, |taken| taken.trim_end_matches([' ', '-', ',']).len())
}

/// Words that no field of an agency holds: what the agency does begins with them.
const LEAVING: [&str; 77] = [
    "về", "đã", "đang", "sẽ", "tại", "theo", "của", "cho", "với", "từ", "đến", "để", "do", "bởi", "trong", "trên",
    "khi", "và", "có", "là", "được", "bị", "ngày", "năm", "tháng", "số", "ban", "ký", "cấp", "phê", "quy", "hướng",
    "giao", "yêu", "đề", "báo", "thông", "trình", "gửi", "tổ", "triển", "thực", "xây", "sửa", "bổ", "kiểm", "thẩm",
    "chỉ", "phối", "chủ", "tham", "thống", "xem", "quyết", "nêu", "nay", "thì", "mà", "phải", "cần", "nên", "không",
    "chưa", "cũng", "vào", "ra", "lập", "kết", "đôn", "đồng", "tiếp", "hoàn", "nhận", "này", "đó", "các", "như",
];

/// Whether a verb follows that opens the subject of a document, its first letter perhaps a capital.
fn opens_subject(text: &str) -> bool {
    const VERBS: [&str; 24] = [
        "Về",
        "Phê duyệt",
        "Quy định",
        "Ban hành",
        "Sửa đổi",
        "Bổ sung",
        "Hướng dẫn",
        "Thực hiện",
        "Triển khai",
        "Giao",
        "Kiểm tra",
        "Công bố",
        "Thành lập",
        "Điều chỉnh",
        "Bãi bỏ",
        "Tổ chức",
        "Yêu cầu",
        "Đề nghị",
        "Báo cáo",
        "Thông báo",
        "Phân công",
        "Quyết định",
        "Tăng cường",
        "Ngày",
    ];
    VERBS.iter().any(|verb| starts_word(text, verb))
}

/// `và` or a hyphen before a further capital.
fn connector(text: &str) -> usize {
    for sign in ["và", "-", "–", "&"] {
        if let Some(rest) = text.strip_prefix(sign)
            && rest.strip_prefix(' ').is_some_and(|next| {
                is_capitalised(word_at(next)) && !starts_name(next) && !KINDS.iter().any(|kind| starts_word(next, kind))
            })
        {
            return sign.len();
        }
    }
    0
}

fn blanks_at(text: &str, at: usize) -> usize {
    text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len())
}

fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() >= 2 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The ordinary form of a name printed in capitals (or all in lower case): as the body of the document writes it where
/// it does, else by the rules of Decree 30/2020/NĐ-CP, Annex II.
pub(crate) fn ordinary(name: &str, bodies: &[&str]) -> String {
    let name = tt_text::one_line(name);
    if let Some(seen) = bodies.iter().find_map(|body| as_written(&name, body)) {
        return seen;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (taken, text) = known(&words, at).unwrap_or_else(|| (1, unknown_word(word, at == 0, &out)));
        at += taken;
        out.push(text);
    }
    out.join(" ")
}

/// A known head, post, field or level at this word, in its right case.
fn known(words: &[&str], at: usize) -> Option<(usize, String)> {
    let rest = words.get(at..)?.join(" ");
    let rest_lower = rest.to_lowercase();
    let candidates = POSTS.iter().chain(HEADS.iter()).chain(FIELDS.iter()).map(|known| (*known).to_owned());
    let found = candidates
        .filter(|known| starts_word(&rest_lower, &known.to_lowercase()))
        .reduce(|best, next| if next.len() > best.len() { next } else { best })
        .or_else(|| LEVELS.iter().find(|level| starts_word(&rest_lower, level)).map(|level| (*level).to_owned()))?;
    let level_first = at == 0 && LEVELS.contains(&found.as_str());
    let text = if level_first { capitalise(&found) } else { found.clone() };
    Some((found.split(' ').count(), text))
}

/// Proper names take capitals; the common words of an unknown name do not.
fn unknown_word(word: &str, first: bool, before: &[String]) -> String {
    let is_short = is_upper(word) && !fold(word).contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if is_short || word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let after_place = before.iter().any(|part| {
        LEVELS.contains(&part.as_str())
            || FIELDS.contains(&part.as_str())
            || matches!(part.as_str(), "UBND" | "HĐND")
            || part.ends_with(" ủy")
    });
    if first || after_place { title_case(word) } else { word.to_lowercase() }
}

/// The name as a text writes it, if it writes it in both upper and lower case.
fn as_written(name: &str, body: &str) -> Option<String> {
    let mut first = String::new();
    let head = name.split(' ').next()?;
    for form in [head.to_owned(), title_case(head), head.to_lowercase()] {
        if form == first {
            continue;
        }
        for (at, _) in body.match_indices(&form) {
            let Some(seen) = same_letters(name, body.get(at..)?) else { continue };
            let mixed = seen.chars().any(char::is_lowercase) && seen.chars().any(char::is_uppercase);
            // A lower-case place (`tỉnh hải dương`) is what detokenised texts hold; it is no guide.
            if mixed && proper(seen) && !is_glued(body, at) {
                return Some(seen.to_owned());
            }
        }
        first = form;
    }
    None
}

fn is_glued(body: &str, at: usize) -> bool {
    body.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Whether the name starts with a capital and what follows its last level word, if anything, does too.
fn proper(name: &str) -> bool {
    let mut words = name.split(' ').peekable();
    let starts = words.peek().is_some_and(|word| word.starts_with(char::is_uppercase));
    let mut after_level = false;
    for word in words {
        if after_level && !word.starts_with(char::is_uppercase) && !matches!(word, "phố" | "xã" | "trấn") {
            return false;
        }
        after_level = matches!(word, "tỉnh" | "huyện" | "quận" | "phường" | "phố");
    }
    starts
}

/// The head of `text` that equals `name` but for case, ending at a word's end.
fn same_letters<'a>(name: &str, text: &'a str) -> Option<&'a str> {
    let mut end = 0;
    let mut chars = text.chars();
    for wanted in name.chars() {
        let c = chars.next()?;
        if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        end += c.len_utf8();
    }
    (!chars.next().is_some_and(char::is_alphanumeric)).then(|| text.get(..end)).flatten()
}

#[cfg(test)]
mod tests;
