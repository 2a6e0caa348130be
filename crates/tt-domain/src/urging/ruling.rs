//! Making and changing rules of reminding: what a rule cannot be, and the name its reminders are told apart by.

use super::{Channel, Counting, Trigger, UrgingRule};

/// Most rules of an agency.
pub const MOST_RULES: usize = 40;

/// Furthest from the counted day, and longest pause between repetitions, in days.
pub const FURTHEST: u16 = 365;

/// What a rule cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleFault {
    /// Nobody is reminded.
    Nobody,
    /// More than [`FURTHEST`] days from the counted day.
    TooFar,
    /// Repeated with a pause of more than [`FURTHEST`] days.
    TooSeldom,
    /// Before a day that is known only once it is there: a result handed in, a later deadline asked for.
    BeforeUnknown,
    /// No mail is sent that could be gathered.
    NothingToGather,
    /// Another rule reminds the same people on the same day of the same; its place in the list.
    Same(usize),
    /// [`MOST_RULES`] there are already.
    TooMany,
}

/// Whether a rule can stand among others.
///
/// # Errors
/// The first [`RuleFault`].
pub fn check(rule: &UrgingRule, others: &[&UrgingRule]) -> Result<(), RuleFault> {
    if rule.recipients.is_empty() {
        return Err(RuleFault::Nobody);
    }
    if rule.offset.unsigned_abs() > u32::from(FURTHEST) {
        return Err(RuleFault::TooFar);
    }
    if rule.repeat_every.is_some_and(|every| every > FURTHEST) {
        return Err(RuleFault::TooSeldom);
    }
    if rule.offset < 0 && matches!(rule.trigger, Trigger::Submitted | Trigger::ExtensionAsked) {
        return Err(RuleFault::BeforeUnknown);
    }
    if rule.digest.is_some() && rule.channel == Channel::Application {
        return Err(RuleFault::NothingToGather);
    }
    let same = |other: &&UrgingRule| {
        rule.same_moment(other) && other.recipients.iter().any(|one| rule.recipients.contains(one))
    };
    if let Some(place) = others.iter().position(same) {
        return Err(RuleFault::Same(place));
    }
    if others.len() >= MOST_RULES {
        return Err(RuleFault::TooMany);
    }
    Ok(())
}

impl UrgingRule {
    /// Whether another rule first speaks on the same day of the same cause.
    pub fn same_moment(&self, other: &Self) -> bool {
        let of = |rule: &Self| (rule.trigger, rule.offset, (rule.offset != 0).then_some(rule.counting));
        of(self) == of(other)
    }

    /// Whether it speaks on the same days as another: then both may have one name.
    pub fn same_days(&self, other: &Self) -> bool {
        let of = |rule: &Self| (rule.trigger, rule.offset, rule.counting, rule.repeat_every.filter(|every| *every > 0));
        of(self) == of(other)
    }

    /// A name that says when it speaks, and that none of these has: `deadline-5w`, `deadline+1x7`.
    pub fn fresh_code(&self, taken: &[&str]) -> String {
        let working = if self.counting == Counting::Working { "w" } else { "" };
        let again = self.repeat_every.filter(|every| *every > 0).map(|every| format!("x{every}")).unwrap_or_default();
        let name = format!("{}{:+}{working}{again}", self.trigger.code(), self.offset);
        let mut code = name.clone();
        let mut number = 1;
        while taken.contains(&code.as_str()) {
            number += 1;
            code = format!("{name}-{number}");
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::super::Recipient::{self, DivisionHead, Leader, Officer, Tracker};
    use super::*;
    use crate::urging::digest::DigestSpan;

    fn rule(trigger: Trigger, offset: i32, recipients: &[Recipient]) -> UrgingRule {
        UrgingRule {
            code: String::new(),
            trigger,
            offset,
            counting: Counting::Working,
            repeat_every: None,
            recipients: recipients.to_vec(),
            channel: Channel::AsChosen,
            digest: None,
        }
    }

    #[test]
    fn the_usual_rules_can_stand_beside_one_another() {
        let rules = UrgingRule::defaults();
        for (index, rule) in rules.iter().enumerate() {
            let others: Vec<&UrgingRule> =
                rules.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, rule)| rule).collect();
            assert_eq!(check(rule, &others), Ok(()), "{}", rule.code);
        }
    }

    #[test]
    fn what_cannot_be_a_rule_is_told() {
        let good = rule(Trigger::Deadline, -5, &[Officer]);
        assert_eq!(check(&good, &[]), Ok(()));
        assert_eq!(check(&rule(Trigger::Deadline, -5, &[]), &[]), Err(RuleFault::Nobody));
        assert_eq!(check(&rule(Trigger::Deadline, -366, &[Officer]), &[]), Err(RuleFault::TooFar));
        assert_eq!(check(&rule(Trigger::Deadline, i32::MIN, &[Officer]), &[]), Err(RuleFault::TooFar));
        let seldom = UrgingRule { repeat_every: Some(366), ..good.clone() };
        assert_eq!(check(&seldom, &[]), Err(RuleFault::TooSeldom));
        assert_eq!(check(&rule(Trigger::Submitted, -1, &[Tracker]), &[]), Err(RuleFault::BeforeUnknown));
        assert_eq!(check(&rule(Trigger::Review, -1, &[Tracker]), &[]), Ok(()));
        let silent = UrgingRule { channel: Channel::Application, digest: Some(DigestSpan::Day), ..good };
        assert_eq!(check(&silent, &[]), Err(RuleFault::NothingToGather));
        let many = vec![&seldom; MOST_RULES];
        assert_eq!(check(&rule(Trigger::Review, 0, &[Leader]), &many), Err(RuleFault::TooMany));
    }

    #[test]
    fn nobody_is_reminded_twice_of_one_thing_on_one_day() {
        let rules = [rule(Trigger::Deadline, -5, &[Officer, DivisionHead]), rule(Trigger::Deadline, 0, &[Officer])];
        let others: Vec<&UrgingRule> = rules.iter().collect();
        assert_eq!(check(&rule(Trigger::Deadline, -5, &[Leader, Officer]), &others), Err(RuleFault::Same(0)));
        assert_eq!(check(&rule(Trigger::Deadline, -5, &[Leader]), &others), Ok(()));
        // The day itself is the same however days are counted.
        let on_the_day = UrgingRule { counting: Counting::Calendar, ..rule(Trigger::Deadline, 0, &[Officer]) };
        assert_eq!(check(&on_the_day, &others), Err(RuleFault::Same(1)));
    }

    #[test]
    fn a_rule_is_named_by_its_days() {
        let mut late = rule(Trigger::Deadline, 1, &[Officer]);
        assert_eq!(late.fresh_code(&[]), "deadline+1w");
        late.repeat_every = Some(7);
        assert_eq!(late.fresh_code(&["deadline+1wx7"]), "deadline+1wx7-2");
        let other = UrgingRule { recipients: vec![Leader], ..late.clone() };
        assert!(late.same_days(&other));
        assert!(!late.same_days(&UrgingRule { repeat_every: None, ..late.clone() }));
    }
}
