//! What can be searched and by which fields, with the words people name them by.

use tt_text::fold;

/// What an entry mirrors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// Nhiệm vụ.
    Task,
    /// Văn bản.
    Document,
    /// A paragraph of a report (báo cáo).
    Report,
    /// Ý kiến, bình luận.
    Comment,
    /// Something that happened to a task (diễn biến): a progress note, a directive, a request.
    Event,
    /// An entry of a register (dòng của sổ theo dõi).
    RegisterEntry,
}

impl EntryKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Task, Self::Document, Self::Report, Self::RegisterEntry, Self::Comment, Self::Event];

    /// Name in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Document => "document",
            Self::Report => "report",
            Self::Comment => "comment",
            Self::Event => "event",
            Self::RegisterEntry => "entry",
        }
    }

    /// Reads [`code`](Self::code) back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The words after `loại:` that mean it, in one form.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Task => &["nhiemvu", "task", "tasks"],
            Self::Document => &["vanban", "document", "documents"],
            Self::Report => &["baocao", "report", "reports"],
            Self::Comment => &["ykien", "binhluan", "comment", "comments"],
            Self::Event => &["dienbien", "sukien", "event", "events"],
            Self::RegisterEntry => &["so", "sotheodoi", "register", "registers", "entry", "entries"],
        }
    }
}

/// A field words can be looked for in, or a search narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// `tiêu-đề:`, `title:`.
    Title,
    /// `số:`, `number:`.
    Number,
    /// `loại:`, `kind:`: what it is, or what kind of document.
    Kind,
    /// `năm:`, `year:`.
    Year,
}

impl Field {
    /// The field of that name, written in any way.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match joined(name).as_str() {
            "tieude" | "ten" | "title" => Self::Title,
            "so" | "sokyhieu" | "number" | "no" => Self::Number,
            "loai" | "kind" | "type" => Self::Kind,
            "nam" | "year" => Self::Year,
            _ => return None,
        })
    }
}

/// A word or several in the one form kinds are compared in: folded letters and digits, nothing between.
pub(super) fn joined(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What an entry of this agency, kind and year is narrowed by, as words of their own in the index.
pub(super) fn scope_of(agency: i64, kind: EntryKind, document_kind: Option<&str>, date: Option<&str>) -> Vec<String> {
    let mut scope = vec![agency_scope(agency), format!("t{}", kind.code())];
    if let Some(kind) = document_kind.map(joined).filter(|kind| !kind.is_empty()) {
        scope.push(format!("k{kind}"));
    }
    if let Some(year) = date.and_then(|date| date.get(..4)).filter(|year| year.bytes().all(|b| b.is_ascii_digit())) {
        scope.push(format!("y{year}"));
    }
    scope
}

pub(super) fn agency_scope(agency: i64) -> String {
    format!("a{agency}")
}

/// What a search is narrowed to by `loại:` and these words: any of the scopes given.
pub(super) fn kind_scopes(words: &str) -> Vec<String> {
    let words = joined(words);
    let known = EntryKind::ALL.into_iter().filter(|kind| kind.words().contains(&words.as_str()));
    let mut scopes: Vec<String> = known.map(|kind| format!("t{}", kind.code())).collect();
    // A report is also a kind of document.
    scopes.push(format!("k{words}"));
    scopes
}
