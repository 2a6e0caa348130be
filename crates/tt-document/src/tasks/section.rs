//! Which sections of a report hold tasks with results, and which hold tasks to come.

use std::ops::Range;

use tt_text::fold;

use crate::model::Document;
use crate::outline::Node;

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Tasks assigned, with their results.
    Results,
    /// Results, of tasks if they are graded.
    Graded,
    /// Tasks proposed for the time to come.
    Proposals,
}

/// A section: a heading and what stands under it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) sort: Sort,
    /// The nodes under the heading.
    pub(super) nodes: Range<usize>,
    /// Whether the title speaks of key or assigned tasks.
    pub(super) key_tasks: bool,
    /// Year the title names.
    pub(super) year: Option<i16>,
}

/// Years the report speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Years {
    /// The year reported on.
    pub(super) report: Option<i16>,
    /// Whether the document is a report (or a letter that carries one), not a plan or a decision.
    is_report: bool,
}

impl Years {
    /// The first year its subject names, else the first that a heading on results names, else that of its date.
    pub(super) fn of(document: &Document, nodes: &[Node]) -> Self {
        let frame = &document.frame;
        let in_heading = || {
            let headings = nodes.iter().filter(|node| node.heading).map(|node| fold(document.slice(node.title)));
            headings.filter(|title| title.contains("ket qua")).find_map(|title| year_in(&title))
        };
        let subject = frame.subject.as_deref().and_then(|subject| year_in(&fold(subject))).or_else(in_heading);
        let is_report = !matches!(
            frame.kind.as_deref(),
            Some("Kế hoạch" | "Quyết định" | "Chương trình" | "Chỉ thị" | "Nghị quyết" | "Phương án" | "Đề án")
        );
        Self { report: subject.or(frame.date.year), is_report }
    }
}

/// The first year in a folded text, after `nam` or standing alone.
fn year_in(folded: &str) -> Option<i16> {
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == 4)
        .find_map(|word| word.parse().ok().filter(|year| (1990..2100).contains(year)))
}

/// The last year in a folded text.
fn last_year_in(folded: &str) -> Option<i16> {
    let mut years = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok());
    years.rfind(|year| (1990..2100).contains(year))
}

/// Finds the sections of tasks; the outermost heading that speaks of them wins.
pub(super) fn sections(document: &Document, nodes: &[Node], years: Years) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut done = 0;
    for (index, node) in nodes.iter().enumerate() {
        let Some(level) = node.level.filter(|_| node.heading && index >= done) else { continue };
        let title = fold(document.slice(node.title));
        let Some(sort) = sort_of(&title, years).or_else(|| other_sort(&title)) else { continue };
        let end = nodes
            .iter()
            .enumerate()
            .skip(index + 1)
            .find(|(_, other)| other.heading && other.level.is_some_and(|other| other <= level))
            .map_or(nodes.len(), |(end, _)| end);
        let key_tasks = ["trong tam", "duoc giao", "giao nam"].iter().any(|word| title.contains(word));
        sections.push(Section { sort, nodes: index + 1..end, key_tasks, year: last_year_in(&title) });
        // A section on results may hold one on tasks.
        if sort != Sort::Graded {
            done = end;
        }
    }
    sections
}

/// What a section of this folded title holds.
fn sort_of(title: &str, years: Years) -> Option<Sort> {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let tasks = has(&["nhiem vu"]);
    let results = has(&["ket qua", "tinh hinh thuc hien", "danh gia"])
        || has(&["duoc giao"]) && !has(&["de xuat", "phuong huong"]);
    let later = last_year_in(title).zip(years.report).is_some_and(|(named, own)| named > own);
    let ahead = has(&[
        "phuong huong",
        "de xuat nhiem vu",
        "dang ky nhiem vu",
        "thoi gian toi",
        "nam toi",
        "nam sau",
        "ke hoach nam",
        "du kien nhiem vu",
    ]);
    if !tasks {
        return None;
    }
    let obstacles = has(&["kho khan", "vuong mac", "han che", "ton tai", "kien nghi"]);
    if later && (!results || ahead)
        || ahead && !results
        || !results && !obstacles && years.is_report && has(&["giai phap", "trong tam"]) && has(&["nhiem vu"])
    {
        return Some(Sort::Proposals);
    }
    (results && !obstacles).then_some(Sort::Results)
}

/// What a section whose title does not speak of tasks may hold.
fn other_sort(title: &str) -> Option<Sort> {
    let results = ["ket qua", "tinh hinh thuc hien"].iter().any(|word| title.contains(word));
    results.then_some(Sort::Graded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_what_a_section_holds() {
        let years = Years { report: Some(2021), is_report: true };
        for (title, sort) in [
            ("NHIỆM VỤ ĐƯỢC GIAO VÀ KẾT QUẢ THỰC HIỆN", Some(Sort::Results)),
            ("Kết quả thực hiện các nhiệm vụ trọng tâm năm 2021", Some(Sort::Results)),
            ("NHIỆM VỤ TRỌNG TÂM NĂM 2022", Some(Sort::Proposals)),
            ("ĐỀ XUẤT NHIỆM VỤ TRỌNG TÂM NĂM 2022", Some(Sort::Proposals)),
            ("Phương hướng, nhiệm vụ trong thời gian tới", Some(Sort::Proposals)),
            ("NHIỆM VỤ, GIẢI PHÁP", Some(Sort::Proposals)),
            ("KHÓ KHĂN, VƯỚNG MẮC TRONG THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", None),
            ("CÔNG TÁC TỔ CHỨC THỰC HIỆN", None),
        ] {
            assert_eq!(sort_of(&fold(title), years), sort, "{title}");
        }
    }
}
