//! Official documents for the screen.

use tt_app::Language;
use tt_app::records::MentionShown;
use tt_domain::document::OfficialDocument;

use crate::show::say;

/// A document in a list, or as a label that leads to it.
#[derive(Clone, Debug)]
pub(crate) struct DocumentView {
    pub(crate) href: String,
    /// Number with symbol; `None` where only a date is known.
    pub(crate) number: Option<String>,
    /// What the label says: the number, else the kind.
    pub(crate) label: String,
    pub(crate) kind: Option<String>,
    /// As far as known, padded.
    pub(crate) date: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) subject: Option<String>,
}

impl DocumentView {
    pub(crate) fn new(document: &OfficialDocument, lang: Language) -> Self {
        let kind = document.kind.clone();
        let label = document.number.clone().or_else(|| kind.clone());
        Self {
            href: format!("/van-ban/{}", document.id),
            number: document.number.clone(),
            label: label.unwrap_or_else(|| say(lang, "Văn bản", "Document").to_owned()),
            kind,
            date: (!document.date.is_blank()).then(|| document.date.padded()),
            issuer: document.issuer.clone(),
            subject: document.subject.clone(),
        }
    }

    /// `Quyết định số 230/QĐ-UBND ngày 30/01/2019`, as far as known.
    pub(crate) fn full_name(&self) -> String {
        let mut name = self.kind.clone().unwrap_or_else(|| "Văn bản".to_owned());
        if let Some(number) = &self.number {
            name.push_str(" số ");
            name.push_str(number);
        }
        if let Some(date) = &self.date {
            name.push_str(match date.matches('/').count() {
                2 => " ngày ",
                1 => " tháng ",
                _ => " năm ",
            });
            name.push_str(date);
        }
        name
    }
}

/// A place that cites a document.
#[derive(Clone, Debug)]
pub(crate) struct MentionView {
    /// The report's page.
    pub(crate) report_href: String,
    pub(crate) year: i16,
    /// Number and page of the task in whose part it stands.
    pub(crate) task: Option<(u32, String)>,
    /// The words before the mention, the mention, and those after it, of its paragraph.
    pub(crate) before: String,
    pub(crate) printed: String,
    pub(crate) after: String,
}

/// How many letters of the paragraph stand on each side of a mention.
const AROUND: usize = 220;

impl MentionView {
    pub(crate) fn new(shown: &MentionShown) -> Self {
        let citation = &shown.mention.citation;
        let (before, after) = shown.paragraph.split_once(shown.printed.as_str()).unwrap_or((&shown.paragraph, ""));
        let task = shown.mention.task_number.zip(citation.task).map(|(number, id)| (number, format!("/nhiem-vu/{id}")));
        Self {
            report_href: format!("/bao-cao/{}#k-{}", citation.report, citation.block),
            year: shown.mention.year,
            task,
            before: tail(before),
            printed: shown.printed.clone(),
            after: head(after),
        }
    }
}

fn tail(text: &str) -> String {
    let letters = text.chars().count();
    if letters <= AROUND {
        return text.to_owned();
    }
    let cut: String = text.chars().skip(letters - AROUND).collect();
    let whole = cut.split_once(' ').map_or(cut.as_str(), |(_, rest)| rest);
    format!("… {whole}")
}

fn head(text: &str) -> String {
    if text.chars().count() <= AROUND {
        return text.to_owned();
    }
    let cut: String = text.chars().take(AROUND).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole} …")
}
