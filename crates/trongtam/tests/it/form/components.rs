//! Components of type: size, weight, slant, case and alignment of each, in both files.

use anyhow::Context as _;

use super::paper::{MM, Piece};
use super::word::{MM as TWIP, Paragraph};
use super::{Files, Found, Profile, Row, Sample, tenth};

/// How a component is set.
struct Component {
    name: &'static str,
    /// The document that has it.
    file: fn(&Sample) -> &Files,
    /// Words it is found by.
    words: &'static str,
    /// Smallest and largest size, in points.
    sizes: [u32; 2],
    look: Look,
    upper: bool,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Upright,
    Bold,
    Italic,
    BoldItalic,
}

impl Look {
    fn of(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Self::Upright,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Upright => "đứng",
            Self::Bold => "đứng, đậm",
            Self::Italic => "nghiêng",
            Self::BoldItalic => "nghiêng, đậm",
        }
    }
}

/// Where a component stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the middle of the left (0) or right (1) column of head or closing, above or below these words.
    Column(usize, &'static str),
    /// In the middle of the text area.
    Middle,
    /// To both margins.
    Justified,
    /// At the left margin.
    Left,
    /// In a box of its own, in this colour or black.
    Boxed(bool),
    /// Elsewhere; measured with the geometry.
    Free,
}

fn report(sample: &Sample) -> &Files {
    &sample.report
}

fn letter(sample: &Sample) -> &Files {
    &sample.letter
}

fn flash(sample: &Sample) -> &Files {
    &sample.flash
}

fn draft(sample: &Sample) -> &Files {
    &sample.draft
}

/// Every component in both files.
pub(super) fn rows(sample: &Sample, profile: Profile) -> anyhow::Result<Vec<Row>> {
    let all = [head(profile), body(profile), closing(), annexes()];
    all.iter().flatten().map(|component| component.row(sample)).collect()
}

fn component(
    name: &'static str,
    (file, words): (fn(&Sample) -> &Files, &'static str),
    sizes: [u32; 2],
    look: Look,
    place: Place,
) -> Component {
    let upper = words.chars().any(char::is_alphabetic) && words.to_uppercase() == words;
    Component { name, file, words, sizes, look, upper, place }
}

fn head(profile: Profile) -> Vec<Component> {
    use Look::{Bold, Italic, Upright};
    use Place::{Boxed, Column, Free, Middle};
    let named = if profile == Profile::Decree { [13, 14] } else { [14, 14] };
    let mark = |name, found| component(name, found, [13, 14], Bold, Boxed(true));
    vec![
        component("Quốc hiệu", (report, "CỘNG HÒA XÃ HỘI"), [12, 13], Bold, Column(1, "Độc lập")),
        component("Tiêu ngữ", (report, "Độc lập - Tự do"), [13, 14], Bold, Column(1, "CỘNG HÒA")),
        component("Cơ quan chủ quản", (report, "UBND TỈNH LẠNG SƠN"), [12, 13], Upright, Column(0, "SỞ CÔNG")),
        component("Cơ quan ban hành", (report, "SỞ CÔNG THƯƠNG"), [12, 13], Bold, Column(0, "Số: 05")),
        component("Cơ quan ban hành, tên dài", (letter, "BAN QUẢN LÝ"), [12, 13], Bold, Column(0, "Số: 84")),
        component(
            "Số, ký hiệu (số dưới 10 thêm số 0)",
            (report, "Số: 05/BC-SCT"),
            [13, 13],
            Upright,
            Column(0, "SỞ CÔNG"),
        ),
        component("Địa danh, thời gian", (report, "Lạng Sơn, ngày 05"), [13, 14], Italic, Column(1, "CỘNG HÒA")),
        component("Tên loại", (report, "BÁO CÁO"), named, Bold, Middle),
        component("Trích yếu", (report, "Kết quả thực hiện nhiệm vụ"), named, Bold, Middle),
        component("Trích yếu công văn", (letter, "V/v báo cáo"), [12, 13], Upright, Column(0, "Số: 84")),
        component("Kính gửi", (letter, "Kính gửi:"), [13, 14], Upright, Free),
        component("Tên nơi nhận để giải quyết", (letter, "- Văn phòng UBND"), [13, 14], Upright, Free),
        mark("Dấu chỉ độ mật", (letter, "MẬT")),
        mark("Độ khẩn: thượng khẩn", (letter, "THƯỢNG KHẨN")),
        mark("Độ khẩn: hỏa tốc", (flash, "HỎA TỐC")),
        mark("Độ khẩn: khẩn", (draft, "KHẨN")),
        component("Phạm vi lưu hành", (letter, "LƯU HÀNH NỘI BỘ"), [13, 14], Bold, Boxed(false)),
        component("Dự thảo", (draft, "DỰ THẢO"), [13, 14], Bold, Boxed(false)),
    ]
}

fn body(profile: Profile) -> Vec<Component> {
    use Look::{Bold, Italic, Upright};
    use Place::{Justified, Middle};
    let basis = if profile == Profile::Decree { Italic } else { Upright };
    let set = |name, words, look, place| component(name, (report, words), [13, 14], look, place);
    vec![
        set("Căn cứ ban hành", "Căn cứ Luật Tổ chức", basis, Justified),
        set("Chương: từ và số", "Chương I", Bold, Middle),
        set("Chương: tiêu đề", "QUY ĐỊNH CHUNG", Bold, Middle),
        set("Mục: từ và số", "Mục 1", Bold, Middle),
        set("Mục: tiêu đề", "PHẠM VI VÀ ĐỐI TƯỢNG", Bold, Middle),
        set("Điều", "Điều 1. Phạm vi", Bold, Justified),
        set("Khoản", "Khoản thứ nhất", Upright, Justified),
        set("Điểm", "Điểm thứ nhất", Upright, Justified),
        set("Đề mục I.", "KẾT QUẢ THỰC HIỆN", Bold, Justified),
        set("Đề mục 1.", "Kết quả chung", Bold, Justified),
        set("Lời văn", "Đoạn thứ nhất", Upright, Justified),
        set("Gạch đầu dòng", "Gạch đầu dòng thứ nhất", Upright, Justified),
    ]
}

fn closing() -> Vec<Component> {
    use Look::{Bold, BoldItalic, Upright};
    use Place::{Column, Left};
    let signed = |name, found, beside| component(name, found, [13, 14], Bold, Column(1, beside));
    vec![
        signed("Quyền hạn TM.", (report, "TM. ỦY BAN NHÂN DÂN"), "Nông Thị Hoa"),
        signed("Quyền hạn KT.", (report, "KT. CHỦ TỊCH"), "Nông Thị Hoa"),
        signed("Chức vụ", (report, "PHÓ CHỦ TỊCH"), "Nông Thị Hoa"),
        signed("Quyền hạn TUQ.", (letter, "TUQ. TRƯỞNG BAN"), "Phùng Quang Hội"),
        signed("Quyền hạn TL.", (flash, "TL. TRƯỞNG BAN"), "Phùng Quang Hội"),
        signed("Quyền hạn Q.", (draft, "Q. TRƯỞNG BAN"), "Phùng Quang Hội"),
        signed("Họ tên người ký", (report, "Nông Thị Hoa"), "PHÓ CHỦ TỊCH"),
        component("Từ “Nơi nhận”", (report, "Nơi nhận:"), [12, 12], BoldItalic, Left),
        component("Danh sách nơi nhận", (report, "- Lãnh đạo Sở"), [11, 11], Upright, Left),
        component("Người soạn thảo, số bản", (report, "NTH.15"), [11, 11], Upright, Left),
    ]
}

fn annexes() -> Vec<Component> {
    use Look::{Bold, Italic};
    use Place::Middle;
    vec![
        component("Phụ lục: từ và số", (report, "Phụ lục I"), [14, 14], Bold, Middle),
        component("Phụ lục: tiêu đề", (report, "BIỂU SỐ LIỆU KHỔ ĐỨNG"), [13, 14], Bold, Middle),
        component("Phụ lục: kèm theo", (report, "(Kèm theo Báo cáo số 05/BC-SCT"), [13, 14], Italic, Middle),
    ]
}

impl Component {
    fn row(&self, sample: &Sample) -> anyhow::Result<Row> {
        let files = (self.file)(sample);
        let about = || format!("measuring {}", self.name);
        Ok(Row {
            name: self.name,
            rule: self.rule(),
            docx: self.in_word(files).with_context(about)?,
            pdf: self.on_paper(files).with_context(about)?,
        })
    }

    /// What is laid down, in words.
    fn rule(&self) -> String {
        let case = if self.upper { "in hoa" } else { "in thường" };
        let size = match self.sizes {
            [one, other] if one == other => format!("cỡ {one}"),
            [small, large] => format!("cỡ {small}–{large}"),
        };
        let place = match self.place {
            Place::Column(0, _) => ", giữa cột trái",
            Place::Column(..) => ", giữa cột phải",
            Place::Middle => ", giữa trang",
            Place::Justified => ", đều hai lề",
            Place::Left => ", sát lề trái",
            Place::Boxed(true) => ", khung viền đơn, màu đỏ",
            Place::Boxed(false) => ", khung viền đơn",
            Place::Free => "",
        };
        format!("{case}, {size}, {}{place}", self.look.words())
    }

    fn fits(&self, size: f64) -> bool {
        let [small, large] = self.sizes.map(f64::from);
        small - 0.05 < size && size < large + 0.05
    }

    fn in_word(&self, files: &Files) -> anyhow::Result<Found> {
        let word = &files.word;
        let paragraph = word.paragraph(self.words)?;
        let line = paragraph.text.lines().find(|line| line.contains(self.words)).unwrap_or_default();
        let size = f64::from(paragraph.size) / 2.0;
        let look = Look::of(paragraph.bold, paragraph.italic);
        let (place, placed) = self.placed_in_word(paragraph);
        let passed = self.fits(size)
            && look == self.look
            && is_upper(line) == self.upper
            && paragraph.face == "Times New Roman"
            && placed
            // A component has a style of its own.
            && paragraph.style != "Normal";
        let case = if is_upper(line) { "in hoa" } else { "in thường" };
        let words =
            format!("{case}, {} {}, {}{place}; kiểu {}", paragraph.face, tenth(size), look.words(), paragraph.style);
        Ok(Found::new(words, passed))
    }

    fn placed_in_word(&self, paragraph: &Paragraph) -> (String, bool) {
        let align = match paragraph.align.as_str() {
            "center" => "giữa",
            "both" => "đều hai lề",
            "left" => "trái",
            "right" => "phải",
            _ => "không rõ",
        };
        let column = paragraph.cell.map(|cell| cell.column);
        let red = paragraph.color.as_deref() == Some("FF0000");
        match self.place {
            Place::Column(wanted, _) => (
                format!(", {align} cột {}", column.map_or(0, |column| column + 1)),
                align == "giữa" && column == Some(wanted),
            ),
            Place::Middle => (format!(", {align}"), align == "giữa" && column.is_none()),
            Place::Justified => (format!(", {align}"), align == "đều hai lề"),
            Place::Left => (format!(", {align} cột 1"), align == "trái" && column == Some(0) && paragraph.left == 0),
            Place::Boxed(wanted) => {
                let cell = paragraph.cell;
                let border = cell.is_some_and(|cell| cell.red_border);
                let color = if red && border { ", đỏ" } else { "" };
                (
                    format!(", {align} khung{color}"),
                    align == "giữa" && red == wanted && border == wanted && cell.is_some(),
                )
            }
            Place::Free => (String::new(), true),
        }
    }

    fn on_paper(&self, files: &Files) -> anyhow::Result<Found> {
        let piece = files.paper.piece(self.words)?;
        let look = Look::of(piece.is_bold(), piece.is_italic());
        let (place, placed) = self.placed_on_paper(files, piece)?;
        let upper = is_upper(&piece.text);
        let passed = self.fits(piece.size)
            && look == self.look
            && upper == self.upper
            && piece.face.starts_with("Tinos")
            && placed;
        let case = if upper { "in hoa" } else { "in thường" };
        let (left, right, base) = (tenth(piece.left * MM), tenth(piece.right * MM), tenth(piece.base * MM));
        let words = format!(
            "{case}, {} {}, {}; x {left}–{right}, y {base}{place}",
            piece.face.split('-').next().unwrap_or_default(),
            tenth(piece.size),
            look.words()
        );
        Ok(Found::new(words, passed))
    }

    fn placed_on_paper(&self, files: &Files, piece: &Piece) -> anyhow::Result<(String, bool)> {
        let paper = &files.paper;
        let (width, _) = *paper.pages.get(piece.page).context("no such page")?;
        let [_, _, left, right] =
            files.word.sections.first().context("no section")?.margins.map(|edge| f64::from(edge) * TWIP);
        let off = |centre: f64| (piece.centre() - centre).abs() * MM;
        let told = |off: f64| format!(", lệch tâm {} mm", tenth(off));
        Ok(match self.place {
            Place::Column(column, beside) => {
                let off = off(paper.piece(beside)?.centre());
                let is_right = piece.centre() > width / 2.0;
                (told(off), off < 1.0 && is_right == (column == 1))
            }
            Place::Middle => {
                let off = off(f64::midpoint(left / MM, width - right / MM));
                (told(off), off < 1.0)
            }
            Place::Left => (String::new(), (piece.left * MM - left).abs() < 0.3),
            Place::Justified | Place::Free => (String::new(), true),
            Place::Boxed(red) => {
                let around = paper.box_around(piece)?;
                let color = if piece.red && around.red { ", đỏ" } else { "" };
                let middle = off(f64::midpoint(around.left, around.right));
                (format!("{}{color}", told(middle)), middle < 0.5 && piece.red == red && around.red == red)
            }
        })
    }
}

fn is_upper(text: &str) -> bool {
    text.to_uppercase() == text
}
