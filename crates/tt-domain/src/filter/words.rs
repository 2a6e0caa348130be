//! The words a filter is written in, Vietnamese and English.

use crate::task::{CommandLine, TaskKind};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $vi:literal, $en:literal $(, $more:literal)*;)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The Vietnamese word it is printed as.
            pub fn vietnamese(self) -> &'static str {
                match self { $(Self::$variant => $vi,)* }
            }

            /// The English word.
            pub fn english(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }

            /// Reads a word, marks and hyphens optional.
            pub fn read(word: &str) -> Option<Self> {
                let word = bare(word);
                Self::ALL.iter().copied().find(|one| one.spellings().iter().any(|spelling| bare(spelling) == word))
            }

            pub(super) fn spellings(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$vi, $en $(, $more)*],)* }
            }
        }
    )*};
}

/// A word without marks and hyphens, in lower case.
pub(super) fn bare(word: &str) -> String {
    tt_text::fold(word).replace(['-', '_'], "")
}

words! {
    /// States, stored and computed.
    StateWord {
        /// Proposed, not assigned.
        Draft = "nháp", "draft", "dự-thảo";
        /// Assigned, not accepted.
        Assigned = "đã-giao", "assigned", "mới-giao";
        /// Accepted.
        Accepted = "đã-tiếp-nhận", "accepted", "tiếp-nhận";
        /// Being worked on.
        InProgress = "đang-thực-hiện", "in-progress", "đang-làm";
        /// Handed in, waiting for confirmation.
        Submitted = "chờ-xác-nhận", "submitted", "chờ-duyệt";
        /// Returned as not ours.
        Returned = "trả-lại", "returned";
        /// Complete.
        Completed = "hoàn-thành", "completed", "đã-hoàn-thành", "done", "xong";
        /// Withdrawn.
        Cancelled = "hủy", "cancelled", "đã-hủy", "canceled";
        /// Moved into another year.
        CarriedOver = "chuyển-năm-sau", "carried-over", "chuyển-tiếp";
        /// Open after its deadline.
        Overdue = "quá-hạn", "overdue", "trễ-hạn", "late";
        /// Open, few days left.
        DueSoon = "sắp-đến-hạn", "due-soon", "sắp-hết-hạn";
        /// Open, deadline not past.
        InTime = "trong-hạn", "in-time";
        /// Complete in time.
        DoneOnTime = "hoàn-thành-đúng-hạn", "done-on-time", "đúng-hạn", "on-time";
        /// Complete after its deadline.
        DoneLate = "hoàn-thành-quá-hạn", "done-late", "hoàn-thành-muộn";
        /// Open without a deadline.
        Undated = "không-thời-hạn", "undated";
        /// Assigned and not closed.
        Open = "chưa-hoàn-thành", "open", "đang-mở";
        /// Complete, withdrawn or carried over.
        Closed = "đã-đóng", "closed";
    }

    /// Kinds of task ([`TaskKind`]).
    KindWord {
        /// Trọng tâm.
        Key = "trọng-tâm", "key";
        /// Có thời hạn.
        Dated = "có-thời-hạn", "dated";
        /// Không thời hạn.
        Undated = "không-thời-hạn", "undated";
        /// Thường xuyên, định kỳ.
        Recurring = "thường-xuyên", "recurring", "định-kỳ";
        /// Đột xuất.
        AdHoc = "đột-xuất", "ad-hoc", "phát-sinh";
    }

    /// Lines of command ([`CommandLine`]).
    LineWord {
        /// Chính quyền.
        Government = "chính-quyền", "government";
        /// Đảng.
        Party = "đảng", "party";
    }

    /// What has a name.
    NameField {
        /// The task's code: NV5, ĐX3.
        Code = "mã", "code";
        /// The agency.
        Agency = "cơ-quan", "agency", "đơn-vị";
        /// The division in charge.
        Division = "phòng", "division", "chủ-trì", "lead";
        /// Anyone named in the task.
        Person = "người", "person", "cán-bộ";
        /// Who does the work.
        Officer = "chuyên-viên", "officer";
        /// The leader in charge.
        Leader = "lãnh-đạo", "leader";
        /// Who follows it.
        Tracker = "theo-dõi", "tracker";
        /// Who works along: division, person or agency.
        Coordinator = "phối-hợp", "coordinator";
    }

    /// Days of a task.
    DateField {
        /// Its deadline as last decided.
        Due = "hạn", "due", "thời-hạn", "deadline";
        /// Its first deadline.
        OriginalDue = "hạn-gốc", "original-due";
        /// Day it was assigned.
        Assigned = "ngày-giao", "assigned", "giao";
        /// Day its result was handed in and confirmed.
        Completed = "ngày-xong", "completed", "hoàn-thành";
        /// Day it was last changed.
        Updated = "cập-nhật", "updated";
    }

    /// How a list is grouped.
    Group {
        /// By division.
        Division = "phòng", "division";
        /// By agency.
        Agency = "cơ-quan", "agency";
        /// By officer.
        Officer = "người", "person", "chuyên-viên", "officer";
        /// By leader in charge.
        Leader = "lãnh-đạo", "leader";
        /// By kind.
        Kind = "loại", "kind";
        /// By line of command.
        Line = "tuyến", "line";
        /// By state and timeliness.
        State = "trạng-thái", "state";
        /// By month of the deadline.
        Month = "tháng", "month", "hạn", "due";
    }

    /// What a list is ordered by.
    SortKey {
        /// Deadline; those without come last.
        Due = "hạn", "due";
        /// Code, numbers by their value.
        Code = "mã", "code";
        /// Stored state, in the order of a task's life.
        State = "trạng-thái", "state";
        /// Division.
        Division = "phòng", "division";
        /// Officer.
        Officer = "người", "person", "chuyên-viên", "officer";
        /// Day it was assigned.
        Assigned = "ngày-giao", "assigned", "giao";
        /// Day it was last changed.
        Updated = "cập-nhật", "updated";
    }

    /// Keys that are none of the above.
    OtherKey {
        /// [`StateWord`].
        State = "trạng-thái", "state", "status";
        /// [`KindWord`].
        Kind = "loại", "kind", "type";
        /// [`LineWord`].
        Line = "tuyến", "line";
        /// Year of the programme.
        Year = "năm", "year";
        /// [`Group`].
        Group = "nhóm", "group";
        /// [`SortKey`].
        Sort = "xếp", "sort", "sắp-xếp";
    }
}

impl From<TaskKind> for KindWord {
    fn from(kind: TaskKind) -> Self {
        match kind {
            TaskKind::Key => Self::Key,
            TaskKind::Dated => Self::Dated,
            TaskKind::Undated => Self::Undated,
            TaskKind::Recurring => Self::Recurring,
            TaskKind::AdHoc => Self::AdHoc,
        }
    }
}

impl From<CommandLine> for LineWord {
    fn from(line: CommandLine) -> Self {
        match line {
            CommandLine::Government => Self::Government,
            CommandLine::Party => Self::Party,
        }
    }
}

/// A key of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Other(OtherKey),
    Name(NameField),
    Date(DateField),
}

impl Key {
    pub(super) fn read(word: &str) -> Option<Self> {
        OtherKey::read(word)
            .map(Self::Other)
            .or_else(|| NameField::read(word).map(Self::Name))
            .or_else(|| DateField::read(word).map(Self::Date))
    }

    /// All keys, as printed in Vietnamese.
    pub(super) fn all() -> Vec<&'static str> {
        let other = OtherKey::ALL.iter().map(|key| key.vietnamese());
        let names = NameField::ALL.iter().map(|key| key.vietnamese());
        other.chain(names).chain(DateField::ALL.iter().map(|key| key.vietnamese())).collect()
    }
}

/// Words for whoever looks.
pub(super) const MINE: [&str; 2] = ["tôi", "me"];
/// Words for nobody, and for no day.
pub(super) const NONE: [&str; 2] = ["không", "none"];
/// Words for the day the list is looked at.
pub(super) const TODAY: [&str; 2] = ["hôm-nay", "today"];

pub(super) fn is_one_of(word: &str, words: [&str; 2]) -> bool {
    let word = bare(word);
    words.iter().any(|one| bare(one) == word)
}
