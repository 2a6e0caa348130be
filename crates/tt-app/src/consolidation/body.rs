//! The body of one report made of many: who reported, totals, tasks by theme with each agency's words, grades,
//! difficulties by cause; the tables of it are in [`annexes`](super::annexes).

use tt_domain::grading::summary::Distribution;
use tt_domain::indicator::Aggregation;
use tt_domain::statistics::Columns;

use super::annexes;
use super::draft::{Draft, DraftPiece, Figure, figure, strong, taken_over, words};
use super::figures::FigureLine;
use super::reporters::Reporter;
use super::words::cause;
use super::works::{ThemeRow, WorkRow};
use super::{Consolidation, reporters::Reporting};
use crate::templates::facts::bare_words;

/// Most names listed in a sentence; the annexes have all.
const NAMES: usize = 15;
/// Longest words of a difficulty.
const OBSTACLE: usize = 700;

/// Makes the body.
pub(super) fn body(found: &Consolidation) -> Draft {
    let mut draft = Draft::default();
    let period = found.period.label();
    draft.paragraph(vec![words(format!(
        "{} tổng hợp báo cáo {period} của các cơ quan, đơn vị trực thuộc như sau:",
        found.agency.name
    ))]);
    who_reported(found, &mut draft);
    totals(found, &mut draft);
    by_theme(found, &mut draft);
    grades(found, &mut draft);
    difficulties(found, &mut draft);
    draft.paragraph(vec![words(format!("Trên đây là báo cáo tổng hợp {period} của {}./.", found.agency.name))]);
    annexes::annexes(found, &mut draft);
    draft
}

fn who_reported(found: &Consolidation, draft: &mut Draft) {
    draft.heading(1, Some("I.".to_owned()), "TÌNH HÌNH BÁO CÁO CỦA CÁC CƠ QUAN, ĐƠN VỊ");
    let owed: Vec<&Reporter> = found.reporters.iter().filter(|one| one.reporting != Reporting::NotOwed).collect();
    let handed = owed.iter().filter(|one| one.reporting.is_handed_up()).count();
    let late: Vec<String> = owed
        .iter()
        .filter(|one| one.reporting.is_handed_up())
        .filter_map(|one| Some(format!("{} (chậm {:02} ngày)", one.agency.name, one.late?)))
        .collect();
    let missing: Vec<String> =
        owed.iter().filter(|one| one.reporting.is_outstanding()).map(|one| one.agency.name.clone()).collect();
    let counted = [(late.len(), "gửi chậm"), (missing.len(), "chưa gửi")];
    let counted = counted.iter().filter(|(count, _)| *count > 0);
    let rest: Vec<String> = counted.map(|(count, what)| format!("{count:02} cơ quan, đơn vị {what}")).collect();
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", rest.join(", ")) };
    draft.paragraph(vec![words(format!(
        "Đến ngày {}, có {handed:02}/{:02} cơ quan, đơn vị gửi báo cáo {}{rest} (chi tiết tại Phụ lục I).",
        found.today.strftime("%d/%m/%Y"),
        owed.len(),
        found.period.label(),
    ))]);
    for (label, names) in [("Gửi chậm", late), ("Chưa gửi", missing)] {
        if !names.is_empty() {
            draft.item(vec![words(format!("{label}: {}.", listed(&names)))]);
        }
    }
}

/// Names in a sentence; of many, the first and how many there are beside.
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join("; ");
    match names.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} và {more:02} cơ quan, đơn vị khác"),
    }
}

fn totals(found: &Consolidation, draft: &mut Draft) {
    draft.heading(1, Some("II.".to_owned()), "CÁC CHỈ TIÊU CHỦ YẾU");
    let lines: Vec<&FigureLine> = found.lines.iter().filter(|line| line.result.value().is_some()).collect();
    if lines.is_empty() {
        draft.paragraph(vec![words("Chưa có chỉ tiêu nào được tổng hợp giữa các cơ quan, đơn vị.")]);
        return;
    }
    draft.paragraph(vec![words(
        "Số liệu được tổng hợp theo cách tổng hợp của từng chỉ tiêu, không cộng số khác phạm vi, khác đơn vị tính hoặc \
         đã nằm trong số của cơ quan cấp trên (số của từng cơ quan, đơn vị tại Phụ lục II).",
    )]);
    for line in lines {
        draft.item(total(found, line));
    }
}

fn total(found: &Consolidation, line: &FigureLine) -> Vec<DraftPiece> {
    let (name, period) = (line.full_name(), found.period.label());
    let Some(value) = line.result.value() else { return Vec::new() };
    let whole = Figure {
        value,
        unit: line.unit.as_deref(),
        kind: if line.cells.iter().any(|cell| cell.estimate) { "estimate" } else { "actual" },
        subject: &name,
        period: &period,
        observation: None,
        with_unit: true,
    };
    let how = match line.rule {
        Aggregation::Sum => "tổng",
        Aggregation::Average => "bình quân",
        Aggregation::Highest => "cao nhất",
        _ => "thấp nhất",
    };
    let mut pieces = vec![words(format!("{name}: ")), figure(&whole, true)];
    pieces.push(words(format!(" ({how} của {:02} cơ quan, đơn vị)", line.result.added.len())));
    if let Some(percent) = line.percent_of_plan() {
        pieces.push(words(", đạt "));
        let share = Figure { value: percent, unit: Some("%"), kind: "percent_of_plan", ..whole };
        pieces.push(figure(&share, false));
        pieces.push(words(" kế hoạch"));
    }
    let left: Vec<String> = found.left_out(&line.result).into_iter().map(|one| one.vi).collect();
    if !left.is_empty() {
        pieces.push(words(format!("; không cộng {}", listed(&left))));
    }
    let missing: Vec<String> = line.result.missing.iter().map(|id| found.name(*id).to_owned()).collect();
    if !missing.is_empty() {
        pieces.push(words(format!("; chưa có số của {}", listed(&missing))));
    }
    pieces.push(words("."));
    pieces
}

fn by_theme(found: &Consolidation, draft: &mut Draft) {
    draft.heading(1, Some("III.".to_owned()), "KẾT QUẢ THỰC HIỆN NHIỆM VỤ");
    let columns: Columns = found.reporters.iter().map(|one| one.columns).sum();
    let done = counted(
        "đã hoàn thành",
        columns.completed() + columns.done_unjudged,
        [(columns.done_on_time, "đúng hạn"), (columns.done_late, "quá hạn")],
    );
    let open = counted(
        "chưa hoàn thành",
        columns.open() + columns.open_undated,
        [(columns.open_in_time, "trong hạn"), (columns.open_overdue, "quá hạn")],
    );
    let parts = done.into_iter().chain(open).collect::<Vec<_>>().join(", ");
    let parts = if parts.is_empty() { parts } else { format!("; {parts}") };
    let all = found.works.len();
    draft.paragraph(vec![words(format!("Các cơ quan, đơn vị được giao {all:02} nhiệm vụ trọng tâm{parts}."))]);
    let (shared, single): (Vec<&ThemeRow>, Vec<&ThemeRow>) = found.themes.iter().partition(|theme| theme.agencies > 1);
    for (at, theme) in shared.iter().enumerate() {
        let title = format!("{} ({:02} cơ quan, đơn vị)", theme.name.trim_end_matches(['.', ';']), theme.agencies);
        draft.heading(2, Some(format!("{}.", at + 1)), &title);
        for work in theme.works.iter().filter_map(|at| found.works.get(*at)) {
            draft.item(said(found, work, false));
        }
    }
    if !single.is_empty() {
        draft.heading(2, Some(format!("{}.", shared.len() + 1)), "Nhiệm vụ riêng của từng cơ quan, đơn vị");
        let mut works: Vec<usize> = single.iter().flat_map(|theme| theme.works.iter().copied()).collect();
        works.sort_unstable();
        for work in works.into_iter().filter_map(|at| found.works.get(at)) {
            draft.item(said(found, work, true));
        }
    }
}

/// `đã hoàn thành 05 nhiệm vụ (đúng hạn 04, quá hạn 01)`; nothing of what there is none of.
fn counted(what: &str, count: u32, parts: [(u32, &str); 2]) -> Option<String> {
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what} {count:02}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    (count > 0).then(|| format!("{what} {count:02} nhiệm vụ{parts}"))
}

/// An agency's words about a task, with the agency named; the task too where no heading names it.
fn said(found: &Consolidation, work: &WorkRow, named: bool) -> Vec<DraftPiece> {
    let mut pieces = vec![strong(found.name(work.agency))];
    if named {
        let statement = work.task.statement.trim_end_matches(['.', ';', ':']);
        pieces.push(words(format!(", nhiệm vụ {}: ", work.task.number)));
        let named = shortened(statement, 200);
        let end = if named.ends_with('…') { " " } else { ". " };
        pieces.push(DraftPiece { emphasis: true, ..words(named) });
        pieces.push(words(end));
    } else {
        pieces.push(words(": "));
    }
    match &work.says {
        Some(passage) => pieces.extend(taken_over(&found.facts, &passage.pieces)),
        None => pieces.push(words("chưa có nội dung báo cáo.")),
    }
    if let Some(grade) = work.decided.or(work.appraised).or(work.self_grade) {
        let by = match (work.decided, work.appraised) {
            (Some(_), _) => "Quyết định",
            (None, Some(_)) => "Thẩm định",
            (None, None) => "Tự đánh giá",
        };
        pieces.push(words(format!(" {by}: {}.", grade.words().to_lowercase())));
    }
    pieces
}

fn grades(found: &Consolidation, draft: &mut Draft) {
    draft.heading(1, Some("IV.".to_owned()), "KẾT QUẢ ĐÁNH GIÁ");
    let stages = [
        ("Tự đánh giá", found.works.iter().map(|work| work.self_grade).collect::<Vec<_>>()),
        ("Thẩm định", found.works.iter().map(|work| work.appraised).collect()),
        ("Quyết định", found.works.iter().map(|work| work.decided).collect()),
    ];
    let mut any = false;
    for (name, grades) in stages {
        let counted = Distribution::of(grades);
        if counted.total() > counted.ungraded {
            any = true;
            draft.item(vec![words(format!("{name}: {}.", counted.sentence().vi))]);
        }
    }
    let last = if any {
        "Kết quả của từng cơ quan, đơn vị tại Phụ lục III; của từng nhiệm vụ tại Phụ lục IV."
    } else {
        "Chưa có nhiệm vụ nào được đánh giá; danh mục nhiệm vụ tại Phụ lục IV."
    };
    draft.paragraph(vec![words(last)]);
}

fn difficulties(found: &Consolidation, draft: &mut Draft) {
    draft.heading(1, Some("V.".to_owned()), "KHÓ KHĂN, VƯỚNG MẮC");
    if found.obstacles.is_empty() {
        draft.paragraph(vec![words("Các báo cáo đã nhận không nêu khó khăn, vướng mắc.")]);
        return;
    }
    let mut number = 0;
    let mut last = None;
    for obstacle in &found.obstacles {
        if last != Some(obstacle.cause) {
            last = Some(obstacle.cause);
            number += 1;
            draft.heading(2, Some(format!("{number}.")), &cause(obstacle.cause).vi);
        }
        // The number it had in the report of its agency says nothing here.
        let text = shortened(&bare_words(&obstacle.text, None), OBSTACLE);
        draft.item(vec![strong(found.name(obstacle.agency)), words(format!(": {text}"))]);
    }
}

/// A text of at most so many letters, cut at a blank.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', '.', ':']))
}
