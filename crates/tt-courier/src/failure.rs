//! Why a message was not taken, told apart by what a later try can change.

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody answered, or the answer asks to come again: a later try may succeed.
    #[error("{0}")]
    Temporary(String),
    /// The other side refuses this message for good; trying again would change nothing.
    #[error("{0}")]
    Permanent(String),
}

impl Failure {
    /// Whether a later try may succeed.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_))
    }
}
