//! The kinds of things, and the words that announce one.

/// What is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackedKind {
    /// Chợ.
    Market,
    /// Cụm công nghiệp.
    IndustrialCluster,
    /// Nhà máy thủy điện.
    HydropowerPlant,
    /// Xã điểm, xã xây dựng nông thôn mới.
    Commune,
    /// Đơn vị được kiểm tra, giám sát.
    Inspected,
}

impl TrackedKind {
    /// All, in a fixed order.
    pub const ALL: [Self; 5] =
        [Self::Market, Self::IndustrialCluster, Self::HydropowerPlant, Self::Commune, Self::Inspected];

    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Market => "market",
            Self::IndustrialCluster => "industrial_cluster",
            Self::HydropowerPlant => "hydropower_plant",
            Self::Commune => "commune",
            Self::Inspected => "inspected",
        }
    }

    /// The word in front of a name in a list of such things.
    pub fn word(self) -> &'static str {
        match self {
            Self::Market => "Chợ",
            Self::IndustrialCluster => "Cụm công nghiệp",
            Self::HydropowerPlant => "Thủy điện",
            Self::Commune => "Xã",
            Self::Inspected => "Đơn vị",
        }
    }

    /// Words that stand before a name, folded, the longest first; those of communes are found by their context.
    pub(super) fn heads(self) -> &'static [&'static str] {
        match self {
            Self::Market => &["cho"],
            Self::IndustrialCluster => &["cum cong nghiep", "ccn"],
            Self::HydropowerPlant => &["nha may thuy dien", "cong trinh thuy dien", "thuy dien"],
            Self::Commune => &["xa diem", "xa"],
            Self::Inspected => &[],
        }
    }

    /// Words a count of such things has as its unit, folded.
    pub(super) fn units(self) -> &'static [&'static str] {
        match self {
            Self::Market => &["cho"],
            Self::IndustrialCluster => &["cum cong nghiep", "ccn", "cum"],
            Self::HydropowerPlant => &["nha may thuy dien", "nha may", "thuy dien"],
            Self::Commune => &["xa diem", "xa"],
            Self::Inspected => &["don vi", "co so", "doanh nghiep", "cuoc"],
        }
    }
}

/// The word written in the text at the start of a head, which tells `chợ` from `cho` where folding cannot.
pub(super) fn is_written(kind: TrackedKind, written: &str) -> bool {
    match kind {
        TrackedKind::Market => matches!(written, "chợ" | "Chợ" | "CHỢ"),
        TrackedKind::Commune => written.starts_with("xã") || written.starts_with("Xã"),
        _ => true,
    }
}
