//! What is wrong with a template, told with line and column and what to do.

use minijinja::{Error, ErrorKind};
use tt_check::Message;

use super::catalogue;
use super::marked::MarkedFaultKind;
use crate::wording::say;

/// A fault in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line of the template, from 1.
    pub line: usize,
    /// Letter of the line, from 1.
    pub column: usize,
    /// What is wrong and the remedy.
    pub message: Message,
}

/// A refusal of one of our own functions, in both languages, carried through the engine.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.en)]
pub(super) struct Refusal(pub(super) Message);

impl Refusal {
    /// As the engine carries it.
    pub(super) fn error(vi: impl Into<String>, en: impl Into<String>) -> Error {
        let message = say(vi, en);
        Error::new(ErrorKind::InvalidOperation, message.en.clone()).with_source(Self(message))
    }
}

impl Fault {
    /// At a byte of the template.
    pub(super) fn at(source: &str, byte: usize, message: Message) -> Self {
        let before = source.get(..byte.min(source.len())).unwrap_or(source);
        let head = before.rsplit('\n').next().unwrap_or_default();
        Self { line: before.matches('\n').count() + 1, column: head.chars().count() + 1, message }
    }

    /// What the engine says of a template.
    pub(super) fn of_engine(source: &str, error: &Error) -> Self {
        let range = error.range();
        let snippet = range.clone().and_then(|range| source.get(range)).unwrap_or_default();
        let message = message_of(error, snippet);
        let placed = range.filter(|range| range.start > 0 || error.line().is_none_or(|line| line == 1));
        match (placed, error.line()) {
            (Some(range), _) => Self::at(source, range.start, message),
            (None, Some(line)) => Self { line, column: 1, message },
            (None, None) => Self { line: 1, column: 1, message },
        }
    }
}

fn message_of(error: &Error, snippet: &str) -> Message {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if let Some(Refusal(message)) = one.downcast_ref::<Refusal>() {
            return message.clone();
        }
        cause = one.source();
    }
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => undefined(snippet, detail),
        ErrorKind::UnknownFunction => no_such("hàm", "function", unknown(detail, snippet), catalogue::functions()),
        ErrorKind::UnknownFilter => no_such("bộ lọc", "filter", unknown(detail, snippet), catalogue::filters()),
        ErrorKind::UnknownTest | ErrorKind::UnknownMethod => say(
            format!("không có phép thử hay phương thức này ({detail}); xem danh sách ở cột bên"),
            format!("no such test or method ({detail}); see the list beside"),
        ),
        ErrorKind::OutOfFuel => say(
            "mẫu chạy quá lâu nên đã dừng; hãy xem lại vòng lặp hoặc macro tự gọi mình",
            "the template ran too long and was stopped; look at its loops and macros that call themselves",
        ),
        ErrorKind::InvalidOperation if detail.contains("recursion") => say(
            "macro gọi nhau quá sâu hoặc gọi vòng tròn; hãy bỏ lời gọi lặp lại chính nó",
            "macros call one another too deeply or in a circle; take out the call that comes back to itself",
        ),
        ErrorKind::SyntaxError => say(format!("sai cú pháp: {}", syntax_vi(detail)), format!("syntax error: {detail}")),
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => say(
            format!("gọi hàm thừa hoặc thiếu đối số ({detail}); xem cách dùng ở cột bên"),
            format!("too many or missing arguments ({detail}); see the usage beside"),
        ),
        _ => say(format!("không tính được: {error}"), format!("cannot be worked out: {error}")),
    }
}

/// The usual slips of syntax in Vietnamese; the engine's own words for the others.
fn syntax_vi(detail: &str) -> String {
    let known = [
        ("unexpected end of input", "mẫu kết thúc giữa chừng; có thể thiếu {% endfor %}, {% endif %} hoặc dấu đóng"),
        ("unknown statement", "thẻ lệnh không có trong ngôn ngữ mẫu"),
        ("unexpected end of block", "dấu đóng %} hoặc }} đến sớm; biểu thức còn thiếu"),
        ("unexpected end of variable block", "dấu đóng }} đến sớm; biểu thức còn thiếu"),
        ("unexpected end of expression", "biểu thức còn thiếu"),
        (
            "unexpected character",
            "ký tự không dùng được ở đây; có thể thiếu dấu đóng %} hoặc }} ở dòng này hay dòng trước",
        ),
        ("unexpected ", "viết thừa hoặc sai chỗ; hãy xem lại cặp {% … %}, {{ … }} và dấu nháy ở dòng này"),
    ];
    match known.iter().find(|(english, _)| detail.contains(english)) {
        Some((_, vi)) => format!("{vi} ({detail})"),
        None => detail.to_owned(),
    }
}

/// The name the engine says is unknown, else the piece of the template.
fn unknown<'a>(detail: &'a str, snippet: &'a str) -> &'a str {
    let name = detail.strip_suffix(" is unknown").map(|said| said.rsplit(' ').next().unwrap_or(said));
    name.unwrap_or(snippet)
}

fn undefined(snippet: &str, detail: &str) -> Message {
    // The engine names what it did not find in backticks: `agency.nmae`.
    let shown = detail.split('`').nth(1).filter(|path| !path.is_empty()).unwrap_or(snippet);
    let last = shown.rsplit(['.', '"', '[']).find(|part| part.chars().any(char::is_alphabetic)).unwrap_or(shown);
    let near = nearest(last, catalogue::names()).join(", ");
    say(
        format!("không có dữ kiện “{shown}”; tên gần nhất: {near}; xem danh sách dữ kiện ở cột bên"),
        format!("there is no fact “{shown}”; the nearest names are: {near}; see the list of facts beside"),
    )
}

fn no_such(vi: &str, en: &str, name: &str, known: impl Iterator<Item = &'static str>) -> Message {
    let near = nearest(name, known).join(", ");
    say(format!("không có {vi} “{name}”; gần nhất: {near}"), format!("there is no {en} “{name}”; the nearest: {near}"))
}

/// The three known names nearest to one.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let folded: Vec<char> = tt_text::fold(name).chars().take(60).collect();
    let mut all: Vec<(usize, &str)> =
        known.map(|one| (distance(&folded, &tt_text::fold(one).chars().take(60).collect::<Vec<_>>()), one)).collect();
    all.sort_unstable();
    all.dedup_by_key(|(_, one)| *one);
    all.into_iter().take(3).map(|(_, one)| one.to_owned()).collect()
}

/// How many letters to change, add or leave out.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut next = vec![index + 1];
        for (column, theirs) in other.iter().enumerate() {
            let change = row.get(column).copied().unwrap_or(usize::MAX - 1) + usize::from(letter != theirs);
            let leave = row.get(column + 1).copied().unwrap_or(usize::MAX - 1) + 1;
            let add = next.last().copied().unwrap_or_default() + 1;
            next.push(change.min(leave).min(add));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// What is wrong with marked text.
pub(super) fn of_marked(kind: &MarkedFaultKind) -> Message {
    match kind {
        MarkedFaultKind::NoSection => say(
            "có chữ trước mục đầu tiên; hãy mở mục bằng dòng “%% muc tên-mục | Tiêu đề”",
            "words before the first section; begin one with “%% muc key | Title”",
        ),
        MarkedFaultKind::UnknownDirective(word) => say(
            format!("không có dấu “%% {word}”; các dấu là %% muc, %% phu-luc, %% khoi"),
            format!("there is no mark “%% {word}”; the marks are %% muc, %% phu-luc, %% khoi"),
        ),
        MarkedFaultKind::BadKey(key) => say(
            format!("tên mục “{key}” phải gồm chữ thường không dấu, chữ số, “-” hoặc “_”"),
            format!("the section's key “{key}” takes small letters a to z, digits, “-” and “_” only"),
        ),
        MarkedFaultKind::NoTitle => {
            say("mục thiếu tiêu đề; hãy viết sau dấu “|”", "the section has no title; write it behind “|”")
        }
        MarkedFaultKind::UnknownSheets(word) => say(
            format!("không có khổ giấy “{word}”; phụ lục in ngang viết “| ngang”, in dọc thì không viết gì"),
            format!("there are no “{word}” sheets; write “| ngang” for lying ones and nothing for upright ones"),
        ),
        MarkedFaultKind::SameKey(key) => say(
            format!("hai mục cùng tên “{key}”; trong vòng lặp hãy ghép số vào tên, ví dụ task-{{{{ t.id }}}}"),
            format!("two sections are called “{key}”; in a loop add a number, such as task-{{{{ t.id }}}}"),
        ),
        MarkedFaultKind::TooDeep => {
            say("đề mục sâu quá ba cấp; hãy dùng #, ## hoặc ###", "a heading deeper than three; use #, ## or ###")
        }
        MarkedFaultKind::Empty => say("dấu không có nội dung theo sau", "nothing stands behind the mark"),
        MarkedFaultKind::NoHead => say(
            "bảng thiếu dòng “|---|---|” dưới dòng đầu bảng; nếu là vòng lặp, không để dòng trống giữa các hàng",
            "the table has no “|---|---|” below its head; in a loop leave no blank line between rows",
        ),
        MarkedFaultKind::Cells(found, head) => say(
            format!("hàng có {found} ô, đầu bảng có {head} ô"),
            format!("the row has {found} cells, the head has {head}"),
        ),
        MarkedFaultKind::Open(mark) => say(
            format!("dấu {mark} mở mà không đóng trong cùng dòng; muốn in dấu * hãy viết \\*"),
            format!("{mark} is opened and not closed on the line; for a plain * write \\*"),
        ),
        MarkedFaultKind::BadChip(code) => say(
            format!(
                "“[[{code}]]” không phải thẻ số liệu; hãy dùng các hàm value, measure, cite hoặc dữ kiện có sẵn thẻ"
            ),
            format!("“[[{code}]]” is no chip; use value, measure, cite or a fact that is a chip"),
        ),
        MarkedFaultKind::BlockInWords => say(
            "hình hoặc bảng phải đứng ở đầu một dòng riêng, chú thích viết ngay sau nó",
            "a picture or table begins a line of its own, its caption behind it",
        ),
        MarkedFaultKind::OpenChip => {
            say("“[[” thiếu “]]”; muốn in dấu [ hãy viết \\[", "“[[” without “]]”; for a plain [ write \\[")
        }
    }
}
