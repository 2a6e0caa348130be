//! Files of rows brought in (nhập tệp): what kind of rows, what became of them, whether it was taken back.

use jiff::Timestamp;

use crate::id::{AgencyId, ImportId, UserId};
use crate::task::coded;

coded! {
    /// What the rows of a file are.
    IntakeKind {
        /// Nhiệm vụ.
        Tasks = "tasks",
        /// Người và chức vụ.
        People = "people",
        /// Cơ quan và phòng.
        Units = "units",
    }
}

/// How many rows of each verdict a file had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntakeCounts {
    /// Rows that made something.
    pub new: u32,
    /// Rows that changed something.
    pub changed: u32,
    /// Rows that say what is on record.
    pub same: u32,
    /// Rows that were not taken.
    pub refused: u32,
}

/// A file brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// Identity.
    pub id: ImportId,
    /// What is known of it.
    pub details: NewIntake,
    /// When it was taken back, and by whom.
    pub undone: Option<(Timestamp, UserId)>,
}

/// A file brought in, before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntake {
    /// Agency of whoever brought it in.
    pub agency: AgencyId,
    /// Who did.
    pub user: UserId,
    /// What its rows are.
    pub kind: IntakeKind,
    /// Name of the file.
    pub name: String,
    /// Year of the programme its tasks went into.
    pub year: Option<i16>,
    /// When.
    pub at: Timestamp,
    /// How many rows of each verdict.
    pub counts: IntakeCounts,
    /// What it made and changed, so that it can be taken back; the application writes and reads it.
    pub made: String,
    /// The rows that were not taken, with the reasons; the application writes and reads it.
    pub refused: String,
}
