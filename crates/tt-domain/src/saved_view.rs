//! Views of the working list that someone keeps and may share: filter, shape and columns under a name.

use jiff::Timestamp;

use crate::id::{AgencyId, DivisionId, SavedViewId, UserId};
use crate::task::coded;

/// A view as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Identity.
    pub id: SavedViewId,
    /// What it is and whose.
    pub view: NewSavedView,
}

/// A view before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSavedView {
    /// Who keeps it.
    pub owner: UserId,
    /// Their agency.
    pub agency: AgencyId,
    /// The division it is shared with, where it is shared with one.
    pub division: Option<DivisionId>,
    /// What it is called; once per owner.
    pub name: String,
    /// The list's address after the question mark, without year and page.
    pub query: String,
    /// Who else sees it.
    pub shared: Sharing,
    /// When it was kept.
    pub created_at: Timestamp,
}

coded! {
    /// Who sees a view beside its owner. What it lists stays within the rights of whoever opens it.
    Sharing {
        /// Nobody.
        Own = "own",
        /// The owner's division.
        Division = "division",
        /// The owner's agency.
        Agency = "agency",
    }
}
