//! The passage as people take it, and random passages.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::calendar::days_after;

const OFFICER: PersonId = PersonId(1);
const HEAD: PersonId = PersonId(2);
const PLANNER: PersonId = PersonId(3);
const LEADER: PersonId = PersonId(4);
const CLERK: PersonId = PersonId(5);
const TRADE: DivisionId = DivisionId(10);
const ENERGY: DivisionId = DivisionId(11);

/// A report on its way, and the events so far.
#[derive(Default)]
struct Story {
    passage: Passage,
    events: Vec<Event>,
}

impl Story {
    fn does(&mut self, by: PersonId, on: Date, step: Step) -> Result<ReportState, Refusal> {
        let event = decide(&self.passage, step, by, on)?;
        self.passage = self.passage.after(&event);
        self.events.push(event);
        Ok(self.passage.state)
    }
}

fn day(offset: i32) -> Date {
    days_after(date(2019, 12, 2), offset)
}

fn ask(divisions: &[DivisionId]) -> Step {
    Step::AskParts { divisions: divisions.to_vec(), due: day(5) }
}

fn signed() -> Story {
    let mut story = Story::default();
    story.does(PLANNER, day(0), Step::ToPlanning).unwrap();
    story.does(PLANNER, day(0), Step::ToLeader { severe: 0, reason: None }).unwrap();
    story.does(LEADER, day(1), Step::Sign { form: SigningForm::Head }).unwrap();
    story
}

#[test]
fn from_the_divisions_parts_to_the_issued_report() {
    let mut story = Story::default();
    assert_eq!(story.does(PLANNER, day(0), ask(&[TRADE, ENERGY])), Ok(ReportState::WithHeads));
    story.does(OFFICER, day(1), Step::HandPart { division: TRADE }).unwrap();
    story.does(HEAD, day(2), Step::ReturnPart { division: TRADE, reason: "Thiếu số tháng 11".into() }).unwrap();
    assert_eq!(story.passage.part(TRADE).unwrap().state, PartState::Returned);
    story.does(OFFICER, day(3), Step::HandPart { division: TRADE }).unwrap();
    story.does(HEAD, day(3), Step::ApprovePart { division: TRADE }).unwrap();
    assert_eq!(
        story.does(PLANNER, day(4), Step::ToPlanning),
        Err(Refusal::PartsMissing(vec![ENERGY])),
        "a division that never sent its part is said before anything goes on"
    );
    assert!(story.passage.part(ENERGY).unwrap().is_late(day(6)));
    assert!(!story.passage.part(ENERGY).unwrap().is_late(day(5)), "the day itself is in time");
    story.does(PLANNER, day(6), Step::WaivePart { division: ENERGY, reason: "Phòng không gửi".into() }).unwrap();
    assert_eq!(story.does(PLANNER, day(6), Step::ToPlanning), Ok(ReportState::WithPlanning));
    let severe = |reason: Option<&str>| Step::ToLeader { severe: 2, reason: reason.map(str::to_owned) };
    assert_eq!(story.does(PLANNER, day(6), severe(None)), Err(Refusal::SevereFindings { severe: 2 }));
    assert_eq!(story.does(PLANNER, day(6), severe(Some("Số của hải quan"))), Ok(ReportState::Submitted));
    assert!(!story.passage.is_open(), "what lies before the leader is not changed under their hands");
    let back = Step::Return { reason: "Nêu rõ nguyên nhân".into() };
    assert_eq!(story.does(LEADER, day(7), back), Ok(ReportState::Returned));
    assert!(story.passage.is_open());
    story.does(PLANNER, day(8), Step::ToPlanning).unwrap();
    story.does(PLANNER, day(8), severe(Some("Số của hải quan"))).unwrap();
    let form = SigningForm::Deputy { position: "Phó Giám đốc".into() };
    assert_eq!(story.does(LEADER, day(9), Step::Sign { form }), Ok(ReportState::Signed));
    let early = Step::Issue { number: 84, on: day(8) };
    assert!(matches!(story.does(CLERK, day(9), early), Err(Refusal::DateOutside { .. })), "not before the signature");
    assert_eq!(story.does(CLERK, day(9), Step::Issue { number: 84, on: day(9) }), Ok(ReportState::Issued));
    assert_eq!(story.passage.issue, Some(Issue { number: 84, on: day(9), by: CLERK }));
    assert_eq!(story.passage.returned, None);
    assert_eq!(Passage::of(&story.events), story.passage, "folding the events gives the same");
}

#[test]
fn only_one_of_two_signers_signs() {
    let mut story = signed();
    let again = story.does(LEADER, day(1), Step::Sign { form: SigningForm::Acting });
    assert_eq!(again, Err(Refusal::WrongState { state: ReportState::Signed, allowed: &[ReportState::Submitted] }));
}

#[test]
fn a_signed_report_sent_back_by_the_clerk_loses_its_signature() {
    let mut story = signed();
    story.does(CLERK, day(1), Step::Return { reason: "Sai thể thức".into() }).unwrap();
    assert_eq!(story.passage.signature, None);
    assert_eq!(story.does(CLERK, day(1), Step::Issue { number: 1, on: day(1) }).map_err(|_| ()), Err(()));
}

#[test]
fn an_issued_report_is_corrected_replaced_or_recalled() {
    let mut story = signed();
    story.does(CLERK, day(1), Step::Issue { number: 1, on: day(1) }).unwrap();
    let correct = Step::Correct { letter: DocumentId(9), reason: "Sai ngày tháng".into() };
    assert_eq!(story.does(CLERK, day(2), correct), Ok(ReportState::Issued), "corrected, it stays in force");
    assert_eq!(story.passage.corrections, [DocumentId(9)]);
    let blank = Step::Recall { reason: "  ".into() };
    assert_eq!(story.does(LEADER, day(3), blank), Err(Refusal::ReasonMissing));
    let replace = Step::Replace { by: ReportId(2), reason: "Sai số liệu".into() };
    assert_eq!(story.does(LEADER, day(3), replace), Ok(ReportState::Replaced));
    assert_eq!(story.passage.replaced_by, Some(ReportId(2)));
    let late = story.does(LEADER, day(4), Step::Recall { reason: "Thu hồi".into() });
    assert!(matches!(late, Err(Refusal::WrongState { .. })), "what was replaced is not recalled as well");
}

fn steps() -> impl Strategy<Value = (PersonId, Step)> {
    let division = || prop_oneof![Just(TRADE), Just(ENERGY)];
    let reason = || prop_oneof![4 => Just("Lý do".to_owned()), 1 => Just(String::new())];
    let step = prop_oneof![
        2 => prop::collection::vec(division(), 0..3)
            .prop_map(|divisions| Step::AskParts { divisions, due: day(5) }),
        6 => division().prop_map(|division| Step::HandPart { division }),
        6 => division().prop_map(|division| Step::ApprovePart { division }),
        2 => (division(), reason()).prop_map(|(division, reason)| Step::ReturnPart { division, reason }),
        3 => (division(), reason()).prop_map(|(division, reason)| Step::WaivePart { division, reason }),
        6 => Just(Step::ToPlanning),
        6 => (0..2_u32, prop::option::of(reason())).prop_map(|(severe, reason)| Step::ToLeader { severe, reason }),
        2 => reason().prop_map(|reason| Step::Return { reason }),
        6 => Just(Step::Sign { form: SigningForm::Head }),
        6 => (0..3_u32, 0..9).prop_map(|(number, on)| Step::Issue { number, on: day(on) }),
        1 => reason().prop_map(|reason| Step::Recall { reason }),
        1 => reason().prop_map(|reason| Step::Correct { letter: DocumentId(1), reason }),
        1 => reason().prop_map(|reason| Step::Replace { by: ReportId(2), reason }),
    ];
    ((1..=5_i64).prop_map(PersonId), step)
}

proptest! {
    /// Whatever people try, in whatever order: no illegal state is reached.
    #[test]
    fn no_passage_reaches_an_illegal_state(tried in prop::collection::vec((0..3_i32, steps()), 0..80)) {
        let mut story = Story::default();
        let mut today = 0;
        for (later, (by, step)) in tried {
            today += later;
            let before = story.passage.clone();
            if story.does(by, day(today), step).is_err() {
                prop_assert_eq!(&story.passage, &before, "a refused step changes nothing");
            }
            let passage = &story.passage;
            let issued = matches!(passage.state, ReportState::Issued | ReportState::Recalled | ReportState::Replaced);
            prop_assert_eq!(passage.issue.is_some(), issued, "numbered if and only if issued");
            prop_assert_eq!(passage.signature.is_some(), issued || passage.state == ReportState::Signed);
            if let (Some(issue), Some(signature)) = (&passage.issue, &passage.signature) {
                prop_assert!(issue.number > 0 && issue.on >= signature.on);
            }
            if matches!(passage.state, ReportState::Submitted | ReportState::Signed) || issued {
                prop_assert_eq!(open_parts(passage).count(), 0, "nothing goes to the leader with parts missing");
            }
            prop_assert_eq!(passage.replaced_by.is_some(), passage.state == ReportState::Replaced);
            prop_assert_eq!(&Passage::of(&story.events), passage);
        }
    }
}
