//! The catalogue's own rules.

use jiff::civil::date;

use super::*;

#[test]
fn an_indicator_abolished_mid_year_is_still_reported_for_what_went_before() {
    let mut terms = Terms::new("CT1", "Số huyện đạt chuẩn", None);
    terms.validity = Validity { from: None, to: Some(date(2025, 7, 1)) };
    let period = |code: &str| ReportingPeriod::parse(code).unwrap();
    assert!(terms.is_in_use(&period("202506")));
    assert!(!terms.is_in_use(&period("202507")));
    assert!(terms.is_in_use(&period("2025")));
    assert_eq!(terms.ends_within(&period("2025")), Some(date(2025, 7, 1)));
    assert_eq!(terms.ends_within(&period("202506")), None);
    assert!(!terms.is_in_use(&period("2026")));
}

#[test]
fn the_population_is_named_once() {
    let mut terms = Terms::new("XK", "Kim ngạch xuất khẩu", Some("triệu USD".to_owned()));
    terms.population = Some("qua địa bàn".to_owned());
    assert_eq!(terms.full_name(), "Kim ngạch xuất khẩu (qua địa bàn)");
    terms.name = "Kim ngạch xuất khẩu qua địa bàn".to_owned();
    assert_eq!(terms.full_name(), "Kim ngạch xuất khẩu qua địa bàn");
}
