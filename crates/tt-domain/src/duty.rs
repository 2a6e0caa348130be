//! What a task asks of someone today (việc phải làm): one answer for each task and person, from the rights they hold
//! and the part they have in it.
//!
//! [`permission`](crate::permission) says what one may do: a leader may do nearly everything. This says what is
//! waiting for them and nobody else's turn comes first, so that *my work* holds what is mine to do and no more.

use jiff::civil::Date;

use crate::id::PersonId;
use crate::organisation::Role;
use crate::permission::{Action, PostHeld, Scope, Standing, may};
use crate::task::{Task, TaskState};

/// What a task waits for from someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Xác nhận kết quả: a result was handed in, and it is theirs to confirm or send back.
    Confirm,
    /// Quyết định gia hạn: a later deadline is asked for.
    DecideExtension,
    /// Trả lời ngày được đề xuất: another day was offered for the one asked for.
    AnswerCounter,
    /// Giao lại: the task came back as not ours.
    Reassign,
    /// Tiếp nhận: assigned to them or their division, not accepted.
    Accept,
    /// Phân công: accepted, but nobody is named who does the work, or no division leads.
    Allocate,
    /// Giao: a draft that is theirs to assign.
    Issue,
    /// Thực hiện, báo cáo: the work itself.
    Perform,
    /// Phối hợp: they work along.
    Contribute,
    /// Theo dõi, đôn đốc: others do it; they answer for it or follow it.
    Follow,
    /// Chờ người khác: handed in or asked for; the next step is another's.
    Wait,
}

impl Duty {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 11] = [
        Self::Confirm,
        Self::DecideExtension,
        Self::AnswerCounter,
        Self::Reassign,
        Self::Accept,
        Self::Allocate,
        Self::Issue,
        Self::Perform,
        Self::Contribute,
        Self::Follow,
        Self::Wait,
    ];

    /// Whether the next step is theirs.
    pub fn is_own_step(self) -> bool {
        !matches!(self, Self::Follow | Self::Wait)
    }
}

/// A request for a later deadline that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asked.
    pub asked_by: Option<PersonId>,
    /// Another day offered instead, which waits for the lead's answer.
    pub offered: Option<Date>,
}

/// What the task asks of someone of this standing; `None` where it asks nothing.
pub fn duty(standing: &Standing, task: &Task, scope: &Scope, request: Option<Request>) -> Option<Duty> {
    if task.is_closed() || !may(standing, Action::SeeTask, scope) {
        return None;
    }
    let part = Part::of(standing, task, scope);
    let can = |action| may(standing, action, scope);
    match task.state {
        TaskState::ResultSubmitted if can(Action::ConfirmResult) => return Some(Duty::Confirm),
        TaskState::ResultSubmitted => return part.does_it().then_some(Duty::Wait),
        TaskState::Returned => return part.gives_work(can(Action::AssignTask)).then_some(Duty::Reassign),
        TaskState::Draft => return part.gives_work(can(Action::AssignTask)).then_some(Duty::Issue),
        _ => {}
    }
    if let Some(request) = request {
        let own = request.asked_by.is_some_and(|by| part.persons.contains(&by));
        match request.offered {
            Some(_) if can(Action::AskExtension) && part.does_it() => return Some(Duty::AnswerCounter),
            None if can(Action::DecideExtension) && !own => return Some(Duty::DecideExtension),
            _ => {}
        }
    }
    if task.lead.is_none() && task.officer.is_none() && part.plans {
        return Some(Duty::Allocate);
    }
    if part.does_it() && task.state == TaskState::Assigned {
        return Some(Duty::Accept);
    }
    if part.officer {
        return Some(Duty::Perform);
    }
    if part.heads_lead && task.officer.is_none() {
        return Some(Duty::Allocate);
    }
    if part.coordinates {
        return Some(Duty::Contribute);
    }
    part.follows.then_some(Duty::Follow)
}

/// The part someone has in a task.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them may go together")]
struct Part {
    /// Themselves, and those they stand in for.
    persons: Vec<PersonId>,
    /// Named as who does the work.
    officer: bool,
    /// Heads the division in charge.
    heads_lead: bool,
    /// Named as coordinator, or heads a coordinating division.
    coordinates: bool,
    /// Plans the agency's work, and so finds a lead for what has none.
    plans: bool,
    /// Answers for it from above: leader in charge, who follows it, who directs the agency or supervises it.
    follows: bool,
    /// Directs the agency, or stands for the one that assigned.
    directs: bool,
    /// Heads the division in charge of a part.
    for_division: bool,
}

impl Part {
    fn of(standing: &Standing, task: &Task, scope: &Scope) -> Self {
        let posts = &standing.posts;
        let delegators = posts.iter().filter_map(|post| post.delegated_from);
        let persons: Vec<PersonId> = standing.person.into_iter().chain(delegators).collect();
        let is_me = |person: Option<PersonId>| person.is_some_and(|person| persons.contains(&person));
        let holds = |test: &dyn Fn(&PostHeld) -> bool| posts.iter().any(test);
        let own = |post: &PostHeld, role: Role| post.agency == scope.agency && post.role == role;
        let heads = |post: &PostHeld| own(post, Role::DivisionHead) && post.division.is_some();
        let heads_lead = holds(&|post| heads(post) && post.division == scope.lead);
        let directs = holds(&|post| own(post, Role::Leader) || own(post, Role::PlanningOfficer));
        let supervises = !scope.internal
            && holds(&|post| {
                post.role == Role::Supervisor && (post.agency == scope.agency || scope.superiors.contains(&post.agency))
            });
        let named = |person: &PersonId| scope.people.contains(person);
        let coordinating =
            holds(&|post| heads(post) && post.division.is_some_and(|id| scope.coordinators.contains(&id)));
        let officer = is_me(task.officer);
        let answers = is_me(task.leader) || is_me(task.tracker);
        Self {
            officer,
            heads_lead,
            coordinates: coordinating || (persons.iter().any(named) && !officer && !answers),
            plans: holds(&|post| own(post, Role::PlanningOfficer)),
            follows: answers || heads_lead || directs || supervises,
            directs: directs || (supervises && task.assigned_by.is_some()),
            for_division: heads_lead && task.parent.is_some(),
            persons,
        }
    }

    fn does_it(&self) -> bool {
        self.officer || self.heads_lead
    }

    /// Whether giving out what nobody has is theirs: of whoever directs, and of the head within the division.
    fn gives_work(&self, may_assign: bool) -> bool {
        may_assign && (self.directs || self.for_division)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::id::{AgencyId, DivisionId, ProgrammeId, TaskId};
    use crate::task::NewTask;

    const AGENCY: AgencyId = AgencyId(1);
    const ABOVE: AgencyId = AgencyId(9);
    const LEAD: DivisionId = DivisionId(1);

    fn someone(id: i64, agency: AgencyId, division: Option<DivisionId>, role: Role) -> Standing {
        let post = PostHeld { agency, division, role, delegated_from: None };
        Standing { person: Some(PersonId(id)), posts: vec![post] }
    }

    fn people() -> [(&'static str, Standing); 7] {
        [
            ("officer", someone(1, AGENCY, Some(LEAD), Role::Officer)),
            ("head", someone(2, AGENCY, Some(LEAD), Role::DivisionHead)),
            ("other head", someone(3, AGENCY, Some(DivisionId(2)), Role::DivisionHead)),
            ("leader", someone(4, AGENCY, None, Role::Leader)),
            ("planner", someone(5, AGENCY, None, Role::PlanningOfficer)),
            ("clerk", someone(6, AGENCY, None, Role::Clerk)),
            ("supervisor", someone(7, ABOVE, None, Role::Supervisor)),
        ]
    }

    fn task(state: TaskState) -> Task {
        let mut task = NewTask::new(ProgrammeId(1), 1, "Hoàn thành quy hoạch", state).numbered(TaskId(1));
        task.lead = Some(LEAD);
        task.officer = Some(PersonId(1));
        task.deadline = Some(date(2019, 12, 31));
        task
    }

    fn scope(task: &Task) -> Scope {
        Scope {
            lead: task.lead,
            people: task.officer.into_iter().collect(),
            internal: task.is_internal(),
            submitted_by: task.submitted_by,
            assigned_by: task.assigned_by,
            coordinators: vec![DivisionId(2)],
            ..Scope::agency_wide(AGENCY, vec![ABOVE])
        }
    }

    fn answers(task: &Task, request: Option<Request>) -> Vec<Option<Duty>> {
        people().iter().map(|(_, standing)| duty(standing, task, &scope(task), request)).collect()
    }

    #[test]
    fn each_state_waits_for_the_right_people() {
        use Duty::{Accept, Confirm, Contribute, Follow, Issue, Perform, Reassign, Wait};
        let (follow, none) = (Some(Follow), None);
        let along = Some(Contribute);
        let cases = [
            (TaskState::Draft, [none, none, none, Some(Issue), Some(Issue), none, none]),
            (TaskState::Assigned, [Some(Accept), Some(Accept), along, follow, follow, none, follow]),
            (TaskState::InProgress, [Some(Perform), follow, along, follow, follow, none, follow]),
            (TaskState::Returned, [none, none, none, Some(Reassign), Some(Reassign), none, none]),
            (TaskState::Completed, [none; 7]),
            (TaskState::CarriedOver, [none; 7]),
        ];
        for (state, expected) in cases {
            assert_eq!(answers(&task(state), None), expected, "{state:?}");
        }
        let mut handed_in = task(TaskState::ResultSubmitted);
        handed_in.submitted_by = Some(PersonId(1));
        let wait = Some(Wait);
        assert_eq!(answers(&handed_in, None), [wait, wait, none, Some(Confirm), Some(Confirm), none, none]);
    }

    #[test]
    fn work_without_a_name_waits_for_who_gives_it_one() {
        let mut open = task(TaskState::Accepted);
        open.officer = None;
        assert_eq!(answers(&open, None)[1], Some(Duty::Allocate));
        assert_eq!(answers(&open, None)[4], Some(Duty::Follow));
        open.lead = None;
        assert_eq!(answers(&open, None)[4], Some(Duty::Allocate));
        assert_eq!(answers(&open, None)[1], None);
    }

    #[test]
    fn an_extension_waits_for_the_leader_then_for_the_lead() {
        let open = task(TaskState::InProgress);
        let asked = Request { asked_by: Some(PersonId(1)), offered: None };
        let leader = |request| answers(&open, Some(request))[3];
        assert_eq!(leader(asked), Some(Duty::DecideExtension));
        assert_eq!(leader(Request { asked_by: Some(PersonId(4)), ..asked }), Some(Duty::Follow));
        let offered = Request { offered: Some(date(2020, 1, 31)), ..asked };
        assert_eq!(leader(offered), Some(Duty::Follow));
        assert_eq!(answers(&open, Some(offered))[0], Some(Duty::AnswerCounter));
    }

    #[test]
    fn who_stands_in_has_the_duties_of_the_absent() {
        let mut deputy = someone(8, AGENCY, Some(LEAD), Role::Officer);
        deputy.posts[0].delegated_from = Some(PersonId(1));
        let open = task(TaskState::InProgress);
        assert_eq!(duty(&deputy, &open, &scope(&open), None), Some(Duty::Perform));
    }
}
