//! What people are told: notices in the application, and what each of them wants of it.

use jiff::Timestamp;

use crate::id::{AgencyId, NoticeId, TaskId, UserId};
use crate::task::coded;

coded! {
    /// Why someone is told something.
    NoticeKind {
        /// Sắp đến hạn: the deadline comes near.
        DueSoon = "due_soon",
        /// Đến hạn hôm nay.
        DueToday = "due_today",
        /// Quá hạn.
        Overdue = "overdue",
        /// Đến ngày rà soát: the review day of an undated task.
        ReviewDue = "review_due",
        /// Chưa nhận việc: assigned and still not accepted.
        NotAccepted = "not_accepted",
        /// Kết quả chờ xác nhận.
        AwaitingConfirmation = "awaiting_confirmation",
        /// Yêu cầu gia hạn chờ quyết định.
        ExtensionWaiting = "extension_waiting",
        /// Tổng hợp trong ngày.
        DigestDay = "digest_day",
        /// Tổng hợp trong tuần.
        DigestWeek = "digest_week",
        /// Được giao nhiệm vụ.
        Assigned = "assigned",
        /// Đơn vị trả lại nhiệm vụ vì không thuộc chức năng.
        TaskReturned = "task_returned",
        /// Có chỉ đạo.
        Directive = "directive",
        /// Xin gia hạn.
        ExtensionAsked = "extension_asked",
        /// Đã quyết định về yêu cầu gia hạn.
        ExtensionDecided = "extension_decided",
        /// Đã trình kết quả.
        Submitted = "submitted",
        /// Kết quả được xác nhận.
        Confirmed = "confirmed",
        /// Kết quả bị trả lại để làm tiếp.
        SentBack = "sent_back",
        /// Được nhắc tên trong một trao đổi.
        Mentioned = "mentioned",
        /// Bị đôn đốc.
        Urged = "urged",
        /// Nhiệm vụ bị hủy hoặc chuyển năm sau.
        Closed = "closed",
        /// Thư thử của quản trị.
        Test = "test",
        /// Cảnh báo sớm: what changed state this morning.
        Warning = "warning",
        /// Nhật ký kiểm toán bị đứt: a check found that the audit chain does not hold.
        AuditBroken = "audit_broken",
        /// Được yêu cầu gửi phần báo cáo.
        PartAsked = "part_asked",
        /// Phần báo cáo sắp đến hạn hoặc quá hạn.
        PartDue = "part_due",
        /// Báo cáo sắp đến hạn hoặc quá hạn.
        ReportDue = "report_due",
        /// Báo cáo chuyển bước: someone else has to go on with it, or it was sent back or issued.
        ReportMoved = "report_moved",
    }
}

impl NoticeKind {
    /// Whether it comes from the calendar and not from what someone did.
    pub fn is_reminder(self) -> bool {
        matches!(
            self,
            Self::DueSoon
                | Self::DueToday
                | Self::Overdue
                | Self::ReviewDue
                | Self::NotAccepted
                | Self::AwaitingConfirmation
                | Self::ExtensionWaiting
                | Self::DigestDay
                | Self::DigestWeek
                | Self::Warning
                | Self::PartDue
                | Self::ReportDue
        )
    }

    /// Name of the event for other systems.
    pub fn event(self) -> String {
        match self {
            Self::PartAsked | Self::PartDue | Self::ReportDue | Self::ReportMoved => format!("report.{}", self.code()),
            _ => format!("task.{}", self.code()),
        }
    }
}

/// A notice before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// Agency whose records it is about.
    pub agency: AgencyId,
    /// Who is told.
    pub user: UserId,
    /// Why.
    pub kind: NoticeKind,
    /// About which task.
    pub task: Option<TaskId>,
    /// The facts as JSON, from which the words are made in the reader's language.
    pub data: String,
    /// Names the occasion: of two notices with one key only the first is kept.
    pub dedupe_key: String,
    /// When.
    pub created_at: Timestamp,
}

/// A notice someone has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Identity.
    pub id: NoticeId,
    /// See [`NewNotice`].
    pub notice: NewNotice,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

coded! {
    /// How often someone wants everything open gathered in one message.
    Digest {
        /// Không nhận.
        Never = "never",
        /// Mỗi ngày làm việc.
        Daily = "daily",
        /// Ngày làm việc đầu tuần.
        Weekly = "weekly",
    }
}

/// What a user wants to be told and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePreferences {
    /// Whose.
    pub user: UserId,
    /// Their address.
    pub email: Option<String>,
    /// Whether notices also go there.
    pub by_email: bool,
    /// Gathering.
    pub digest: Digest,
    /// Kinds they do not want.
    pub muted: Vec<NoticeKind>,
}

impl NoticePreferences {
    /// What holds until someone chooses: in the application only, everything, nothing gathered.
    pub fn of_nobody(user: UserId) -> Self {
        Self { user, email: None, by_email: false, digest: Digest::Never, muted: Vec::new() }
    }

    /// Whether they want to be told of this. What someone's duty is cannot be muted: that a task was given to them or
    /// came back, that it is late, that the log is damaged.
    pub fn wants(&self, kind: NoticeKind) -> bool {
        let duty =
            matches!(kind, NoticeKind::Assigned | NoticeKind::SentBack | NoticeKind::Overdue | NoticeKind::Urged)
                || kind == NoticeKind::AuditBroken;
        duty || !self.muted.contains(&kind)
    }

    /// Where a notice also goes as e-mail. Who has everything gathered each day gets no mail for each reminder.
    pub fn mail_for(&self, kind: NoticeKind) -> Option<&str> {
        let gathered = matches!(kind, NoticeKind::DigestDay | NoticeKind::DigestWeek);
        let covered = self.digest == Digest::Daily && kind.is_reminder() && !gathered;
        if self.by_email && self.wants(kind) && !covered { self.email.as_deref() } else { None }
    }
}
