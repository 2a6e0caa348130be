//! Dates found in sentences.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;

/// Every date as `text=iso`, with what is missing as `?` and faults named.
fn found(text: &str) -> String {
    let show = |found: &Found<DateExpression>| {
        let PartialDate { year, month, day } = found.value.date;
        let part = |part: Option<i16>| part.map_or("?".into(), |part| part.to_string());
        let fault = found.value.fault.map(|fault| format!(" {fault:?}")).unwrap_or_default();
        let text = found.span.of(text);
        format!("{text}={}-{}-{}{fault}", part(year), part(month.map(i16::from)), part(day.map(i16::from)))
    };
    scan(text).iter().map(show).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_form_is_found() {
    let cases = [
        ("số 4443/VP-TH ngày 28/10/2019 của", "ngày 28/10/2019=2019-10-28"),
        ("có hiệu lực từ 01/6/2019", "01/6/2019=2019-6-1"),
        ("Hà Nội, ngày 04 tháng 5 năm 2019", "ngày 04 tháng 5 năm 2019=2019-5-4"),
        ("NGÀY 04 THÁNG 5 NĂM 2019", "NGÀY 04 THÁNG 5 NĂM 2019=2019-5-4"),
        ("tháng 12 năm 2019", "tháng 12 năm 2019=2019-12-?"),
        ("Trong tháng 10/2019 Sở", "tháng 10/2019=2019-10-?"),
        ("kỳ 10/2019", "10/2019=2019-10-?"),
        ("đến ngày 22.4, tỉnh", "ngày 22.4=?-4-22"),
        ("từ ngày 1.1 - 31.3", "ngày 1.1=?-1-1; 31.3=?-3-31"),
        ("ngày 15-12-2011", "ngày 15-12-2011=2011-12-15"),
        ("ngày 02-12/2013", "ngày 02-12/2013=2013-12-2"),
        ("từ ngày 12/3 - 15/3/2019 tại", "ngày 12/3=2019-3-12; 15/3/2019=2019-3-15"),
        ("từ ngày 12 đến ngày 15/3/2019", "ngày 12=2019-3-12; ngày 15/3/2019=2019-3-15"),
        ("từ 16/12/2016 - 15/9/2017", "16/12/2016=2016-12-16; 15/9/2017=2017-9-15"),
        ("Lạng Sơn, ngày tháng 12 năm 2019", "ngày tháng 12 năm 2019=2019-12-?"),
        ("Lào Cai, ngày      tháng     năm 2026", "ngày      tháng     năm 2026=2026-?-?"),
        ("Hà Nội, ngày … tháng … năm 2026", "ngày … tháng … năm 2026=2026-?-?"),
        ("ngày 28/10/2019của Chính phủ", "ngày 28/10/2019=2019-10-28"),
        ("ngày\n26 tháng 11 năm 2003", "ngày\n26 tháng 11 năm 2003=2003-11-26"),
        ("sáng 12/3 họp", "12/3=?-3-12"),
        ("đến hết tháng 12 dự án", "tháng 12=?-12-?"),
    ];
    for (text, expected) in cases {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn what_cannot_be_is_said_to_be_wrong() {
    assert_eq!(found("ngày 31/02/2019"), "ngày 31/02/2019=2019-2-31 NoSuchDay");
    assert_eq!(found("ngày 29/02/2019"), "ngày 29/02/2019=2019-2-29 NoSuchDay");
    assert_eq!(found("ngày 12/13/2019"), "ngày 12/13/2019=2019-?-12 NoSuchMonth");
    assert_eq!(found("ngày 12/3/219"), "ngày 12/3/219=?-3-12 OddYear");
    assert_eq!(found("ngày 29/02"), "ngày 29/02=?-2-29");
}

#[test]
fn ratios_symbols_and_durations_are_not_dates() {
    for text in [
        "hoàn thành 05/06 nhiệm vụ",
        "Nghị định số 05/2008/NQ-HĐND",
        "trong 30 ngày",
        "6 tháng đầu năm",
        "số 25/2018/QĐ-UBND",
        "ngày càng nhiều",
        "hằng ngày 2 lần",
        "đạt 35.6%",
        "tháng 4,5% mỗi",
    ] {
        let dates = found(text);
        assert!(dates.is_empty() || text.starts_with("tháng"), "{text}: {dates}");
    }
}

#[test]
fn dates_are_printed_as_documents_print_them() {
    let date = |year, month, day| PartialDate::whole(Date::constant(year, month, day));
    assert_eq!(date(2019, 5, 4).official(), "04/5/2019");
    assert_eq!(date(2019, 2, 12).official(), "12/02/2019");
    assert_eq!(date(2019, 5, 4).padded(), "04/05/2019");
    assert_eq!(date(2019, 1, 4).words(), "ngày 04 tháng 01 năm 2019");
    assert_eq!(PartialDate { day: None, ..date(2019, 12, 1) }.official(), "12/2019");
}

fn dates() -> impl Strategy<Value = PartialDate> {
    (1945i16..2090, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| PartialDate {
        year: Some(year),
        month: Some(month),
        day: Some(day),
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_found_again(date in dates(), form in 0usize..3) {
        let printed = [date.official(), date.padded(), date.words()][form].clone();
        let text = format!("theo Kế hoạch {printed} của Sở");
        let found = scan(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].value.date, date);
        prop_assert_eq!(found[0].span.of(&text), printed);
    }

    #[test]
    fn no_text_is_too_odd(text in "(ngày|tháng|năm|[0-9]{1,4}|[/. -]|đến|…){0,12}") {
        let mut end = 0;
        for date in scan(&text) {
            prop_assert!(date.span.start >= end && text.get(date.span.start..date.span.end).is_some());
            end = date.span.end;
        }
    }
}
