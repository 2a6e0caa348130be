//! Places (địa danh, đơn vị hành chính): units with a code and an interval, and what followed them.
//!
//! A market "ở xã Vân Mộng, huyện Văn Quan" stays printable as recorded and resolvable today: the text stays with the
//! record, and the unit leads to what took its place.

use jiff::civil::Date;

use crate::id::PlaceId;
use crate::organisation::Validity;
use crate::task::coded;

coded! {
    /// Kinds of administrative units.
    PlaceKind {
        /// Tỉnh, thành phố trực thuộc trung ương.
        Province = "province",
        /// Huyện, quận, thị xã, thành phố thuộc tỉnh: until 30 June 2025.
        District = "district",
        /// Xã.
        Commune = "commune",
        /// Phường.
        Ward = "ward",
        /// Thị trấn: until 30 June 2025.
        Township = "township",
        /// Đặc khu.
        SpecialZone = "special_zone",
    }
}

/// An administrative unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminUnit {
    /// Identity.
    pub id: PlaceId,
    /// What is known of it.
    pub details: NewAdminUnit,
}

/// An administrative unit before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAdminUnit {
    /// Code of the national list (QĐ 124/2004/QĐ-TTg, QĐ 19/2025/QĐ-TTg): 2 digits for a province, 3 for a district, 5
    /// for a commune.
    pub code: Option<String>,
    /// Name with its kind: `xã Vân Mộng`.
    pub name: String,
    /// Kind.
    pub kind: PlaceKind,
    /// Unit it lies in.
    pub parent: Option<PlaceId>,
    /// The days it exists.
    pub validity: Validity,
}

/// What took a unit's place, in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceSuccession {
    /// What was.
    pub old: PlaceId,
    /// What follows.
    pub new: PlaceId,
    /// First day.
    pub on: Date,
    /// Whether only a part of the old unit went there.
    pub part: bool,
    /// The deciding document: `Nghị quyết số 1672/NQ-UBTVQH15`.
    pub basis: Option<String>,
}

/// Whether a code has the digits its kind calls for.
pub fn code_fits(kind: PlaceKind, code: &str) -> bool {
    let digits = match kind {
        PlaceKind::Province => 2,
        PlaceKind::District => 3,
        PlaceKind::Commune | PlaceKind::Ward | PlaceKind::Township | PlaceKind::SpecialZone => 5,
    };
    code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The units that lie where this one lay: it if it exists on that day, else what followed it, in the order recorded.
/// Empty when nothing that exists then is known to have followed. A ring of successions is walked once.
pub fn resolve(units: &[AdminUnit], successions: &[PlaceSuccession], unit: PlaceId, day: Date) -> Vec<PlaceId> {
    let (mut found, mut seen, mut waiting) = (Vec::new(), Vec::new(), vec![unit]);
    while let Some(id) = waiting.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let Some(known) = units.iter().find(|unit| unit.id == id) else { continue };
        if known.details.validity.holds_on(day) {
            found.push(id);
        } else {
            let next = successions.iter().rev().filter(|edge| edge.old == id && edge.on <= day);
            waiting.extend(next.map(|edge| edge.new));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn unit(id: i64, validity: Validity) -> AdminUnit {
        let details =
            NewAdminUnit { code: None, name: format!("xã {id}"), kind: PlaceKind::Commune, parent: None, validity };
        AdminUnit { id: PlaceId(id), details }
    }

    #[test]
    fn an_old_place_leads_to_what_lies_there_now() {
        let (first, second) = (date(2019, 12, 1), date(2025, 7, 1));
        let units = [
            unit(1, Validity { from: None, to: Some(first) }),
            unit(2, Validity { from: Some(first), to: Some(second) }),
            unit(3, Validity { from: Some(second), to: None }),
            unit(4, Validity { from: Some(second), to: None }),
        ];
        let edge = |old: i64, new: i64, on: Date, part: bool| PlaceSuccession {
            old: PlaceId(old),
            new: PlaceId(new),
            on,
            part,
            basis: None,
        };
        let edges = [edge(1, 2, first, false), edge(2, 3, second, true), edge(2, 4, second, true)];
        let at = |day: Date| resolve(&units, &edges, PlaceId(1), day);
        assert_eq!(at(date(2019, 11, 30)), [PlaceId(1)]);
        assert_eq!(at(date(2020, 1, 1)), [PlaceId(2)]);
        assert_eq!(at(date(2026, 1, 1)), [PlaceId(3), PlaceId(4)]);
        let ring = [edge(1, 2, first, false), edge(2, 1, second, false)];
        assert_eq!(resolve(&units, &ring, PlaceId(1), date(2026, 1, 1)), []);
    }

    #[test]
    fn codes_have_the_digits_of_their_kind() {
        assert!(code_fits(PlaceKind::Province, "20"));
        assert!(code_fits(PlaceKind::Commune, "06178"));
        assert!(!code_fits(PlaceKind::Commune, "6178"));
        assert!(!code_fits(PlaceKind::District, "18a"));
    }
}
