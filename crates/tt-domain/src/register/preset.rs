//! Presets (mẫu sổ): registers complete enough to be used as they are, each a file of [`notation`](super::notation).

use super::definition::{Definition, FieldKind};
use super::notation;

/// A preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its key, also that of a register made from it.
    pub key: &'static str,
    /// What it is for, in a word, Vietnamese and English.
    pub sector: (&'static str, &'static str),
    /// Its definition as text.
    pub text: &'static str,
}

const TRADE: (&str, &str) = ("Công Thương", "Industry and trade");

/// All presets; what one links to stands before it.
pub const PRESETS: &[Preset] = &[
    Preset { key: "cho", sector: TRADE, text: include_str!("preset/cho.txt") },
    Preset { key: "cum-cong-nghiep", sector: TRADE, text: include_str!("preset/cum-cong-nghiep.txt") },
    Preset { key: "thuy-dien", sector: TRADE, text: include_str!("preset/thuy-dien.txt") },
    Preset { key: "nong-thon-moi", sector: TRADE, text: include_str!("preset/nong-thon-moi.txt") },
    Preset { key: "vlncn-don-vi", sector: TRADE, text: include_str!("preset/vlncn-don-vi.txt") },
    Preset { key: "vlncn-kiem-tra", sector: TRADE, text: include_str!("preset/vlncn-kiem-tra.txt") },
    Preset { key: "vlncn-vi-pham", sector: TRADE, text: include_str!("preset/vlncn-vi-pham.txt") },
    Preset { key: "cua-khau", sector: TRADE, text: include_str!("preset/cua-khau.txt") },
    Preset { key: "mat-hang-bien-gioi", sector: TRADE, text: include_str!("preset/mat-hang-bien-gioi.txt") },
    Preset { key: "thuong-mai-bien-gioi", sector: TRADE, text: include_str!("preset/thuong-mai-bien-gioi.txt") },
    Preset { key: "truong-hoc", sector: ("Giáo dục", "Education"), text: include_str!("preset/truong-hoc.txt") },
    Preset { key: "co-so-kham-benh", sector: ("Y tế", "Health"), text: include_str!("preset/co-so-kham-benh.txt") },
];

/// The preset of that key.
pub fn preset(key: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.key == key)
}

impl Preset {
    /// Its definition; empty only for a preset that cannot be read, which the tests rule out.
    pub fn definition(&self) -> Definition {
        notation::parse(self.text).unwrap_or_default()
    }

    /// The registers it links to.
    pub fn needs(&self) -> Vec<String> {
        let fields = self.definition().fields.into_iter();
        let linked = fields.filter_map(|field| if let FieldKind::Entry(key) = field.kind { Some(key) } else { None });
        linked.filter(|key| key != self.key).collect()
    }
}
