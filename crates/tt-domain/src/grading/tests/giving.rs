//! Who may give a grade when, and with what.

use jiff::Timestamp;

use super::*;
use crate::assessment::Stage;

fn entry(stage: Stage, grade: Grade, by: i64) -> GradeEntry {
    GradeEntry {
        id: GradeEntryId(1),
        agency: AgencyId(1),
        year: 2024,
        task: Some(TaskId(1)),
        stage,
        grade: Some(grade),
        suggested: None,
        reason: None,
        document: None,
        report: None,
        by: Some(UserId(by)),
        at: Timestamp::UNIX_EPOCH,
        said_on: None,
    }
}

fn giving(stage: Stage, grade: Grade, by: i64, before: &[GradeEntry]) -> Giving<'_> {
    Giving {
        stage,
        grade,
        reason: "",
        document: None,
        by: UserId(by),
        suggested: Some(Grade::Good),
        before,
        closed: false,
    }
}

#[test]
fn departing_from_the_suggestion_needs_a_reason() {
    let refused = check(&giving(Stage::SelfGraded, Grade::Excellent, 1, &[]));
    assert_eq!(refused, Err(GradeRefusal::NeedsReason { from: Stage::Suggested, grade: Grade::Good }));
    assert_eq!(check(&giving(Stage::SelfGraded, Grade::Good, 1, &[])), Ok(()));
    let reasoned = Giving {
        reason: "có sáng kiến được công nhận",
        ..giving(Stage::SelfGraded, Grade::Excellent, 1, &[])
    };
    assert_eq!(check(&reasoned), Ok(()));
    let unknown = Giving { suggested: None, ..giving(Stage::SelfGraded, Grade::Excellent, 1, &[]) };
    assert_eq!(check(&unknown), Ok(()), "nothing to depart from");
}

#[test]
fn a_second_party_is_never_the_same_person() {
    let own = [entry(Stage::SelfGraded, Grade::Good, 1)];
    assert_eq!(
        check(&giving(Stage::Appraised, Grade::Good, 1, &own)),
        Err(GradeRefusal::SamePerson(Stage::SelfGraded))
    );
    assert_eq!(check(&giving(Stage::Appraised, Grade::Good, 2, &own)), Ok(()));
    let both = [entry(Stage::SelfGraded, Grade::Good, 1), entry(Stage::Appraised, Grade::Completed, 2)];
    let decided = |by| Giving { document: Some(DocumentId(9)), ..giving(Stage::Final, Grade::Completed, by, &both) };
    assert_eq!(check(&decided(1)), Err(GradeRefusal::SamePerson(Stage::SelfGraded)));
    assert_eq!(check(&decided(2)), Err(GradeRefusal::SamePerson(Stage::Appraised)));
    assert_eq!(check(&decided(3)), Ok(()));
}

#[test]
fn an_appraisal_judges_something_and_a_decision_has_its_document() {
    assert_eq!(
        check(&giving(Stage::Appraised, Grade::Good, 2, &[])),
        Err(GradeRefusal::NothingBefore(Stage::SelfGraded))
    );
    let own = [entry(Stage::SelfGraded, Grade::Good, 1)];
    assert_eq!(check(&giving(Stage::Final, Grade::Good, 3, &own)), Err(GradeRefusal::NeedsDocument));
    let refused = check(&giving(Stage::Appraised, Grade::Completed, 2, &own));
    assert_eq!(refused, Err(GradeRefusal::NeedsReason { from: Stage::SelfGraded, grade: Grade::Good }));
}

#[test]
fn a_closed_year_takes_no_more_grades() {
    for stage in [Stage::SelfGraded, Stage::Appraised] {
        let closed = Giving { closed: true, ..giving(stage, Grade::Good, 1, &[]) };
        assert_eq!(check(&closed), Err(GradeRefusal::Closed));
    }
}

#[test]
fn disagreement_is_told_between_neighbours() {
    let grades = [(Stage::Final, Grade::Completed), (Stage::SelfGraded, Grade::Good), (Stage::Suggested, Grade::Good)];
    assert_eq!(disagreements(&grades), [(Stage::SelfGraded, Stage::Final)]);
    assert_eq!(disagreements(&[(Stage::SelfGraded, Grade::Good)]), []);
}
