//! VB-01: a document whose date does not fit its number, judged by the others of its series.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::cited::Cited;
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::wording::{day, short};

pub(crate) static RULE: Rule = Rule {
    code: "VB-01",
    name: "number-against-date",
    title_vi: "Ngày ban hành không hợp thứ tự số văn bản",
    title_en: "Date of issue does not fit the order of numbers",
    severity: Severity::Warning,
    basis: Some("Nghị định 30/2020/NĐ-CP, Điều 15; Thông tư 01/2011/TT-BNV (trước ngày 05/3/2020)"),
    docs: include_str!("../../docs/number-against-date.md"),
    check,
};

/// More documents of one series and year than any text cites; all are compared with each other.
const MAX_ENTRIES: usize = 400;

/// A dated document of a series.
struct Entry<'c, 'a> {
    serial: u32,
    date: Date,
    cited: &'c Cited<'a>,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let cited = context.cited;
    let mut series: BTreeMap<(String, i16), Vec<Entry<'_, '_>>> = BTreeMap::new();
    for one in cited {
        let Some(date) = one.citation.date.date() else { continue };
        let unnamed = one.citation.kind.is_none() && one.number.symbol.contains("QH");
        if unnamed || !one.number.suffix.is_empty() || one.number.year.is_some_and(|year| year != date.year()) {
            continue;
        }
        let key = (series_key(one), date.year());
        let entries = series.entry(key).or_default();
        let known = entries.iter().any(|entry| entry.serial == one.number.serial && entry.date == date);
        if !known && entries.len() < MAX_ENTRIES {
            entries.push(Entry { serial: one.number.serial, date, cited: one });
        }
    }
    for mut entries in series.into_values() {
        entries.sort_by_key(|entry| (entry.serial, entry.date));
        judge(context, &entries, findings);
    }
}

/// One series: the symbol, with or without a year in the number. Documents of districts and communes, whose symbols
/// are all alike, are kept apart where the text names their issuer.
fn series_key(cited: &Cited<'_>) -> String {
    let symbol = cited.series();
    let has_year = if cited.number.year.is_some() { "năm" } else { "" };
    let level = cited.issuer.as_deref().and_then(|issuer| {
        ["huyen ", "xa ", "phuong ", "thi tran ", "thi xa "]
            .iter()
            .find_map(|level| issuer.find(level).and_then(|at| issuer.get(at..)))
    });
    format!("{symbol}|{has_year}|{}", level.unwrap_or_default())
}

fn judge(context: &Context<'_>, entries: &[Entry<'_, '_>], findings: &mut Vec<Finding>) {
    let chain = longest_chain(entries);
    let odd = entries.len() - chain.len();
    if chain.len() < 3 || odd == 0 || odd * 3 > chain.len() {
        return;
    }
    for (index, entry) in entries.iter().enumerate() {
        if chain.contains(&index) {
            continue;
        }
        // Against one neighbour alone either of the two could be the odd one.
        let against = chain.iter().filter_map(|at| entries.get(*at)).filter(|other| conflicts(entry, other)).count();
        let before = chain.iter().rev().filter(|at| **at < index).find_map(|at| entries.get(*at));
        let after = chain.iter().filter(|at| **at > index).find_map(|at| entries.get(*at));
        if against >= 2 {
            findings.push(report(context, entry, before, after));
        }
    }
}

fn conflicts(a: &Entry<'_, '_>, b: &Entry<'_, '_>) -> bool {
    a.serial != b.serial && (a.serial < b.serial) != (a.date < b.date) && a.date != b.date
}

/// Indices of the longest run of entries whose dates never fall, entries being sorted by number.
fn longest_chain(entries: &[Entry<'_, '_>]) -> Vec<usize> {
    // Patience sorting: `tails[n]` ends the best chain of length n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let at = tails.partition_point(|tail| entries.get(*tail).is_some_and(|last| last.date <= entry.date));
        previous.push(at.checked_sub(1).and_then(|before| tails.get(before).copied()));
        if at == tails.len() {
            tails.push(index);
        } else if let Some(tail) = tails.get_mut(at) {
            *tail = index;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        chain.push(index);
        next = previous.get(index).copied().flatten();
    }
    chain.reverse();
    chain
}

fn report(
    context: &Context<'_>,
    entry: &Entry<'_, '_>,
    before: Option<&Entry<'_, '_>>,
    after: Option<&Entry<'_, '_>>,
) -> Finding {
    let name = |entry: &Entry<'_, '_>| entry.cited.printed.clone();
    let own = name(entry);
    let (range_vi, range_en) = match (before, after) {
        (Some(before), Some(after)) => (
            format!("từ {} đến {}", day(before.date), day(after.date)),
            format!("from {} to {}", day(before.date), day(after.date)),
        ),
        (Some(before), None) => {
            (format!("từ {} trở đi", day(before.date)), format!("on or after {}", day(before.date)))
        }
        (None, Some(after)) => (format!("không sau {}", day(after.date)), format!("not after {}", day(after.date))),
        (None, None) => (String::new(), String::new()),
    };
    let listed: Vec<String> = [before, Some(entry), after]
        .into_iter()
        .flatten()
        .map(|entry| format!("{}: {}", name(entry), day(entry.date)))
        .collect();
    let mut finding = RULE
        .finding(
            entry.cited.span(),
            format!("Ngày {} không hợp với số {own}", day(entry.date)),
            format!("The date {} does not fit the number {own}", day(entry.date)),
        )
        .because(
            format!(
                "Theo thứ tự số của các văn bản cùng loại, cùng năm nêu trong văn bản, văn bản này phải ban hành {range_vi}. Đề nghị kiểm tra lại ngày, năm hoặc số."
            ),
            format!(
                "By the numbers of the same series cited in the text it should be dated {range_en}. Check day, year and number."
            ),
        )
        .computed(listed.join("; "));
    for other in [before, after].into_iter().flatten() {
        let text = short(context.slice(other.cited.span()));
        finding = finding.beside(
            other.cited.span(),
            format!("Văn bản liền kề theo số: {text}"),
            format!("Next by number: {text}"),
        );
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::tests::{citation, findings_with};

    const SERIES: &str = "Quyết định số 1667/QĐ-UBND ngày 28/8/2019, Quyết định số 1862/QĐ-UBND ngày 28/9/2019, \
        Quyết định số 2149/QĐ-UBND ngày 06/11/2019, Quyết định số 2245/QĐ-UBND ngày 01/8/2019, \
        Quyết định số 2324/QĐ-UBND ngày 29/11/2019.";

    #[test]
    fn the_odd_one_of_a_series_is_found() {
        let marked: Vec<_> = SERIES.split(", ").map(|part| citation(part.trim_end_matches('.'))).collect();
        let found = findings_with("VB-01", SERIES, marked);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title.vi, "Ngày 01/8/2019 không hợp với số 2245/QĐ-UBND");
        assert!(found[0].explanation.vi.contains("từ 06/11/2019 đến 29/11/2019"));
    }

    #[test]
    fn two_alone_accuse_nobody() {
        let text = "Quyết định số 20/QĐ-UBND ngày 02/3/2019, Quyết định số 30/QĐ-UBND ngày 01/3/2019";
        let marked: Vec<_> = text.split(", ").map(citation).collect();
        assert!(findings_with("VB-01", text, marked).is_empty());
    }
}
