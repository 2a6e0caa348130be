//! Cells: what is taken, what is asked about, what is refused.

use proptest::prelude::*;

use super::*;

fn with(text: &str, near: &[&str], decimals: Option<u8>) -> Reading {
    let near: Vec<Decimal> = near.iter().map(|value| value.parse().unwrap()).collect();
    read(text, &Expected { unit: Some("triệu USD"), decimals, near: &near })
}

fn value(text: &str) -> Reading {
    Reading::Value(text.parse().unwrap())
}

fn asked(reading: &Reading) -> String {
    match reading {
        Reading::Ask(question) => question.choices.iter().map(|value| plain(*value)).collect::<Vec<_>>().join(" | "),
        other => format!("{other:?}"),
    }
}

#[test]
fn plain_values_are_taken() {
    assert_eq!(with("", &[], None), Reading::Empty);
    assert_eq!(with("  \u{a0}", &[], None), Reading::Empty);
    assert_eq!(with("137,5", &["130"], Some(1)), value("137.5"));
    assert_eq!(with("137.5", &["130"], Some(1)), value("137.5"));
    assert_eq!(with("4.750 triệu USD", &["4800"], None), value("4750"));
    assert_eq!(with("1.234.567", &[], None), value("1234567"));
    assert_eq!(with("1.234,56", &[], Some(2)), value("1234.56"));
    assert_eq!(with("0,125", &[], None), value("0.125"));
    assert_eq!(with("-12", &["-10"], None), value("-12"));
    assert_eq!(with("0", &["5000"], None), value("0"));
}

#[test]
fn a_mark_that_may_mean_two_things_is_settled_by_what_is_around_or_asked() {
    assert_eq!(with("1.234", &["1200"], Some(1)), value("1234"));
    assert_eq!(with("1,234", &["1.2"], Some(3)), value("1.234"));
    // No decimals: thousands it is.
    assert_eq!(with("1.234", &[], Some(0)), value("1234"));
    // Nothing tells, or the values around speak against the Vietnamese reading.
    assert_eq!(asked(&with("1.234", &[], None)), "1.234 | 1,234");
    assert_eq!(asked(&with("1.234", &["1.2"], Some(3))), "1,234 | 1.234");
    assert_eq!(asked(&with("1,234", &["1200"], Some(0))), "1.234 | 1,234");
    assert_eq!(asked(&with("1,234", &[], None)), "1,234 | 1.234");
}

#[test]
fn what_is_possible_but_unusual_is_asked_about() {
    assert_eq!(asked(&with("4750000", &["4800"], None)), "4.750.000");
    assert_eq!(asked(&with("4,7", &["4800"], None)), "4,7");
    assert_eq!(asked(&with("-5", &["5"], None)), "-5");
    assert_eq!(asked(&with("(5)", &["5"], None)), "-5");
    assert_eq!(asked(&with("4,75 tỷ USD", &["4800"], None)), "4.750");
    assert_eq!(asked(&with("137,55", &["130"], Some(1))), "137,55");
}

#[test]
fn what_is_no_value_is_refused_with_the_remedy() {
    let fault = |text: &str| match with(text, &[], None) {
        Reading::Refused(fault) => fault,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(fault("chưa có"), Fault::NotNumber);
    assert_eq!(fault("1,2,3"), Fault::NotNumber);
    assert_eq!(fault("=A1+B1"), Fault::SheetFormula);
    assert_eq!(fault("#REF!"), Fault::SheetError);
    assert_eq!(fault("12 tấn"), Fault::OtherUnit("tấn".to_owned()));
    assert_eq!(fault(&"9".repeat(30)), Fault::TooLong);
    assert_eq!(fault(&"9".repeat(3000)), Fault::TooLong);
    assert!(Fault::NotNumber.words("chưa có").0.contains("hãy nhập như 1.234,5"));
}

proptest! {
    #[test]
    fn what_is_shown_is_taken_again(mantissa in 1_i64..1_000_000_000, scale in 0_u32..4) {
        let shown = Decimal::new(mantissa, scale).normalize();
        let reading = read(&plain(shown), &Expected { unit: None, decimals: None, near: &[shown] });
        match reading {
            Reading::Value(read) => prop_assert_eq!(read, shown),
            Reading::Ask(question) => prop_assert!(question.choices.contains(&shown)),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn whatever_is_pasted_is_read_without_failing(text in ".{0,80}") {
        let near = [Decimal::MAX, Decimal::MIN, Decimal::ZERO];
        let _ = read(&text, &Expected { unit: Some("tỷ đồng/người"), decimals: Some(2), near: &near });
    }
}
