//! Why a use case did not happen.

use tt_check::Message;
use tt_store::StoreError;

use crate::wording::say;

/// Why a use case did not happen. Nothing was changed in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Something the person can mend; the sentence names place and remedy.
    #[error("{}", .0.en)]
    Refused(Message),
    /// The same about one field of what was given; the field is named as in the form or file it came from.
    #[error("{}: {}", .field, .message.en)]
    RefusedAt {
        /// The field.
        field: &'static str,
        /// What is wrong with it and the remedy.
        message: Message,
    },
    /// Not theirs to do or see.
    #[error("not permitted")]
    Forbidden,
    /// No such record, or one they may not know of.
    #[error("no such record")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
    /// A step that cannot fail on good records did: a defect, with what was being done.
    #[error("internal: {0}")]
    Internal(String),
}

impl AppError {
    /// A refusal in both languages.
    pub fn refused(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused(say(vi, en))
    }

    /// A refusal of one field, in both languages.
    pub fn refused_at(field: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::RefusedAt { field, message: say(vi, en) }
    }

    /// The same refusal, named by the row of a list that it is about (`index` from 0).
    pub(crate) fn in_row(self, index: usize) -> Self {
        match self {
            Self::Refused(message) => Self::refused(
                format!("dòng {}: {}", index + 1, message.vi),
                format!("row {}: {}", index + 1, message.en),
            ),
            other => other,
        }
    }

    /// Whether someone else changed the record meanwhile.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Store(StoreError::Stale))
    }

    /// One sentence for people, with what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::Refused(message) | Self::RefusedAt { message, .. } => message.clone(),
            Self::Forbidden => say(
                "bạn không có quyền làm việc này; hãy liên hệ quản trị hệ thống",
                "you are not permitted to do this; ask the administrator",
            ),
            Self::NotFound => {
                say("không có bản ghi này; có thể đã được xóa", "there is no such record; it may be gone")
            }
            Self::Store(error) => store_message(error),
            Self::Internal(what) => say(
                format!("lỗi trong chương trình khi {what}; hãy gửi dòng này cho người phát triển"),
                format!("a defect in the program while {what}; send this line to the developers"),
            ),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            other => Self::Store(other),
        }
    }
}

impl From<Message> for AppError {
    fn from(message: Message) -> Self {
        Self::Refused(message)
    }
}

fn store_message(error: &StoreError) -> Message {
    match error {
        StoreError::Open { place, cause } => say(
            format!("{place}: không mở được cơ sở dữ liệu ({cause}); hãy kiểm tra đường dẫn và quyền truy cập"),
            format!("{place}: the database cannot be opened ({cause}); check the path and its permissions"),
        ),
        StoreError::NewerDatabase { found, known } => say(
            format!(
                "cơ sở dữ liệu ở phiên bản {found}, chương trình này chỉ biết đến {known}; hãy dùng bản trongtam mới hơn"
            ),
            format!("the database is at version {found}, this program knows up to {known}; use a newer trongtam"),
        ),
        StoreError::DiskFull => say(
            "ổ đĩa chứa dữ liệu đã đầy, chưa thay đổi gì; hãy giải phóng dung lượng rồi làm lại",
            "the disk of the database is full, nothing was changed; free some space and try again",
        ),
        StoreError::Stale => say(
            "người khác vừa sửa bản ghi này, chưa thay đổi gì; hãy tải lại trang để xem bản mới rồi làm lại",
            "someone else changed this record meanwhile, nothing was changed; reload the page and try again",
        ),
        StoreError::Busy => say(
            "cơ sở dữ liệu đang bận, chưa thay đổi gì; hãy thử lại sau ít giây",
            "the database is busy, nothing was changed; try again in a few seconds",
        ),
        StoreError::Conflict(what) => say(
            format!("đã có bản ghi khác trùng ({what}); hãy kiểm tra lại"),
            format!("another record already holds this ({what}); check again"),
        ),
        other => say(
            format!("cơ sở dữ liệu báo lỗi ({other}); chưa thay đổi gì, hãy xem nhật ký máy chủ"),
            format!("the database failed ({other}); nothing was changed, see the server's log"),
        ),
    }
}
