//! Agencies, divisions, people who sign in.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{AgencyId, DivisionId, UserId};

/// An agency, valid over an interval: agencies merge and change names while old reports must print as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Identity.
    pub id: AgencyId,
    /// Symbol (ký hiệu) it is named by in commands and document numbers: `SCT`.
    pub symbol: String,
    /// Full name: `Sở Công Thương tỉnh Lạng Sơn`.
    pub name: String,
    /// Superior agency as printed above it: `UBND TỈNH LẠNG SƠN`.
    pub superior: Option<String>,
    /// Place (địa danh) printed with its dates.
    pub place: Option<String>,
    /// Agency above it in the tree.
    pub parent: Option<AgencyId>,
    /// First day it exists under this name.
    pub valid_from: Option<Date>,
    /// First day it no longer does.
    pub valid_to: Option<Date>,
    /// What took its place.
    pub replaced_by: Option<AgencyId>,
}

/// An agency before it has an identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAgency {
    /// See [`Agency::symbol`].
    pub symbol: String,
    /// See [`Agency::name`].
    pub name: String,
    /// See [`Agency::superior`].
    pub superior: Option<String>,
    /// See [`Agency::place`].
    pub place: Option<String>,
    /// See [`Agency::parent`].
    pub parent: Option<AgencyId>,
}

/// A division of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Identity.
    pub id: DivisionId,
    /// Agency it belongs to.
    pub agency: AgencyId,
    /// Symbol: `QLXNK`.
    pub symbol: String,
    /// Full name; the symbol again where only that is known.
    pub name: String,
}

/// What a user may do, by post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Chuyên viên.
    Officer,
    /// Trưởng phòng.
    DivisionHead,
    /// Lãnh đạo cơ quan.
    Leader,
    /// Chuyên viên tổng hợp, kế hoạch.
    PlanningOfficer,
    /// Văn thư.
    Clerk,
    /// Cơ quan giao và theo dõi (Văn phòng UBND, Sở Nội vụ).
    Supervisor,
    /// Quản trị hệ thống.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Officer,
        Self::DivisionHead,
        Self::Leader,
        Self::PlanningOfficer,
        Self::Clerk,
        Self::Supervisor,
        Self::Administrator,
    ];

    /// Name in storage and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::DivisionHead => "division_head",
            Self::Leader => "leader",
            Self::PlanningOfficer => "planning_officer",
            Self::Clerk => "clerk",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }

    /// Reads [`code`](Self::code) back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether this role may do this in its own agency. The one permission function; the full matrix is its test.
    pub fn may(self, action: Action) -> bool {
        match action {
            Action::ReadRecords | Action::CheckText => true,
            Action::ImportReport => matches!(self, Self::PlanningOfficer | Self::Administrator),
            Action::ReadAudit | Action::ManageUsers => matches!(self, Self::Administrator),
        }
    }
}

/// What someone may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See tasks, documents, reports of the agency.
    ReadRecords,
    /// Have a text checked without storing it.
    CheckText,
    /// Bring a report's content into the records.
    ImportReport,
    /// Read the audit chain.
    ReadAudit,
    /// Add users, set passwords.
    ManageUsers,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 5] =
        [Self::ReadRecords, Self::CheckText, Self::ImportReport, Self::ReadAudit, Self::ManageUsers];
}

/// Someone who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Identity.
    pub id: UserId,
    /// Agency whose records they see.
    pub agency: AgencyId,
    /// Their division, if any.
    pub division: Option<DivisionId>,
    /// Sign-in name, lower case.
    pub login: String,
    /// Full name.
    pub full_name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// Must choose a password of their own at the next sign-in.
    pub must_change_password: bool,
    /// Wrong passwords in a row.
    pub failed_attempts: u32,
    /// No sign-in before this.
    pub locked_until: Option<Timestamp>,
    /// No sign-in at all since.
    pub disabled_at: Option<Timestamp>,
}

/// A user before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// See [`User::agency`].
    pub agency: AgencyId,
    /// See [`User::division`].
    pub division: Option<DivisionId>,
    /// See [`User::login`].
    pub login: String,
    /// See [`User::full_name`].
    pub full_name: String,
    /// See [`User::role`].
    pub role: Role,
    /// See [`User::password_hash`].
    pub password_hash: String,
    /// See [`User::must_change_password`].
    pub must_change_password: bool,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token the cookie carries, in hex; the token itself is never stored.
    pub token_hash: String,
    /// Who.
    pub user: UserId,
    /// Token that every form of this session carries.
    pub csrf_token: String,
    /// When signed in.
    pub created_at: Timestamp,
    /// Last request.
    pub last_seen_at: Timestamp,
}
