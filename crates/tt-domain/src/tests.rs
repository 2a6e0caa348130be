//! What must hold for every code.

use std::collections::HashSet;

use crate::assessment::{Grade, Stage};
use crate::goal::{BasisKind, Outlook};
use crate::grading::Subject;
use crate::grading::criteria::{Method, QuotaBase};
use crate::indicator::ObservationKind;
use crate::organisation::{AgencyLevel, Role, SuccessionKind};
use crate::people::Holding;
use crate::permission::Action;
use crate::place::PlaceKind;
use crate::programme::ProgrammeState;
use crate::report::ReportState;
use crate::task::{Cause, Comparator, TaskState};

macro_rules! assert_codes_round_trip {
    ($($name:ident: $all:expr),* $(,)?) => {$(
        let mut seen = HashSet::new();
        for value in $all {
            assert!(seen.insert(value.code()), "{} twice in {}", value.code(), stringify!($name));
            assert_eq!($name::from_code(value.code()), Some(value));
        }
        assert_eq!($name::from_code("no such code"), None);
        assert_eq!($name::from_code(""), None);
    )*};
}

#[test]
fn codes_round_trip_and_are_distinct() {
    assert_codes_round_trip!(
        Grade: Grade::ALL.iter().copied(),
        Stage: Stage::ALL.iter().copied(),
        Outlook: Outlook::ALL.iter().copied(),
        BasisKind: BasisKind::ALL.iter().copied(),
        Subject: Subject::ALL.iter().copied(),
        Method: Method::ALL.iter().copied(),
        QuotaBase: QuotaBase::ALL.iter().copied(),
        ObservationKind: ObservationKind::ALL.iter().copied(),
        ReportState: ReportState::ALL.iter().copied(),
        TaskState: TaskState::ALL.iter().copied(),
        Comparator: Comparator::ALL.iter().copied(),
        Cause: Cause::ALL.iter().copied(),
        Role: Role::ALL,
        Action: Action::ALL.iter().copied(),
        AgencyLevel: AgencyLevel::ALL.iter().copied(),
        SuccessionKind: SuccessionKind::ALL.iter().copied(),
        Holding: Holding::ALL.iter().copied(),
        PlaceKind: PlaceKind::ALL.iter().copied(),
        ProgrammeState: [ProgrammeState::Proposed, ProgrammeState::Approved],
    );
}

#[test]
fn identities_are_read_as_they_are_shown() {
    use crate::id::TaskId;
    assert_eq!(TaskId(42).to_string().parse(), Ok(TaskId(42)));
    assert!("x".parse::<TaskId>().is_err());
}
