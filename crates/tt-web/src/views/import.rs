//! What an import would change, for the screen.

use tt_app::Language;
use tt_app::import::ImportOutcome;
use tt_app::import::difference::{About, Change};

use crate::show::{say, shortened};

/// Changes of one sort.
#[derive(Clone, Debug)]
pub(crate) struct ChangeGroup {
    pub(crate) name: &'static str,
    pub(crate) changes: Vec<ChangeView>,
    /// How many there are, of which a long list shows the first.
    pub(crate) count: usize,
}

/// A change.
#[derive(Clone, Debug)]
pub(crate) struct ChangeView {
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// How many changes of one sort are listed.
const LISTED: usize = 40;

/// The changes of an import, grouped by what they are about.
pub(crate) fn groups(outcome: &ImportOutcome, lang: Language) -> Vec<ChangeGroup> {
    let mut groups: Vec<(About, ChangeGroup)> = Vec::new();
    for change in &outcome.changes {
        if groups.last().is_none_or(|(about, _)| *about != change.about) {
            let group = ChangeGroup { name: about_words(change.about, lang), changes: Vec::new(), count: 0 };
            groups.push((change.about, group));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.count += 1;
            if group.changes.len() < LISTED {
                group.changes.push(view(change));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn view(change: &Change) -> ChangeView {
    let short = |text: &Option<String>| text.as_deref().map(|text| shortened(text, 280));
    ChangeView { before: short(&change.before), after: short(&change.after) }
}

fn about_words(about: About, lang: Language) -> &'static str {
    let (vi, en) = match about {
        About::Frame => ("Phần đầu và phần ký", "Head and signature"),
        About::Task => ("Nhiệm vụ", "Tasks"),
        About::Target => ("Mục tiêu", "Targets"),
        About::Grade => ("Tự đánh giá", "Self-grades"),
        About::Proposal => ("Đề xuất năm sau", "Next year’s proposals"),
        About::Obstacle => ("Khó khăn, vướng mắc", "Difficulties"),
        About::Document => ("Văn bản viện dẫn", "Cited documents"),
        About::Figure => ("Số liệu", "Figures"),
        About::Paragraph => ("Đoạn văn", "Paragraphs"),
    };
    say(lang, vi, en)
}
