//! Formulas: printed and read back, worked out against fractions of whole numbers, units and circles found.

use proptest::prelude::*;

use super::*;

fn any_formula() -> impl Strategy<Value = Formula> {
    let leaf = prop_oneof![
        (0_i64..1000, 0_u32..3).prop_map(|(mantissa, scale)| Formula::Number(Decimal::new(mantissa, scale))),
        prop::sample::select(vec!["A", "B", "XNK.TONG"]).prop_map(|code| Formula::Value(code.to_owned())),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| Formula::Negated(Box::new(one))),
            (0_u8..4, inner.clone(), inner).prop_map(|(which, one, two)| {
                let operation = [Operation::Add, Operation::Subtract, Operation::Multiply, Operation::Divide];
                Formula::Both(operation[usize::from(which)], Box::new(one), Box::new(two))
            }),
        ]
    })
}

/// An independent way: over and under of a fraction, never reduced; `None` for nought below or too large.
fn naive(formula: &Formula, a: i128, b: i128) -> Option<(i128, i128)> {
    Some(match formula {
        Formula::Number(value) => (value.mantissa(), 10_i128.pow(value.scale())),
        Formula::Value(code) => (if code == "A" { a } else { b }, 100),
        Formula::Negated(inner) => {
            let (over, under) = naive(inner, a, b)?;
            (-over, under)
        }
        Formula::Both(operation, one, two) => {
            let (left, right) = (naive(one, a, b)?, naive(two, a, b)?);
            let (over, under) = match operation {
                Operation::Add => (
                    left.0.checked_mul(right.1)?.checked_add(right.0.checked_mul(left.1)?)?,
                    left.1.checked_mul(right.1)?,
                ),
                Operation::Subtract => (
                    left.0.checked_mul(right.1)?.checked_sub(right.0.checked_mul(left.1)?)?,
                    left.1.checked_mul(right.1)?,
                ),
                Operation::Multiply => (left.0.checked_mul(right.0)?, left.1.checked_mul(right.1)?),
                Operation::Divide if right.0 == 0 => return None,
                Operation::Divide => (left.0.checked_mul(right.1)?, left.1.checked_mul(right.0)?),
            };
            (over, under)
        }
    })
}

proptest! {
    #[test]
    fn a_formula_is_read_back_as_printed(formula in any_formula()) {
        let printed = formula.to_string();
        let read = Formula::parse(&printed);
        prop_assert_eq!(read.as_ref().map(ToString::to_string), Ok(printed.clone()));
        let value = |_: &str| Some(Decimal::new(375, 2));
        prop_assert_eq!(read.unwrap().evaluate(&value), formula.evaluate(&value), "{}", printed);
    }

    #[test]
    fn a_value_is_that_of_unreduced_fractions(formula in any_formula(), a in -99_999_i64..99_999, b in -99_999_i64..99_999) {
        let value = |code: &str| Some(Decimal::new(if code == "A" { a } else { b }, 2));
        if let Some((over, under)) = naive(&formula, i128::from(a), i128::from(b)) {
            let expected = Fraction::new(over, under).unwrap().unwrap();
            prop_assert_eq!(formula.evaluate(&value), Ok(expected), "{}", formula);
        }
    }
}

fn parsed(text: &str) -> Formula {
    Formula::parse(text).unwrap()
}

#[test]
fn brackets_stand_only_where_they_matter() {
    for (written, printed) in [
        ("(xk + nk)", "XK + NK"),
        ("xk-(nk-a)", "XK - (NK - A)"),
        ("xk:(nk×2)", "XK / (NK * 2)"),
        ("(a/b)*100", "A / B * 100"),
        ("-(a+b)*1,5", "-(A + B) * 1,5"),
    ] {
        assert_eq!(parsed(written).to_string(), printed);
    }
}

#[test]
fn a_division_by_nought_names_the_part() {
    let value = |code: &str| Some(if code == "A" { Decimal::from(4) } else { Decimal::from(2) });
    assert_eq!(parsed("A / (B - 2) * 100").evaluate(&value), Err(NoValue::DivisionByZero("B - 2".to_owned())));
    let none = |code: &str| (code == "A").then_some(Decimal::ONE);
    assert_eq!(parsed("A + C + B").evaluate(&none), Err(NoValue::Missing(vec!["B".to_owned(), "C".to_owned()])));
}

#[test]
fn units_must_go_together() {
    let unit_of = |code: &str| {
        let unit = match code {
            "XK" | "NK" => "triệu USD",
            "TY" => "tỷ USD",
            "SL" => "tấn",
            "NS" => "tấn/ha",
            "DT" => "ha",
            _ => return None,
        };
        Some(unit.to_owned())
    };
    let check = |text: &str, unit: Option<&str>| parsed(text).check_units(unit, &unit_of);
    assert_eq!(check("XK + NK", Some("triệu USD")), Ok(()));
    assert_eq!(check("XK / (XK + NK) * 100", Some("%")), Ok(()));
    assert_eq!(check("XK / NK", Some("lần")), Ok(()));
    assert_eq!(check("NS * DT", Some("tấn")), Ok(()));
    assert_eq!(check("SL / DT", Some("tấn/ha")), Ok(()));
    assert_eq!(check("TY * 1000 + XK", Some("triệu USD")), Ok(()));
    assert_eq!(check("XK + SL", Some("tấn")), Err(UnitFault::Apart("XK".to_owned(), "SL".to_owned())));
    assert_eq!(check("XK + TY", Some("tỷ USD")), Err(UnitFault::Scale("XK".to_owned(), "TY".to_owned())));
    assert_eq!(check("XK + NK", Some("tấn")), Err(UnitFault::Result));
    assert_eq!(check("XK / NK", Some("%")), Err(UnitFault::ResultScale(2)));
    assert!(UnitFault::ResultScale(2).words().contains("hãy nhân với 100"));
}

#[test]
fn a_circle_is_told_by_its_way() {
    let formulas: BTreeMap<String, Formula> = [("A", "B + 1"), ("B", "C * 2"), ("C", "A / 3"), ("D", "A + B")]
        .map(|(code, text)| (code.to_owned(), parsed(text)))
        .into();
    assert_eq!(cycle_from("A", &formulas).unwrap().join(" → "), "A → B → C → A");
    // What rests on a circle is not itself part of it.
    assert_eq!(cycle_from("D", &formulas), None);
    let own: BTreeMap<String, Formula> = [("A".to_owned(), parsed("A + 1"))].into();
    assert_eq!(cycle_from("A", &own).unwrap().join(" → "), "A → A");
}
