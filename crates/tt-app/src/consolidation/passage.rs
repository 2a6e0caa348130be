//! The passage of an agency's report that says what came of a task: one paragraph, cut at the end of a sentence.

use tt_domain::id::{ReportId, TaskId};
use tt_domain::report::{Content, Piece, ReportBlock, ReportBlockKind, Shows};

use crate::compose::{ReportRecords, piece_text};

/// Longest passage, in letters.
const LONGEST: usize = 700;
/// Shortest paragraph that says something of itself.
const SHORTEST: usize = 40;

/// What a report says of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The report.
    pub report: ReportId,
    /// Block it stands in, by position.
    pub block: u32,
    /// Its pieces, figures and citations as references.
    pub pieces: Vec<Piece>,
    /// Its words.
    pub text: String,
}

/// The passage about a task: the first paragraph of its part that has a figure, else the first that is neither the
/// statement nor the grade.
pub(super) fn passage(
    facts: &ReportRecords,
    report: ReportId,
    blocks: &[ReportBlock],
    task: TaskId,
) -> Option<Passage> {
    let mut first = None;
    for block in blocks.iter().filter(|block| block.task == Some(task)) {
        let Content::Flow(pieces) = &block.content else { continue };
        let lead = match &block.kind {
            ReportBlockKind::Paragraph { label } => label.as_deref(),
            ReportBlockKind::Item { marker } => Some(marker.as_str()),
            _ => continue,
        };
        let other = |piece: &Piece| matches!(piece.shows, Shows::Statement { .. } | Shows::Grade(_));
        if pieces.iter().any(other) {
            continue;
        }
        let (pieces, text) = cut(facts, pieces, lead.unwrap_or_default());
        if text.chars().count() < SHORTEST {
            continue;
        }
        let has_figure = pieces.iter().any(|piece| matches!(piece.shows, Shows::Figure(_)));
        let found = Passage { report, block: block.position, pieces, text };
        if has_figure {
            return Some(found);
        }
        first.get_or_insert(found);
    }
    first
}

/// The pieces without their label, up to the last sentence that still has room.
fn cut(facts: &ReportRecords, pieces: &[Piece], lead: &str) -> (Vec<Piece>, String) {
    let mut kept: Vec<Piece> = Vec::new();
    let mut text = String::new();
    // Pieces and bytes up to the end of the last whole sentence.
    let mut whole = (0, 0);
    for (at, piece) in pieces.iter().enumerate() {
        if matches!(piece.shows, Shows::NoteMark(_)) {
            continue;
        }
        let mut words = piece_text(facts, piece);
        let mut shows = piece.shows.clone();
        if at == 0 {
            if let Some(rest) = words.strip_prefix(lead) {
                words = rest.trim_start().to_owned();
                shows = Shows::Text(words.clone());
            }
        }
        let room = LONGEST.saturating_sub(text.chars().count());
        if words.chars().count() <= room {
            text.push_str(&words);
            kept.push(Piece { shows, ..piece.clone() });
            if words.trim_end().ends_with('.') {
                whole = (kept.len(), text.len());
            }
            continue;
        }
        if matches!(shows, Shows::Text(_)) {
            let end = ending(&words, room);
            text.push_str(&end);
            kept.push(Piece { shows: Shows::Text(end), ..piece.clone() });
            break;
        }
        // A figure or citation without room: the sentence it stands in is left out where one before it is whole.
        let last = match kept.last().map(|piece| &piece.shows) {
            Some(Shows::Text(words)) => words.rfind(". ").map(|at| words.get(..=at).unwrap_or_default().to_owned()),
            _ => None,
        };
        if let Some((words, own)) = last.and_then(|words| Some((words, kept.pop()?))) {
            text.truncate(text.len().saturating_sub(piece_text(facts, &own).len()));
            text.push_str(&words);
            kept.push(Piece { shows: Shows::Text(words), ..own });
        } else if whole.0 > 0 {
            kept.truncate(whole.0);
            text.truncate(whole.1);
        } else {
            text.push('…');
            kept.push(Piece { shows: Shows::Text("…".to_owned()), ..piece.clone() });
        }
        break;
    }
    (kept, text)
}

/// As much of a text as has room: whole sentences, else whole words and an ellipsis.
fn ending(text: &str, room: usize) -> String {
    let fits: String = text.chars().take(room).collect();
    if let Some((whole, _)) = fits.rsplit_once(". ") {
        return format!("{whole}.");
    }
    let whole = fits.rsplit_once(' ').map_or("", |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use tt_domain::report::StatementPart;

    use super::*;

    fn block(position: u32, label: Option<&str>, pieces: Vec<Shows>) -> ReportBlock {
        let piece = |shows| Piece { strong: false, emphasis: false, shows };
        ReportBlock {
            position,
            kind: ReportBlockKind::Paragraph { label: label.map(str::to_owned) },
            task: Some(TaskId(1)),
            content: Content::Flow(pieces.into_iter().map(piece).collect()),
            drawn: None,
        }
    }

    fn text(words: &str) -> Vec<Shows> {
        vec![Shows::Text(words.to_owned())]
    }

    #[test]
    fn the_statement_the_grade_and_short_lines_are_passed_over() {
        let blocks = [
            block(
                0,
                Some("1."),
                vec![Shows::Statement { task: TaskId(1), part: StatementPart::Words("Rà soát".to_owned()) }],
            ),
            block(1, None, text("Kết quả:")),
            block(2, Some("1.1."), text("1.1. Sở đã tham mưu ban hành kế hoạch và tổ chức thực hiện đúng tiến độ.")),
            block(3, None, vec![Shows::Grade(TaskId(1))]),
        ];
        let found = passage(&ReportRecords::default(), ReportId(5), &blocks, TaskId(1)).unwrap();
        assert_eq!(found.text, "Sở đã tham mưu ban hành kế hoạch và tổ chức thực hiện đúng tiến độ.");
        assert_eq!((found.block, found.pieces.len()), (2, 1));
        assert_eq!(passage(&ReportRecords::default(), ReportId(5), &blocks, TaskId(2)), None);
    }

    #[test]
    fn a_long_paragraph_ends_with_a_sentence() {
        let long = format!("{} Câu sau không còn chỗ. {}", "Câu đầu dài vừa đủ.", "chữ ".repeat(300));
        let blocks = [block(0, None, text(&long))];
        let found = passage(&ReportRecords::default(), ReportId(5), &blocks, TaskId(1)).unwrap();
        assert_eq!(found.text, "Câu đầu dài vừa đủ. Câu sau không còn chỗ.");
        let endless = [block(0, None, text(&"chữ ".repeat(300)))];
        let found = passage(&ReportRecords::default(), ReportId(5), &endless, TaskId(1)).unwrap();
        assert!(found.text.ends_with("chữ…") && found.text.chars().count() <= LONGEST);
    }
}
