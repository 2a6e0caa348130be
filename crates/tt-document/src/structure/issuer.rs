//! The issuing agency in its full ordinary form, from the head or, where that is silent, from symbol and body.

use tt_text::fold;
use tt_text::fold::fold_char;

use crate::frame::Frame;
use crate::kinds::kind_of_short;
use crate::structure::agency::{name_end, ordinary, starts_name};
use crate::structure::letter_case::is_capitalised;
use crate::structure::part::Part;

/// Words for the level of a place, with the article of a city's full form.
const LEVELS: [&str; 9] = ["thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã"];

/// Fills in the superior agency as printed; the issuer's full name, such as `Sở Công Thương tỉnh Lạng Sơn`.
pub(crate) fn full_name(frame: &mut Frame, agencies: &[String], parts: &[Part]) -> Option<String> {
    let bodies: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Paragraph(paragraph) => Some(paragraph.text()),
            Part::Table(_) => None,
        })
        .collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let lines = joined_lines(agencies);
    let Some((own, above)) = lines.split_last() else {
        return from_body(frame, &bodies);
    };
    frame.superior = (!above.is_empty()).then(|| above.join(" "));
    let superior = above.last().map(|line| expanded(&ordinary(line, &bodies)));
    let name = expanded(&ordinary(own, &bodies));
    Some(placed(&name, superior.as_deref(), frame.place.as_deref(), &bodies))
}

/// Joins the lines of one agency: a line that starts with the level of a place, or follows a connecting word, goes on
/// the line before it.
fn joined_lines(agencies: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in agencies {
        let lower = line.to_lowercase();
        let goes_on = LEVELS.iter().any(|level| {
            // `TỈNH ỦY`, `HUYỆN ỦY` are agencies of the Party, no levels of a place.
            let rest = lower.strip_prefix(level).and_then(|rest| rest.strip_prefix(' '));
            rest.is_some_and(|rest| !rest.starts_with("ủy") && !rest.starts_with("uỷ"))
        }) || lower.starts_with("và ");
        match lines.last_mut() {
            Some(last) if goes_on || last.ends_with([',', '-']) || last.to_lowercase().ends_with(" và") => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.clone()),
        }
    }
    lines
}

/// Short forms written out.
fn expanded(name: &str) -> String {
    [("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("Uỷ", "Ủy")].iter().fold(
        name.to_owned(),
        |name, (short, long)| {
            if name.split(' ').any(|word| word == *short) { name.replace(short, long) } else { name }
        },
    )
}

/// The name with its place and the place's level.
fn placed(name: &str, superior: Option<&str>, place: Option<&str>, bodies: &[&str]) -> String {
    if has_level(name) || is_central(name) || superior.is_some_and(is_central) {
        return name.to_owned();
    }
    if let Some(superior) = superior
        && ["Văn phòng", "Phòng", "Đoàn", "Tổ", "Thanh tra"].iter().any(|head| name.starts_with(head))
    {
        return format!("{name} {}", placed(superior, None, place, bodies));
    }
    let above = superior.and_then(|superior| {
        let at = LEVELS.iter().filter_map(|level| superior.find(&format!(" {level} "))).min()?;
        superior.get(at + 1..)
    });
    let Some(tail) =
        above.map(str::to_owned).or_else(|| place.map(|place| format!("{} {place}", level_of(place, bodies))))
    else {
        return name.to_owned();
    };
    let bare = LEVELS.iter().find_map(|level| tail.strip_prefix(level)?.strip_prefix(' ')).unwrap_or(&tail);
    match name.strip_suffix(bare).map(str::trim_end) {
        Some(head) if !head.is_empty() => format!("{head} {tail}"),
        _ => format!("{name} {tail}"),
    }
}

fn has_level(name: &str) -> bool {
    const PARTY: [&str; 5] = ["Tỉnh ủy ", "Thành ủy ", "Huyện ủy ", "Quận ủy ", "Thị ủy "];
    PARTY.iter().any(|head| name.starts_with(head)) || LEVELS.iter().any(|level| name.contains(&format!(" {level} ")))
}

/// Agencies of the whole country take no place.
fn is_central(name: &str) -> bool {
    [
        "Bộ ",
        "Chính phủ",
        "Quốc hội",
        "Thủ tướng",
        "Văn phòng Chính phủ",
        "Tổng cục",
        "Thanh tra Chính phủ",
        "Ngân hàng Nhà nước Việt Nam",
    ]
    .iter()
    .any(|head| name.starts_with(head))
}

/// The level word that stands most often before a place; a province where none does, unless it is one of the cities
/// under the central government.
fn level_of(place: &str, bodies: &[&str]) -> &'static str {
    const CITIES: [&str; 6] = ["Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"];
    let count = |level: &str| {
        let (lower, upper) = (format!("{level} {place}"), format!("{level} {place}").to_uppercase());
        bodies.iter().map(|body| body.matches(&lower).count() + body.matches(&upper).count()).sum::<usize>()
    };
    let best = ["tỉnh", "thành phố"].into_iter().map(|level| (count(level), level)).max_by_key(|(count, _)| *count);
    match best {
        Some((seen, level)) if seen > 0 => level,
        _ if CITIES.contains(&place) => "thành phố",
        _ => "tỉnh",
    }
}

/// The issuer of a document whose head names none: who signs under an authority line (`GIÁM ĐỐC SỞ …`), or the agency
/// whose initials stand in the symbol, as the body names it.
fn from_body(frame: &Frame, bodies: &[&str]) -> Option<String> {
    if let Some(name) = initials(frame).and_then(|short| by_initials(&short, bodies)) {
        return Some(placed(&expanded(&name), None, frame.place.as_deref(), bodies));
    }
    authority(frame, bodies)
}

/// The agency's short form in the symbol: `SCT` of `SCT-KHTCTH` and of `BC-SCT`.
fn initials(frame: &Frame) -> Option<String> {
    let symbol = frame.symbol.as_deref()?;
    let mut parts = symbol.split(['-', '/']).filter(|part| !part.is_empty());
    let first = parts.next()?;
    let short = if kind_of_short(first).is_some() { parts.next()? } else { first };
    Some(fold(short).chars().filter(char::is_ascii_alphanumeric).collect())
}

/// The agency with these initials that the body names most often.
fn by_initials(short: &str, bodies: &[&str]) -> Option<String> {
    let first = Some(short.chars().next()?);
    let mut seen: Vec<(String, usize)> = Vec::new();
    for body in bodies {
        let mut start = true;
        for (at, c) in body.char_indices() {
            let opens = start && fold_char(c) == first && c.is_uppercase();
            start = SEPARATORS.contains(&c);
            if !opens {
                continue;
            }
            let rest = body.get(at..).unwrap_or_default();
            let Some(end) = initials_end(short, rest).map(|end| at + end) else { continue };
            if !starts_name(rest) {
                continue;
            }
            let name = body.get(at..end).unwrap_or_default();
            match seen.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => *count += 1,
                None => seen.push((name.to_owned(), 1)),
            }
        }
    }
    seen.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name)
}

/// What stands between words.
const SEPARATORS: [char; 5] = [' ', ',', '(', ')', ';'];

/// Where the words at the head of a text whose initials these are end; `và` and hyphens count not.
fn initials_end(short: &str, text: &str) -> Option<usize> {
    let mut wanted = short.chars();
    let mut next = wanted.next();
    let mut end = None;
    let mut after = 0;
    for word in text.split(SEPARATORS) {
        let at = after;
        after += word.len() + 1;
        if word.is_empty() || matches!(word, "và" | "-" | "&") {
            continue;
        }
        let Some(letter) = next else { break };
        let bare = word.trim_end_matches(['.', ':']);
        if bare.chars().next().and_then(fold_char) != Some(letter) {
            return None;
        }
        end = Some(at + bare.len());
        next = wanted.next();
    }
    next.is_none().then_some(end).flatten()
}

/// An authority line near the top of the body: `ỦY BAN NHÂN DÂN TỈNH …`, `Giám đốc Sở …`.
fn authority(frame: &Frame, bodies: &[&str]) -> Option<String> {
    const POSTS: [&str; 6] = ["chủ tịch", "giám đốc", "bộ trưởng", "cục trưởng", "thứ trưởng", "hiệu trưởng"];
    frame.kind.as_ref()?;
    let line = bodies.iter().take(8).map(|body| body.trim()).find(|line| {
        let name = ordinary(line, &[]);
        line.len() < 150
            && !line.ends_with([';', ':', '.', ','])
            && name_end(&name).is_some_and(|end| end * 3 >= name.len() * 2)
    })?;
    let lower = line.to_lowercase();
    let cut = POSTS.iter().find_map(|post| lower.strip_prefix(post)).map_or(0, |rest| line.len() - rest.len());
    let agency = line.get(cut..)?.trim();
    let all_lower_place = !agency.split(' ').skip(1).any(is_capitalised);
    let name = if all_lower_place { ordinary(&agency.to_uppercase(), &[]) } else { agency.to_owned() };
    Some(placed(&expanded(&name), None, frame.place.as_deref(), bodies))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::part::Paragraph;

    fn named(agencies: &[&str], symbol: &str, place: &str, body: &str) -> Option<String> {
        let mut frame = Frame {
            kind: Some("Báo cáo".into()),
            symbol: Some(symbol.into()),
            place: (!place.is_empty()).then(|| place.into()),
            ..Frame::default()
        };
        let agencies: Vec<String> = agencies.iter().map(|line| (*line).to_owned()).collect();
        full_name(&mut frame, &agencies, &[Part::Paragraph(Paragraph::plain(body, None))])
    }

    #[test]
    fn from_the_head() {
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(named(&["UBND TỈNH SƠN LA", "SỞ Y TẾ"], "BC-SYT", "Sơn La", ""), some("Sở Y tế tỉnh Sơn La"));
        assert_eq!(
            named(&["SỞ Y TẾ SƠN LA", "ĐOÀN KIỂM TRA"], "", "Sơn La", ""),
            some("Đoàn kiểm tra Sở Y tế tỉnh Sơn La")
        );
        assert_eq!(named(&["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"], "", "Sơn La", ""), some("Ủy ban nhân dân tỉnh Sơn La"));
        assert_eq!(
            named(&["UBND TỈNH SƠN LA", "VĂN PHÒNG"], "", "Sơn La", ""),
            some("Văn phòng Ủy ban nhân dân tỉnh Sơn La")
        );
        assert_eq!(named(&["BỘ Y TẾ", "CỤC HÓA CHẤT"], "", "Hà Nội", ""), some("Cục Hóa chất"));
        assert_eq!(named(&["UBND THÀNH PHỐ CẦN THƠ", "SỞ Y TẾ"], "", "Cần Thơ", ""), some("Sở Y tế thành phố Cần Thơ"));
    }

    #[test]
    fn from_symbol_and_body() {
        let body =
            "Sở Giáo dục và Đào tạo Sơn La báo cáo. Sở Giáo dục và Đào tạo đã làm việc với Sở Giao thông tỉnh Sơn La.";
        assert_eq!(named(&[], "BC-SGDĐT", "Sơn La", body), Some("Sở Giáo dục và Đào tạo tỉnh Sơn La".to_owned()));
        assert_eq!(named(&[], "SYT-NVY", "Sơn La", "Không nêu tên cơ quan."), None);
    }
}
