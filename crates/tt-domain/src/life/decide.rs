//! The decision: state, part, separation of duties, then the particulars of each command.

use jiff::civil::Date;

use super::command::{Approver, Command, CommandKind, Dating, Decision, Part, Product, Situation};
use super::refusal::{Field, Refusal};
use super::{Event, EventKind, ExtensionChange, OpenExtension, Outcome};
use crate::calendar::WorkCalendar;
use crate::task::TaskState;

use TaskState::{Accepted, Assigned, Cancelled, CarriedOver, Completed, Draft, InProgress, ResultSubmitted, Returned};

/// States in which work is under way or asked for.
const WORKING: &[TaskState] = &[Assigned, Accepted, InProgress];
/// States a task can be brought out of.
const OPEN: &[TaskState] = &[Assigned, Accepted, InProgress, ResultSubmitted, Returned];
const ANY: &[TaskState] =
    &[Draft, Assigned, Accepted, InProgress, ResultSubmitted, Returned, Completed, Cancelled, CarriedOver];

/// States a command is possible in.
fn states(kind: CommandKind) -> &'static [TaskState] {
    match kind {
        CommandKind::Assign => &[Draft, Returned],
        CommandKind::Accept => &[Assigned],
        CommandKind::ReturnTask => &[Assigned, Accepted],
        CommandKind::Progress | CommandKind::Submit | CommandKind::AskExtension | CommandKind::Urge => WORKING,
        CommandKind::Direct | CommandKind::Opine => OPEN,
        CommandKind::WithdrawExtension | CommandKind::DecideExtension | CommandKind::AcceptCounter => {
            &[Assigned, Accepted, InProgress, ResultSubmitted]
        }
        CommandKind::Confirm | CommandKind::SendBack => &[ResultSubmitted],
        CommandKind::Cancel => &[Draft, Assigned, Accepted, InProgress, ResultSubmitted, Returned],
        CommandKind::CarryOver => &[Assigned, Accepted, InProgress, Returned],
        CommandKind::Comment => ANY,
    }
}

/// Who may give a command: any of these; nobody in particular where there are none.
fn parts(kind: CommandKind, approver: Approver) -> &'static [Part] {
    match kind {
        CommandKind::Assign | CommandKind::Cancel => &[Part::Assigner],
        CommandKind::Accept
        | CommandKind::ReturnTask
        | CommandKind::Progress
        | CommandKind::AskExtension
        | CommandKind::WithdrawExtension
        | CommandKind::AcceptCounter
        | CommandKind::Submit => &[Part::Lead],
        CommandKind::Direct => &[Part::Leader, Part::Assigner],
        CommandKind::Opine => &[Part::Coordinator],
        CommandKind::DecideExtension => match approver {
            Approver::Assigner => &[Part::Assigner],
            Approver::AssignerOrTracker => &[Part::Assigner, Part::Tracker],
        },
        CommandKind::Confirm | CommandKind::SendBack | CommandKind::CarryOver => &[Part::Tracker, Part::Assigner],
        CommandKind::Urge => &[Part::Tracker, Part::Assigner, Part::Leader],
        CommandKind::Comment => &[],
    }
}

/// Whether a command can be given at all, before its particulars are known: for showing what can be done.
pub fn allowed(situation: &Situation<'_>, kind: CommandKind) -> Result<(), Refusal> {
    let life = situation.life;
    let allowed = states(kind);
    if !allowed.contains(&life.state) {
        return Err(Refusal::WrongState { state: life.state, allowed });
    }
    let needed = parts(kind, situation.rules.extension_approver);
    if !needed.is_empty() && !needed.iter().any(|part| situation.capacity.has(*part)) {
        return Err(Refusal::NotYours { needed });
    }
    if let Some(assigned_on) = life.assigned_on
        && situation.day < assigned_on
    {
        return Err(Refusal::BeforeAssignment { day: situation.day, assigned_on });
    }
    match kind {
        CommandKind::Progress | CommandKind::Submit => ready(situation, kind),
        CommandKind::AskExtension => may_ask(situation).map(|_| ()),
        CommandKind::WithdrawExtension => open_extension(situation).map(|_| ()),
        CommandKind::DecideExtension => {
            let open = open_extension(situation)?;
            if open.asked_by == Some(situation.person) { Err(Refusal::OwnRequest) } else { Ok(()) }
        }
        CommandKind::AcceptCounter => counter(situation).map(|_| ()),
        CommandKind::Confirm => {
            second_party(situation)?;
            if life.submitted.is_none_or(|submission| submission.by.is_none()) {
                return Err(Refusal::SubmissionUnknown);
            }
            match life.extension {
                // Whether the result is in time hangs on the answer.
                Some(open) => Err(Refusal::ExtensionOpen { until: open.until, asked_on: open.asked_on }),
                None => Ok(()),
            }
        }
        CommandKind::SendBack => second_party(situation),
        _ => Ok(()),
    }
}

/// The commands that can be given, in the order they are shown.
pub fn available(situation: &Situation<'_>) -> Vec<CommandKind> {
    CommandKind::ALL.iter().copied().filter(|kind| allowed(situation, *kind).is_ok()).collect()
}

/// What follows from a command, or why it is refused. Whether the person may see or change the task at all is
/// asked before, of the permission function.
pub fn decide(situation: &Situation<'_>, command: &Command) -> Result<Outcome, Refusal> {
    allowed(situation, command.kind())?;
    check(situation, command)?;
    let day = situation.day;
    let asked = situation.life.extension.map(|open| open.until);
    let plain = |kind| (kind, day, None, None);
    let (kind, on, until, percent) = match command {
        Command::Assign { on, deadline } => (EventKind::Assigned, *on, *deadline, None),
        Command::Accept => plain(EventKind::Accepted),
        Command::ReturnTask { .. } => plain(EventKind::TaskReturned),
        Command::Progress { percent, .. } => (EventKind::Progress, day, None, *percent),
        Command::Direct { until, .. } => (EventKind::Directive, day, *until, None),
        Command::Opine { .. } => plain(EventKind::Opinion),
        Command::AskExtension { until, .. } => (EventKind::ExtensionAsked, day, Some(*until), None),
        Command::WithdrawExtension => plain(EventKind::ExtensionWithdrawn),
        Command::DecideExtension(Decision::Approve) => (EventKind::ExtensionApproved, day, asked, None),
        Command::DecideExtension(Decision::Refuse { .. }) => plain(EventKind::ExtensionRefused),
        Command::DecideExtension(Decision::Counter { until, .. }) => {
            (EventKind::ExtensionCountered, day, Some(*until), None)
        }
        Command::AcceptCounter => (EventKind::CounterAccepted, day, Some(counter(situation)?), None),
        Command::Submit { .. } => plain(EventKind::Submitted),
        Command::Confirm => plain(EventKind::Confirmed),
        Command::SendBack { .. } => plain(EventKind::SentBack),
        Command::Cancel { .. } => plain(EventKind::Cancelled),
        Command::CarryOver { .. } => plain(EventKind::CarriedOver),
        Command::Urge => plain(EventKind::Urged),
        Command::Comment { .. } => plain(EventKind::Commented),
    };
    let event = Event { kind, on, by: situation.person, until, percent };
    let life = situation.life.after(&event);
    let extension = extension_change(&event, situation.life.extension);
    Ok(Outcome { from: situation.life.state, event, life, extension })
}

fn extension_change(event: &Event, before: Option<OpenExtension>) -> Option<ExtensionChange> {
    match (event.kind, event.until) {
        (EventKind::ExtensionAsked, Some(until)) => Some(ExtensionChange::Asked { until }),
        (EventKind::ExtensionApproved | EventKind::CounterAccepted, Some(until)) => {
            Some(ExtensionChange::Approved { until })
        }
        (EventKind::ExtensionCountered, Some(until)) => Some(ExtensionChange::Countered { until }),
        (EventKind::ExtensionRefused, _) => Some(ExtensionChange::Refused),
        (EventKind::ExtensionWithdrawn, _) => Some(ExtensionChange::Withdrawn),
        (EventKind::TaskReturned | EventKind::Cancelled | EventKind::CarriedOver, _) => {
            before.map(|_| ExtensionChange::Lapsed)
        }
        _ => None,
    }
}

/// The particulars of a command.
fn check(situation: &Situation<'_>, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Assign { on, deadline } => may_assign(situation, *on, *deadline),
        Command::ReturnTask { reason }
        | Command::SendBack { reason }
        | Command::Cancel { reason }
        | Command::DecideExtension(Decision::Refuse { reason }) => said(reason, Field::Reason),
        Command::Progress { text, percent } => match percent {
            Some(percent @ 101..) => Err(Refusal::PercentTooHigh { percent: *percent }),
            _ => said(text, Field::Text),
        },
        Command::Direct { text, until } => match until {
            Some(until) if *until < situation.day => Err(Refusal::InPast { until: *until, day: situation.day }),
            _ => said(text, Field::Text),
        },
        Command::Opine { text } | Command::Comment { text } => said(text, Field::Text),
        Command::AskExtension { until, reason } => {
            later(may_ask(situation)?, *until)?;
            if *until < situation.day {
                return Err(Refusal::InPast { until: *until, day: situation.day });
            }
            said(reason, Field::Reason)
        }
        Command::DecideExtension(Decision::Counter { until, reason }) => {
            later(situation.life.deadline.ok_or(Refusal::NoDeadline)?, *until)?;
            said(reason, Field::Reason)
        }
        Command::Submit { result, product } => {
            said(result, Field::Result)?;
            match product {
                Product::Named(name) => said(name, Field::Product),
                Product::Without(reason) => said(reason, Field::ReasonWithoutProduct),
            }
        }
        Command::CarryOver { year } if *year <= situation.year => {
            Err(Refusal::YearNotLater { year: *year, programme: situation.year })
        }
        Command::DecideExtension(Decision::Approve)
        | Command::Accept
        | Command::WithdrawExtension
        | Command::AcceptCounter
        | Command::Confirm
        | Command::CarryOver { .. }
        | Command::Urge => Ok(()),
    }
}

fn said(text: &str, field: Field) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Blank(field)) } else { Ok(()) }
}

fn later(deadline: Date, until: Date) -> Result<(), Refusal> {
    if until > deadline { Ok(()) } else { Err(Refusal::NotLater { until, deadline }) }
}

fn may_assign(situation: &Situation<'_>, on: Date, deadline: Option<Date>) -> Result<(), Refusal> {
    if on > situation.day {
        return Err(Refusal::AssignedInFuture { on, day: situation.day });
    }
    match (situation.dating, deadline) {
        (_, Some(deadline)) if deadline < on => Err(Refusal::DeadlineBeforeAssignment { deadline, assigned_on: on }),
        (Dating::Dated, None) => Err(Refusal::DeadlineMissing),
        (Dating::Undated, None) if situation.review_on.is_none() => Err(Refusal::ReviewDayMissing),
        _ => Ok(()),
    }
}

/// Whether the lead may report on its work, and hand it in.
fn ready(situation: &Situation<'_>, kind: CommandKind) -> Result<(), Refusal> {
    let rules = situation.rules;
    if rules.acceptance_first && situation.life.state == Assigned {
        return Err(Refusal::NotAccepted);
    }
    if kind != CommandKind::Submit {
        return Ok(());
    }
    if rules.children_first && situation.open_children > 0 {
        return Err(Refusal::OpenChildren { count: situation.open_children });
    }
    if rules.dependencies_first && situation.unfinished_dependencies > 0 {
        return Err(Refusal::UnfinishedDependencies { count: situation.unfinished_dependencies });
    }
    Ok(())
}

/// Whether a later deadline may be asked for; gives the deadline it would replace.
fn may_ask(situation: &Situation<'_>) -> Result<Date, Refusal> {
    let deadline = situation.life.deadline.ok_or(Refusal::NoDeadline)?;
    if let Some(open) = situation.life.extension {
        return Err(Refusal::ExtensionOpen { until: open.until, asked_on: open.asked_on });
    }
    let granted = situation.life.extensions_granted;
    if let Some(max) = situation.rules.max_extensions
        && granted >= max
    {
        return Err(Refusal::TooManyExtensions { granted, max });
    }
    if let Some(notice) = situation.rules.extension_notice {
        let last_day = last_day_to_ask(situation.calendar, deadline, notice);
        if situation.day > last_day {
            return Err(Refusal::TooLateToAsk { deadline, notice, last_day });
        }
    }
    Ok(deadline)
}

/// The last day on which a later deadline can be asked for with so many working days of notice: the last day with
/// that many working days after it, up to and including the deadline. Without notice, the deadline day.
pub fn last_day_to_ask(calendar: &WorkCalendar, deadline: Date, notice: u8) -> Date {
    match i32::from(notice) {
        0 => deadline,
        notice => {
            let first_of_notice = calendar.add_working_days(calendar.on_or_before(deadline), 1 - notice);
            first_of_notice.yesterday().unwrap_or(first_of_notice)
        }
    }
}

fn open_extension(situation: &Situation<'_>) -> Result<OpenExtension, Refusal> {
    situation.life.extension.ok_or(Refusal::NoExtensionOpen)
}

fn counter(situation: &Situation<'_>) -> Result<Date, Refusal> {
    open_extension(situation)?.offered.ok_or(Refusal::NoCounter)
}

/// Confirming and sending back: by another than who submitted, and not before.
fn second_party(situation: &Situation<'_>) -> Result<(), Refusal> {
    let Some(submission) = situation.life.submitted else {
        return Ok(());
    };
    if submission.by == Some(situation.person) {
        return Err(Refusal::OwnResult);
    }
    if situation.day < submission.on {
        return Err(Refusal::BeforeSubmission { day: situation.day, submitted_on: submission.on });
    }
    Ok(())
}
