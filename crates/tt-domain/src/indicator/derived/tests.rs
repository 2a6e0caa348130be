//! Derived values against whole-number arithmetic, and the figures of a real report.

use proptest::prelude::*;

use super::*;

fn of(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Rounds `over / under` half up to tenths with whole numbers alone; `over` may be negative.
fn tenths(over: i128, under: i128) -> i128 {
    let (amount, sign) = (over.abs() * 10, over.signum());
    sign * ((2 * amount + under) / (2 * under))
}

fn in_tenths(value: Fraction) -> i128 {
    let rounded = value.rounded(1).unwrap();
    rounded.mantissa() * 10_i128.pow(1 - rounded.scale())
}

proptest! {
    #[test]
    fn percents_and_changes_are_those_of_whole_numbers(
        value in -1_000_000_000_i64..1_000_000_000, base in 1_i64..1_000_000_000, v in 0_u32..4, b in 0_u32..4,
    ) {
        let (one, two) = (Decimal::new(value, v), Decimal::new(base, b));
        let over = i128::from(value) * 10_i128.pow(b) * 100;
        let under = i128::from(base) * 10_i128.pow(v);
        prop_assert_eq!(in_tenths(percent_of_plan(one, two).unwrap()), tenths(over, under));
        prop_assert_eq!(in_tenths(change(one, two).unwrap()), tenths(over - 100 * under, under));
        prop_assert_eq!(in_tenths(index(one, two).unwrap()), tenths(over, under));
    }

    #[test]
    fn sums_and_averages_are_those_of_whole_numbers(values in prop::collection::vec(-1_000_000_i64..1_000_000, 1..24)) {
        let decimals: Vec<Decimal> = values.iter().map(|value| Decimal::new(*value, 2)).collect();
        let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
        let count = i128::try_from(values.len()).unwrap();
        let together = |how| together(how, &decimals).unwrap().unwrap();
        prop_assert_eq!(together(Aggregation::Sum), Fraction::new(sum, 100).unwrap().unwrap());
        prop_assert_eq!(together(Aggregation::Average), Fraction::new(sum, 100 * count).unwrap().unwrap());
        prop_assert_eq!(together(Aggregation::Highest), Decimal::new(*values.iter().max().unwrap(), 2).into());
        prop_assert_eq!(together(Aggregation::Last), (*decimals.last().unwrap()).into());
    }

    #[test]
    fn what_is_shown_is_read_back(mantissa in -1_000_000_000_000_i64..1_000_000_000_000, scale in 0_u32..6) {
        let value = Decimal::new(mantissa, scale);
        let shown = plain(value);
        prop_assert_eq!(Numeral::parse(&shown).map(|read| read.value), Ok(value.normalize()), "{}", shown);
        prop_assert!(!shown.ends_with(",0"));
    }

    #[test]
    fn an_implied_plan_gives_the_percent_back(value in 1_i64..1_000_000, percent in 1_i64..3000) {
        let printed = Decimal::new(percent, 1);
        let implied = implied_plan(Decimal::new(value, 1), printed).unwrap();
        let again = Fraction::from(Decimal::new(value, 1)).over(implied.value).unwrap().unwrap();
        prop_assert_eq!(again.times(Decimal::ONE_HUNDRED.into()).unwrap(), printed.into());
    }
}

#[test]
fn the_border_trade_of_a_report_comes_out() {
    assert_eq!(shown(percent_of_plan(of("4750"), of("5180")).unwrap(), 1), "91,7");
    let export = implied_plan(of("2550"), of("81")).unwrap();
    assert_eq!((shown(export.value, 0).as_str(), export.how.as_str()), ("3.148", "2.550 ÷ 81%"));
    let base = implied_same_period(of("2550"), of("-14")).unwrap();
    assert_eq!((shown(base.value, 0).as_str(), base.how.as_str()), ("2.965", "2.550 ÷ (100% − 14%)"));
    assert_eq!(shown(implied_same_period(of("2200"), of("15.8")).unwrap().value, 0), "1.900");
    assert_eq!(shown(implied_plan(of("137.5"), of("100")).unwrap().value, 1), "137,5");
}

#[test]
fn what_cannot_be_divided_is_said() {
    assert_eq!(percent_of_plan(of("5"), of("0")), Err(Undefined::BaseZero));
    assert_eq!(change(of("5"), of("-1")), Err(Undefined::BaseNegative));
    assert_eq!(implied_same_period(of("5"), of("-100")), Err(Undefined::BaseZero));
    assert_eq!(implied_same_period(of("5"), of("-120")), Err(Undefined::BaseNegative));
    assert_eq!(together(Aggregation::Sum, &[]), None);
    assert_eq!(together(Aggregation::None, &[of("1")]), None);
}
