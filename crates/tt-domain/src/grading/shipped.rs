//! The sets of criteria that come with the program, as data with the days on which they hold.
//!
//! What could be read in the decrees' own texts is marked so in [`super::criteria::FIELDS`]; the rest is a value to
//! check against the province's own rule, and an editable copy takes it over.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::criteria::{Criteria, Method, QuotaBase};
use super::{CriteriaSet, Subject};

/// All sets that come with the program, the earliest first.
pub fn sets() -> Vec<CriteriaSet> {
    let set = |code: &str, name: &str, basis: &str, subject, (from, to), criteria| CriteriaSet {
        id: None,
        agency: None,
        code: code.to_owned(),
        version: 1,
        name: name.to_owned(),
        basis: basis.to_owned(),
        subject,
        valid_from: from,
        valid_to: to,
        criteria,
    };
    vec![
        set(
            "thuc-te-2019",
            "Đánh giá từng nhiệm vụ theo mức hoàn thành",
            "Thực tế đánh giá nhiệm vụ trọng tâm trước 2026 (Nghị định 56/2015/NĐ-CP, 90/2020/NĐ-CP); các mốc chưa đối chiếu được với quy định của tỉnh",
            Subject::All,
            (date(2015, 7, 29), Some(date(2025, 12, 31))),
            levels(),
        ),
        set(
            "nd-335-2025",
            "Nghị định 335/2025/NĐ-CP",
            "Nghị định 335/2025/NĐ-CP ngày 21/12/2025 của Chính phủ",
            Subject::Agencies,
            (date(2026, 1, 1), None),
            points(),
        ),
        set(
            "nd-233-2026",
            "Nghị định 233/2026/NĐ-CP",
            "Nghị định 233/2026/NĐ-CP ngày 26/6/2026 của Chính phủ",
            Subject::PublicUnits,
            (date(2026, 7, 1), None),
            points(),
        ),
    ]
}

/// Levels straight from evidence.
fn levels() -> Criteria {
    let mut criteria = points();
    criteria.method = Method::Levels;
    criteria.general = Decimal::ZERO;
    criteria.performance = Decimal::ONE_HUNDRED;
    criteria.excellent = Decimal::ONE_HUNDRED;
    criteria.good = Decimal::from(80);
    criteria.completed = Decimal::from(50);
    criteria.excellent_exceeded = Decimal::from(50);
    criteria
}

/// 30 points of general criteria and 70 of results, in quantity, quality and progress alike.
fn points() -> Criteria {
    let whole = Decimal::from;
    Criteria {
        method: Method::Points,
        general: whole(30),
        performance: whole(70),
        items: Vec::new(),
        shares: [Decimal::ONE; 3],
        quality_deduction: whole(25),
        progress_deduction: whole(25),
        exempt_objective: true,
        excellent: whole(90),
        good: whole(70),
        completed: whole(50),
        rounding: None,
        excellent_on_time: whole(100),
        excellent_exceeded: whole(30),
        good_on_time: whole(100),
        completed_done: whole(100),
        completed_late: whole(20),
        failed_done: whole(70),
        quota: whole(20),
        quota_outstanding: whole(25),
        small_group: 5,
        small_quota: 1,
        quota_base: QuotaBase::GoodOrBetter,
    }
}
