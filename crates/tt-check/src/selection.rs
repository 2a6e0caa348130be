//! Which rules run, named by code or by name.

use tt_text::fold;

use crate::rule::Rule;
use crate::rules::RULES;

/// Which rules run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Codes, group letters or names to run; empty means all.
    pub select: Vec<String>,
    /// Codes, group letters or names to leave out.
    pub ignore: Vec<String>,
}

/// A selection names a rule there is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called `{asked}`{}", hint(*.nearest))]
pub struct UnknownRule {
    /// What was asked for.
    pub asked: String,
    /// The rule most like it, if one is like it at all.
    pub nearest: Option<&'static str>,
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

impl Selection {
    /// Checks that every entry names a rule or a group.
    ///
    /// # Errors
    /// [`UnknownRule`] for the first entry that does not.
    pub fn validate(&self) -> Result<(), UnknownRule> {
        for asked in self.select.iter().chain(&self.ignore) {
            if !RULES.iter().any(|rule| names(asked, rule)) {
                return Err(UnknownRule { asked: asked.clone(), nearest: nearest(asked) });
            }
        }
        Ok(())
    }

    /// Whether a rule runs.
    pub fn includes(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|asked| names(asked, rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// The rule of this code or name, in any letter case.
pub fn find_rule(asked: &str) -> Result<&'static Rule, UnknownRule> {
    RULES
        .iter()
        .find(|rule| names(asked, rule) && !is_group(asked, rule))
        .copied()
        .ok_or_else(|| UnknownRule { asked: asked.to_owned(), nearest: nearest(asked) })
}

fn names(asked: &str, rule: &Rule) -> bool {
    asked.eq_ignore_ascii_case(rule.code) || asked.eq_ignore_ascii_case(rule.name) || is_group(asked, rule)
}

fn is_group(asked: &str, rule: &Rule) -> bool {
    rule.group().is_some_and(|group| asked.eq_ignore_ascii_case(group.letters()))
}

fn nearest(asked: &str) -> Option<&'static str> {
    let asked = fold(asked.trim());
    let candidates = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    let (distance, name) = candidates.map(|name| (distance(&asked, &fold(name)), name)).min()?;
    (distance <= 2 || distance * 3 <= name.len()).then_some(name)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let up = *cell;
            left = (diagonal + usize::from(x != *y)).min(up + 1).min(left + 1);
            diagonal = up;
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_selected_by_code_name_and_group() {
        let rule = find_rule("sl-01").unwrap();
        let by = |select: &str| Selection { select: vec![select.into()], ignore: vec![] }.includes(rule);
        assert!(by("SL-01") && by(rule.name) && by("SL") && !by("VB"));
        let without = Selection { select: vec![], ignore: vec!["SL-01".into()] };
        assert!(!without.includes(rule));
    }

    #[test]
    fn an_unknown_rule_is_named_with_the_nearest() {
        let selection = Selection { select: vec!["SL-1".into()], ignore: vec![] };
        let error = selection.validate().unwrap_err();
        assert_eq!(error.nearest, Some("SL-01"));
        assert_eq!(error.to_string(), "no rule is called `SL-1`; did you mean `SL-01`?");
        assert_eq!(find_rule("hoàn toàn khác").unwrap_err().nearest, None);
    }
}
