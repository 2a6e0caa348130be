//! The four faces of Tinos in the binary, opened when the first PDF is made.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Faces and their catalogue.
pub(crate) struct Fonts {
    /// What the compiler searches.
    pub(crate) book: LazyHash<FontBook>,
    /// In the order of the catalogue.
    pub(crate) faces: Vec<Font>,
}

/// The fonts, opened once.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    const FILES: [&[u8]; 4] = [
        include_bytes!("../fonts/Tinos-Regular.ttf"),
        include_bytes!("../fonts/Tinos-Bold.ttf"),
        include_bytes!("../fonts/Tinos-Italic.ttf"),
        include_bytes!("../fonts/Tinos-BoldItalic.ttf"),
    ];
    let faces: Vec<Font> = FILES.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_opens_and_has_every_vietnamese_letter() {
        const LETTERS: &str =
            "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
        const SIGNS: &str = "0123456789.,;:!?-–—…“”‘’()[]/%&+×÷=≈≠≤≥²³₂§°•₫€¹⁰⁴⁵⁶⁷⁸⁹";
        assert_eq!(FONTS.faces.len(), 4);
        for face in &FONTS.faces {
            for letter in
                LETTERS.chars().flat_map(|small| [small, small.to_uppercase().next().unwrap()]).chain(SIGNS.chars())
            {
                assert!(face.info().coverage.contains(letter as u32), "{letter} in {:?}", face.info().variant);
            }
        }
    }
}
