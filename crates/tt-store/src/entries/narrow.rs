//! A register's filter as conditions on `e.id`, each a range of an index.

use jiff::civil::Date;
use tt_domain::calendar::days_after;
use tt_domain::register::filter::{FieldTest, Filter, KeyBound, Test};
use tt_domain::register::value::key_of_words;
use tt_domain::register::{Mark, Register};

use super::dynamic::{Param, Statement};
use crate::codec;

/// ` and …` for every term of the filter, as of a day.
pub(crate) fn narrow(statement: &mut Statement, register: &Register, filter: &Filter, as_of: Date) {
    for term in &filter.terms {
        statement.push(if term.negated { " and not (" } else { " and (" });
        test(statement, register, &term.test, as_of);
        statement.push(")");
    }
}

/// `prefix.from_day <= day and prefix.to_day > day`.
fn holds(statement: &mut Statement, prefix: &'static str, day: &str) {
    statement.push(" and ").push(prefix).push("from_day <= ").text(day).push(" and ").push(prefix).push("to_day > ");
    statement.text(day);
}

fn test(statement: &mut Statement, register: &Register, test: &Test, as_of: Date) {
    let day = codec::day_text(as_of);
    match test {
        Test::Field(field, test) => {
            let missing = *test == FieldTest::Missing;
            statement.push(if missing { "e.id not in (" } else { "e.id in (" });
            statement.push("select entry_id from entry_values where field_id = ").whole(field.0);
            match test {
                FieldTest::Missing => {
                    statement.push(" and key is not null");
                }
                FieldTest::OneOf(keys) => {
                    statement.push(" and key in (").list(keys.iter().cloned().map(Param::Text)).push(")");
                }
                FieldTest::Range(from, to) => range(statement, from.as_ref(), to.as_ref()),
                FieldTest::Words(words) => any_words(statement, "key", words),
            }
            holds(statement, "", &day);
            statement.push(")");
        }
        Test::At(stages) => {
            let known = stages.iter().flatten().map(|id| Param::Whole(id.0));
            statement.push("e.id in (select entry_id from entry_positions where register_id = ").whole(register.id.0);
            statement.push(" and (stage_id in (").list(known).push(")");
            if stages.contains(&None) {
                statement.push(" or stage_id is null");
            }
            statement.push(")");
            holds(statement, "", &day);
            statement.push(")");
        }
        Test::Marked(mark, stages, within) => {
            statement.push("e.id in (select entry_id from entry_marks where stage_id in (");
            statement.list(stages.iter().map(|id| Param::Whole(id.0))).push(") and mark = ").text(mark.code());
            if let Some((from, to)) = within.map(|within| within.days(as_of)) {
                statement.push(" and from_day >= ").text(codec::day_text(from));
                statement.push(" and from_day <= ").text(codec::day_text(to));
            }
            holds(statement, "", &day);
            statement.push(")");
        }
        Test::Slow(slow) => over(statement, register, *slow, as_of),
        Test::Words(words) => any_words(statement, "e.searched", &[key_of_words(words)]),
    }
}

fn range(statement: &mut Statement, from: Option<&KeyBound>, to: Option<&KeyBound>) {
    if let Some(bound) = from {
        statement.push(if bound.included { " and key >= " } else { " and key > " }).text(bound.key.as_str());
    }
    if let Some(bound) = to {
        statement.push(if bound.included { " and key <= " } else { " and key < " }).text(bound.key.as_str());
    }
    if from.is_none() && to.is_none() {
        statement.push(" and key is not null");
    }
}

/// Whole words; keys hold letters, digits and blanks alone, so nothing in them means anything to `like`.
fn any_words(statement: &mut Statement, column: &'static str, words: &[String]) {
    statement.push(if column == "key" { " and (1 = 0" } else { "(1 = 0" });
    for words in words {
        statement.push(" or ' ' || ").push(column).push(" || ' ' like ").text(format!("% {words} %"));
    }
    statement.push(")");
}

/// At a stage that is not done for longer than it typically takes.
fn over(statement: &mut Statement, register: &Register, slow: bool, as_of: Date) {
    let day = codec::day_text(as_of);
    statement.push(if slow { "e.id in (" } else { "e.id not in (" });
    // The sign keeps SQLite from looking for the marks of the whole stage at every place: an entry has few of its own.
    statement.push(
        "select p.entry_id from entry_positions p join entry_marks m on m.entry_id = p.entry_id \
         and +m.stage_id = p.stage_id where p.register_id = ",
    );
    statement.whole(register.id.0).push(" and m.mark in (");
    statement.list([Mark::Begun, Mark::Blocked].map(|mark| Param::Text(mark.code().to_owned()))).push(")");
    holds(statement, "p.", &day);
    holds(statement, "m.", &day);
    statement.push(" and (1 = 0");
    for stage in &register.stages {
        if let Some(days) = stage.spec.typical_days {
            let before = codec::day_text(days_after(as_of, -i32::from(days)));
            statement.push(" or (p.stage_id = ").whole(stage.id.0).push(" and p.from_day < ").text(before).push(")");
        }
    }
    statement.push("))");
}
