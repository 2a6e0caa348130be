//! Exactness against a second way to compute it: cross-multiplied whole numbers, and long division by hand.

use proptest::prelude::*;

use super::*;

/// Rounds `over / under` (both positive) half up by long division, digit by digit, and prints it with a point.
fn by_hand(over: i128, under: i128, decimals: usize) -> String {
    let mut digits = vec![(over / under).to_string()];
    let mut rest = over % under;
    let mut fraction: Vec<u8> = Vec::new();
    for _ in 0..=decimals {
        rest *= 10;
        fraction.push(u8::try_from(rest / under).unwrap());
        rest %= under;
    }
    let up = fraction.pop().unwrap() >= 5;
    let mut all: Vec<u8> = digits.remove(0).bytes().map(|byte| byte - b'0').chain(fraction).collect();
    if up {
        let mut at = all.len();
        loop {
            if at == 0 {
                all.insert(0, 1);
                break;
            }
            at -= 1;
            if all[at] < 9 {
                all[at] += 1;
                break;
            }
            all[at] = 0;
        }
    }
    let text: String = all.iter().map(|digit| char::from(digit + b'0')).collect();
    let (whole, part) = text.split_at(text.len() - decimals);
    if decimals == 0 { whole.to_owned() } else { format!("{whole}.{part}") }
}

proptest! {
    #[test]
    fn rounding_is_long_division(over in 0_i128..10_i128.pow(20), under in 1_i128..10_i128.pow(12), decimals in 0_usize..6) {
        let fraction = Fraction::new(over, under).unwrap().unwrap();
        let rounded = fraction.rounded(u32::try_from(decimals).unwrap()).unwrap();
        prop_assert_eq!(rounded.to_string(), by_hand(over, under, decimals));
        prop_assert_eq!(fraction.negated().rounded(u32::try_from(decimals).unwrap()).unwrap(), -rounded);
    }

    #[test]
    fn arithmetic_is_that_of_cross_multiplied_whole_numbers(
        a in -10_i128.pow(9)..10_i128.pow(9), b in 1_i128..10_i128.pow(8),
        c in -10_i128.pow(9)..10_i128.pow(9), d in 1_i128..10_i128.pow(8),
    ) {
        let (one, two) = (Fraction::new(a, b).unwrap().unwrap(), Fraction::new(c, d).unwrap().unwrap());
        let same = |found: Fraction, over: i128, under: i128| found.over * under == over * found.under;
        prop_assert!(same(one.plus(two).unwrap(), a * d + c * b, b * d));
        prop_assert!(same(one.minus(two).unwrap(), a * d - c * b, b * d));
        prop_assert!(same(one.times(two).unwrap(), a * c, b * d));
        match one.over(two) {
            None => prop_assert_eq!(c, 0),
            Some(quotient) => prop_assert!(same(quotient.unwrap(), a * d, b * c)),
        }
        prop_assert_eq!(one.partial_cmp(&two).unwrap(), (a * d).cmp(&(c * b)));
    }

    #[test]
    fn decimals_come_back(mantissa in any::<i64>(), scale in 0_u32..=18) {
        let value = Decimal::new(mantissa, scale);
        prop_assert_eq!(Fraction::from(value).exact_decimal(), Some(value.normalize()));
        prop_assert_eq!(Fraction::from(value).rounded(scale).unwrap(), value);
    }

    #[test]
    fn what_is_too_large_is_said(mantissa in 10_i64.pow(17)..i64::MAX) {
        let huge = Fraction::from(Decimal::new(mantissa, 0));
        let square = huge.times(huge).unwrap();
        prop_assert_eq!(square.times(huge), Err(TooLarge));
        prop_assert_eq!(square.rounded(0), Err(TooLarge));
    }
}

#[test]
fn a_third_has_no_decimal() {
    let third = Fraction::new(1, 3).unwrap().unwrap();
    assert_eq!(third.exact_decimal(), None);
    assert_eq!(third.rounded(1).unwrap().to_string(), "0.3");
    assert_eq!(Fraction::new(1, 0), None);
    assert_eq!(Fraction::new(-1, 20).unwrap().unwrap().rounded(1).unwrap().to_string(), "-0.1");
}
