//! The year's programme of key tasks.

use crate::id::{AgencyId, DocumentId, ProgrammeId};

/// An agency's key tasks of one year, with the decision that approved them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Identity.
    pub id: ProgrammeId,
    /// Whose.
    pub agency: AgencyId,
    /// Year.
    pub year: i16,
    /// Whether it is only proposed, or approved by a decision.
    pub state: ProgrammeState,
    /// The approving decision, once known.
    pub decision: Option<DocumentId>,
}

/// How far a programme has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgrammeState {
    /// Proposed by the agency.
    Proposed,
    /// Approved by the superior.
    Approved,
}

impl ProgrammeState {
    /// Name in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
        }
    }

    /// Reads [`code`](Self::code) back.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Approved].into_iter().find(|state| state.code() == code)
    }
}
