//! The templates that come with the program.

use tt_domain::regime::Frequency;
use tt_domain::report::Report;
use tt_domain::reporting_period::PeriodKind;

/// A template that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Its name, in addresses and regimes.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The same in English.
    pub title_en: &'static str,
    /// The kind of document it makes, as printed: `Báo cáo`, `Kế hoạch`.
    pub kind: &'static str,
    /// The periods it is for; `None` for any.
    pub frequency: Option<Frequency>,
    /// Its text.
    pub source: &'static str,
}

macro_rules! shipped {
    ($name:literal, $title:literal, $title_en:literal, $kind:literal, $frequency:expr) => {
        Shipped {
            name: $name,
            title: $title,
            title_en: $title_en,
            kind: $kind,
            frequency: $frequency,
            source: include_str!(concat!("shipped/", $name, ".txt")),
        }
    };
}

/// The annual report on key tasks.
pub const ANNUAL: &str = "trong-tam-nam";

/// All of them.
pub const ALL: &[Shipped] = &[
    shipped!(
        "trong-tam-nam",
        "Báo cáo kết quả thực hiện nhiệm vụ trọng tâm năm",
        "Annual report on key tasks",
        "Báo cáo",
        Some(Frequency::Year)
    ),
    shipped!("bao-cao-thang", "Báo cáo công tác tháng", "Monthly report", "Báo cáo", Some(Frequency::Month)),
    shipped!(
        "bao-cao-quy",
        "Báo cáo kết quả thực hiện nhiệm vụ quý",
        "Quarterly report",
        "Báo cáo",
        Some(Frequency::Quarter)
    ),
    shipped!(
        "bao-cao-6-thang",
        "Báo cáo kết quả thực hiện nhiệm vụ 6 tháng",
        "Six-month report",
        "Báo cáo",
        Some(Frequency::Half)
    ),
    shipped!("giao-ban-tuan", "Báo cáo giao ban tuần", "Weekly briefing", "Báo cáo", Some(Frequency::Week)),
    shipped!(
        "ke-hoach-trien-khai",
        "Kế hoạch triển khai thực hiện nhiệm vụ trọng tâm năm",
        "Implementation plan",
        "Kế hoạch",
        None
    ),
    shipped!("cong-van-don-doc", "Công văn đôn đốc thực hiện nhiệm vụ", "Urging letter", "Công văn", None),
    shipped!("thong-bao-ket-luan", "Thông báo kết luận giao ban", "Conclusion notice", "Thông báo", None),
    shipped!(
        "de-xuat-nam-sau",
        "Báo cáo đề xuất nhiệm vụ trọng tâm năm sau",
        "Proposal of next year's tasks",
        "Báo cáo",
        None
    ),
    shipped!("tu-danh-gia", "Báo cáo tự đánh giá, xếp loại năm", "Self-assessment sheet", "Báo cáo", None),
    shipped!(
        "tong-hop-tinh",
        "Báo cáo tổng hợp kết quả nhiệm vụ trọng tâm năm",
        "Provincial consolidation",
        "Báo cáo",
        None
    ),
];

/// The template of that name.
pub fn named(name: &str) -> Option<&'static Shipped> {
    ALL.iter().find(|one| one.name == name)
}

/// The template a report is made by when its regime names none.
pub fn fitting(report: &Report) -> &'static str {
    match report.period.kind() {
        _ if report.key_tasks => ANNUAL,
        PeriodKind::Week => "giao-ban-tuan",
        PeriodKind::Month => "bao-cao-thang",
        PeriodKind::Quarter => "bao-cao-quy",
        PeriodKind::Half | PeriodKind::FirstMonths => "bao-cao-6-thang",
        PeriodKind::Year | PeriodKind::Term => ANNUAL,
    }
}
