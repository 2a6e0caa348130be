//! The number of a document taken apart: `66/2017/NQ-HĐND` is 66, 2017, `NQ-HĐND`.

/// A number with its symbol.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DocumentNumber {
    /// The running number without what follows it (`30C` → 30).
    pub(crate) serial: u32,
    /// What follows the number before the next mark (`C`, `.4`).
    pub(crate) suffix: String,
    /// The year printed inside.
    pub(crate) year: Option<i16>,
    /// Everything after number and year, upper case.
    pub(crate) symbol: String,
    /// Whether it is a Party number (`02-NQ/TW`).
    pub(crate) party: bool,
}

impl DocumentNumber {
    /// Takes a number apart; `None` for what does not start with one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let serial = text.get(..digits)?.parse().ok()?;
        let rest = text.get(digits..)?;
        let mark = rest.find(['/', '-'])?;
        let suffix = rest.get(..mark)?.to_owned();
        let party = rest.get(mark..)?.starts_with('-');
        let rest = rest.get(mark + 1..)?;
        let (year, symbol) = match rest.split_once('/') {
            Some((year, symbol)) if !party && is_year(year) => (year.parse().ok(), symbol),
            _ => (None, rest),
        };
        (!symbol.is_empty() && suffix.len() <= 3).then(|| Self {
            serial,
            suffix,
            year,
            symbol: symbol.to_uppercase(),
            party,
        })
    }

    /// The kind code in the symbol, if it is one (`QĐ` in `QĐ-UBND`, `NQ` in `NQ/TW`).
    pub(crate) fn kind_code(&self) -> &str {
        self.symbol.split(['-', '/', '.']).next().unwrap_or_default()
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.chars().all(|c| c.is_ascii_digit()) && (text.starts_with("19") || text.starts_with("20"))
}

/// Kinds of documents: the word that names one and the codes its number may carry, after Decree 30/2020/NĐ-CP,
/// Annex III, the law on promulgating legal documents, and the Party's rules.
pub(crate) const KINDS: [(&str, &[&str]); 30] = [
    ("nghị quyết liên tịch", &["NQLT"]),
    ("nghị quyết", &["NQ"]),
    ("quyết định", &["QĐ"]),
    ("chỉ thị", &["CT"]),
    ("quy chế", &["QC"]),
    ("quy định", &["QYĐ", "QĐ", "QĐI"]),
    ("thông báo", &["TB"]),
    ("hướng dẫn", &["HD"]),
    ("chương trình", &["CTR", "CT"]),
    ("kế hoạch", &["KH"]),
    ("phương án", &["PA"]),
    ("đề án", &["ĐA"]),
    ("dự án", &["DA"]),
    ("báo cáo", &["BC"]),
    ("biên bản", &["BB"]),
    ("tờ trình", &["TTR"]),
    ("hợp đồng", &["HĐ"]),
    ("công điện", &["CĐ"]),
    ("giấy mời", &["GM"]),
    ("phiếu gửi", &["PG"]),
    ("phiếu chuyển", &["PC"]),
    ("phiếu báo", &["PB"]),
    ("nghị định", &["NĐ"]),
    ("thông tư liên tịch", &["TTLT", "TT"]),
    ("thông tư", &["TT", "TTLT"]),
    ("sắc lệnh", &["SL"]),
    ("lệnh", &["L"]),
    ("kết luận", &["KL", "TB"]),
    ("giấy phép", &["GP"]),
    ("văn bản hợp nhất", &["VBHN"]),
];

/// The word for a kind code: the first that carries it as its own.
pub(crate) fn kind_of_code(code: &str) -> Option<&'static str> {
    KINDS.iter().find(|(_, codes)| codes.first() == Some(&code)).map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (u32, Option<i16>, String) {
        let number = DocumentNumber::parse(text).unwrap();
        (number.serial, number.year, number.symbol)
    }

    #[test]
    fn numbers_are_taken_apart() {
        assert_eq!(parsed("66/2017/NQ-HĐND"), (66, Some(2017), "NQ-HĐND".into()));
        assert_eq!(parsed("751/2019/UBTVQH14"), (751, Some(2019), "UBTVQH14".into()));
        assert_eq!(parsed("02-NQ/TW"), (2, None, "NQ/TW".into()));
        assert_eq!(parsed("30C/NQ-CP"), (30, None, "NQ-CP".into()));
        assert_eq!(DocumentNumber::parse("66.4/2025/NQ-CP").unwrap().suffix, ".4");
        assert_eq!(DocumentNumber::parse("QĐ-UBND"), None);
    }
}
