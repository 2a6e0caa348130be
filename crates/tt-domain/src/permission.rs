//! Who may do what: one pure function over the posts someone holds today and what the question is about.
//!
//! Every page, API route, download, list, count and search hit asks [`may`]; there is no second place where rights are
//! decided. The full matrix is written out in its test.

use crate::id::{AgencyId, DivisionId, PersonId};
use crate::organisation::Role;
use crate::task::coded;

/// Someone's standing on a day: who they are and the posts they hold, delegated ones included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The person; `None` for an account that stands for nobody, which then submits and confirms nothing.
    pub person: Option<PersonId>,
    /// Posts held on the day. Without one, nothing is permitted.
    pub posts: Vec<PostHeld>,
}

/// A post (vị trí) held on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostHeld {
    /// Agency it is in.
    pub agency: AgencyId,
    /// Division it is in; `None` for posts above or beside the divisions.
    pub division: Option<DivisionId>,
    /// What it entitles to.
    pub role: Role,
    /// Whose post it is, when held by delegation (ủy quyền) during their absence.
    pub delegated_from: Option<PersonId>,
}

/// What a question of permission is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Agency the record belongs to.
    pub agency: AgencyId,
    /// Agencies above it, nearest first.
    pub superiors: Vec<AgencyId>,
    /// A sub-task or draft: not shown to superiors, nor to other divisions.
    pub internal: bool,
    /// Division in charge.
    pub lead: Option<DivisionId>,
    /// Coordinating divisions (phối hợp).
    pub coordinators: Vec<DivisionId>,
    /// Other agencies that coordinate.
    pub agencies_along: Vec<AgencyId>,
    /// Officer, leader, tracker and coordinating persons by name.
    pub people: Vec<PersonId>,
    /// Agency that assigned it; `None` when the agency gave it itself.
    pub assigned_by: Option<AgencyId>,
    /// Who handed in the result that waits for confirmation.
    pub submitted_by: Option<PersonId>,
}

impl Scope {
    /// For what is not a task: the agency as a whole.
    pub fn agency_wide(agency: AgencyId, superiors: Vec<AgencyId>) -> Self {
        Self {
            agency,
            superiors,
            internal: false,
            lead: None,
            coordinators: Vec::new(),
            agencies_along: Vec::new(),
            people: Vec::new(),
            assigned_by: None,
            submitted_by: None,
        }
    }
}

coded! {
    /// What someone may want to do.
    Action {
        /// See a task, in lists, counts and search too.
        SeeTask = "see_task",
        /// Give a task to an agency, a division or a person (giao việc).
        AssignTask = "assign_task",
        /// Split a task into sub-tasks.
        SplitTask = "split_task",
        /// Change a task's wording, targets, product, dates.
        EditTask = "edit_task",
        /// Accept a task (nhận việc).
        AcceptTask = "accept_task",
        /// Return a task as not ours.
        ReturnTask = "return_task",
        /// Note progress.
        ReportProgress = "report_progress",
        /// Give a directive (ý kiến chỉ đạo).
        GiveDirective = "give_directive",
        /// Give a coordinator's opinion.
        GiveOpinion = "give_opinion",
        /// Ask for a later deadline (xin gia hạn).
        AskExtension = "ask_extension",
        /// Approve, refuse or counter such a request.
        DecideExtension = "decide_extension",
        /// Hand in the result.
        SubmitResult = "submit_result",
        /// Confirm a result or send it back; never by the one who handed it in.
        ConfirmResult = "confirm_result",
        /// Withdraw a task.
        CancelTask = "cancel_task",
        /// Carry a task over into the next programme.
        CarryOverTask = "carry_over_task",
        /// Urge (đôn đốc), by letter or notice.
        UrgeTask = "urge_task",
        /// Comment on a task.
        Comment = "comment",
        /// Prepare and hold a briefing (giao ban), record its conclusions.
        HoldBriefing = "hold_briefing",
        /// Change agencies, divisions, people, posts, delegations, places.
        ManageOrganisation = "manage_organisation",
        /// Add accounts, lock them, set their passwords.
        ManageUsers = "manage_users",
        /// Change calendar, rules, webhooks and other settings.
        ManageSettings = "manage_settings",
        /// Read the audit chain.
        ReadAudit = "read_audit",
        /// Read programmes, documents, reports, figures of the agency.
        ReadRecords = "read_records",
        /// Have a text checked without storing it.
        CheckText = "check_text",
        /// Bring a report's or a programme's content into the records.
        ImportReport = "import_report",
        /// Make registers, change their fields, stages and measures.
        ManageRegisters = "manage_registers",
        /// Write entries into a register, or a division's own (`lead`), and move them on.
        EnterRegister = "enter_register",
        /// Change the catalogue of indicators, close and open periods (danh mục chỉ tiêu, khóa kỳ).
        ManageIndicators = "manage_indicators",
        /// Enter values of indicators (nhập số liệu).
        EnterFigures = "enter_figures",
        /// Approve the values of a division (duyệt số liệu).
        ApproveFigures = "approve_figures",
        /// Grade one's own tasks and agency, tie targets to their evidence (tự đánh giá).
        SelfGrade = "self_grade",
        /// Appraise a self-grade; never by the one who gave it (thẩm định).
        AppraiseGrade = "appraise_grade",
        /// Record the final decision; never by the one who graded or appraised (quyết định xếp loại).
        DecideGrade = "decide_grade",
        /// Keep an agency's own sets of grading criteria (bộ tiêu chí).
        ManageCriteria = "manage_criteria",
        /// Keep the regimes of reporting and their calendar (chế độ báo cáo).
        ManageRegimes = "manage_regimes",
        /// Open a report, ask divisions for their parts, put it before the planning officer.
        DraftReport = "draft_report",
        /// Hand a division's part (`lead`) to its head.
        HandPart = "hand_part",
        /// Approve a division's part (`lead`).
        ApprovePart = "approve_part",
        /// Review the whole: send it on to the leader or back, go on without a part.
        ReviewReport = "review_report",
        /// Sign in the right of the head or a deputy (ký, ký thay).
        SignReport = "sign_report",
        /// Sign by order or authorisation of the head (thừa lệnh, thừa ủy quyền).
        SignByOrder = "sign_by_order",
        /// Number, date and issue a report, keep the series of numbers (văn thư).
        IssueReport = "issue_report",
        /// Recall, correct or replace what was issued (thu hồi, đính chính, thay thế).
        WithdrawReport = "withdraw_report",
        /// Bring together what the agencies below report (tổng hợp báo cáo của các cơ quan cấp dưới).
        Consolidate = "consolidate",
    }
}

/// Whether someone of this standing may do this: any one of their posts is enough.
pub fn may(standing: &Standing, action: Action, on: &Scope) -> bool {
    standing.posts.iter().any(|post| View::of(standing, post, on).is_some_and(|view| view.permits(action)))
}

/// How a post stands to what the question is about.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them may go together")]
struct View<'a> {
    post: &'a PostHeld,
    on: &'a Scope,
    /// The post is in the agency itself; otherwise in one above it, or beside.
    own: bool,
    /// The post is in another agency that works along.
    beside: bool,
    /// Its division is in charge.
    leads: bool,
    /// Its division coordinates.
    coordinates: bool,
    /// The person, or the one they stand in for, is named on the task.
    named: bool,
    /// The person is known, and neither they nor the one they stand in for handed in the result.
    apart: bool,
}

impl<'a> View<'a> {
    /// `None` for a post that has nothing to do with the agency, and for other agencies on internal matters.
    fn of(standing: &Standing, post: &'a PostHeld, on: &'a Scope) -> Option<Self> {
        let own = post.agency == on.agency;
        let above = on.superiors.contains(&post.agency);
        let beside = !own && !above && on.agencies_along.contains(&post.agency);
        if !own && (on.internal || !above && !beside) {
            return None;
        }
        let in_division = |division: &DivisionId| own && post.division == Some(*division);
        let persons = || standing.person.into_iter().chain(post.delegated_from);
        Some(Self {
            post,
            on,
            own,
            beside,
            leads: on.lead.as_ref().is_some_and(in_division),
            coordinates: on.coordinators.iter().any(in_division),
            named: persons().any(|person| on.people.contains(&person)),
            apart: standing.person.is_some() && persons().all(|person| on.submitted_by != Some(person)),
        })
    }

    fn permits(&self, action: Action) -> bool {
        if self.beside {
            return self.permits_beside(action);
        }
        match action {
            Action::SeeTask => self.sees(),
            Action::Comment => self.sees() && !self.is(Role::Administrator),
            Action::AssignTask => self.directs() || self.heads_lead() || self.supervises(),
            Action::SplitTask => self.directs() || self.heads_lead(),
            Action::EditTask => self.directs() || self.heads_internal() || self.assigned_for_superior(),
            Action::AcceptTask | Action::ReturnTask | Action::AskExtension | Action::SubmitResult => {
                self.directs() || self.heads_lead() || (self.officer() && self.named)
            }
            Action::ReportProgress => {
                self.directs()
                    || (self.head() && (self.leads || self.coordinates || self.named))
                    || (self.officer() && (self.leads || self.named))
            }
            Action::GiveOpinion => {
                self.directs() || ((self.head() || self.officer()) && (self.leads || self.coordinates || self.named))
            }
            Action::GiveDirective => self.leader() || self.heads_lead() || self.supervises(),
            Action::UrgeTask => self.directs() || self.heads_lead() || self.supervises(),
            Action::DecideExtension => self.decides(self.leader()),
            Action::ConfirmResult => self.apart && self.decides(self.directs()),
            Action::CancelTask => self.decides(self.directs()),
            Action::CarryOverTask => self.directs() || self.assigned_for_superior(),
            Action::HoldBriefing => self.directs() || (self.own && (self.is(Role::Clerk) || self.is(Role::Supervisor))),
            Action::ManageOrganisation | Action::ManageUsers | Action::ManageSettings | Action::ReadAudit => {
                self.is(Role::Administrator)
            }
            Action::ManageRegisters => self.own && self.is(Role::Administrator),
            Action::EnterRegister => self.directs() || ((self.head() || self.officer()) && self.keeps()),
            Action::ReadRecords => self.own || self.is(Role::Supervisor) || self.is(Role::Administrator),
            Action::CheckText => true,
            Action::ManageIndicators => self.directs(),
            Action::EnterFigures => self.directs() || self.heads_lead() || (self.officer() && self.leads),
            Action::ApproveFigures => self.leader() || self.heads_lead(),
            Action::ImportReport => self.own && self.is(Role::PlanningOfficer),
            Action::SelfGrade => self.directs() || self.heads_lead(),
            Action::AppraiseGrade => self.apart && self.supervises(),
            Action::DecideGrade => self.apart && self.decides_grades(),
            Action::ManageCriteria => self.is(Role::Administrator) || (self.own && self.is(Role::Supervisor)),
            Action::ManageRegimes => self.own && (self.is(Role::Administrator) || self.is(Role::PlanningOfficer)),
            Action::DraftReport => self.directs() || ((self.head() || self.officer()) && self.leads),
            Action::HandPart => (self.head() || self.officer()) && self.leads,
            Action::ApprovePart => self.heads_lead(),
            Action::ReviewReport => self.own && self.is(Role::PlanningOfficer),
            Action::SignReport | Action::WithdrawReport => self.leader(),
            Action::SignByOrder => self.leader() || self.head(),
            Action::IssueReport => self.own && self.is(Role::Clerk),
            Action::Consolidate => self.directs() || (self.own && self.is(Role::Supervisor)),
        }
    }

    /// Those above decide on grades; where nobody stands above, the agency's own leader.
    fn decides_grades(&self) -> bool {
        let above = !self.own && (self.is(Role::Leader) || self.is(Role::Supervisor));
        !self.on.internal && (above || self.leader() && self.on.superiors.is_empty())
    }

    /// What an agency that works along may do with the open matters of another: know of them, and say its opinion.
    fn permits_beside(&self, action: Action) -> bool {
        match action {
            Action::SeeTask | Action::Comment => !self.is(Role::Administrator),
            Action::GiveOpinion => self.is(Role::Leader) || self.is(Role::PlanningOfficer),
            Action::CheckText => true,
            _ => false,
        }
    }

    fn is(&self, role: Role) -> bool {
        self.post.role == role
    }

    fn leader(&self) -> bool {
        self.own && self.is(Role::Leader)
    }

    fn head(&self) -> bool {
        self.own && self.is(Role::DivisionHead)
    }

    fn officer(&self) -> bool {
        self.own && self.is(Role::Officer)
    }

    /// Leads the agency, or plans and follows its work for its leader.
    fn directs(&self) -> bool {
        self.leader() || (self.own && self.is(Role::PlanningOfficer))
    }

    fn heads_lead(&self) -> bool {
        self.head() && self.leads
    }

    /// Its division keeps this, or no division does.
    fn keeps(&self) -> bool {
        self.leads || self.on.lead.is_none()
    }

    /// Heads the division in charge of what stays within the division.
    fn heads_internal(&self) -> bool {
        self.heads_lead() && self.on.internal
    }

    /// Follows the agency's open tasks, from above or within.
    fn supervises(&self) -> bool {
        self.is(Role::Supervisor) && !self.on.internal
    }

    /// Stands for the superior agency that assigned this. A supervisor within the agency stands for it where it gave
    /// the task itself.
    fn assigned_for_superior(&self) -> bool {
        let by = self.on.assigned_by.unwrap_or(self.on.agency);
        let stands_for_it = self.is(Role::Supervisor) || (self.is(Role::Leader) && !self.own);
        !self.on.internal && stands_for_it && by == self.post.agency
    }

    /// Decides what only the one who assigned may: within the agency those of `ours`, where the agency gave the task
    /// itself; the head of a division on its internal matters; the superior's people on what the superior assigned.
    fn decides(&self, ours: bool) -> bool {
        let given_here = self.on.assigned_by.is_none_or(|by| by == self.on.agency);
        (ours && given_here) || self.heads_internal() || self.assigned_for_superior()
    }

    fn sees(&self) -> bool {
        match self.post.role {
            Role::Supervisor | Role::Administrator => !self.on.internal,
            Role::Leader if !self.own => self.assigned_for_superior(),
            Role::Leader | Role::PlanningOfficer | Role::Clerk => self.own,
            Role::DivisionHead | Role::Officer => {
                self.own && (!self.on.internal || self.leads || self.coordinates || self.named)
            }
        }
    }
}

#[cfg(test)]
mod tests;
