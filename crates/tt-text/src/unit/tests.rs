//! Units after numbers.

use super::*;

/// The unit after the first number, with its kind.
fn read(text: &str) -> String {
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap();
    let at = at + usize::from(text[at..].starts_with(' '));
    scan_at(text, at).map_or_else(|| "none".into(), |found| format!("{} {:?}", found.span.of(text), found.value.kind))
}

#[test]
fn known_units_are_read_with_their_scale() {
    let cases = [
        ("4750 triệu USD, đạt", "triệu USD Money"),
        ("13 nghìn tỷ đồng vốn", "nghìn tỷ đồng Money"),
        ("12 tỷ vốn vay", "tỷ Money"),
        ("500đ một", "đ Money"),
        ("30ha) ra khỏi", "ha Area"),
        ("14% so", "% Percent"),
        ("2 điểm % so", "điểm % PercentPoint"),
        ("59 tạ/ha, sản lượng", "tạ/ha Measure"),
        ("45 triệu đồng/người/năm.", "triệu đồng/người/năm Money"),
        ("10 bác sĩ/10.000 dân", "bác sĩ/10.000 dân Measure"),
        ("145 vụ/178 đối tượng", "vụ Count"),
        ("12 triệu kWh điện", "triệu kWh Measure"),
        ("25 ngày thẩm định", "ngày Time"),
        ("3 vạn người", "vạn người Count"),
        ("2 triệu", "triệu Bare"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn things_counted_are_read_as_far_as_the_noun_goes() {
    let cases = [
        ("05 trường hợp không", "trường hợp Count"),
        ("13 chợ, trong đó", "chợ Count"),
        ("01 cuộc kiểm tra đối với", "cuộc kiểm tra Count"),
        ("01 cuộc với 10 vụ nổ", "cuộc Count"),
        ("8 nhóm nhiệm vụ, giải pháp", "nhóm nhiệm vụ Count"),
        ("09 loại quả của", "loại quả Count"),
        ("12 xã điểm", "xã Count"),
        ("30 DN trong nước", "DN Count"),
        ("6 dự án FDI", "dự án Count"),
        ("7 nhà khoa học", "nhà Count"),
        ("4 bè cánh mới", "bè cánh Count"),
        ("888 Yên Bái", "none"),
        ("03 Doanh nghiệp", "Doanh nghiệp Count"),
        ("419 hộ dân", "hộ Count"),
        ("40 và đạt", "none"),
        ("5 Phú Thịnh", "none"),
        ("40;", "none"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn one_unit_has_one_canonical_form() {
    for (a, b) in
        [("phần trăm", "%"), ("tỉ đồng", "tỷ đồng"), ("Trđ", "triệu đồng"), ("CCN", "cụm công nghiệp"), ("m²", "m2")]
    {
        assert_eq!(canonical(a), canonical(b));
    }
    assert_ne!(canonical("triệu USD"), canonical("triệu đồng"));
    assert_eq!(kind_of("tỷ đồng"), UnitKind::Money);
    assert_eq!(kind_of("bè mảng"), UnitKind::Count);
}
