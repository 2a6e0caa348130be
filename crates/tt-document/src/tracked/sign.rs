//! What is said of a thing's way: the words, folded, that say each.

use super::kind::TrackedKind;
use super::kind::TrackedKind::{Commune, HydropowerPlant, IndustrialCluster, Market};

/// A step on a thing's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Giao cho doanh nghiệp, hợp tác xã quản lý, khai thác.
    HandedOver,
    /// Định giá tài sản.
    Valued,
    /// Cho thuê đất, giao đất.
    LandLeased,
    /// Phê duyệt chủ trương đầu tư.
    InvestmentApproved,
    /// Đầu tư xây dựng.
    Built,
    /// Sửa chữa, cải tạo, nâng cấp.
    Renovated,
    /// Đi vào hoạt động.
    Operating,
    /// Hưởng chính sách hỗ trợ.
    Supported,
    /// Ra khỏi quy hoạch.
    LeavesPlan,
    /// Bổ sung vào quy hoạch.
    EntersPlan,
    /// Khảo sát vị trí.
    Surveyed,
    /// Thành lập.
    Established,
    /// Bãi bỏ việc thành lập.
    Abolished,
    /// Giải phóng mặt bằng.
    Cleared,
    /// Chuyển nhượng dự án.
    Transferred,
    /// Khởi công, thi công.
    Constructed,
    /// Tích nước lòng hồ.
    Impounded,
    /// Phát điện.
    Generating,
    /// Đạt tiêu chí.
    CriterionMet,
}

/// Whether what is said has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimMark {
    /// Đã xong.
    Done,
    /// Đang làm.
    Begun,
    /// Chưa xong, đang vướng.
    Blocked,
    /// Mới dự kiến, kiến nghị, cam kết.
    Meant,
}

/// Words that say a step, in order with other words between them.
pub(super) struct Wording {
    pub(super) sign: Sign,
    pub(super) mark: ClaimMark,
    pub(super) kinds: &'static [TrackedKind],
    pub(super) words: &'static [&'static str],
}

const ANY: &[TrackedKind] = &[Market, IndustrialCluster, HydropowerPlant];

const fn wording(
    sign: Sign,
    mark: ClaimMark,
    kinds: &'static [TrackedKind],
    words: &'static [&'static str],
) -> Wording {
    Wording { sign, mark, kinds, words }
}

/// All wordings; where two begin at one place the longer one holds.
pub(super) const WORDINGS: [Wording; 51] = {
    use ClaimMark::{Begun, Blocked, Done};
    use Sign::{
        Abolished, Built, Cleared, Constructed, CriterionMet, EntersPlan, Established, Generating, HandedOver,
        Impounded, InvestmentApproved, LandLeased, LeavesPlan, Operating, Renovated, Supported, Surveyed, Transferred,
        Valued,
    };
    [
        wording(HandedOver, Blocked, &[Market], &["chua hoan thanh viec chuyen giao"]),
        wording(HandedOver, Blocked, &[Market], &["chua chuyen giao"]),
        wording(HandedOver, Done, &[Market], &["quyet dinh chuyen giao"]),
        wording(HandedOver, Done, &[Market], &["da chuyen giao"]),
        wording(HandedOver, Done, &[Market], &["duoc giao quan ly"]),
        wording(HandedOver, Done, &[Market], &["giao", "quan ly"]),
        wording(Valued, Done, &[Market], &["xong thu tuc dinh gia"]),
        wording(Valued, Done, &[Market], &["hoan thanh thu tuc dinh gia"]),
        wording(Valued, Done, &[Market], &["hoan thanh viec dinh gia"]),
        wording(Valued, Done, &[Market], &["phe duyet gia tri tai san"]),
        wording(Valued, Blocked, &[Market], &["vuong", "dinh gia tai san"]),
        wording(Valued, Blocked, &[Market], &["lung tung", "dinh gia tai san"]),
        wording(LandLeased, Blocked, ANY, &["vuong", "dat dai"]),
        wording(LandLeased, Blocked, ANY, &["vuong mac ve dat"]),
        wording(LandLeased, Done, ANY, &["cho thue dat"]),
        wording(LandLeased, Done, ANY, &["duoc giao dat"]),
        wording(InvestmentApproved, Done, ANY, &["phe duyet chu truong dau tu"]),
        wording(InvestmentApproved, Done, ANY, &["chap thuan chu truong dau tu"]),
        wording(Built, Done, ANY, &["hoan thanh", "xay moi"]),
        wording(Built, Done, ANY, &["hoan thanh", "dau tu xay dung"]),
        wording(Built, Done, ANY, &["hoan thanh xay dung"]),
        wording(Renovated, Done, &[Market], &["hoan thanh", "sua chua"]),
        wording(Renovated, Done, &[Market], &["hoan thanh", "cai tao"]),
        wording(Renovated, Done, &[Market], &["hoan thanh", "nang cap"]),
        wording(Operating, Done, ANY, &["di vao hoat dong"]),
        wording(Operating, Done, ANY, &["dua vao hoat dong"]),
        wording(Operating, Done, ANY, &["dua vao khai thac"]),
        wording(Supported, Begun, &[Market], &["thu tuc", "huong chinh sach ho tro"]),
        wording(LeavesPlan, Done, &[IndustrialCluster], &["dieu chinh", "ra khoi quy hoach"]),
        wording(LeavesPlan, Done, &[IndustrialCluster], &["dua", "ra khoi quy hoach"]),
        wording(LeavesPlan, Done, &[IndustrialCluster], &["rut khoi quy hoach"]),
        wording(EntersPlan, Done, &[IndustrialCluster], &["bo sung", "vao quy hoach"]),
        wording(EntersPlan, Done, &[IndustrialCluster], &["bo sung quy hoach"]),
        wording(Surveyed, Done, &[IndustrialCluster], &["khao sat vi tri"]),
        wording(Established, Begun, &[IndustrialCluster], &["thu tuc thanh lap"]),
        wording(Established, Done, &[IndustrialCluster], &["quyet dinh thanh lap"]),
        wording(Established, Done, &[IndustrialCluster], &["da duoc thanh lap"]),
        wording(Abolished, Done, &[IndustrialCluster], &["bai bo", "viec thanh lap"]),
        wording(Abolished, Done, &[IndustrialCluster], &["bai bo quyet dinh thanh lap"]),
        wording(Cleared, Done, &[IndustrialCluster], &["hoan thanh", "giai phong mat bang"]),
        wording(Transferred, Done, &[HydropowerPlant], &["hop dong chuyen nhuong"]),
        wording(Constructed, Begun, ANY, &["khoi cong"]),
        wording(Constructed, Begun, ANY, &["dang", "thi cong"]),
        wording(Constructed, Begun, ANY, &["dang", "thuc hien xay dung"]),
        wording(Constructed, Begun, &[HydropowerPlant], &["dang duoc tiep tuc trien khai thuc hien"]),
        wording(Constructed, Blocked, ANY, &["anh huong den tien do"]),
        wording(Constructed, Blocked, ANY, &["cham tien do"]),
        wording(Impounded, Done, &[HydropowerPlant], &["tich nuoc"]),
        wording(Generating, Done, &[HydropowerPlant], &["phat dien"]),
        wording(CriterionMet, Done, &[Commune], &["hoan thanh tieu chi"]),
        wording(CriterionMet, Done, &[Commune], &["dat", "tieu chi"]),
    ]
};

/// Words before a step that say it is only meant to happen.
pub(super) const MEANT: [&str; 16] = [
    "phan dau",
    "theo ke hoach",
    "du kien",
    "se",
    "cam ket",
    "kien nghi",
    "de xuat",
    "xin",
    "de nghi",
    "yeu cau",
    "nham",
    "truoc khi",
    "don doc",
    "chuan bi",
    "can",
    "phai",
];

/// Words before a step that say it has not been done.
pub(super) const NOT_DONE: [&str; 3] = ["chua", "khong", "cham"];

impl Sign {
    /// All, in a fixed order.
    pub const ALL: [Self; 19] = [
        Self::HandedOver,
        Self::Valued,
        Self::LandLeased,
        Self::InvestmentApproved,
        Self::Built,
        Self::Renovated,
        Self::Operating,
        Self::Supported,
        Self::LeavesPlan,
        Self::EntersPlan,
        Self::Surveyed,
        Self::Established,
        Self::Abolished,
        Self::Cleared,
        Self::Transferred,
        Self::Constructed,
        Self::Impounded,
        Self::Generating,
        Self::CriterionMet,
    ];

    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::Valued => "valued",
            Self::LandLeased => "land_leased",
            Self::InvestmentApproved => "investment_approved",
            Self::Built => "built",
            Self::Renovated => "renovated",
            Self::Operating => "operating",
            Self::Supported => "supported",
            Self::LeavesPlan => "leaves_plan",
            Self::EntersPlan => "enters_plan",
            Self::Surveyed => "surveyed",
            Self::Established => "established",
            Self::Abolished => "abolished",
            Self::Cleared => "cleared",
            Self::Transferred => "transferred",
            Self::Constructed => "constructed",
            Self::Impounded => "impounded",
            Self::Generating => "generating",
            Self::CriterionMet => "criterion_met",
        }
    }

    /// As officers say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::HandedOver => "giao quản lý, khai thác",
            Self::Valued => "định giá tài sản",
            Self::LandLeased => "cho thuê đất",
            Self::InvestmentApproved => "phê duyệt chủ trương đầu tư",
            Self::Built => "đầu tư xây dựng",
            Self::Renovated => "sửa chữa, cải tạo",
            Self::Operating => "đi vào hoạt động",
            Self::Supported => "hưởng chính sách hỗ trợ",
            Self::LeavesPlan => "đưa ra khỏi quy hoạch",
            Self::EntersPlan => "bổ sung vào quy hoạch",
            Self::Surveyed => "khảo sát vị trí",
            Self::Established => "thành lập",
            Self::Abolished => "bãi bỏ việc thành lập",
            Self::Cleared => "giải phóng mặt bằng",
            Self::Transferred => "chuyển nhượng dự án",
            Self::Constructed => "thi công",
            Self::Impounded => "tích nước lòng hồ",
            Self::Generating => "phát điện",
            Self::CriterionMet => "đạt tiêu chí",
        }
    }
}

impl ClaimMark {
    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Begun => "begun",
            Self::Blocked => "blocked",
            Self::Meant => "meant",
        }
    }

    /// As officers say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "đã xong",
            Self::Begun => "đang làm",
            Self::Blocked => "chưa xong",
            Self::Meant => "dự kiến",
        }
    }
}
