//! Agencies, divisions, people who sign in.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{AgencyId, DivisionId, PersonId, UserId};
use crate::task::coded;

/// The days something holds: from the first on, up to and without the last; an open end is unknown or not yet come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// First day it no longer holds.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it holds on that day.
    pub fn holds_on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// Whether some day is in both.
    pub fn overlaps(self, other: Self) -> bool {
        let begins_before_end = |one: Self, other: Self| match (one.from, other.to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        };
        begins_before_end(self, other) && begins_before_end(other, self) && !self.is_empty() && !other.is_empty()
    }

    /// Whether it holds on no day at all.
    pub fn is_empty(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to <= from)
    }
}

coded! {
    /// Level of an agency.
    AgencyLevel {
        /// UBND tỉnh, thành phố trực thuộc trung ương.
        Province = "province",
        /// Văn phòng UBND tỉnh.
        ProvinceOffice = "province_office",
        /// Sở, ban, ngành.
        Department = "department",
        /// UBND xã, phường, đặc khu.
        Commune = "commune",
        /// Đơn vị sự nghiệp công lập.
        PublicUnit = "public_unit",
        /// Anything else: districts of before July 2025, Party bodies, enterprises.
        Other = "other",
    }
}

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
    /// Its level.
    pub level: AgencyLevel,
    /// Agency above it in the tree.
    pub parent: Option<AgencyId>,
    /// First day it exists under this name.
    pub valid_from: Option<Date>,
    /// First day it no longer does.
    pub valid_to: Option<Date>,
    /// What took its place.
    pub replaced_by: Option<AgencyId>,
    /// Grows with every change; a change names the one it was made on.
    pub version: i64,
}

impl Agency {
    /// The days it exists.
    pub fn validity(&self) -> Validity {
        Validity { from: self.valid_from, to: self.valid_to }
    }
}

/// An agency before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgency {
    /// See [`Agency::symbol`].
    pub symbol: String,
    /// See [`Agency::name`].
    pub name: String,
    /// See [`Agency::superior`].
    pub superior: Option<String>,
    /// See [`Agency::place`].
    pub place: Option<String>,
    /// See [`Agency::level`].
    pub level: AgencyLevel,
    /// See [`Agency::parent`].
    pub parent: Option<AgencyId>,
    /// See [`Agency::valid_from`].
    pub valid_from: Option<Date>,
}

impl Default for NewAgency {
    fn default() -> Self {
        Self {
            symbol: String::new(),
            name: String::new(),
            superior: None,
            place: None,
            level: AgencyLevel::Other,
            parent: None,
            valid_from: None,
        }
    }
}

/// How an agency stood over an interval that is over: names and places in the tree change while the body stays the
/// same, and old reports print what was valid on their date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastAgency {
    /// As it stood, from [`NewAgency::valid_from`] on.
    pub was: NewAgency,
    /// First day after it.
    pub until: Date,
}

/// How a division was named over an interval that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastDivision {
    /// Symbol of then.
    pub symbol: String,
    /// Name of then.
    pub name: String,
    /// First day it was so named, if known.
    pub from: Option<Date>,
    /// First day after it.
    pub until: Date,
}

coded! {
    /// How bodies follow one another.
    SuccessionKind {
        /// Đổi tên: the same body under another name.
        Rename = "rename",
        /// Sáp nhập, hợp nhất: several into one.
        Merge = "merge",
        /// Chia, tách: one into several.
        Split = "split",
        /// Giải thể: none follows.
        Abolish = "abolish",
    }
}

/// An edge from a body to one that follows it, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession<Id> {
    /// What was.
    pub old: Id,
    /// What follows; `None` when it was abolished.
    pub new: Option<Id>,
    /// How.
    pub kind: SuccessionKind,
    /// First day of the new state.
    pub on: Date,
    /// The deciding document, as written: `Quyết định số 01/QĐ-UBND`.
    pub basis: Option<String>,
}

/// An agency's identifier code over an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyCode {
    /// Whose.
    pub agency: AgencyId,
    /// The code, in the form it is written in.
    pub code: crate::identifier::IdentifierCode,
    /// The days it holds.
    pub validity: Validity,
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
    /// First day it exists.
    pub valid_from: Option<Date>,
    /// First day it no longer does.
    pub valid_to: Option<Date>,
    /// What took its place.
    pub replaced_by: Option<DivisionId>,
    /// Grows with every change; a change names the one it was made on.
    pub version: i64,
}

impl Division {
    /// As sentences call it: one known only by its symbol is still a phòng.
    pub fn spoken_name(&self) -> String {
        if self.name == self.symbol { format!("Phòng {}", self.symbol) } else { self.name.clone() }
    }

    /// The days it exists.
    pub fn validity(&self) -> Validity {
        Validity { from: self.valid_from, to: self.valid_to }
    }
}

/// What a post entitles to; who may do what on which record is decided by [`crate::permission::may`].
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
    /// Role the account was made with; what it may do follows from the person's posts.
    pub role: Role,
    /// Person it stands for.
    pub person: Option<PersonId>,
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
    /// See [`User::person`].
    pub person: Option<PersonId>,
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
