//! DG-03: one task left without a grade where the others have one.

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "DG-03",
    name: "ungraded-task",
    title_vi: "Nhiệm vụ chưa có mức tự đánh giá",
    title_en: "Task without a grade",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/ungraded-task.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let tasks = &context.extraction.tasks;
    let graded = tasks.iter().filter(|task| task.rating.is_some()).count();
    if graded < 2 || graded * 2 < tasks.len() {
        return;
    }
    for task in tasks.iter().filter(|task| task.rating.is_none()) {
        findings.push(
            RULE.finding(
                task.text_span,
                format!("Nhiệm vụ {} chưa ghi mức tự đánh giá", task.number),
                format!("Task {} states no grade", task.number),
            )
            .because(
                format!("{graded} nhiệm vụ khác trong văn bản có ghi mức tự đánh giá."),
                format!("{graded} other tasks in the text state theirs."),
            ),
        );
    }
}
