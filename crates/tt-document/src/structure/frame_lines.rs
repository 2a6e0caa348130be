//! Single lines of the frame, each told by its own words.

use tt_text::date::{PartialDate, scan_at};
use tt_text::fold;

use crate::frame::Secrecy;
use crate::kinds::KINDS;
use crate::structure::letter_case::{capitalise, is_upper};

/// Number and symbol of the document itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NumberLine {
    /// `415`, `25/2018`; `None` while blank.
    pub(crate) number: Option<String>,
    /// `SCT-KHTCTH`.
    pub(crate) symbol: Option<String>,
}

/// Whether the line is the national name or motto (Quốc hiệu, Tiêu ngữ), or the title of the Party's documents (Tiêu đề).
pub(crate) fn is_motto(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    let folded = fold(line);
    let wrapped = folded.trim() == "chu nghia viet nam" || folded.trim() == "dang cong san viet nam";
    wrapped || folded.contains("cong hoa xa hoi") || folded.contains("doc lap") && folded.contains("hanh phuc")
}

/// Whether the line is only a drawn rule.
pub(crate) fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '_' | '-' | '=' | '*' | '–' | '—' | '─' | '~') || c.is_whitespace())
}

/// Reads `Số: 415/SCT-QLCN`, also with the number left blank.
pub(crate) fn number_line(line: &str) -> Option<NumberLine> {
    let rest = line.strip_prefix("Số").or_else(|| line.strip_prefix("SỐ"))?;
    let trimmed = rest.trim_start_matches([' ', '\t']);
    let colon = trimmed.starts_with(':');
    let rest = trimmed.trim_start_matches([':', ' ', '\t', '.', '…', '_']);
    if rest.is_empty() {
        return colon.then(NumberLine::default);
    }
    if rest.chars().nth(50).is_some() || !colon && !rest.starts_with(|c: char| c.is_ascii_digit() || c == '/') {
        return None;
    }
    let compact: String = rest.chars().filter(|c| !c.is_whitespace() && !matches!(c, '…' | '_')).collect();
    let digits = compact.len() - compact.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, symbol) = split_number(&compact, digits)?;
    let fits = symbol.is_empty()
        || symbol.len() <= 40
            && symbol.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '&' | '–' | ','))
            && symbol.chars().filter(|c| c.is_uppercase()).count() >= 1;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    fits.then(|| NumberLine { number: some(number), symbol: some(symbol) })
}

/// `25/2018/QĐ-UBND` → `25/2018` and `QĐ-UBND`; `12-NQ/TU` → `12` and `NQ/TU`.
fn split_number(compact: &str, digits: usize) -> Option<(&str, &str)> {
    let mut end = digits;
    if digits > 0 {
        let rest = compact.get(digits..)?;
        // `30a`, `66.4`
        end += rest.chars().next().filter(|c| c.is_lowercase()).map_or(0, char::len_utf8);
        let part = compact
            .get(end..)?
            .strip_prefix('.')
            .map_or(0, |rest| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        end += if part > 0 { part + 1 } else { 0 };
    }
    let year = compact.get(end..)?.strip_prefix('/').filter(|rest| {
        rest.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit())) && rest.get(4..5) == Some("/")
    });
    if year.is_some() {
        end += 5;
    }
    let number = compact.get(..end)?.trim_start_matches('/');
    let rest = compact.get(end..)?;
    let symbol = rest.trim_start_matches(['/', '-', '.']);
    (rest.len() > symbol.len() || symbol.is_empty() || digits == 0).then_some((number, symbol))
}

/// Reads `Lạng Sơn, ngày 05 tháng 12 năm 2019`, also with parts left blank.
pub(crate) fn place_and_date(line: &str) -> Option<(String, PartialDate)> {
    if line.chars().nth(110).is_some() {
        return None;
    }
    let (at, _) = line.match_indices("ngày").chain(line.match_indices("Ngày")).next()?;
    let place = line.get(..at)?.trim().trim_end_matches([',', '.', ';', ' ']);
    let starts_well = place.chars().next().is_none_or(|c| c.is_uppercase() || c == '…' || c == '.');
    if place.chars().nth(45).is_some() || !starts_well || place.contains([':', '(', '"']) {
        return None;
    }
    let after = line.get(at..)?;
    let date = match scan_at(line, at) {
        Some(found) => {
            let rest = line.get(found.span.end..)?.trim();
            if rest.chars().nth(3).is_some() {
                return None;
            }
            found.value.date
        }
        None => {
            let shape: String = fold(after).chars().filter(char::is_ascii_alphabetic).collect();
            (shape == "ngaythangnam").then(PartialDate::default)?
        }
    };
    // `ngày 5/6/2019` alone is no place line.
    let bare = place.is_empty() && !after.contains("tháng");
    (!bare && (line.contains(',') || after.contains("tháng")))
        .then(|| (place.trim_matches(['.', '…', ' ']).to_owned(), date))
}

/// What follows `V/v`, `Về việc` at the head of a line that stands under the number.
pub(crate) fn about(line: &str) -> Option<&str> {
    for word in ["V/v", "V/V", "v/v", "Vv.", "Về việc"] {
        if let Some(rest) = line.strip_prefix(word) {
            return Some(rest.trim_start_matches([':', '.', ' ', '\t']));
        }
    }
    None
}

/// The kind a line of its own names: `BÁO CÁO`, `BÁO CÁO THAM LUẬN`, `GIẤY MỜI HỌP`.
pub(crate) fn kind_line(line: &str) -> Option<&'static str> {
    if line.chars().nth(50).is_some() || !is_upper(line) || line.ends_with([':', ';', ',']) {
        return None;
    }
    let lower = line.to_lowercase();
    KINDS.iter().copied().find(|kind| {
        lower.strip_prefix(&kind.to_lowercase()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Kind and subject of a title on one line, in ordinary letters: `Quyết định về việc giao dự toán …`.
pub(crate) fn titled_kind(line: &str) -> Option<(&'static str, &str)> {
    const NEXT: [&str; 9] =
        ["về", "sửa đổi", "ban hành", "quy định", "phê duyệt", "kết luận", "giao", "điều chỉnh", "bãi bỏ"];
    if line.len() > 600 || line.contains(". ") || line.contains(';') {
        return None;
    }
    KINDS.iter().copied().find_map(|kind| {
        let rest = line.strip_prefix(kind)?.strip_prefix(' ')?;
        NEXT.iter().any(|next| rest.starts_with(next)).then(|| (kind, rest.trim_end_matches('.')))
    })
}

/// What follows `Kính gửi` at the head of a line.
pub(crate) fn addressed(line: &str) -> Option<&str> {
    let rest = ["Kính gửi", "Kính gởi", "KÍNH GỬI", "Kinh gửi"].iter().find_map(|word| line.strip_prefix(word))?;
    Some(rest.trim_start_matches([' ', '\t', ':']))
}

/// A mark of secrecy standing alone (`MẬT`, `Độ mật: Tối mật`).
pub(crate) fn secrecy(line: &str) -> Option<Secrecy> {
    let lower = line.trim_matches(['[', ']', '(', ')', '*', '.', ' ']).to_lowercase();
    let mark = lower.strip_prefix("độ mật").map_or(lower.as_str(), |rest| rest.trim_start_matches([':', ' ']));
    match mark {
        "mật" => Some(Secrecy::Secret),
        "tối mật" => Some(Secrecy::TopSecret),
        "tuyệt mật" => Some(Secrecy::UltraSecret),
        _ => None,
    }
}

/// A mark of urgency standing alone, as printed.
pub(crate) fn urgency(line: &str) -> Option<String> {
    let lower = line.trim_matches(['[', ']', '(', ')', '*', '.', ' ']).to_lowercase();
    let known = ["khẩn", "thượng khẩn", "hỏa tốc", "hoả tốc", "hỏa tốc hẹn giờ"].contains(&lower.as_str());
    (known && line.chars().next().is_some_and(char::is_uppercase)).then(|| capitalise(&lower))
}

/// A limit of circulation (chỉ dẫn về phạm vi lưu hành) standing alone, as printed.
pub(crate) fn circulation(line: &str) -> Option<String> {
    let lower = line.trim_matches(['[', ']', '(', ')', '*', '.', ' ']).to_lowercase();
    let known = ["xem xong trả lại", "lưu hành nội bộ", "không phổ biến"].contains(&lower.as_str());
    (known && line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)).then(|| capitalise(&lower))
}

/// Whether the line marks a draft: `DỰ THẢO`, `Dự thảo lần 2`.
pub(crate) fn is_draft(line: &str) -> bool {
    let lower = line.trim_matches(['[', ']', '(', ')', '*', '.', ' ']).to_lowercase();
    lower.strip_prefix("dự thảo").is_some_and(|rest| {
        let time = rest.trim().strip_prefix("lần").unwrap_or(rest).trim();
        time.len() <= 2 && time.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether the line is the mark of who typed the document and how many copies were made: `NTH.15`, `PL.(300)`.
pub(crate) fn is_typist(line: &str) -> bool {
    let letters = line.chars().take_while(|c| c.is_uppercase()).count();
    let rest: String = line.chars().skip(letters).collect();
    (1..=6).contains(&letters)
        && (2..=8).contains(&rest.len())
        && rest.starts_with(['.', '(', ' ', '-'])
        && rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '(' | ')' | ' ' | '-' | 'b'))
}

/// Whether the line is the agency's address line.
pub(crate) fn is_contact(line: &str) -> bool {
    line.chars().nth(300).is_none() && ["Địa chỉ:", "Địa chỉ cơ quan:"].iter().any(|mark| line.starts_with(mark))
}

/// The columns of a line that was flattened from two: text under the agency, text under the national name.
pub(crate) fn columns(line: &str) -> Vec<&str> {
    let gap = |at: usize| (line.get(..at).unwrap_or_default().trim(), line.get(at..).unwrap_or_default().trim());
    for sign in ["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "Cộng hòa xã hội", "Độc lập", "ĐỘC LẬP"]
    {
        if let Some(at) = line.find(sign).filter(|at| *at > 0 && is_motto(line)) {
            let (left, right) = gap(at);
            return [left, right].into_iter().filter(|text| !text.is_empty()).collect();
        }
    }
    // Wide gaps and tabs separate columns wherever the right one is a place and date.
    for (at, _) in line.match_indices("  ").chain(line.match_indices('\t')) {
        let (left, right) = gap(at);
        if !left.is_empty() && (place_and_date(right).is_some() && number_line(left).is_some() || is_motto(right)) {
            return vec![left, right];
        }
    }
    if let Some(comma) = line.find(", ngày").filter(|_| line.starts_with("Số")) {
        let words = line.get(..comma).unwrap_or_default();
        let mut at = words.len();
        for word in words.rsplit(' ').take_while(|word| crate::structure::letter_case::is_capitalised(word)) {
            at = at.saturating_sub(word.len() + 1);
        }
        let (left, right) = gap(at);
        if !right.is_empty() && number_line(left).is_some() {
            return vec![left, right];
        }
    }
    vec![line]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> PartialDate {
        PartialDate { year, month, day }
    }

    #[test]
    fn numbers_and_symbols() {
        let read =
            |line| number_line(line).map(|found| (found.number.unwrap_or_default(), found.symbol.unwrap_or_default()));
        let some = |number: &str, symbol: &str| Some((number.to_owned(), symbol.to_owned()));
        assert_eq!(read("Số: /SCT-KHTCTH"), some("", "SCT-KHTCTH"));
        assert_eq!(read("Số:         /BC - SCT"), some("", "BC-SCT"));
        assert_eq!(read("Số: 415/SCT-QLCN"), some("415", "SCT-QLCN"));
        assert_eq!(read("Số: 25/2018/QĐ-UBND"), some("25/2018", "QĐ-UBND"));
        assert_eq!(read("Số 12-NQ/TU"), some("12", "NQ/TU"));
        assert_eq!(read("Số: ……/TB-VP"), some("", "TB-VP"));
        assert_eq!(read("Số:"), some("", ""));
        assert_eq!(read("Số liệu kinh tế - xã hội"), None);
        assert_eq!(read("Số 5 đường Hùng Vương, phường Đông Kinh"), None);
    }

    #[test]
    fn places_and_dates() {
        assert_eq!(
            place_and_date("Lạng Sơn, ngày tháng 12 năm 2019"),
            Some(("Lạng Sơn".into(), date(Some(2019), Some(12), None)))
        );
        assert_eq!(
            place_and_date("Hà Nội, ngày 27 tháng 3 năm 2026"),
            Some(("Hà Nội".into(), date(Some(2026), Some(3), Some(27))))
        );
        assert_eq!(place_and_date("Sơn La, ngày     tháng     năm"), Some(("Sơn La".into(), PartialDate::default())));
        assert_eq!(place_and_date("Ngày 19 tháng 6 năm 2026, Ủy ban nhân dân tỉnh tổ chức họp"), None);
        assert_eq!(place_and_date("Theo Công văn ngày 19/6/2026"), None);
    }

    #[test]
    fn flattened_columns_come_apart() {
        assert_eq!(
            columns("UBND TỈNH HÀ GIANG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ["UBND TỈNH HÀ GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
        );
        assert_eq!(columns("SỞ Y TẾ    Độc lập - Tự do - Hạnh phúc"), ["SỞ Y TẾ", "Độc lập - Tự do - Hạnh phúc"]);
        assert_eq!(
            columns("Số: 12/BC-SYT Hà Giang, ngày 5 tháng 4 năm 2021"),
            ["Số: 12/BC-SYT", "Hà Giang, ngày 5 tháng 4 năm 2021"]
        );
        assert_eq!(
            columns("Số: 12/BC-SYT\tHà Giang, ngày 5 tháng 4 năm 2021"),
            ["Số: 12/BC-SYT", "Hà Giang, ngày 5 tháng 4 năm 2021"]
        );
        assert_eq!(columns("Kính gửi: Sở Y tế"), ["Kính gửi: Sở Y tế"]);
    }

    #[test]
    fn marks_stand_alone() {
        assert_eq!(secrecy("TỐI MẬT"), Some(Secrecy::TopSecret));
        assert_eq!(secrecy("Độ mật: Mật"), Some(Secrecy::Secret));
        assert_eq!(secrecy("Bí mật nhà nước"), None);
        assert_eq!(urgency("HỎA TỐC"), Some("Hỏa tốc".into()));
        assert_eq!(circulation("LƯU HÀNH NỘI BỘ"), Some("Lưu hành nội bộ".into()));
        assert!(is_draft("DỰ THẢO") && is_draft("Dự thảo lần 2") && !is_draft("DỰ THẢO NGHỊ QUYẾT"));
        assert!(is_typist("NTH.15") && is_typist("PL.(300)") && is_typist("TV (5b)"));
        assert!(!is_typist("Lưu: VT") && !is_typist("UBND TỈNH") && !is_typist("SỞ Y TẾ") && !is_typist("VT, KH"));
        assert_eq!(kind_line("BÁO CÁO THAM LUẬN"), Some("Báo cáo"));
        assert_eq!(kind_line("QUYẾT ĐỊNH:"), None);
        assert_eq!(
            titled_kind("Nghị quyết về việc thành lập thị xã"),
            Some(("Nghị quyết", "về việc thành lập thị xã"))
        );
    }
}
