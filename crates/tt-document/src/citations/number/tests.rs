//! Numbers of every form, and what is none.

use super::*;

fn read_all(text: &str) -> Vec<String> {
    scan(text).into_iter().map(|number| number.canonical).collect()
}

#[test]
fn every_form_of_number() {
    for (text, canonical) in [
        ("số 230/QĐ-UBND ngày", "230/QĐ-UBND"),
        ("số 66/2017/NQ-HĐND,", "66/2017/NQ-HĐND"),
        ("số 1676/QĐ - TTg ngày", "1676/QĐ-TTG"),
        ("số 12/QĐ.UBND", "12/QĐ.UBND"),
        ("số 05/QĐ/BNN-KL", "05/QĐ/BNN-KL"),
        ("số 27/CP ngày", "27/CP"),
        ("số 30c/NQ-CP", "30C/NQ-CP"),
        ("số 66.4/2025/NQ-CP", "66.4/2025/NQ-CP"),
        ("số 02-NQ/TW", "02-NQ/TW"),
        ("số 488-CV/TCQT-NS", "488-CV/TCQT-NS"),
        ("số 87/2025/QH15", "87/2025/QH15"),
        ("số 751/2019/UBTVQH14", "751/2019/UBTVQH14"),
        ("số 181/2024/NĐCP ngày", "181/2024/NĐ-CP"),
        ("số 15/QĐ UBND ngày", "15/QĐ-UBND"),
        ("số 15QĐ/TW", "15-QĐ/TW"),
        ("số 32/2024/\nNĐ-CP", "32/2024/NĐ-CP"),
        ("số 84/ BC-SCT", "84/BC-SCT"),
        ("số 8397/TTr - SKHĐT", "8397/TTR-SKHĐT"),
        ("số 12/BC-KT&TH.", "12/BC-KT&TH"),
        ("số 1956/qđ-ttg ngày", "1956/QĐ-TTG"),
        ("số 45/TTLT-BTC-BNV;", "45/TTLT-BTC-BNV"),
        ("số 58/2025/NÐ-CP", "58/2025/NĐ-CP"),
    ] {
        assert_eq!(read_all(text), [canonical], "{text}");
    }
}

#[test]
fn figures_are_no_numbers() {
    for text in [
        "12/12 xã",
        "9-10%",
        "420 tấn/năm",
        "01:2019/BCT",
        "5/6/2019",
        "2018-2030",
        "150 m3/ngày",
        "24/24",
        "Km0 - Km2+571",
    ] {
        assert_eq!(read_all(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_dash_between_clauses_ends_the_symbol() {
    assert_eq!(read_all("số 84/BC-SCT - Sở Công Thương"), ["84/BC-SCT"]);
    assert_eq!(read_all("số 84/BC-SCT. UBND tỉnh"), ["84/BC-SCT"]);
}
