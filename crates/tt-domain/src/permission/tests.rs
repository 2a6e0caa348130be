//! The full matrix: every role × action × place of the post × part of its division × named or not × internal or not ×
//! who assigned × who handed in, against a table written from the rules and not from the code.

use super::*;

/// Cases the matrix holds: 7 roles × 44 actions × 4 places × 3 parts × named or not × internal or not × 3 assigners ×
/// handed in by oneself or not.
const CASES: usize = 7 * 44 * 4 * 3 * 2 * 2 * 3 * 2;

const OWN: AgencyId = AgencyId(10);
const ABOVE: AgencyId = AgencyId(1);
const BESIDE: AgencyId = AgencyId(11);
const FOREIGN: AgencyId = AgencyId(99);
const MY_DIVISION: DivisionId = DivisionId(5);
const OTHER_DIVISION: DivisionId = DivisionId(6);
const ME: PersonId = PersonId(7);
const SOMEONE: PersonId = PersonId(8);

/// What a post may do, in the columns of [`Action::ALL`]:
///
/// `.` never; `A` always; `o` on open (not internal) matters; `s` on open ones and where the division leads or
/// coordinates or the person is named; `l` where the division leads; `n` leads or named; `p` named only; `w` leads,
/// coordinates or named; `i` leads and internal; `g` given by the agency itself; `x` open and assigned by the post's
/// agency; `G`, `I`, `X`, `O`: the same, but never by the one who handed in. A line that is not here permits nothing, and
/// a superior never sees what is internal.
const TABLE: &[(Role, Place, &str)] = &[
    // see assign split edit, accept return progress, directive opinion ask decide submit, confirm cancel carry,
    // urge comment briefing, organisation users settings audit, records check import, registers entries, indicators figures approve,
    // self-grade appraise decide criteria, regimes draft hand-part approve-part review sign sign-by-order issue withdraw consolidate.
    (Role::Leader, Place::Own, "AAAA AAA AAAgA GgA AAA .... AA. .A AAA A... .A...AA.AA"),
    (Role::Leader, Place::Above, "x..x ... ...x. Xxx .x. .... .A. .. ... ..O. .........."),
    (Role::PlanningOfficer, Place::Own, "AAAA AAA .AA.A GgA AAA .... AAA .A AA. A... AA..A....A"),
    (Role::DivisionHead, Place::Own, "slli llw lwlil Ii. ls. .... AA. .l .ll l... .lll..A..."),
    (Role::Officer, Place::Own, "s... ppn .wp.p ... .s. .... AA. .l .l. .... .ll......."),
    (Role::Clerk, Place::Own, "A... ... ..... ... .AA .... AA. .. ... .... .......A.."),
    (Role::Supervisor, Place::Own, "oo.x ... o..x. Xxx ooA .... AA. .. ... .O.A .........A"),
    (Role::Supervisor, Place::Above, "oo.x ... o..x. Xxx oo. .... AA. .. ... .OO. .........."),
    (Role::Administrator, Place::Own, "o... ... ..... ... ... AAAA AA. A. ... ...A A........."),
    (Role::Administrator, Place::Above, "o... ... ..... ... ... AAAA AA. .. ... ...A .........."),
    (Role::PlanningOfficer, Place::Above, ".... ... ..... ... ... .... .A. .. ... .... .........."),
    (Role::DivisionHead, Place::Above, ".... ... ..... ... ... .... .A. .. ... .... .........."),
    (Role::Officer, Place::Above, ".... ... ..... ... ... .... .A. .. ... .... .........."),
    (Role::Clerk, Place::Above, ".... ... ..... ... ... .... .A. .. ... .... .........."),
    (Role::Leader, Place::Beside, "o... ... .o... ... .o. .... .A. .. ... .... .........."),
    (Role::PlanningOfficer, Place::Beside, "o... ... .o... ... .o. .... .A. .. ... .... .........."),
    (Role::DivisionHead, Place::Beside, "o... ... ..... ... .o. .... .A. .. ... .... .........."),
    (Role::Officer, Place::Beside, "o... ... ..... ... .o. .... .A. .. ... .... .........."),
    (Role::Clerk, Place::Beside, "o... ... ..... ... .o. .... .A. .. ... .... .........."),
    (Role::Supervisor, Place::Beside, "o... ... ..... ... .o. .... .A. .. ... .... .........."),
    (Role::Administrator, Place::Beside, ".... ... ..... ... ... .... .A. .. ... .... .........."),
];

fn letters(line: &str) -> impl Iterator<Item = char> {
    line.chars().filter(|letter| *letter != ' ')
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Own,
    Above,
    /// In another agency that coordinates.
    Beside,
    Elsewhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Leads,
    Coordinates,
    None,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    place: Place,
    part: Part,
    named: bool,
    internal: bool,
    assigned_by: Option<AgencyId>,
    handed_in_by_me: bool,
}

impl Case {
    fn all() -> Vec<Self> {
        let mut cases = Vec::new();
        for place in [Place::Own, Place::Above, Place::Beside, Place::Elsewhere] {
            for part in [Part::Leads, Part::Coordinates, Part::None] {
                for assigned_by in [None, Some(OWN), Some(ABOVE)] {
                    for bits in 0..8_u8 {
                        let bit = |mask: u8| bits & mask != 0;
                        let (named, internal, handed_in_by_me) = (bit(1), bit(2), bit(4));
                        cases.push(Self { place, part, named, internal, assigned_by, handed_in_by_me });
                    }
                }
            }
        }
        cases
    }

    fn scope(self) -> Scope {
        let mine = |part: Part| if self.part == part { MY_DIVISION } else { OTHER_DIVISION };
        Scope {
            internal: self.internal,
            lead: Some(mine(Part::Leads)),
            coordinators: vec![DivisionId(77), mine(Part::Coordinates)],
            agencies_along: vec![BESIDE],
            people: if self.named { vec![SOMEONE, ME] } else { vec![SOMEONE] },
            assigned_by: self.assigned_by,
            submitted_by: Some(if self.handed_in_by_me { ME } else { SOMEONE }),
            ..Scope::agency_wide(OWN, vec![ABOVE])
        }
    }

    fn standing(self, role: Role) -> Standing {
        let agency = match self.place {
            Place::Own => OWN,
            Place::Above => ABOVE,
            Place::Beside => BESIDE,
            Place::Elsewhere => FOREIGN,
        };
        Standing {
            person: Some(ME),
            posts: vec![PostHeld { agency, division: Some(MY_DIVISION), role, delegated_from: None }],
        }
    }

    /// What the table says.
    fn expected(self, role: Role, column: usize) -> bool {
        let line = TABLE.iter().find(|(of, place, _)| *of == role && *place == self.place);
        let Some(letter) = line.and_then(|(_, _, line)| letters(line).nth(column)) else { return false };
        if matches!(self.place, Place::Above | Place::Beside) && self.internal {
            return false;
        }
        let (leads, coordinates) = (self.part == Part::Leads, self.part == Part::Coordinates);
        let here = if self.place == Place::Own { OWN } else { ABOVE };
        let assigner = self.assigned_by.unwrap_or(OWN);
        match letter {
            'A' => true,
            'o' => !self.internal,
            'O' => !self.internal && !self.handed_in_by_me,
            's' => !self.internal || leads || coordinates || self.named,
            'l' => leads,
            'n' => leads || self.named,
            'p' => self.named,
            'w' => leads || coordinates || self.named,
            'i' => leads && self.internal,
            'I' => leads && self.internal && !self.handed_in_by_me,
            'g' => assigner == OWN,
            'G' => assigner == OWN && !self.handed_in_by_me,
            'x' => !self.internal && assigner == here,
            'X' => !self.internal && assigner == here && !self.handed_in_by_me,
            _ => false,
        }
    }
}

#[test]
fn full_matrix() {
    assert!(TABLE.iter().all(|(_, _, line)| letters(line).count() == Action::ALL.len()), "a column for every action");
    let mut cases = 0;
    let mut wrong = Vec::new();
    for role in Role::ALL {
        for case in Case::all() {
            for (column, action) in Action::ALL.iter().enumerate() {
                cases += 1;
                let (found, expected) =
                    (may(&case.standing(role), *action, &case.scope()), case.expected(role, column));
                if found != expected {
                    wrong.push(format!("{} {}: {found} in {case:?}", role.code(), action.code()));
                }
            }
        }
    }
    assert_eq!(cases, CASES, "cases of the matrix");
    assert!(wrong.is_empty(), "{} of {cases} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whatever else holds: nobody without a post, no post elsewhere, no internal matter from above, and never one's own
/// result.
#[test]
fn boundaries_hold_for_every_action() {
    for role in Role::ALL {
        for case in Case::all() {
            let (standing, scope) = (case.standing(role), case.scope());
            for action in Action::ALL {
                let none = Standing { person: Some(ME), posts: Vec::new() };
                assert!(!may(&none, *action, &scope), "nobody without a post");
                let allowed = may(&standing, *action, &scope);
                assert!(!allowed || case.place != Place::Elsewhere, "{role:?} {action:?} elsewhere");
                assert!(!allowed || case.place == Place::Own || !case.internal, "{role:?} {action:?} from above");
                assert!(!(allowed && *action == Action::ConfirmResult && case.handed_in_by_me), "{role:?} own result");
            }
        }
    }
}

fn post(agency: AgencyId, division: Option<DivisionId>, role: Role) -> PostHeld {
    PostHeld { agency, division, role, delegated_from: None }
}

#[test]
fn rights_of_several_posts_add_up() {
    let standing = Standing {
        person: Some(ME),
        posts: vec![post(OWN, Some(MY_DIVISION), Role::Officer), post(OWN, None, Role::Clerk)],
    };
    let scope = Scope { internal: true, lead: Some(OTHER_DIVISION), ..Scope::agency_wide(OWN, vec![ABOVE]) };
    assert!(may(&standing, Action::SeeTask, &scope), "as clerk");
    assert!(!may(&standing, Action::SubmitResult, &scope), "in neither post");
    let named = Scope { people: vec![ME], ..scope };
    assert!(may(&standing, Action::SubmitResult, &named), "as the officer named");
}

#[test]
fn a_delegate_stands_where_the_absent_person_stands() {
    let delegated = PostHeld { delegated_from: Some(SOMEONE), ..post(OWN, Some(MY_DIVISION), Role::Officer) };
    let standing = Standing { person: Some(ME), posts: vec![delegated] };
    let scope = Scope { internal: true, people: vec![SOMEONE], ..Scope::agency_wide(OWN, vec![ABOVE]) };
    assert!(may(&standing, Action::SeeTask, &scope));
    assert!(may(&standing, Action::SubmitResult, &scope));
}

#[test]
fn a_delegate_does_not_confirm_what_the_absent_person_handed_in() {
    let lead = PostHeld { delegated_from: Some(SOMEONE), ..post(OWN, None, Role::Leader) };
    let standing = Standing { person: Some(ME), posts: vec![lead] };
    let scope = |by: PersonId| Scope { submitted_by: Some(by), ..Scope::agency_wide(OWN, vec![ABOVE]) };
    assert!(!may(&standing, Action::ConfirmResult, &scope(SOMEONE)));
    assert!(!may(&standing, Action::ConfirmResult, &scope(ME)));
    assert!(may(&standing, Action::ConfirmResult, &scope(PersonId(9))));
}

#[test]
fn an_account_that_stands_for_nobody_confirms_nothing() {
    let standing = Standing { person: None, posts: vec![post(OWN, None, Role::Leader)] };
    let scope = Scope::agency_wide(OWN, Vec::new());
    assert!(may(&standing, Action::SeeTask, &scope));
    assert!(!may(&standing, Action::ConfirmResult, &scope));
}

#[test]
fn where_nobody_stands_above_the_own_leader_decides_on_grades() {
    let standing = Standing { person: Some(ME), posts: vec![post(OWN, None, Role::Leader)] };
    let scope = |superiors, by| Scope { submitted_by: Some(by), ..Scope::agency_wide(OWN, superiors) };
    assert!(may(&standing, Action::DecideGrade, &scope(Vec::new(), SOMEONE)));
    assert!(!may(&standing, Action::DecideGrade, &scope(Vec::new(), ME)), "not on one's own grade");
    assert!(!may(&standing, Action::DecideGrade, &scope(vec![ABOVE], SOMEONE)));
}
