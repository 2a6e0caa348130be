//! People, the posts they hold and the delegations between them.
//!
//! A person is not an account: tasks name persons, and a transfer ends one post and begins another, so that what was
//! signed before stays true.

use jiff::civil::Date;

use crate::id::{AgencyId, DelegationId, DivisionId, PersonId, PostId};
use crate::organisation::{Role, Validity};
use crate::permission::{PostHeld, Standing};
use crate::task::coded;

/// A person (cán bộ, công chức, viên chức).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// What is known of them.
    pub details: NewPerson,
    /// Grows with every change; a change names the one it was made on.
    pub version: i64,
}

/// A person before they have an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Agency whose administrator keeps the record; where they work is told by their posts.
    pub keeper: AgencyId,
    /// Full name: `Nguyễn Thị Hoa`.
    pub full_name: String,
    /// Staff code (mã cán bộ), unique within the keeping agency.
    pub code: Option<String>,
    /// Address for notices.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

coded! {
    /// How a post is held.
    Holding {
        /// Chính nhiệm.
        Regular = "regular",
        /// Quyền, phụ trách.
        Acting = "acting",
        /// Kiêm nhiệm.
        Concurrent = "concurrent",
    }
}

/// A post held by a person over an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Identity.
    pub id: PostId,
    /// What is held.
    pub details: NewPost,
}

/// A post before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPost {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub agency: AgencyId,
    /// In which division, if in one.
    pub division: Option<DivisionId>,
    /// What it entitles to.
    pub role: Role,
    /// Title (chức danh) as printed: `Phó Trưởng phòng`; the role's own name when none is given.
    pub title: Option<String>,
    /// How it is held.
    pub holding: Holding,
    /// The days it is held.
    pub validity: Validity,
}

/// A delegation (ủy quyền): over these days one person also stands where the other stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Identity.
    pub id: DelegationId,
    /// What is delegated.
    pub details: NewDelegation,
}

/// A delegation before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelegation {
    /// Whose posts.
    pub from: PersonId,
    /// Who stands in.
    pub to: PersonId,
    /// First day.
    pub valid_from: Date,
    /// First day after it.
    pub valid_to: Date,
    /// Why: `nghỉ phép`, `đi công tác`.
    pub reason: Option<String>,
}

impl NewDelegation {
    /// The days it is in force.
    pub fn validity(&self) -> Validity {
        Validity { from: Some(self.valid_from), to: Some(self.valid_to) }
    }
}

/// Someone's standing on a day, from their own posts, the delegations to them and the posts of those who delegate.
///
/// What is delegated is the absent person's own posts, never what was delegated to them: there are no chains.
pub fn standing(
    person: PersonId,
    own: &[Post],
    delegations: &[Delegation],
    posts_of_absent: &[Post],
    day: Date,
) -> Standing {
    let held = |post: &Post, delegated_from: Option<PersonId>| PostHeld {
        agency: post.details.agency,
        division: post.details.division,
        role: post.details.role,
        delegated_from,
    };
    let valid = |post: &&Post| post.details.validity.holds_on(day);
    let mut posts: Vec<PostHeld> =
        own.iter().filter(|post| post.details.person == person).filter(valid).map(|post| held(post, None)).collect();
    for delegation in delegations.iter().map(|delegation| &delegation.details) {
        if delegation.to == person && delegation.from != person && delegation.validity().holds_on(day) {
            let theirs = posts_of_absent.iter().filter(|post| post.details.person == delegation.from);
            posts.extend(theirs.filter(valid).map(|post| held(post, Some(delegation.from))));
        }
    }
    Standing { person: Some(person), posts }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn post(person: i64, from: Option<Date>, to: Option<Date>) -> Post {
        let details = NewPost {
            person: PersonId(person),
            agency: AgencyId(1),
            division: None,
            role: Role::Leader,
            title: None,
            holding: Holding::Regular,
            validity: Validity { from, to },
        };
        Post { id: PostId(person), details }
    }

    fn delegation(from: i64, to: i64) -> Delegation {
        let details = NewDelegation {
            from: PersonId(from),
            to: PersonId(to),
            valid_from: date(2026, 11, 2),
            valid_to: date(2026, 11, 7),
            reason: None,
        };
        Delegation { id: DelegationId(from * 10 + to), details }
    }

    #[test]
    fn a_post_counts_from_its_first_day_and_not_on_the_day_after_its_last() {
        let posts = [post(1, Some(date(2026, 11, 2)), Some(date(2026, 11, 7)))];
        for (day, held) in
            [(date(2026, 11, 1), 0), (date(2026, 11, 2), 1), (date(2026, 11, 6), 1), (date(2026, 11, 7), 0)]
        {
            assert_eq!(standing(PersonId(1), &posts, &[], &[], day).posts.len(), held, "{day}");
        }
    }

    #[test]
    fn a_delegation_lends_the_absent_persons_own_posts_and_no_others() {
        let (one, three) = ([post(1, None, None)], [post(3, None, None)]);
        let chain = [delegation(1, 2), delegation(2, 3)];
        let second = standing(PersonId(2), &[], &chain, &one, date(2026, 11, 3));
        assert_eq!(second.posts.iter().map(|post| post.delegated_from).collect::<Vec<_>>(), [Some(PersonId(1))]);
        let third = standing(PersonId(3), &three, &chain, &[], date(2026, 11, 3));
        assert_eq!(third.posts.len(), 1, "their own only");
        assert!(standing(PersonId(2), &[], &chain, &one, date(2026, 11, 7)).posts.is_empty(), "over");
    }

    #[test]
    fn validity_is_half_open() {
        let days = |from: Option<i8>, to: Option<i8>| Validity {
            from: from.map(|day| date(2026, 1, day)),
            to: to.map(|day| date(2026, 1, day)),
        };
        assert!(!days(None, Some(5)).overlaps(days(Some(5), None)));
        assert!(days(None, Some(6)).overlaps(days(Some(5), None)));
        assert!(days(None, None).overlaps(days(Some(5), Some(6))));
        assert!(!days(Some(5), Some(5)).overlaps(days(None, None)));
        assert!(days(Some(6), Some(5)).is_empty());
    }
}
