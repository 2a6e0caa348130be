//! The passage of a report (quá trình trình, duyệt, ký, ban hành): one state machine, from the first draft to the issued
//! document and what can befall it afterwards.
//!
//! [`decide`] holds a [`Step`] against a [`Passage`] and gives what is recorded, or a typed [`Refusal`]. What a recorded
//! event does is written once, in [`Passage::after`]: where a report stands is what folding its events gives.
//!
//! Sources: Nghị định 30/2020/NĐ-CP, Articles 8 to 13 (draft, review by the head of the drafting unit, review of form,
//! signature), 14 and 15 (number and date), 18 (recall; an error of content is mended by an equal document, one of form
//! by a letter of correction).

use jiff::civil::Date;

use crate::id::{DivisionId, DocumentId, PersonId, ReportId};
use crate::report::ReportState;
use crate::signing::SigningForm;
use crate::task::coded;

mod decide;
#[cfg(test)]
mod tests;

pub use decide::{Refusal, decide, open_parts, states};

coded! {
    /// How far the part of a division has come.
    PartState {
        /// Asked of the division.
        Asked = "asked",
        /// Handed to its head.
        Handed = "handed",
        /// Approved by its head.
        Approved = "approved",
        /// Sent back by its head or by the planning officer.
        Returned = "returned",
        /// The report goes on without it, with a reason.
        Waived = "waived",
    }
}

/// The part of a report that a division writes (phần của phòng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which division.
    pub division: DivisionId,
    /// How far it has come.
    pub state: PartState,
    /// Day by which it was asked for; the day itself is in time.
    pub due: Date,
    /// Who handed it in last.
    pub handed_by: Option<PersonId>,
    /// Why it was sent back or waived.
    pub reason: Option<String>,
}

impl Part {
    /// Whether the report need not wait for it.
    pub fn is_done(&self) -> bool {
        matches!(self.state, PartState::Approved | PartState::Waived)
    }

    /// Whether it is late on a day.
    pub fn is_late(&self, today: Date) -> bool {
        matches!(self.state, PartState::Asked | PartState::Returned) && today > self.due
    }
}

/// A signature given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Who signed.
    pub by: PersonId,
    /// On which day.
    pub on: Date,
    /// In which form.
    pub form: SigningForm,
}

/// The issue of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Number taken from the series, from 1.
    pub number: u32,
    /// Date of the document.
    pub on: Date,
    /// Clerk who issued it.
    pub by: PersonId,
}

/// What is recorded of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub step: Step,
    /// Who did it.
    pub by: PersonId,
    /// On which day.
    pub on: Date,
}

/// What someone does with a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask divisions for their parts.
    AskParts {
        /// Which.
        divisions: Vec<DivisionId>,
        /// By which day.
        due: Date,
    },
    /// Hand a division's part to its head.
    HandPart {
        /// Whose.
        division: DivisionId,
    },
    /// Approve a division's part, as its head.
    ApprovePart {
        /// Whose.
        division: DivisionId,
    },
    /// Send a division's part back.
    ReturnPart {
        /// Whose.
        division: DivisionId,
        /// Why.
        reason: String,
    },
    /// Go on without a division's part.
    WaivePart {
        /// Whose.
        division: DivisionId,
        /// Why.
        reason: String,
    },
    /// Put the whole before the planning officer.
    ToPlanning,
    /// Put it before the leader.
    ToLeader {
        /// Severe findings of the checker that are not settled.
        severe: u32,
        /// Why it goes on in spite of them.
        reason: Option<String>,
    },
    /// Send it back to be written again.
    Return {
        /// Why.
        reason: String,
    },
    /// Sign.
    Sign {
        /// In which form.
        form: SigningForm,
    },
    /// Number, date and issue it.
    Issue {
        /// Number taken from the series in the same transaction.
        number: u32,
        /// Date of the document.
        on: Date,
    },
    /// Recall what was issued (thu hồi).
    Recall {
        /// Why.
        reason: String,
    },
    /// Mend an error of form by a letter (đính chính): the document stays in force.
    Correct {
        /// The letter of correction.
        letter: DocumentId,
        /// What it mends.
        reason: String,
    },
    /// Replace it by an equal document (thay thế), for an error of content.
    Replace {
        /// The report that takes its place.
        by: ReportId,
        /// Why.
        reason: String,
    },
}

coded! {
    /// The kind of a [`Step`], as it is kept.
    StepKind {
        /// Parts asked for.
        AskParts = "ask_parts",
        /// A part handed to the head of the division.
        HandPart = "hand_part",
        /// A part approved.
        ApprovePart = "approve_part",
        /// A part sent back.
        ReturnPart = "return_part",
        /// A part waived.
        WaivePart = "waive_part",
        /// Put before the planning officer.
        ToPlanning = "to_planning",
        /// Put before the leader.
        ToLeader = "to_leader",
        /// Sent back.
        Return = "return",
        /// Signed.
        Sign = "sign",
        /// Issued.
        Issue = "issue",
        /// Recalled.
        Recall = "recall",
        /// Corrected by a letter.
        Correct = "correct",
        /// Replaced by another report.
        Replace = "replace",
    }
}

impl Step {
    /// Its kind.
    pub fn kind(&self) -> StepKind {
        match self {
            Self::AskParts { .. } => StepKind::AskParts,
            Self::HandPart { .. } => StepKind::HandPart,
            Self::ApprovePart { .. } => StepKind::ApprovePart,
            Self::ReturnPart { .. } => StepKind::ReturnPart,
            Self::WaivePart { .. } => StepKind::WaivePart,
            Self::ToPlanning => StepKind::ToPlanning,
            Self::ToLeader { .. } => StepKind::ToLeader,
            Self::Return { .. } => StepKind::Return,
            Self::Sign { .. } => StepKind::Sign,
            Self::Issue { .. } => StepKind::Issue,
            Self::Recall { .. } => StepKind::Recall,
            Self::Correct { .. } => StepKind::Correct,
            Self::Replace { .. } => StepKind::Replace,
        }
    }

    /// The division whose part it is about.
    pub fn division(&self) -> Option<DivisionId> {
        match self {
            Self::HandPart { division }
            | Self::ApprovePart { division }
            | Self::ReturnPart { division, .. }
            | Self::WaivePart { division, .. } => Some(*division),
            _ => None,
        }
    }
}

/// Where a report stands: all that its events decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its state.
    pub state: ReportState,
    /// Parts asked of divisions, in the order they were asked.
    pub parts: Vec<Part>,
    /// Why it was sent back, while it is being written again.
    pub returned: Option<String>,
    /// The signature that stands.
    pub signature: Option<Signature>,
    /// Its issue.
    pub issue: Option<Issue>,
    /// Letters that correct it.
    pub corrections: Vec<DocumentId>,
    /// What takes its place.
    pub replaced_by: Option<ReportId>,
}

impl Default for Passage {
    fn default() -> Self {
        Self {
            state: ReportState::Draft,
            parts: Vec::new(),
            returned: None,
            signature: None,
            issue: None,
            corrections: Vec::new(),
            replaced_by: None,
        }
    }
}

impl Passage {
    /// Where a report stands after these events, from a draft.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        events.into_iter().fold(Self::default(), |passage, event| passage.after(event))
    }

    /// Whether its text may be changed.
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            ReportState::Draft | ReportState::Returned | ReportState::WithHeads | ReportState::WithPlanning
        )
    }

    /// The part of a division.
    pub fn part(&self, division: DivisionId) -> Option<&Part> {
        self.parts.iter().find(|part| part.division == division)
    }

    /// Where the report stands after an event that was allowed.
    #[must_use]
    pub fn after(&self, event: &Event) -> Self {
        let mut passage = self.clone();
        match &event.step {
            Step::AskParts { divisions, due } => passage.ask(divisions, *due),
            Step::HandPart { division } => passage.change_part(*division, PartState::Handed, None, Some(event.by)),
            Step::ApprovePart { division } => passage.change_part(*division, PartState::Approved, None, None),
            Step::ReturnPart { division, reason } => {
                passage.change_part(*division, PartState::Returned, Some(reason), None);
                passage.state = ReportState::WithHeads;
            }
            Step::WaivePart { division, reason } => {
                passage.change_part(*division, PartState::Waived, Some(reason), None);
            }
            Step::ToPlanning => passage.state = ReportState::WithPlanning,
            Step::ToLeader { .. } => passage.state = ReportState::Submitted,
            Step::Return { reason } => {
                passage.state = ReportState::Returned;
                passage.returned = Some(reason.clone());
                passage.signature = None;
            }
            Step::Sign { form } => {
                passage.state = ReportState::Signed;
                passage.returned = None;
                passage.signature = Some(Signature { by: event.by, on: event.on, form: form.clone() });
            }
            Step::Issue { number, on } => {
                passage.state = ReportState::Issued;
                passage.issue = Some(Issue { number: *number, on: *on, by: event.by });
            }
            Step::Recall { .. } => passage.state = ReportState::Recalled,
            Step::Correct { letter, .. } => passage.corrections.push(*letter),
            Step::Replace { by, .. } => {
                passage.state = ReportState::Replaced;
                passage.replaced_by = Some(*by);
            }
        }
        passage
    }

    /// Asks; a division asked again begins anew.
    fn ask(&mut self, divisions: &[DivisionId], due: Date) {
        self.state = ReportState::WithHeads;
        for &division in divisions {
            let asked = Part { division, state: PartState::Asked, due, handed_by: None, reason: None };
            match self.parts.iter_mut().find(|part| part.division == division) {
                Some(part) => *part = asked,
                None => self.parts.push(asked),
            }
        }
    }

    fn change_part(&mut self, division: DivisionId, state: PartState, reason: Option<&String>, by: Option<PersonId>) {
        if let Some(part) = self.parts.iter_mut().find(|part| part.division == division) {
            part.state = state;
            part.reason = reason.cloned();
            part.handed_by = by.or(part.handed_by);
        }
    }
}
