//! What a search found, as shown.

use tt_app::Language;
use tt_app::search::{FoundHit, Kind, Piece, Target};
use tt_text::date::PartialDate;

/// Hits of one kind, in the order of the best of each.
#[derive(Clone, Debug)]
pub(crate) struct HitGroup {
    pub(crate) name: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) hits: Vec<HitView>,
}

/// One hit.
#[derive(Clone, Debug)]
pub(crate) struct HitView {
    pub(crate) href: String,
    pub(crate) title: Vec<Piece>,
    pub(crate) text: Vec<Piece>,
    pub(crate) date: Option<String>,
    pub(crate) agency: Option<String>,
    /// Whether it only folds alike.
    pub(crate) loose: bool,
}

impl HitGroup {
    /// Hits by kind; kinds come in the order in which the first of each was found.
    pub(crate) fn of(hits: &[FoundHit], lang: Language) -> Vec<Self> {
        let mut groups: Vec<(Kind, Self)> = Vec::new();
        for hit in hits {
            let view = HitView::new(hit);
            match groups.iter_mut().find(|(kind, _)| *kind == hit.kind) {
                Some((_, group)) => group.hits.push(view),
                None => {
                    let (name, icon) = (kind_name(hit.kind, lang), kind_icon(hit.kind));
                    groups.push((hit.kind, Self { name, icon, hits: vec![view] }));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

impl HitView {
    fn new(hit: &FoundHit) -> Self {
        let href = match hit.target {
            Target::Task(id) => format!("/nhiem-vu/{id}"),
            Target::Document(id) => format!("/van-ban/{id}"),
            Target::Block(report, block) => format!("/bao-cao/{report}#k-{block}"),
            Target::Note(report, note) => format!("/bao-cao/{report}#cc-{note}"),
            Target::Entry(id) => format!("/so-theo-doi/-/{id}"),
        };
        Self {
            href,
            title: hit.title.clone(),
            text: hit.text.clone(),
            date: hit.date.as_deref().map(shown_date),
            agency: hit.agency.clone(),
            loose: !hit.exact,
        }
    }
}

/// A day as people write it; a year or a month stays what it is.
fn shown_date(iso: &str) -> String {
    let date = PartialDate::from_iso(iso).unwrap_or_default();
    match (date.year, date.month, date.day) {
        (Some(year), Some(month), Some(day)) => format!("{day:02}/{month:02}/{year:04}"),
        (Some(year), Some(month), None) => format!("{month:02}/{year:04}"),
        _ => iso.to_owned(),
    }
}

/// A kind's name.
pub(crate) fn kind_name(kind: Kind, lang: Language) -> &'static str {
    let (vi, en) = match kind {
        Kind::Task => ("Nhiệm vụ", "Tasks"),
        Kind::Document => ("Văn bản", "Documents"),
        Kind::Report => ("Báo cáo", "Reports"),
        Kind::Comment => ("Ý kiến trao đổi", "Comments"),
        Kind::Event => ("Diễn biến", "Events"),
        Kind::RegisterEntry => ("Sổ theo dõi", "Registers"),
    };
    match lang {
        Language::Vietnamese => vi,
        Language::English => en,
    }
}

/// A kind in an address.
pub(crate) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "nhiem-vu",
        Kind::Document => "van-ban",
        Kind::Report => "bao-cao",
        Kind::Comment => "y-kien",
        Kind::Event => "dien-bien",
        Kind::RegisterEntry => "so-theo-doi",
    }
}

fn kind_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "list-checks",
        Kind::Document => "file-text",
        Kind::Report => "file-pen-line",
        Kind::Comment | Kind::Event => "info",
        Kind::RegisterEntry => "columns-3",
    }
}
