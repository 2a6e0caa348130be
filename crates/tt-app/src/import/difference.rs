//! What an import would change: the facts of the incoming report held against those on record.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Number, date, subject, addressees, signer of the report.
    Frame,
    /// Statement of a task.
    Task,
    /// Target of a task.
    Target,
    /// Self-grade of a task.
    Grade,
    /// Task proposed for next year.
    Proposal,
    /// Difficulty.
    Obstacle,
    /// Cited document.
    Document,
    /// Figure.
    Figure,
    /// Paragraph, heading, item, table or note of the text.
    Paragraph,
}

impl About {
    /// Name in machine output.
    pub fn code(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Task => "task",
            Self::Target => "target",
            Self::Grade => "grade",
            Self::Proposal => "proposal",
            Self::Obstacle => "obstacle",
            Self::Document => "document",
            Self::Figure => "figure",
            Self::Paragraph => "paragraph",
        }
    }
}

/// One thing a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What about.
    pub about: About,
    /// Which one: the same in both versions of a report. Several facts may share a key; they are matched in order.
    pub key: String,
    /// What it says.
    pub value: String,
}

/// A difference between what is on record and what comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What about.
    pub about: About,
    /// Which one.
    pub key: String,
    /// What is on record; `None` for something new.
    pub before: Option<String>,
    /// What comes in; `None` for something that is gone.
    pub after: Option<String>,
}

/// The changes that turn `recorded` into `coming`, in the order of what they are about.
///
/// Facts equal in key and value cancel out first, so that moved text is no change; what is left under one key is
/// paired in order.
pub fn changes(recorded: &[Fact], coming: &[Fact]) -> Vec<Change> {
    let mut known: HashMap<(&str, About, &str), usize> = HashMap::new();
    for fact in recorded {
        *known.entry((&fact.key, fact.about, &fact.value)).or_default() += 1;
    }
    let mut fresh: BTreeMap<(About, &str), VecDeque<&str>> = BTreeMap::new();
    for fact in coming {
        match known.get_mut(&(fact.key.as_str(), fact.about, fact.value.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => fresh.entry((fact.about, &fact.key)).or_default().push_back(&fact.value),
        }
    }
    let mut changes = Vec::new();
    for fact in recorded {
        let Some(left) = known.get_mut(&(fact.key.as_str(), fact.about, fact.value.as_str())).filter(|left| **left > 0)
        else {
            continue;
        };
        *left -= 1;
        let after = fresh.get_mut(&(fact.about, fact.key.as_str())).and_then(VecDeque::pop_front);
        changes.push(change(fact.about, &fact.key, Some(&fact.value), after));
    }
    for ((about, key), values) in fresh {
        changes.extend(values.into_iter().map(|value| change(about, key, None, Some(value))));
    }
    changes.sort_by_key(|change| change.about);
    changes
}

fn change(about: About, key: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change { about, key: key.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(key: &str, value: &str) -> Fact {
        Fact { about: About::Figure, key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn equal_reports_have_no_changes_even_when_text_moved() {
        let first = [fact("a", "1"), fact("a", "2"), fact("b", "3")];
        let moved = [fact("b", "3"), fact("a", "2"), fact("a", "1")];
        assert_eq!(changes(&first, &moved), []);
    }

    #[test]
    fn a_corrected_value_an_addition_and_a_removal_are_told_apart() {
        let first = [fact("a", "91%"), fact("b", "3"), fact("c", "5")];
        let corrected = [fact("a", "92%"), fact("c", "5"), fact("d", "7")];
        assert_eq!(
            changes(&first, &corrected),
            [
                change(About::Figure, "a", Some("91%"), Some("92%")),
                change(About::Figure, "b", Some("3"), None),
                change(About::Figure, "d", None, Some("7")),
            ]
        );
    }

    #[test]
    fn a_repeated_fact_that_is_now_said_once_is_a_removal() {
        assert_eq!(changes(&[fact("a", "1"), fact("a", "1")], &[fact("a", "1")]).len(), 1);
    }
}
