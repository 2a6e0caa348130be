//! Sentences and tables about grades, composed for reports from the records.

use crate::assessment::Grade;
use crate::said::{Said, said};

use super::task::english;

/// How many tasks have each grade, the highest first, and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// Excellent, good, completed, not completed.
    pub counts: [u32; 4],
    /// Without a grade.
    pub ungraded: u32,
}

/// Grades in the order reports name them.
pub const ORDER: [Grade; 4] = [Grade::Excellent, Grade::Good, Grade::Completed, Grade::NotCompleted];

impl Distribution {
    /// Counts grades.
    pub fn of(grades: impl IntoIterator<Item = Option<Grade>>) -> Self {
        let mut found = Self::default();
        for grade in grades {
            match grade.and_then(|grade| ORDER.iter().position(|known| *known == grade)) {
                Some(index) => {
                    if let Some(count) = found.counts.get_mut(index) {
                        *count += 1;
                    }
                }
                None => found.ungraded += 1,
            }
        }
        found
    }

    /// Tasks in all.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum::<u32>() + self.ungraded
    }

    /// `hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06 nhiệm vụ`: grades that nobody has are left out.
    pub fn sentence(&self) -> Said {
        let total = self.total();
        let parts = || ORDER.iter().zip(self.counts).filter(|(_, count)| *count > 0);
        let mut vi: Vec<String> = parts()
            .map(|(grade, count)| format!("{} {count:02}/{total:02} nhiệm vụ", grade.words().to_lowercase()))
            .collect();
        let mut en: Vec<String> =
            parts().map(|(grade, count)| format!("{} {count}/{total} tasks", english(*grade))).collect();
        if self.ungraded > 0 {
            vi.push(format!("chưa đánh giá {:02}/{total:02} nhiệm vụ", self.ungraded));
            en.push(format!("not graded {}/{total} tasks", self.ungraded));
        }
        said(vi.join(", "), en.join(", "))
    }
}

/// A row of the table of tasks and grades in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// Number of the task.
    pub number: u32,
    /// Its text.
    pub task: String,
    /// What was reached, target by target.
    pub results: Vec<String>,
    /// Self-grade.
    pub self_grade: Option<Grade>,
    /// Appraised grade.
    pub appraised: Option<Grade>,
    /// Final grade.
    pub decided: Option<Grade>,
}

/// The table of tasks, results and grades as a report prints it, its head first.
pub fn table(rows: &[SummaryRow]) -> Vec<Vec<String>> {
    let head = ["TT", "Nhiệm vụ", "Kết quả", "Tự đánh giá", "Thẩm định", "Quyết định"].map(str::to_owned).to_vec();
    let words = |grade: Option<Grade>| grade.map_or_else(String::new, |grade| grade.words().to_owned());
    let row = |row: &SummaryRow| {
        vec![
            row.number.to_string(),
            row.task.clone(),
            row.results.join("; "),
            words(row.self_grade),
            words(row.appraised),
            words(row.decided),
        ]
    };
    std::iter::once(head).chain(rows.iter().map(row)).collect()
}
