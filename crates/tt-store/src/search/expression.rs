//! A query as the engines understand it, in levels from the best match to the least.

use tt_domain::id::AgencyId;

use super::fields::agency_scope;
use super::query::{Phrase, Query};

/// Whether words are compared as written or folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Exact,
    Folded,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Anywhere,
    Title,
    Number,
}

/// What must hold of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// A phrase stands in one place.
    Phrase(Level, Place, Phrase),
    /// One of these scopes is its.
    Scope(Vec<String>),
    /// All of them hold; at least one.
    All(Vec<Condition>),
}

/// One level of a search: what must hold, and what must not because an earlier level has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expression {
    pub(super) level: Level,
    pub(super) holds: Condition,
    pub(super) not: Vec<Condition>,
}

/// How the words looked for anywhere are matched, from the narrowest on; each is part of the next.
#[derive(Clone, Copy)]
enum Shape {
    PhraseInTitle,
    Phrase,
    Words,
}

/// The levels of a search in these agencies. Without words there is one, that of the scopes.
pub(super) fn levels(query: &Query, agencies: &[AgencyId]) -> Vec<Expression> {
    let mut levels: Vec<Expression> = Vec::new();
    let mut widest_exact = None;
    for level in [Level::Exact, Level::Folded] {
        let mut narrower: Option<Condition> = None;
        for shape in shapes(query) {
            let Some(words) = condition(query, level, *shape).filter(|words| widest_exact.as_ref() != Some(words))
            else {
                continue;
            };
            let mut holds = vec![words.clone()];
            holds.extend(scopes(query, agencies));
            let not = widest_exact.iter().chain(&narrower).cloned().collect();
            levels.push(Expression { level, holds: Condition::All(holds), not });
            narrower = Some(words);
        }
        if level == Level::Exact {
            widest_exact = narrower;
        }
    }
    if levels.is_empty() && !query.scopes.is_empty() {
        levels.push(Expression {
            level: Level::Exact,
            holds: Condition::All(scopes(query, agencies)),
            not: Vec::new(),
        });
    }
    levels
}

/// Everything a query finds, without an order: the widest level.
pub(super) fn widest(query: &Query, scope: Vec<Condition>) -> Option<Condition> {
    let mut all = vec![condition(query, Level::Folded, Shape::Words)?];
    all.extend(scope);
    Some(Condition::All(all))
}

fn shapes(query: &Query) -> &'static [Shape] {
    match query.anywhere.as_slice() {
        [] => &[Shape::Words],
        [_] => &[Shape::PhraseInTitle, Shape::Phrase],
        _ => &[Shape::PhraseInTitle, Shape::Phrase, Shape::Words],
    }
}

/// The words of a query, in this shape.
fn condition(query: &Query, level: Level, shape: Shape) -> Option<Condition> {
    let at = |place| move |phrase: &Phrase| Condition::Phrase(level, place, phrase.clone());
    let mut all: Vec<Condition> = match shape {
        Shape::PhraseInTitle => query.whole().iter().map(at(Place::Title)).collect(),
        Shape::Phrase => query.whole().iter().map(at(Place::Anywhere)).collect(),
        Shape::Words => query.anywhere.iter().map(at(Place::Anywhere)).collect(),
    };
    all.extend(query.title.iter().map(at(Place::Title)));
    // Numbers are looked for folded at every level.
    all.extend(query.number.iter().map(|phrase| Condition::Phrase(Level::Folded, Place::Number, phrase.clone())));
    (!all.is_empty()).then_some(Condition::All(all))
}

fn scopes(query: &Query, agencies: &[AgencyId]) -> Vec<Condition> {
    let own = Condition::Scope(agencies.iter().map(|agency| agency_scope(agency.0)).collect());
    let asked = query.scopes.iter().map(|any| Condition::Scope(any.clone()));
    std::iter::once(own).chain(asked).collect()
}

/// In the language of FTS5: every word is quoted, so that nothing in it is taken for an operator.
pub(super) fn fts5(expression: &Expression) -> String {
    let mut text = fts5_condition(&expression.holds);
    if !expression.not.is_empty() {
        let not: Vec<String> = expression.not.iter().map(fts5_condition).collect();
        text = format!("({text}) NOT ({})", not.join(" OR "));
    }
    text
}

pub(super) fn fts5_condition(condition: &Condition) -> String {
    match condition {
        Condition::Phrase(level, place, phrase) => {
            let columns = match (level, place) {
                (_, Place::Number) => "number",
                (Level::Exact, Place::Title) => "exact_title",
                (Level::Exact, Place::Anywhere) => "{exact_title exact_body}",
                (Level::Folded, Place::Title) => "folded_title",
                (Level::Folded, Place::Anywhere) => "{folded_title folded_body}",
            };
            let words: Vec<&str> = words(*level, phrase).collect();
            format!("{columns} : \"{}\"{}", words.join(" "), if phrase.open { " *" } else { "" })
        }
        Condition::Scope(any) => {
            let any: Vec<String> = any.iter().map(|scope| format!("\"{scope}\"")).collect();
            format!("scope : ({})", any.join(" OR "))
        }
        Condition::All(all) => {
            let all: Vec<String> = all.iter().map(|one| format!("({})", fts5_condition(one))).collect();
            all.join(" AND ")
        }
    }
}

/// In the language of PostgreSQL's `tsquery`. A folded word is led by `~`, a scope by `#`, in the index too.
pub(super) fn tsquery(expression: &Expression) -> String {
    let holds = tsquery_condition(&expression.holds);
    if expression.not.is_empty() {
        return holds;
    }
    let not: Vec<String> = expression.not.iter().map(tsquery_condition).collect();
    format!("{holds} & !({})", not.join(" | "))
}

pub(super) fn tsquery_condition(condition: &Condition) -> String {
    match condition {
        Condition::Phrase(level, place, phrase) => {
            let weight = match place {
                Place::Anywhere => "AB",
                Place::Title => "A",
                Place::Number => "D",
            };
            let lead = if *level == Level::Folded { FOLDED } else { "" };
            let last = phrase.words.len().saturating_sub(1);
            let words: Vec<String> = words(*level, phrase)
                .enumerate()
                .map(|(index, word)| {
                    let open = if phrase.open && index == last { "*" } else { "" };
                    format!("'{lead}{word}':{open}{weight}")
                })
                .collect();
            format!("({})", words.join(" <-> "))
        }
        Condition::Scope(any) => {
            let any: Vec<String> = any.iter().map(|scope| format!("'{SCOPE}{scope}'")).collect();
            format!("({})", any.join(" | "))
        }
        Condition::All(all) => {
            let all: Vec<String> = all.iter().map(tsquery_condition).collect();
            format!("({})", all.join(" & "))
        }
    }
}

/// Leads a folded word in PostgreSQL's index.
pub(super) const FOLDED: &str = "~";
/// Leads a scope in PostgreSQL's index.
pub(super) const SCOPE: &str = "#";

fn words(level: Level, phrase: &Phrase) -> impl Iterator<Item = &str> {
    phrase.words.iter().map(move |word| match level {
        Level::Exact => word.exact.as_str(),
        Level::Folded => word.folded.as_str(),
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn told(query: &str, engine: fn(&Expression) -> String) -> String {
        let levels = levels(&Query::parse(query), &[AgencyId(1), AgencyId(2)]);
        levels.iter().map(engine).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn levels_go_from_the_phrase_in_the_title_to_folded_words() {
        expect![[r#"
            ((exact_title : "chợ xâ" *)) AND (scope : ("a1" OR "a2"))
            ((({exact_title exact_body} : "chợ xâ" *)) AND (scope : ("a1" OR "a2"))) NOT ((exact_title : "chợ xâ" *))
            ((({exact_title exact_body} : "chợ") AND ({exact_title exact_body} : "xâ" *)) AND (scope : ("a1" OR "a2"))) NOT (({exact_title exact_body} : "chợ xâ" *))
            (((folded_title : "cho xa" *)) AND (scope : ("a1" OR "a2"))) NOT (({exact_title exact_body} : "chợ") AND ({exact_title exact_body} : "xâ" *))
            ((({folded_title folded_body} : "cho xa" *)) AND (scope : ("a1" OR "a2"))) NOT (({exact_title exact_body} : "chợ") AND ({exact_title exact_body} : "xâ" *) OR (folded_title : "cho xa" *))
            ((({folded_title folded_body} : "cho") AND ({folded_title folded_body} : "xa" *)) AND (scope : ("a1" OR "a2"))) NOT (({exact_title exact_body} : "chợ") AND ({exact_title exact_body} : "xâ" *) OR ({folded_title folded_body} : "cho xa" *))"#]].assert_eq(&told("chợ xâ", fts5));
        expect![[r#"
            ((('chợ':A <-> 'xâ':*A)) & ('#a1' | '#a2'))
            ((('chợ':AB <-> 'xâ':*AB)) & ('#a1' | '#a2')) & !((('chợ':A <-> 'xâ':*A)))
            ((('chợ':AB) & ('xâ':*AB)) & ('#a1' | '#a2')) & !((('chợ':AB <-> 'xâ':*AB)))
            ((('~cho':A <-> '~xa':*A)) & ('#a1' | '#a2')) & !((('chợ':AB) & ('xâ':*AB)))
            ((('~cho':AB <-> '~xa':*AB)) & ('#a1' | '#a2')) & !((('chợ':AB) & ('xâ':*AB)) | (('~cho':A <-> '~xa':*A)))
            ((('~cho':AB) & ('~xa':*AB)) & ('#a1' | '#a2')) & !((('chợ':AB) & ('xâ':*AB)) | (('~cho':AB <-> '~xa':*AB)))"#]].assert_eq(&told("chợ xâ", tsquery));
    }

    #[test]
    fn fields_narrow_every_level() {
        expect![[r#"((number : "12 kh")) AND (scope : ("a1" OR "a2")) AND (scope : ("treport" OR "kbaocao"))"#]]
            .assert_eq(&told("số:12/KH loại:báo-cáo", fts5));
        expect![[r#"
            ((('chợ':A <-> 'quê':A)) & ('#a1' | '#a2') & ('#y2019'))
            ((('~cho':A <-> '~que':A)) & ('#a1' | '#a2') & ('#y2019')) & !((('chợ':A <-> 'quê':A)))"#]]
        .assert_eq(&told("tiêu-đề:\"chợ quê\" năm:2019", tsquery));
        expect![[r#"(scope : ("a1" OR "a2")) AND (scope : ("y2019"))"#]].assert_eq(&told("năm:2019", fts5));
    }
}
