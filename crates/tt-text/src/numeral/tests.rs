//! Numbers read and printed.

use proptest::prelude::*;

use super::*;

fn value(text: &str) -> String {
    Numeral::parse(text).map_or_else(|error| error.to_string(), |numeral| numeral.value.normalize().to_string())
}

#[test]
fn every_convention_is_read() {
    let cases = [
        ("4.750", "4750"),
        ("1.763,96", "1763.96"),
        ("1.260,500", "1260.5"),
        ("842,238", "842.238"),
        ("7.420,000", "7420"),
        ("05", "5"),
        ("346 000", "346000"),
        ("1 346 000,5", "1346000.5"),
        ("8161", "8161"),
        ("35.6", "35.6"),
        ("0.125", "0.125"),
        ("1,234,567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("-9,68", "-9.68"),
        ("−9,68", "-9.68"),
        ("+3,2", "3.2"),
        ("40.000.000", "40000000"),
    ];
    for (text, expected) in cases {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn what_follows_no_convention_is_malformed() {
    for text in ["12.34.5", "1.2345", "1234.567", "1.234.56", "1,2,3", "1.234,5,6", "1.234 567"] {
        assert_eq!(Numeral::parse(text), Err(Malformed), "{text}");
    }
    assert_eq!(scan_at("12.34.5 ha", 0).unwrap().span, Span::new(0, 7));
}

#[test]
fn a_number_ends_where_the_sentence_does() {
    let found = scan_at("đạt 50,51%.", "đạt ".len()).unwrap();
    assert_eq!(found.value.unwrap().value.to_string(), "50.51");
    assert_eq!(scan_at("giao 12. Sau", 5 + 1).map(|found| found.span.end), None);
    assert_eq!(scan_at("năm 2019 120 hộ", "năm ".len()).unwrap().span.len(), 4);
    assert_eq!(scan_at("1.234", 2), None);
}

fn styles() -> impl Strategy<Value = NumeralStyle> {
    (0u8..5, prop_oneof![Just(Grouping::Dot), Just(Grouping::Blank)], any::<bool>())
        .prop_map(|(decimals, grouping, plus)| NumeralStyle { grouping, plus, ..NumeralStyle::vietnamese(decimals) })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(units in 0i64..1_000_000_000_000, style in styles()) {
        let value = Decimal::new(units, u32::from(style.decimals));
        let text = Numeral::new(value, style).to_string();
        let back = Numeral::parse(&text).unwrap();
        prop_assert_eq!(back.value, value, "{}", text);
        prop_assert_eq!(back.to_string(), text);
    }

    #[test]
    fn what_is_read_is_printed_as_it_stood(text in "-?([1-9][0-9]{0,2}(\\.[0-9]{3}){0,4}|[1-9][0-9]{3,8}|0[0-9]{0,2}|[1-9][0-9]{0,2}( [0-9]{3}){1,3})(,[0-9]{1,4})?") {
        let numeral = Numeral::parse(&text).unwrap();
        // Minus nothing is printed without a sign.
        prop_assume!(!(numeral.value.is_zero() && text.starts_with('-')));
        prop_assert_eq!(numeral.to_string(), text);
    }

    #[test]
    fn counts_are_padded(count in 0u64..200) {
        let text = Numeral::new(count.into(), NumeralStyle::count()).to_string();
        prop_assert_eq!(&text, &format!("{count:02}"));
        prop_assert_eq!(Numeral::parse(&text).unwrap().as_count(), Some(count));
    }

    #[test]
    fn no_text_is_too_odd(text in "[0-9., +-]{0,20}") {
        for at in 0..text.len() {
            if let Some(found) = scan_at(&text, at) {
                prop_assert!(found.span.end <= text.len() && found.span.start == at);
            }
        }
    }
}
