//! Public holidays by rule: Bộ luật Lao động 2019, Điều 112, with days off in lieu by Điều 111 khoản 3.
//!
//! The law fixes the days of Tết Dương lịch, Giỗ Tổ, 30/4, 1/5 and 2/9. Which five days are off at Tết, which day
//! beside 2/9, and which days are swapped is decided each year (Điều 112 khoản 3): these are given, not guessed.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::{SpecialDay, days_after, is_weekend, lunar};

/// First year in which a second day is off at the National Day: the 2019 code is in force since 1/1/2021.
const SECOND_NATIONAL_DAY_FROM: i16 = 2021;
/// Days off at Tết (Điều 112 khoản 1 điểm b).
const TET_DAYS: u8 = 5;

/// The day off beside 2/9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BesideNationalDay {
    /// 1/9.
    Before,
    /// 3/9.
    After,
}

/// What is decided each year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearlyChoices {
    /// The day off beside 2/9; `None` while not decided, and for the years before 2021, when there was none.
    pub beside_national_day: Option<BesideNationalDay>,
    /// How many of the five days off at Tết lie before mùng 1, 0 to 4; `None` while not decided: then only mùng 1
    /// to mùng 3 are given, which both usual ways (one day before, or two) contain.
    pub tet_days_before: Option<u8>,
}

/// The holidays of a year and the days off in lieu of those that fall on a Saturday or Sunday, in order of days.
/// Empty for years the lunar calendar is not [reckoned for](lunar::YEARS). Swapped days and make-up days are not
/// among them: they are entered as data.
pub fn statutory(year: i16, choices: YearlyChoices) -> Vec<SpecialDay> {
    let (Some(tet), Some(ancestors)) = (lunar::new_year(year), lunar::solar(10, 3, year)) else {
        return Vec::new();
    };
    let mut days = vec![(date(year, 1, 1), "Tết Dương lịch")];
    let before = choices.tet_days_before.map_or(0, |before| i32::from(before.min(TET_DAYS - 1)));
    let length = if choices.tet_days_before.is_some() { i32::from(TET_DAYS) } else { 3 };
    days.extend((0..length).map(|offset| (days_after(tet, offset - before), "Tết Âm lịch")));
    days.extend([
        (ancestors, "Giỗ Tổ Hùng Vương"),
        (date(year, 4, 30), "Ngày Chiến thắng"),
        (date(year, 5, 1), "Ngày Quốc tế lao động"),
        (date(year, 9, 2), "Quốc khánh"),
    ]);
    if year >= SECOND_NATIONAL_DAY_FROM {
        match choices.beside_national_day {
            Some(BesideNationalDay::Before) => days.push((date(year, 9, 1), "Quốc khánh")),
            Some(BesideNationalDay::After) => days.push((date(year, 9, 3), "Quốc khánh")),
            None => {}
        }
    }
    days.sort_by_key(|(day, _)| *day);
    with_days_in_lieu(&days)
}

/// Adds, for each holiday on a weekly day off, the next day that is neither off nor given already.
fn with_days_in_lieu(holidays: &[(Date, &str)]) -> Vec<SpecialDay> {
    let mut off: BTreeSet<Date> = holidays.iter().map(|(day, _)| *day).collect();
    let mut days: Vec<SpecialDay> = holidays.iter().map(|(day, name)| SpecialDay::holiday(*day, *name)).collect();
    for (holiday, name) in holidays {
        if !is_weekend(*holiday) {
            continue;
        }
        let mut instead = days_after(*holiday, 1);
        while is_weekend(instead) || off.contains(&instead) {
            instead = days_after(instead, 1);
        }
        off.insert(instead);
        days.push(SpecialDay::holiday(instead, format!("Nghỉ bù {name}")));
    }
    days.sort_by_key(|special| special.day);
    // Giỗ Tổ can fall on 30/4: one day off, named by the first.
    days.dedup_by_key(|special| special.day);
    days
}
