//! DG-02: the sentence that counts grades disagrees with the grades themselves.

use tt_document::extract::{Grade, RatingSummary};

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "DG-02",
    name: "rating-summary",
    title_vi: "Câu tổng hợp mức đánh giá không khớp mức của từng nhiệm vụ",
    title_en: "Summary of grades does not match the tasks' grades",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/rating-summary.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(summary) = &context.extraction.rating_summary else { return };
    let tasks = &context.extraction.tasks;
    if tasks.len() < 2 || tasks.iter().any(|task| task.rating.is_none()) {
        return;
    }
    for (grade, stated, _) in &summary.counts {
        let counted = tasks.iter().filter(|task| task.rating.as_ref().is_some_and(|r| r.grade == *grade)).count();
        if usize::try_from(*stated) != Ok(counted) {
            findings.push(report(context, summary, *grade, *stated, counted));
        }
    }
    let wrong = summary.counts.iter().filter_map(|(.., of)| *of).find(|of| usize::try_from(*of) != Ok(tasks.len()));
    findings.extend(wrong.map(|of| wrong_whole(summary, of, tasks.len())));
}

fn report(context: &Context<'_>, summary: &RatingSummary, grade: Grade, stated: u32, counted: usize) -> Finding {
    let words = grade.words().to_lowercase();
    let graded = context.extraction.tasks.iter().filter(|task| task.rating.as_ref().is_some_and(|r| r.grade == grade));
    let numbers: Vec<String> = graded.clone().map(|task| task.number.to_string()).collect();
    let list = if numbers.is_empty() { String::new() } else { format!(" (nhiệm vụ {})", numbers.join(", ")) };
    let mut finding = RULE
        .finding(
            summary.span,
            format!("Câu tổng hợp ghi {stated:02} nhiệm vụ “{words}”, đếm được {counted:02}"),
            format!("The summary counts {stated:02} tasks “{words}”; there are {counted:02}"),
        )
        .because(
            format!("Theo mức tự đánh giá ghi ở từng nhiệm vụ, có {counted:02} nhiệm vụ ở mức này{list}."),
            format!("By the grades stated under the tasks there are {counted:02} of this level."),
        );
    for rating in graded.filter_map(|task| task.rating.as_ref()) {
        finding = finding.beside(rating.span, "Mức đánh giá của nhiệm vụ", "The grade of a task");
    }
    finding
}

fn wrong_whole(summary: &RatingSummary, of: u32, tasks: usize) -> Finding {
    RULE.finding(
        summary.span,
        format!("Câu tổng hợp tính trên {of:02} nhiệm vụ, văn bản báo cáo {tasks:02} nhiệm vụ"),
        format!("The summary speaks of {of:02} tasks; the text reports on {tasks:02}"),
    )
    .because("Đề nghị kiểm tra lại tổng số nhiệm vụ được giao.", "Check the number of tasks assigned.")
}
