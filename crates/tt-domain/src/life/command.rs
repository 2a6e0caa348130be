//! What may be wanted of a task, what it is held against, and why it may be refused.

use jiff::civil::Date;

use super::Life;
use crate::calendar::WorkCalendar;
use crate::id::PersonId;
use crate::task::coded;

/// What someone wants to do with a task. Texts are given as typed; blank ones are refused where one is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Giao: assign a draft, or assign anew what was returned.
    Assign {
        /// Day it is assigned: of the document, which may be entered later.
        on: Date,
        /// Deadline.
        deadline: Option<Date>,
    },
    /// Tiếp nhận.
    Accept,
    /// Trả lại nhiệm vụ: not ours.
    ReturnTask {
        /// Why.
        reason: String,
    },
    /// Báo cáo tiến độ.
    Progress {
        /// What was done.
        text: String,
        /// Share done, 0 to 100.
        percent: Option<u8>,
    },
    /// Chỉ đạo.
    Direct {
        /// What is to be done.
        text: String,
        /// By when.
        until: Option<Date>,
    },
    /// Góp ý phối hợp.
    Opine {
        /// The opinion.
        text: String,
    },
    /// Xin gia hạn.
    AskExtension {
        /// Day asked for.
        until: Date,
        /// Why.
        reason: String,
    },
    /// Rút đề nghị gia hạn.
    WithdrawExtension,
    /// Quyết định gia hạn.
    DecideExtension(Decision),
    /// Đồng ý với ngày được đề xuất thay.
    AcceptCounter,
    /// Báo cáo kết quả.
    Submit {
        /// What was reached.
        result: String,
        /// What is handed in.
        product: Product,
    },
    /// Xác nhận hoàn thành.
    Confirm,
    /// Trả lại kết quả: not enough yet.
    SendBack {
        /// Why.
        reason: String,
    },
    /// Hủy nhiệm vụ.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Chuyển sang năm sau.
    CarryOver {
        /// Into which year.
        year: i16,
    },
    /// Đôn đốc.
    Urge,
    /// Bình luận.
    Comment {
        /// The comment.
        text: String,
    },
}

impl Command {
    /// Which command it is.
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::Assign { .. } => CommandKind::Assign,
            Self::Accept => CommandKind::Accept,
            Self::ReturnTask { .. } => CommandKind::ReturnTask,
            Self::Progress { .. } => CommandKind::Progress,
            Self::Direct { .. } => CommandKind::Direct,
            Self::Opine { .. } => CommandKind::Opine,
            Self::AskExtension { .. } => CommandKind::AskExtension,
            Self::WithdrawExtension => CommandKind::WithdrawExtension,
            Self::DecideExtension(_) => CommandKind::DecideExtension,
            Self::AcceptCounter => CommandKind::AcceptCounter,
            Self::Submit { .. } => CommandKind::Submit,
            Self::Confirm => CommandKind::Confirm,
            Self::SendBack { .. } => CommandKind::SendBack,
            Self::Cancel { .. } => CommandKind::Cancel,
            Self::CarryOver { .. } => CommandKind::CarryOver,
            Self::Urge => CommandKind::Urge,
            Self::Comment { .. } => CommandKind::Comment,
        }
    }
}

/// The answer to a request for a later deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Đồng ý: the day asked for.
    Approve,
    /// Không đồng ý.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Đề xuất ngày khác.
    Counter {
        /// Day offered.
        until: Date,
        /// Why.
        reason: String,
    },
}

/// What is handed in with a result (sản phẩm).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Product {
    /// By name: the document, report or scheme.
    Named(String),
    /// None, for this reason.
    Without(String),
}

coded! {
    /// Commands without their particulars.
    CommandKind {
        /// See [`Command::Assign`].
        Assign = "assign",
        /// See [`Command::Accept`].
        Accept = "accept",
        /// See [`Command::ReturnTask`].
        ReturnTask = "return_task",
        /// See [`Command::Progress`].
        Progress = "progress",
        /// See [`Command::Direct`].
        Direct = "direct",
        /// See [`Command::Opine`].
        Opine = "opine",
        /// See [`Command::AskExtension`].
        AskExtension = "ask_extension",
        /// See [`Command::WithdrawExtension`].
        WithdrawExtension = "withdraw_extension",
        /// See [`Command::DecideExtension`].
        DecideExtension = "decide_extension",
        /// See [`Command::AcceptCounter`].
        AcceptCounter = "accept_counter",
        /// See [`Command::Submit`].
        Submit = "submit",
        /// See [`Command::Confirm`].
        Confirm = "confirm",
        /// See [`Command::SendBack`].
        SendBack = "send_back",
        /// See [`Command::Cancel`].
        Cancel = "cancel",
        /// See [`Command::CarryOver`].
        CarryOver = "carry_over",
        /// See [`Command::Urge`].
        Urge = "urge",
        /// See [`Command::Comment`].
        Comment = "comment",
    }
}

/// A part someone has in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Who assigned it, or acts for them.
    Assigner,
    /// The lead (chủ trì): division and officer.
    Lead,
    /// A coordinator (phối hợp).
    Coordinator,
    /// Who follows and confirms (theo dõi).
    Tracker,
    /// The leader in charge (lãnh đạo phụ trách).
    Leader,
}

/// The parts the person who acts has in the task; one can have several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of five parts, each had or not, independently")]
pub struct Capacity {
    /// See [`Part::Assigner`].
    pub assigner: bool,
    /// See [`Part::Lead`].
    pub lead: bool,
    /// See [`Part::Coordinator`].
    pub coordinator: bool,
    /// See [`Part::Tracker`].
    pub tracker: bool,
    /// See [`Part::Leader`].
    pub leader: bool,
}

impl Capacity {
    /// Whether the person has this part.
    pub fn has(self, part: Part) -> bool {
        match part {
            Part::Assigner => self.assigner,
            Part::Lead => self.lead,
            Part::Coordinator => self.coordinator,
            Part::Tracker => self.tracker,
            Part::Leader => self.leader,
        }
    }
}

/// Which dates a task cannot be assigned without; follows from its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dating {
    /// Có thời hạn: a deadline.
    Dated,
    /// Không thời hạn: a day on which it is looked at again.
    Undated,
    /// Neither.
    Free,
}

/// Who decides on a later deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approver {
    /// Only who assigned the task.
    Assigner,
    /// Who assigned it or who follows it.
    AssignerOrTracker,
}

/// What an assigning authority sets for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifeRules {
    /// Working days of notice a request for a later deadline needs; 0: up to the deadline day. `None`: also later.
    pub extension_notice: Option<u8>,
    /// How many extensions a task may be given; `None`: any number.
    pub max_extensions: Option<u32>,
    /// Who decides on one.
    pub extension_approver: Approver,
    /// Whether the lead accepts a task before it reports on it.
    pub acceptance_first: bool,
    /// Whether all sub-tasks are finished before the result is handed in.
    pub children_first: bool,
    /// Whether all tasks it depends on are finished before the result is handed in.
    pub dependencies_first: bool,
}

impl Default for LifeRules {
    /// Three working days of notice and one extension, as agencies commonly have it; no legal text fixes either.
    fn default() -> Self {
        Self {
            extension_notice: Some(3),
            max_extensions: Some(1),
            extension_approver: Approver::Assigner,
            acceptance_first: true,
            children_first: true,
            dependencies_first: false,
        }
    }
}

/// All that a command is held against.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// Where the task stands.
    pub life: &'a Life,
    /// Which dates its kind demands.
    pub dating: Dating,
    /// Day it is looked at again, for one without a deadline.
    pub review_on: Option<Date>,
    /// Year of the programme it belongs to.
    pub year: i16,
    /// Sub-tasks that are neither finished nor withdrawn.
    pub open_children: usize,
    /// Tasks it depends on that are not finished.
    pub unfinished_dependencies: usize,
    /// Who acts.
    pub person: PersonId,
    /// In which parts.
    pub capacity: Capacity,
    /// The day, in Vietnam.
    pub day: Date,
    /// The authority's settings.
    pub rules: &'a LifeRules,
    /// Its working days.
    pub calendar: &'a WorkCalendar,
}
