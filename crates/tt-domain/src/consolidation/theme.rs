//! Tasks of several agencies that are one theme (chủ đề): assigned by the same clause of the same document, or worded
//! alike.
//!
//! Two statements are alike when the pairs of neighbouring words they share are two fifths or more of all they have;
//! numbers do not count, since each agency has its own. A task is held against the one a theme began with, never
//! against the last that joined, so that themes do not drift.

use std::collections::{BTreeMap, BTreeSet};

use tt_text::fold::fold;

use crate::id::{AgencyId, TaskId};

/// A task as it is brought together with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub task: TaskId,
    /// Whose.
    pub agency: AgencyId,
    /// Its number there.
    pub number: u32,
    /// Text as assigned.
    pub statement: String,
    /// Number of the document that assigns it and the clause (`điểm a khoản 2`), where both are known.
    pub assigned: Option<(String, String)>,
}

/// A theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The task whose words name it: the shortest.
    pub named_by: TaskId,
    /// Its tasks, by agency and number.
    pub tasks: Vec<TaskId>,
    /// How many agencies have a part in it.
    pub agencies: usize,
}

/// Brings tasks together in themes: those of most agencies first, then by the first task. The order of `works` does not
/// matter.
pub fn themes(works: &[Work]) -> Vec<Theme> {
    let mut works: Vec<&Work> = works.iter().collect();
    works.sort_by_key(|work| (work.agency, work.number, work.task));
    let mut known = Known::default();
    let mut groups: Vec<Vec<&Work>> = Vec::new();
    for work in works {
        let words = known.pairs_of(&work.statement);
        let assigned = work.assigned.as_ref().map(|(number, clause)| (fold(number), fold(clause)));
        let found = assigned.as_ref().and_then(|key| known.by_assignment.get(key).copied());
        let group = found.or_else(|| known.nearest(&words)).unwrap_or(groups.len());
        if let Some(key) = assigned {
            known.by_assignment.entry(key).or_insert(group);
        }
        match groups.get_mut(group) {
            Some(members) => members.push(work),
            None => {
                known.begin(group, &words);
                groups.push(vec![work]);
            }
        }
    }
    let mut themes: Vec<(usize, Theme)> =
        groups.iter().enumerate().filter_map(|(at, g)| Some((at, theme(g)?))).collect();
    themes.sort_by_key(|(at, theme)| (std::cmp::Reverse(theme.agencies), *at));
    themes.into_iter().map(|(_, theme)| theme).collect()
}

fn theme(group: &[&Work]) -> Option<Theme> {
    let shortest = group.iter().min_by_key(|work| (work.statement.chars().count(), work.agency, work.number))?;
    Some(Theme {
        named_by: shortest.task,
        tasks: group.iter().map(|work| work.task).collect(),
        agencies: group.iter().map(|work| work.agency).collect::<BTreeSet<_>>().len(),
    })
}

/// What begins the themes so far.
#[derive(Default)]
struct Known {
    numbers: BTreeMap<String, usize>,
    /// Themes that begin with a pair of words.
    holders: BTreeMap<usize, Vec<usize>>,
    /// How many pairs each theme begins with.
    sizes: Vec<usize>,
    by_assignment: BTreeMap<(String, String), usize>,
}

impl Known {
    /// Pairs of neighbouring words, each by a number of its own.
    fn pairs_of(&mut self, text: &str) -> BTreeSet<usize> {
        let folded = fold(text);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        let mut pairs = BTreeSet::new();
        for pair in words.windows(2) {
            let next = self.numbers.len();
            pairs.insert(*self.numbers.entry(pair.join(" ")).or_insert(next));
        }
        pairs
    }

    fn begin(&mut self, theme: usize, pairs: &BTreeSet<usize>) {
        for pair in pairs {
            self.holders.entry(*pair).or_default().push(theme);
        }
        self.sizes.push(pairs.len());
    }

    /// The theme whose beginning shares most with these, if it is enough; of equals the first.
    fn nearest(&self, pairs: &BTreeSet<usize>) -> Option<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for holder in pairs.iter().filter_map(|pair| self.holders.get(pair)).flatten() {
            *shared.entry(*holder).or_default() += 1;
        }
        let mut best: Option<(usize, usize, usize)> = None;
        for (theme, common) in shared {
            let all = pairs.len() + self.sizes.get(theme).copied().unwrap_or_default() - common;
            let enough = common * 5 >= all * 2;
            if enough && best.is_none_or(|(_, most, of)| common * of > most * all) {
                best = Some((theme, common, all));
            }
        }
        best.map(|(theme, ..)| theme)
    }
}
