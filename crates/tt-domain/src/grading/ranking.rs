//! Units in order, and whether more are excellent than the quota allows.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::criteria::{Criteria, QuotaBase};
use crate::assessment::Grade;
use crate::id::AgencyId;

/// A unit to be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Which.
    pub agency: AgencyId,
    /// Its grade, as far as it is known.
    pub grade: Option<Grade>,
    /// Its score.
    pub score: Option<Decimal>,
}

/// A unit with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The unit.
    pub unit: Contender,
    /// Its place; equal scores share one. `None` for those without a grade.
    pub place: Option<u32>,
    /// Whether it is excellent beyond the quota.
    pub beyond_quota: bool,
}

/// How many may be excellent in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Units in the group.
    pub units: u32,
    /// Units the share is taken of.
    pub base: u32,
    /// How many may be excellent.
    pub allowed: u32,
    /// How many are.
    pub excellent: u32,
}

/// How many of a group may be excellent.
///
/// In a group smaller than the criteria say it is a fixed number. Else it is the share of the base, rounded down: 1 of 5
/// is exactly 20 percent and allowed.
pub fn quota(criteria: &Criteria, grades: &[Option<Grade>], outstanding: bool) -> Quota {
    let count = |fits: &dyn Fn(&Option<Grade>) -> bool| {
        u32::try_from(grades.iter().filter(|grade| fits(grade)).count()).unwrap_or(u32::MAX)
    };
    let units = count(&|_| true);
    let excellent = count(&|grade| *grade == Some(Grade::Excellent));
    let good = count(&|grade| *grade == Some(Grade::Good));
    let base = match criteria.quota_base {
        QuotaBase::GoodOrBetter => excellent + good,
        QuotaBase::GoodOnly => good,
        QuotaBase::All => units,
    };
    let percent = if outstanding { criteria.quota_outstanding } else { criteria.quota };
    let allowed = if units < criteria.small_group {
        criteria.small_quota
    } else {
        let share = Decimal::from(base).checked_mul(percent).and_then(|part| part.checked_div(Decimal::ONE_HUNDRED));
        share.map(|share| share.floor()).and_then(|share| share.to_u32()).unwrap_or_default()
    };
    Quota { units, base, allowed, excellent }
}

/// Ranks a group: by grade, then by score; those without a grade come last.
pub fn rank(criteria: &Criteria, mut units: Vec<Contender>, outstanding: bool) -> (Vec<Place>, Quota) {
    let grades: Vec<Option<Grade>> = units.iter().map(|unit| unit.grade).collect();
    let quota = quota(criteria, &grades, outstanding);
    let key = |unit: &Contender| (unit.grade.map(Grade::level), unit.score);
    units.sort_by(|one, other| key(other).cmp(&key(one)).then(one.agency.cmp(&other.agency)));
    let mut places: Vec<Place> = Vec::with_capacity(units.len());
    for (index, unit) in units.into_iter().enumerate() {
        let shared = places.last().filter(|last| key(&last.unit) == key(&unit)).and_then(|last| last.place);
        let place = unit.grade.and(shared.or_else(|| u32::try_from(index + 1).ok()));
        let excellent = unit.grade == Some(Grade::Excellent);
        let beyond_quota = excellent && index >= usize::try_from(quota.allowed).unwrap_or(usize::MAX);
        places.push(Place { unit, place, beyond_quota });
    }
    (places, quota)
}
