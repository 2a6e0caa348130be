//! Kinds of documents (tên loại) and their short forms in symbols (chữ viết tắt tên loại).

/// Kinds (Decree 30/2020/NĐ-CP, Article 7; Circular 01/2011/TT-BNV, Article 4; laws on legal documents), as a line of
/// their own or at the head of one. Longer ones first where one is the head of another.
pub const KINDS: [&str; 41] = [
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông cáo",
    "Thông báo",
    "Thông tư liên tịch",
    "Thông tư",
    "Hướng dẫn",
    "Chương trình",
    "Kế hoạch",
    "Phương án",
    "Đề án",
    "Dự án",
    "Báo cáo",
    "Biên bản",
    "Tờ trình",
    "Hợp đồng",
    "Công văn",
    "Công điện",
    "Bản ghi nhớ",
    "Bản cam kết",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Giấy đi đường",
    "Giấy biên nhận hồ sơ",
    "Giấy chứng nhận",
    "Giấy phép",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Phiếu trình",
    "Kết luận",
    "Thư công",
    "Luật",
];

/// Short forms of the kinds of administrative documents, as they are printed (Decree 30/2020/NĐ-CP, Annex III). A
/// letter (công văn) has none.
pub const SHORT_FORMS: [(&str, &str); 27] = [
    ("NQ", "Nghị quyết"),
    ("QĐ", "Quyết định"),
    ("CT", "Chỉ thị"),
    ("QC", "Quy chế"),
    ("QyĐ", "Quy định"),
    ("TC", "Thông cáo"),
    ("TB", "Thông báo"),
    ("HD", "Hướng dẫn"),
    ("CTr", "Chương trình"),
    ("KH", "Kế hoạch"),
    ("PA", "Phương án"),
    ("ĐA", "Đề án"),
    ("DA", "Dự án"),
    ("BC", "Báo cáo"),
    ("BB", "Biên bản"),
    ("TTr", "Tờ trình"),
    ("HĐ", "Hợp đồng"),
    ("CĐ", "Công điện"),
    ("BGN", "Bản ghi nhớ"),
    ("BTT", "Bản thỏa thuận"),
    ("GUQ", "Giấy ủy quyền"),
    ("GM", "Giấy mời"),
    ("GGT", "Giấy giới thiệu"),
    ("GNP", "Giấy nghỉ phép"),
    ("PG", "Phiếu gửi"),
    ("PC", "Phiếu chuyển"),
    ("PB", "Phiếu báo"),
];

/// Short forms met in symbols that Annex III does not have: of legal documents, of licences, of letters by mistake.
const OTHER_SHORT_FORMS: [(&str, &str); 8] = [
    ("NQLT", "Nghị quyết liên tịch"),
    ("NĐ", "Nghị định"),
    ("TT", "Thông tư"),
    ("TTLT", "Thông tư liên tịch"),
    ("GP", "Giấy phép"),
    ("GCN", "Giấy chứng nhận"),
    ("KL", "Kết luận"),
    ("CV", "Công văn"),
];

/// What kind a short form in a symbol stands for, whatever its case.
pub fn kind_of_short(short: &str) -> Option<&'static str> {
    let upper = short.to_uppercase();
    let mut known = SHORT_FORMS.iter().chain(&OTHER_SHORT_FORMS);
    known.find(|(known, _)| known.to_uppercase() == upper).map(|(_, kind)| *kind)
}

/// The short form of a kind as it stands in symbols; `None` for a letter, which has none, and for kinds of no list.
pub fn short_of_kind(kind: &str) -> Option<&'static str> {
    SHORT_FORMS.iter().find(|(_, known)| *known == kind).map(|(short, _)| *short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_annex_three_is_known_both_ways() {
        for (short, kind) in SHORT_FORMS {
            assert_eq!(kind_of_short(short), Some(kind));
            assert_eq!(kind_of_short(&short.to_uppercase()), Some(kind));
            assert_eq!(short_of_kind(kind), Some(short));
            assert!(KINDS.contains(&kind), "{kind}");
        }
        // The other two of Decree 30/2020, Article 7, and the four only Circular 01/2011 has.
        for kind in ["Công văn", "Thư công", "Bản cam kết", "Giấy chứng nhận", "Giấy đi đường", "Giấy biên nhận hồ sơ"]
        {
            assert!(KINDS.contains(&kind), "{kind}");
        }
        assert_eq!(short_of_kind("Công văn"), None);
        assert_eq!(kind_of_short("SCT"), None);
    }
}
