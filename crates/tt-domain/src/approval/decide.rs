//! Which step may follow which: the rules of the passage.

use jiff::civil::Date;

use super::{Event, Part, PartState, Passage, Step, StepKind};
use crate::id::{DivisionId, PersonId};
use crate::report::ReportState;
use crate::signing;

/// Why a step is refused; worded by the interface.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not in this state.
    #[error("not in state {state:?}, only in {allowed:?}")]
    WrongState {
        /// The state it is in.
        state: ReportState,
        /// The states it would have to be in.
        allowed: &'static [ReportState],
    },
    /// A reason is left blank.
    #[error("no reason")]
    ReasonMissing,
    /// No division was named to be asked.
    #[error("no division named")]
    NobodyAsked,
    /// A part is asked for by a day that is past.
    #[error("{due} lies before {today}")]
    DueInPast {
        /// Day given.
        due: Date,
        /// The day.
        today: Date,
    },
    /// The division was not asked for a part.
    #[error("division {0} was not asked")]
    NotAsked(DivisionId),
    /// The division's part is not in a state for this.
    #[error("the part of division {division} is {state:?}")]
    WrongPartState {
        /// Whose.
        division: DivisionId,
        /// The state it is in.
        state: PartState,
    },
    /// Parts are missing.
    #[error("{} parts are missing", .0.len())]
    PartsMissing(Vec<DivisionId>),
    /// Severe findings are not settled, and no reason is given to go on.
    #[error("{severe} severe findings")]
    SevereFindings {
        /// How many.
        severe: u32,
    },
    /// The form of signature does not hold.
    #[error("{0}")]
    Form(#[from] signing::Refusal),
    /// Number 0.
    #[error("no number")]
    NumberMissing,
    /// Dated before it was signed, or after the day of issue.
    #[error("dated {on}, signed on {signed_on}, issued on {today}")]
    DateOutside {
        /// Date given.
        on: Date,
        /// Day of the signature.
        signed_on: Date,
        /// The day.
        today: Date,
    },
}

use ReportState::{Draft, Issued, Returned, Signed, Submitted, WithHeads, WithPlanning};

/// States in which a step of a kind may be taken.
pub fn states(kind: StepKind) -> &'static [ReportState] {
    match kind {
        StepKind::AskParts | StepKind::ToPlanning => &[Draft, Returned, WithHeads],
        StepKind::HandPart | StepKind::ApprovePart | StepKind::WaivePart => &[WithHeads],
        StepKind::ReturnPart => &[WithHeads, WithPlanning],
        StepKind::ToLeader => &[WithPlanning],
        StepKind::Return => &[WithPlanning, Submitted, Signed],
        StepKind::Sign => &[Submitted],
        StepKind::Issue => &[Signed],
        StepKind::Recall | StepKind::Correct | StepKind::Replace => &[Issued],
    }
}

/// Decides on a step taken by a person on a day; whether they hold the post for it is for
/// [`permission`](crate::permission).
///
/// # Errors
/// Why the step is refused. Nothing has happened then.
pub fn decide(passage: &Passage, step: Step, by: PersonId, today: Date) -> Result<Event, Refusal> {
    let allowed = states(step.kind());
    if !allowed.contains(&passage.state) {
        return Err(Refusal::WrongState { state: passage.state, allowed });
    }
    match &step {
        Step::AskParts { divisions, due } => {
            require(!divisions.is_empty(), Refusal::NobodyAsked)?;
            require(*due >= today, Refusal::DueInPast { due: *due, today })?;
        }
        Step::HandPart { division } => {
            part_in(passage, *division, &[PartState::Asked, PartState::Returned])?;
        }
        Step::ApprovePart { division } => part_in(passage, *division, &[PartState::Handed])?,
        Step::ReturnPart { division, reason } => {
            part_in(passage, *division, &[PartState::Handed, PartState::Approved])?;
            stated(reason)?;
        }
        Step::WaivePart { division, reason } => {
            part_in(passage, *division, &[PartState::Asked, PartState::Returned])?;
            stated(reason)?;
        }
        Step::ToPlanning => {
            let missing = open_parts(passage).map(|part| part.division).collect::<Vec<_>>();
            require(missing.is_empty(), Refusal::PartsMissing(missing))?;
        }
        Step::ToLeader { severe, reason } => {
            let explained = reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
            require(*severe == 0 || explained, Refusal::SevereFindings { severe: *severe })?;
        }
        Step::Sign { form } => form.check(today)?,
        Step::Issue { number, on } => {
            require(*number > 0, Refusal::NumberMissing)?;
            let signed_on = passage.signature.as_ref().map_or(today, |signature| signature.on);
            require(*on >= signed_on && *on <= today, Refusal::DateOutside { on: *on, signed_on, today })?;
        }
        Step::Return { reason }
        | Step::Recall { reason }
        | Step::Correct { reason, .. }
        | Step::Replace { reason, .. } => stated(reason)?,
    }
    Ok(Event { step, by, on: today })
}

/// Parts the report still waits for.
pub fn open_parts(passage: &Passage) -> impl Iterator<Item = &Part> {
    passage.parts.iter().filter(|part| !part.is_done())
}

fn require(holds: bool, refusal: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(refusal) }
}

fn stated(reason: &str) -> Result<(), Refusal> {
    require(!reason.trim().is_empty(), Refusal::ReasonMissing)
}

fn part_in(passage: &Passage, division: DivisionId, allowed: &[PartState]) -> Result<(), Refusal> {
    let part = passage.part(division).ok_or(Refusal::NotAsked(division))?;
    require(allowed.contains(&part.state), Refusal::WrongPartState { division, state: part.state })
}
