//! Identities: a type for each kind of record, so that one cannot stand for another.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An agency (cơ quan, đơn vị).
    AgencyId;
    /// A division (phòng chuyên môn).
    DivisionId;
    /// A person (cán bộ, công chức, viên chức).
    PersonId;
    /// A post held by a person over an interval (vị trí công tác).
    PostId;
    /// A delegation during absence (ủy quyền).
    DelegationId;
    /// A place (địa danh, đơn vị hành chính).
    PlaceId;
    /// A file of rows brought in.
    ImportId;
    /// A set of grading criteria (bộ tiêu chí đánh giá).
    CriteriaSetId;
    /// A grade given, kept when a later one takes its place.
    GradeEntryId;
    /// A user account.
    UserId;
    /// A programme of key tasks: agency × year.
    ProgrammeId;
    /// A task (nhiệm vụ).
    TaskId;
    /// Something that happened to a task.
    TaskEventId;
    /// A request for a later deadline (xin gia hạn).
    ExtensionId;
    /// A file laid to a task.
    TaskFileId;
    /// A target of a task (mục tiêu).
    TargetId;
    /// A difficulty (khó khăn, vướng mắc).
    ObstacleId;
    /// An official document (văn bản).
    DocumentId;
    /// A mention of a document in a report (viện dẫn).
    CitationId;
    /// A report (báo cáo).
    ReportId;
    /// A figure a report states (số liệu).
    FigureId;
    /// An indicator (chỉ tiêu).
    IndicatorId;
    /// An observation of an indicator.
    ObservationId;
    /// A stored file, named by its content.
    AttachmentId;
    /// A notice someone has (thông báo).
    NoticeId;
    /// A message on its way out.
    OutgoingId;
    /// Another system that is told what happens.
    WebhookId;
    /// A briefing (cuộc giao ban).
    BriefingId;
    /// An item of a briefing's agenda.
    AgendaItemId;
    /// A conclusion of a briefing (kết luận).
    ConclusionId;
    /// A token for programs.
    ApiTokenId;
    /// A file of tasks taken in.
    TaskImportId;
    /// A view of the working list that someone keeps (bộ lọc đã lưu).
    SavedViewId;
    /// Something done to several tasks at once.
    BulkActionId;
    /// A register (sổ theo dõi).
    RegisterId;
    /// A field of a register.
    RegisterFieldId;
    /// A stage of a register.
    RegisterStageId;
    /// A measure of a register.
    RegisterMeasureId;
    /// An entry of a register.
    EntryId;
    /// A change of an entry's stage.
    StageChangeId;
    /// A file of entries taken into a register.
    EntryImportId;
    /// A regime of reporting (chế độ báo cáo).
    RegimeId;
    /// A series of numbers (sổ số văn bản).
    SeriesId;
    /// A section of a report being composed (mục của báo cáo).
    SectionId;
    /// A comment on a section (góp ý).
    CommentId;
}
