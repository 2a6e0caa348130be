//! Whether a task passes, how tasks are ordered and grouped.

use std::cmp::{Ordering, Reverse};

use jiff::civil::Date;
use tt_text::fold;

use super::words::{DateField, Group, KindWord, LineWord, NameField, SortKey, StateWord};
use super::{DayTest, Filter, Name, Sort, Term, Test};
use crate::calendar::days_from;
use crate::statistics::{Basis, Column, Counted, column};
use crate::task::TaskState;
use crate::timeliness::DUE_SOON_DAYS;

/// What a filter can ask of a task. Names as they are shown; of agencies and divisions, symbol and full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// Shown code: `NV5`.
    pub code: String,
    /// Text that is searched: statement, product, whatever the list shows.
    pub text: String,
    /// Stored state.
    pub state: TaskState,
    /// Kind.
    pub kind: KindWord,
    /// Line of command.
    pub line: LineWord,
    /// Year of the programme.
    pub year: i16,
    /// Agency: symbol, name.
    pub agency: Vec<String>,
    /// Division in charge: symbol, name.
    pub division: Vec<String>,
    /// Who does the work.
    pub officer: Option<String>,
    /// Leader in charge.
    pub leader: Option<String>,
    /// Who follows it.
    pub tracker: Option<String>,
    /// Who works along: names and symbols.
    pub coordinators: Vec<String>,
    /// What of it is the looking person's own.
    pub mine: Vec<NameField>,
    /// Deadline.
    pub deadline: Option<Date>,
    /// First deadline.
    pub original_deadline: Option<Date>,
    /// Day it was assigned.
    pub assigned_on: Option<Date>,
    /// Day its confirmed result was handed in.
    pub completed_on: Option<Date>,
    /// Day it was last changed.
    pub updated_on: Option<Date>,
}

impl TaskFacts {
    fn names(&self, field: NameField) -> Vec<&str> {
        fn list(names: &[String]) -> Vec<&str> {
            names.iter().map(String::as_str).collect()
        }
        fn one(name: Option<&String>) -> Vec<&str> {
            name.map(String::as_str).into_iter().collect()
        }
        match field {
            NameField::Code => vec![&self.code],
            NameField::Agency => list(&self.agency),
            NameField::Division => list(&self.division),
            NameField::Officer => one(self.officer.as_ref()),
            NameField::Leader => one(self.leader.as_ref()),
            NameField::Tracker => one(self.tracker.as_ref()),
            NameField::Coordinator => list(&self.coordinators),
            NameField::Person => {
                let people = [&self.officer, &self.leader, &self.tracker];
                let named = people.into_iter().flatten().map(String::as_str);
                named.chain(self.coordinators.iter().map(String::as_str)).collect()
            }
        }
    }

    fn day(&self, field: DateField) -> Option<Date> {
        match field {
            DateField::Due => self.deadline,
            DateField::OriginalDue => self.original_deadline,
            DateField::Assigned => self.assigned_on,
            DateField::Completed => self.completed_on,
            DateField::Updated => self.updated_on,
        }
    }

    fn column(&self, today: Date) -> Column {
        let (state, deadline, completed_on) = (self.state, self.deadline, self.completed_on);
        column(
            &Counted { state, deadline, original_deadline: self.original_deadline, completed_on },
            Basis::Adjusted,
            today,
        )
    }

    fn is(&self, word: StateWord, today: Date) -> bool {
        let column = self.column(today);
        let closed = matches!(self.state, TaskState::Completed | TaskState::Cancelled | TaskState::CarriedOver);
        match word {
            StateWord::Draft => self.state == TaskState::Draft,
            StateWord::Assigned => self.state == TaskState::Assigned,
            StateWord::Accepted => self.state == TaskState::Accepted,
            StateWord::InProgress => self.state == TaskState::InProgress,
            StateWord::Submitted => self.state == TaskState::ResultSubmitted,
            StateWord::Returned => self.state == TaskState::Returned,
            StateWord::Completed => self.state == TaskState::Completed,
            StateWord::Cancelled => self.state == TaskState::Cancelled,
            StateWord::CarriedOver => self.state == TaskState::CarriedOver,
            StateWord::Overdue => matches!(column, Column::OpenOverdue { .. }),
            StateWord::DueSoon => {
                let soon = self.deadline.is_some_and(|deadline| days_from(today, deadline) <= DUE_SOON_DAYS);
                column == Column::OpenInTime && soon
            }
            StateWord::InTime => column == Column::OpenInTime,
            StateWord::DoneOnTime => column == Column::DoneOnTime,
            StateWord::DoneLate => matches!(column, Column::DoneLate { .. }),
            StateWord::Undated => column == Column::OpenUndated,
            StateWord::Open => !closed && self.state != TaskState::Draft,
            StateWord::Closed => closed,
        }
    }
}

/// Whether a task passes, on the day the list is looked at.
pub fn matches(filter: &Filter, task: &TaskFacts, today: Date) -> bool {
    filter.terms.iter().all(|term| holds(term, task, today))
}

fn holds(term: &Term, task: &TaskFacts, today: Date) -> bool {
    let found = match &term.test {
        Test::State(words) => words.iter().any(|word| task.is(*word, today)),
        Test::Kind(kinds) => kinds.contains(&task.kind),
        Test::Line(lines) => lines.contains(&task.line),
        Test::Year(years) => years.contains(&task.year),
        Test::Name(field, names) => names.iter().any(|name| is_named(task, *field, name)),
        Test::Day(field, test) => day_holds(*test, task.day(*field), today),
        Test::Text(text) => {
            let (wanted, text, code) = (spaced(text), spaced(&task.text), spaced(&task.code));
            text.contains(&wanted) || code.contains(&wanted)
        }
    };
    found != term.negated
}

/// Folded, blanks single.
fn spaced(text: &str) -> String {
    tt_text::one_line(&fold(text))
}

fn is_named(task: &TaskFacts, field: NameField, name: &Name) -> bool {
    match name {
        Name::Mine => {
            let named = [NameField::Officer, NameField::Leader, NameField::Tracker, NameField::Coordinator];
            task.mine.contains(&field)
                || (field == NameField::Person && named.iter().any(|one| task.mine.contains(one)))
        }
        Name::Nobody => task.names(field).is_empty(),
        Name::Is(wanted) => {
            let wanted = name_words(wanted);
            task.names(field).iter().any(|name| {
                let words = name_words(name);
                !wanted.is_empty() && words.windows(wanted.len()).any(|window| window == wanted)
            })
        }
    }
}

fn name_words(name: &str) -> Vec<String> {
    fold(name).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn day_holds(test: DayTest, day: Option<Date>, today: Date) -> bool {
    let Some(day) = day else { return test == DayTest::Missing };
    match test {
        DayTest::Before(bound) => day < bound.on(today),
        DayTest::UpTo(bound) => day <= bound.on(today),
        DayTest::On(bound) => day == bound.on(today),
        DayTest::From(bound) => day >= bound.on(today),
        DayTest::After(bound) => day > bound.on(today),
        DayTest::Within(from, to) => from.on(today) <= day && day <= to.on(today),
        DayTest::Missing => false,
    }
}

/// Orders two tasks; those that are equal by every key, by their codes. What is missing comes last either way.
pub fn compare(sort: &[Sort], one: &TaskFacts, other: &TaskFacts) -> Ordering {
    order_key(sort, one).cmp(&order_key(sort, other))
}

/// Where a task stands in an order: made once for each, so that a long list is not folded anew at every comparison.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderKey {
    places: Vec<Ranked>,
    code: CodeParts,
}

/// A code with its numbers by value.
type CodeParts = Vec<(String, u64)>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ranked {
    Up(RankedBy),
    Down(Reverse<RankedBy>),
    Missing,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RankedBy {
    Day(Date),
    Name(String),
    Words(Vec<String>),
    State(usize),
    Code(CodeParts),
}

/// The key of a task in an order; keys of one order compare as [`compare`] says.
pub fn order_key(sort: &[Sort], task: &TaskFacts) -> OrderKey {
    let place = |sort: &Sort| {
        let value = match sort.key {
            SortKey::Due => task.deadline.map(RankedBy::Day),
            SortKey::Assigned => task.assigned_on.map(RankedBy::Day),
            SortKey::Updated => task.updated_on.map(RankedBy::Day),
            SortKey::Division => task.division.first().map(|name| RankedBy::Name(fold(name))),
            SortKey::Officer => task.officer.as_ref().map(|name| RankedBy::Words(given_name_first(name))),
            SortKey::State => TaskState::ALL.iter().position(|state| *state == task.state).map(RankedBy::State),
            SortKey::Code => Some(RankedBy::Code(code_parts(&task.code))),
        };
        match value {
            Some(value) if sort.descending => Ranked::Down(Reverse(value)),
            Some(value) => Ranked::Up(value),
            None => Ranked::Missing,
        }
    };
    OrderKey { places: sort.iter().map(place).collect(), code: code_parts(&task.code) }
}

/// Vietnamese lists of people go by the given name, which stands last.
fn given_name_first(name: &str) -> Vec<String> {
    let mut words = name_words(name);
    if let Some(given) = words.pop() {
        words.insert(0, given);
    }
    words
}

/// A code with its numbers by value, so that `NV10` comes after `NV9`.
fn code_parts(code: &str) -> CodeParts {
    let mut parts = CodeParts::new();
    let mut letters = String::new();
    let mut number: Option<u64> = None;
    for c in fold(code).chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
        } else {
            if let Some(number) = number.take() {
                parts.push((std::mem::take(&mut letters), number));
            }
            letters.push(c);
        }
    }
    parts.push((letters, number.unwrap_or(0)));
    parts
}

/// The group a task stands in: a key to group and order by; empty where there is nothing to group by.
pub fn group_key(group: Group, task: &TaskFacts, today: Date) -> String {
    let first = |names: &[String]| names.first().cloned().unwrap_or_default();
    match group {
        Group::Division => first(&task.division),
        Group::Agency => first(&task.agency),
        Group::Officer => task.officer.clone().unwrap_or_default(),
        Group::Leader => task.leader.clone().unwrap_or_default(),
        Group::Kind => task.kind.vietnamese().to_owned(),
        Group::Line => task.line.vietnamese().to_owned(),
        Group::State => {
            let computed = [StateWord::Overdue, StateWord::DueSoon];
            let stored = StateWord::ALL.iter().copied();
            let word = computed.into_iter().chain(stored).find(|word| task.is(*word, today));
            word.map_or_else(String::new, |word| word.vietnamese().to_owned())
        }
        Group::Month => task.deadline.map_or_else(String::new, |day| format!("{:04}-{:02}", day.year(), day.month())),
    }
}
