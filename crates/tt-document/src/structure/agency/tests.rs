//! Names of agencies in sentences and in capitals.

use super::*;

#[test]
fn names_end_where_the_sentence_goes_on() {
    for (text, name) in [
        ("Sở Công Thương đã ban hành", "Sở Công Thương"),
        ("Sở Tài chính hướng dẫn các đơn vị", "Sở Tài chính"),
        ("UBND tỉnh Lạng Sơn về việc", "UBND tỉnh Lạng Sơn"),
        ("UBND các huyện, thành phố", "UBND các huyện"),
        ("Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn phê duyệt", "Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("Thủ tướng Chính phủ về", "Thủ tướng Chính phủ"),
        ("Bộ trưởng Bộ Nông nghiệp và Môi trường quy định", "Bộ trưởng Bộ Nông nghiệp và Môi trường"),
        ("Văn phòng UBND tỉnh về việc", "Văn phòng UBND tỉnh"),
        ("Ban Quản lý Khu kinh tế tỉnh về việc", "Ban Quản lý Khu kinh tế tỉnh"),
        ("Phòng Cảnh sát PCCC cấp", "Phòng Cảnh sát PCCC"),
    ] {
        assert_eq!(name_end(text).and_then(|end| text.get(..end)), Some(name), "{text}");
    }
    assert_eq!(name_end("các đơn vị"), None);
}

#[test]
fn names_in_capitals_take_their_ordinary_form() {
    assert_eq!(ordinary("SỞ CÔNG THƯƠNG", &[]), "Sở Công Thương");
    assert_eq!(ordinary("ỦY BAN NHÂN DÂN TỈNH HÀ GIANG", &[]), "Ủy ban nhân dân tỉnh Hà Giang");
    assert_eq!(ordinary("ĐOÀN KIỂM TRA", &[]), "Đoàn kiểm tra");
    assert_eq!(ordinary("SỞ Y TẾ SƠN LA", &[]), "Sở Y tế Sơn La");
    assert_eq!(ordinary("HUYỆN ỦY CHỢ ĐỒN", &[]), "Huyện ủy Chợ Đồn");
    assert_eq!(ordinary("TRUNG TÂM KHUYẾN CÔNG", &["do Trung tâm Khuyến công lập"]), "Trung tâm Khuyến công");
}
