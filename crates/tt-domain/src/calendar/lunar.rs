//! The Vietnamese lunisolar calendar (âm lịch), by the well-known algorithm of Hồ Ngọc Đức.
//!
//! New moons and solar terms after Meeus, *Astronomical Algorithms*, reckoned in Vietnam's time, UTC+7: this is why
//! Tết 2007 and 2030 fall one day before the Chinese new year. Stated by its author for the years 1800 to 2199.

use std::f64::consts::PI;

use jiff::civil::{Date, date};

use super::days_after;

/// Years the reckoning is stated for.
pub const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;

/// Hours of Vietnam ahead of universal time, in days.
const VIETNAM: f64 = 7.0 / 24.0;
/// Mean length of a lunar month, in days.
const LUNATION: f64 = 29.530_588_853;
/// Julian date of the new moon that the months are numbered from (1/1/1900).
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;
/// Julian day number of 1/1/2000.
const JULIAN_2000: i32 = 2_451_545;

/// Mùng 1 Tết of a year, in the solar calendar. `None` outside [`YEARS`].
pub fn new_year(year: i16) -> Option<Date> {
    solar(1, 1, year)
}

/// A day of the lunar calendar, in the solar one; the month is the ordinary one, not the leap month of the same
/// number. `None` outside [`YEARS`] and for a month or day no lunar year has.
pub fn solar(day: u8, month: u8, year: i16) -> Option<Date> {
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let year = i32::from(year);
    let (before, after) = if month < 11 {
        (eleventh_month(year - 1), eleventh_month(year))
    } else {
        (eleventh_month(year), eleventh_month(year + 1))
    };
    let first = floor(0.5 + (f64::from(before) - FIRST_NEW_MOON) / LUNATION);
    let mut offset = (i32::from(month) + 1) % 12;
    // Thirteen months between two eleventh months: one of them is a leap month.
    if after - before > 365 && offset >= leap_offset(first) {
        offset += 1;
    }
    let (start, next) = (new_moon(first + offset), new_moon(first + offset + 1));
    let reached = start + i32::from(day) - 1;
    (reached < next).then(|| days_after(date(2000, 1, 1), reached - JULIAN_2000))
}

/// Julian day number on which the k-th new moon after 1/1/1900 falls in Vietnam.
fn new_moon(k: i32) -> i32 {
    let k = f64::from(k);
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let sin = |degrees: f64| (degrees * PI / 180.0).sin();
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * sin(166.56 + 132.87 * t - 0.009_173 * t2);
    let sun = 359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3;
    let moon = 306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3;
    let latitude = 21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3;
    let correction = (0.1734 - 0.000_393 * t) * sin(sun) + 0.0021 * sin(2.0 * sun) - 0.4068 * sin(moon)
        + 0.0161 * sin(2.0 * moon)
        - 0.0004 * sin(3.0 * moon)
        + 0.0104 * sin(2.0 * latitude)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2.0 * latitude + sun)
        - 0.0004 * sin(2.0 * latitude - sun)
        - 0.0006 * sin(2.0 * latitude + moon)
        + 0.0010 * sin(2.0 * latitude - moon)
        + 0.0005 * sin(2.0 * moon + sun);
    let delta = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    floor(mean + correction - delta + 0.5 + VIETNAM)
}

/// Which twelfth of the sun's path, from 0, the sun has reached as the day begins in Vietnam.
fn sun_sector(day: i32) -> i32 {
    let t = (f64::from(day) - 2_451_545.5 - VIETNAM) / 36_525.0;
    let t2 = t * t;
    let sin = |degrees: f64| (degrees * PI / 180.0).sin();
    let anomaly = 357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * sin(anomaly)
        + (0.019_993 - 0.000_101 * t) * sin(2.0 * anomaly)
        + 0.000_290 * sin(3.0 * anomaly);
    floor((mean + centre).rem_euclid(360.0) / 30.0)
}

/// First day of the eleventh month, the one the winter solstice lies in, of a solar year.
fn eleventh_month(year: i32) -> i32 {
    let k = floor(f64::from(last_of_december(year) - 2_415_021) / LUNATION);
    let start = new_moon(k);
    if sun_sector(start) >= 9 { new_moon(k - 1) } else { start }
}

/// Which month after the eleventh is the leap month: the first without a principal solar term.
fn leap_offset(first: i32) -> i32 {
    let mut offset = 1;
    let mut sector = sun_sector(new_moon(first + offset));
    loop {
        let last = sector;
        offset += 1;
        sector = sun_sector(new_moon(first + offset));
        if sector == last || offset >= 14 {
            return offset - 1;
        }
    }
}

/// Julian day number of 31 December.
fn last_of_december(year: i32) -> i32 {
    let years = year - 2000;
    let leap_days = |y: i32| y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
    JULIAN_2000 + 365 * (years + 1) + leap_days(year) - leap_days(1999) - 1
}

#[expect(clippy::cast_possible_truncation, reason = "day and month numbers of the years 1799 to 2200")]
fn floor(value: f64) -> i32 {
    value.floor() as i32
}
