//! The columns a file may have, recognised by their headings: in any order, with or without diacritics.

use tt_check::Message;
use tt_domain::intake::IntakeKind;
use tt_text::fold::fold;

use crate::sheet::{Cell, Row, Sheet};
use crate::wording::say;

/// Rows looked through for the one with the headings.
const HEAD_WITHIN: usize = 20;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What a task is called by.
    Code,
    /// Text of a task.
    Statement,
    /// Kind of a task, or level of a unit.
    Kind,
    /// Agency.
    Agency,
    /// Division in charge, or of a post.
    Division,
    /// Officer.
    Officer,
    /// Leader in charge.
    Leader,
    /// Divisions that work along.
    Coordinators,
    /// The task a part belongs to.
    Parent,
    /// Day of the assignment.
    AssignedOn,
    /// Deadline.
    Deadline,
    /// Day to look at a task again.
    ReviewOn,
    /// What has to be handed in.
    Product,
    /// Where in the source document.
    Clause,
    /// Number of a person's record.
    Record,
    /// Full name of a person, or name of a unit.
    Name,
    /// Staff code.
    StaffCode,
    /// Address for notices.
    Email,
    /// Telephone.
    Phone,
    /// Role of a post.
    Role,
    /// Title of a post.
    Title,
    /// How a post is held.
    Holding,
    /// First day.
    From,
    /// Last day.
    To,
    /// Symbol of a unit.
    Symbol,
    /// Agency a unit belongs under.
    Above,
    /// Superior agency as printed.
    Superior,
    /// Place as printed.
    Place,
    /// First day under the new name.
    ChangedFrom,
    /// Document that decides the change.
    Basis,
    /// Worked out by the system, or written for whoever corrects the file: not read.
    NotRead,
}

/// A column of a kind of file.
#[derive(Debug)]
pub struct Column {
    /// What it holds.
    pub field: Field,
    /// Its heading.
    pub vi: &'static str,
    /// Its heading in English.
    pub en: &'static str,
    /// Other headings it is known by, folded.
    also: &'static [&'static str],
    /// Whether a file has to have it.
    pub required: bool,
    /// Width in letters.
    pub width: u16,
    /// What it takes, for the sheet that explains.
    pub takes: (&'static str, &'static str),
}

impl Column {
    /// Its heading in both languages.
    pub fn heading(&self) -> Message {
        say(self.vi, self.en)
    }
}

macro_rules! columns {
    ($($field:ident $required:literal $width:literal $vi:literal, $en:literal, [$($also:literal),*], $says:literal, $tells:literal;)*) => {
        &[$(Column {
            field: Field::$field, vi: $vi, en: $en, also: &[$($also),*], required: $required, width: $width,
            takes: ($says, $tells),
        },)*]
    };
}

static TASKS: &[Column] = columns! {
    Code false 8 "Mã", "Code", ["ma nhiem vu", "ma viec"], "NV5, ĐX3, NV5.2. Để trống khi thêm việc mới.", "NV5, ĐX3, NV5.2. Empty for a new task.";
    Statement true 60 "Nội dung nhiệm vụ", "Task", ["noi dung", "nhiem vu", "ten nhiem vu", "noi dung cong viec"], "Bắt buộc.", "Has to be there.";
    Kind false 16 "Loại", "Kind", ["loai nhiem vu"], "Trọng tâm, Có thời hạn, Không thời hạn hoặc Đột xuất. Để trống: Có thời hạn nếu có hạn.", "Key task, Dated, Undated or Ad hoc. Empty: Dated when there is a deadline.";
    Agency false 24 "Cơ quan", "Agency", ["don vi", "co quan thuc hien", "co quan chu tri"], "Tên hoặc ký hiệu. Để trống: cơ quan của bạn.", "Name or symbol. Empty: your own.";
    Division false 24 "Phòng chủ trì", "Lead", ["phong", "don vi chu tri", "phong ban chu tri", "lead division"], "Tên hoặc ký hiệu phòng của cơ quan.", "Name or symbol of a division.";
    Officer false 22 "Người thực hiện", "Officer", ["chuyen vien", "can bo thuc hien", "nguoi phu trach"], "Họ tên hoặc mã cán bộ.", "Full name or staff code.";
    AssignedOn false 12 "Ngày giao", "Assigned", ["ngay giao viec"], "dd/mm/yyyy. Để trống: hôm nay.", "dd/mm/yyyy. Empty: today.";
    Deadline false 12 "Hạn", "Deadline", ["han hoan thanh", "thoi han", "han xu ly", "ngay het han"], "dd/mm/yyyy, không trước ngày giao. Việc đã giao chỉ đổi hạn bằng gia hạn.", "dd/mm/yyyy, not before the assignment. Of an assigned task it changes by an extension only.";
    NotRead false 12 "Hạn gốc", "First deadline", [], "Hệ thống tự ghi; không đọc khi nhập.", "Kept by the system; not read.";
    NotRead false 18 "Trạng thái", "State", [], "Hệ thống tự ghi; không đọc khi nhập.", "Kept by the system; not read.";
    NotRead false 22 "So với hạn", "Against the deadline", [], "Hệ thống tự tính; không đọc khi nhập.", "Worked out by the system; not read.";
    Product false 30 "Sản phẩm", "Product", ["san pham ket qua", "ket qua"], "Báo cáo, đề án, văn bản phải nộp.", "What has to be handed in.";
    Leader false 22 "Lãnh đạo phụ trách", "Leader", ["lanh dao"], "Họ tên hoặc mã cán bộ.", "Full name or staff code.";
    Clause false 24 "Điều, khoản", "Clause", ["dieu khoan", "muc"], "Chỗ giao việc trong văn bản.", "Where in the source document.";
    Coordinators false 30 "Phòng phối hợp", "Coordinators", ["phoi hop", "don vi phoi hop"], "Tên hoặc ký hiệu, cách nhau bằng dấu chấm phẩy.", "Names or symbols with semicolons between.";
    Parent false 12 "Nhiệm vụ cha", "Part of", ["viec cha", "thuoc nhiem vu"], "Mã của nhiệm vụ đã có mà dòng này là một phần.", "Code of the task on record that this is a part of.";
    ReviewOn false 12 "Ngày xem lại", "Review", ["ngay ra soat"], "dd/mm/yyyy; cần cho việc không thời hạn.", "dd/mm/yyyy; needed for an undated task.";
    NotRead false 50 "Lý do không nhận", "Why not taken", [], "Chỉ có trong tệp để sửa; không đọc khi nhập.", "Only in the file to correct; not read.";
};

static PEOPLE: &[Column] = columns! {
    Record false 10 "Số hồ sơ", "Record", ["so ho so can bo"], "Hệ thống ghi khi tải về, để nhận ra người trùng tên. Để trống khi thêm người mới.", "Written by the system, to tell people of one name apart. Empty for a new person.";
    Name true 28 "Họ tên", "Name", ["ho va ten", "ten", "ho ten can bo", "full name"], "Bắt buộc.", "Has to be there.";
    StaffCode false 14 "Mã cán bộ", "Staff code", ["ma", "so hieu cong chuc", "ma cong chuc"], "Không trùng trong cơ quan.", "Unique in the agency.";
    Email false 28 "Thư điện tử", "E-mail", ["email", "thu dien tu cong vu"], "Ví dụ hoa@langson.gov.vn.", "Such as hoa@langson.gov.vn.";
    Phone false 16 "Điện thoại", "Telephone", ["so dien thoai", "dien thoai di dong", "phone"], "Chữ số, khoảng trắng và . - + ( ).", "Digits, blanks and . - + ( ).";
    Agency false 28 "Cơ quan", "Agency", ["don vi", "co quan cong tac"], "Tên hoặc ký hiệu. Để trống: cơ quan của bạn.", "Name or symbol. Empty: your own.";
    Division false 28 "Phòng", "Division", ["phong ban", "phong chuyen mon"], "Tên hoặc ký hiệu.", "Name or symbol.";
    Role false 22 "Vai trò", "Role", ["quyen"], "Chuyên viên, Trưởng phòng, Lãnh đạo cơ quan, Chuyên viên tổng hợp, Văn thư, Cơ quan theo dõi, Quản trị hệ thống. Để trống cùng phòng: chưa giao chức vụ.", "Officer, Head of division, Agency leader, Planning officer, Records clerk, Supervising agency, Administrator. Empty as the division is: no post.";
    Title false 22 "Chức danh", "Title", ["chuc vu", "chuc danh in tren van ban"], "Như in trên văn bản: Phó Trưởng phòng.", "As printed.";
    Holding false 16 "Cách giữ", "Held as", ["kieu giu"], "Chính nhiệm, Quyền, phụ trách hoặc Kiêm nhiệm. Để trống: chính nhiệm.", "Regular, Acting or Concurrent. Empty: regular.";
    From false 12 "Từ ngày", "From", ["ngay bat dau"], "dd/mm/yyyy.", "dd/mm/yyyy.";
    To false 12 "Đến hết ngày", "To the end of", ["den ngay", "ngay ket thuc"], "dd/mm/yyyy. Ghi vào chức vụ đang giữ thì kết thúc chức vụ đó.", "dd/mm/yyyy. Given to a post held, it ends it.";
    NotRead false 16 "Tài khoản", "Account", [], "Chỉ để xem; không đọc khi nhập.", "For reading only.";
    NotRead false 50 "Lý do không nhận", "Why not taken", [], "Chỉ có trong tệp để sửa; không đọc khi nhập.", "Only in the file to correct; not read.";
};

static UNITS: &[Column] = columns! {
    Kind true 22 "Loại", "Kind", ["cap", "loai don vi"], "Phòng, UBND tỉnh, Văn phòng UBND tỉnh, Sở, ban, ngành, UBND xã, Đơn vị sự nghiệp hoặc Khác. Bắt buộc.", "Division, Province, Provincial office, Department, Commune, Public unit or Other. Has to be there.";
    Symbol true 14 "Ký hiệu", "Symbol", ["ma", "ky hieu don vi"], "Không khoảng trắng: SCT, QLTM. Bắt buộc.", "Without blanks: SCT, QLTM. Has to be there.";
    Name true 44 "Tên", "Name", ["ten don vi", "ten co quan", "ten phong"], "Bắt buộc.", "Has to be there.";
    Above false 20 "Trực thuộc", "Under", ["co quan cap tren", "thuoc co quan", "cap tren", "co quan"], "Ký hiệu hoặc tên cơ quan; cơ quan mới trong cùng tệp phải đứng trước.", "Symbol or name of an agency; a new one of the same file comes first.";
    Superior false 28 "Tên cấp trên khi in", "Superior as printed", ["ten cap tren"], "Dòng in trên tên cơ quan.", "The line printed above its name.";
    Place false 18 "Địa danh", "Place", [], "Địa danh in trước ngày tháng.", "Printed before the date.";
    From false 12 "Từ ngày", "From", ["ngay thanh lap"], "dd/mm/yyyy.", "dd/mm/yyyy.";
    ChangedFrom false 14 "Đổi từ ngày", "Changed from", ["ngay doi ten"], "dd/mm/yyyy. Ghi khi đổi tên, đổi cấp trên; để trống là sửa lỗi ghi.", "dd/mm/yyyy. For a new name or superior; empty corrects a mistake.";
    Basis false 28 "Căn cứ", "Basis", ["quyet dinh"], "Văn bản quyết định việc đổi.", "The deciding document.";
    NotRead false 50 "Lý do không nhận", "Why not taken", [], "Chỉ có trong tệp để sửa; không đọc khi nhập.", "Only in the file to correct; not read.";
};

/// The columns of a kind of file, in the order they are written.
pub fn columns(kind: IntakeKind) -> &'static [Column] {
    match kind {
        IntakeKind::Tasks => TASKS,
        IntakeKind::People => PEOPLE,
        IntakeKind::Units => UNITS,
    }
}

/// Words without case, marks and punctuation: what headings and names are compared by.
pub(super) fn plain(text: &str) -> String {
    let folded = fold(text);
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Which column of the file holds what.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Where in the sheet's rows the headings are.
    pub(super) at: usize,
    /// The headings, as written.
    pub(super) headings: Vec<String>,
    places: Vec<(usize, &'static Column)>,
    /// Headings that mean nothing here.
    pub(super) unknown: Vec<String>,
    /// Columns that are not in the file: what they hold stays as it is.
    pub(super) missing: Vec<Message>,
    /// Columns that are there and not read.
    pub(super) not_read: Vec<String>,
}

impl Head {
    /// Finds the headings: the row, among the first ones, that names most columns.
    ///
    /// # Errors
    /// What is wrong and the remedy: no headings, one twice, or a column missing that has to be there.
    pub(super) fn find(sheet: &Sheet, kind: IntakeKind) -> Result<Self, Message> {
        let known = |cell: &Cell| named(kind, &cell.text);
        let count = |row: &Row| row.cells.iter().filter(|cell| known(cell).is_some()).count();
        let best = sheet.rows.iter().take(HEAD_WITHIN).enumerate().rev().max_by_key(|(_, row)| count(row));
        let Some((at, row)) = best.filter(|(_, row)| count(row) > 0) else { return Err(no_headings(kind)) };
        let mut head = Self {
            at,
            headings: row.cells.iter().map(|cell| cell.text.clone()).collect(),
            places: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
            not_read: Vec::new(),
        };
        for (place, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            match known(cell) {
                None => head.unknown.push(cell.text.clone()),
                Some(column) if column.field == Field::NotRead => head.not_read.push(cell.text.clone()),
                Some(column) => {
                    if head.places.iter().any(|(_, other)| other.field == column.field) {
                        let (vi, en) = (column.vi, column.en);
                        return Err(say(
                            format!("có hai cột cùng là “{vi}”; hãy bỏ bớt một cột"),
                            format!("two columns are both “{en}”; take one away"),
                        ));
                    }
                    head.places.push((place, column));
                }
            }
        }
        let absent = columns(kind).iter().filter(|column| column.field != Field::NotRead);
        let absent: Vec<&Column> = absent.filter(|column| head.column(column.field).is_none()).collect();
        if let Some(column) = absent.iter().find(|column| column.required) {
            return Err(say(
                format!("thiếu cột “{}”; hãy thêm cột này hoặc dùng tệp mẫu", column.vi),
                format!("the column “{}” is missing; add it, or use the template", column.en),
            ));
        }
        head.missing = absent.into_iter().map(Column::heading).collect();
        Ok(head)
    }

    /// The rows below the headings, without those that repeat them, as tables printed over several pages do.
    pub(super) fn below<'s>(&'s self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> {
        let repeats = |row: &Row| row.cells.iter().map(|cell| cell.text.as_str()).eq(&self.headings);
        sheet.rows.iter().skip(self.at + 1).filter(move |row| !repeats(row))
    }

    fn column(&self, field: Field) -> Option<(usize, &'static Column)> {
        self.places.iter().find(|(_, column)| column.field == field).copied()
    }

    /// The cell of a row that holds that; `None` where the file has no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, field: Field) -> Option<&'a Cell> {
        self.column(field).map(|(place, _)| row.cell(place))
    }

    /// What a row says of that; `None` where it says nothing.
    pub(super) fn text<'a>(&self, row: &'a Row, field: Field) -> Option<&'a str> {
        self.cell(row, field).map(|cell| cell.text.trim()).filter(|text| !text.is_empty())
    }

    /// Every column that is read, with its cell in a row.
    pub(super) fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (Field, &'a Cell)> {
        self.places.iter().map(|(place, column)| (column.field, row.cell(*place)))
    }

    /// Where a cell is, as spreadsheets say it, `C7`, and its column's heading.
    pub(super) fn place(&self, row: &Row, field: Field) -> (String, Option<Message>) {
        match self.column(field) {
            Some((place, column)) => (format!("{}{}", letters(place), row.number), Some(column.heading())),
            None => (row.number.to_string(), None),
        }
    }
}

fn named(kind: IntakeKind, heading: &str) -> Option<&'static Column> {
    let heading = plain(heading);
    if heading.is_empty() {
        return None;
    }
    let all = columns(kind).iter();
    let exact = all.clone().find(|column| heading == plain(column.vi) || heading == plain(column.en));
    exact.or_else(|| all.clone().find(|column| column.also.contains(&heading.as_str())))
}

fn no_headings(kind: IntakeKind) -> Message {
    let names = |pick: fn(&Column) -> &'static str| {
        let wanted = columns(kind).iter().filter(|column| column.required || column.field == Field::Deadline);
        wanted.map(pick).collect::<Vec<_>>().join("”, “")
    };
    say(
        format!(
            "trang tính đầu tiên không có hàng tiêu đề với các cột “{}”; hãy đưa trang dữ liệu lên đầu hoặc dùng tệp mẫu",
            names(|column| column.vi)
        ),
        format!(
            "the first sheet has no row of headings with the columns “{}”; put the sheet with the data first, or use the \
             template",
            names(|column| column.en)
        ),
    )
}

/// `A`, `Z`, `AA`: a column counted from 0.
fn letters(place: usize) -> String {
    let mut left = place + 1;
    let mut letters = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let row = |(index, cells): (usize, &&[&str])| Row {
            number: index + 1,
            cells: cells.iter().map(|text| Cell::text(*text)).collect(),
        };
        Sheet { rows: rows.iter().enumerate().map(row).collect() }
    }

    #[test]
    fn headings_are_found_below_a_title_in_any_order_and_without_marks() {
        let sheet = sheet(&[
            &["DANH SÁCH NHIỆM VỤ NĂM 2026"],
            &["STT", "HAN HOAN THANH", "noi dung nhiem vu", "Trạng thái"],
            &["1", "31/12/2026", "Xây dựng đề án", ""],
        ]);
        let head = Head::find(&sheet, IntakeKind::Tasks).unwrap();
        assert_eq!(head.at, 1);
        assert_eq!(head.text(&sheet.rows[2], Field::Deadline), Some("31/12/2026"));
        assert_eq!(head.place(&sheet.rows[2], Field::Statement).0, "C3");
        assert_eq!(
            (head.unknown.as_slice(), head.not_read.as_slice()),
            (&["STT".to_owned()][..], &["Trạng thái".to_owned()][..])
        );
        assert!(head.missing.iter().any(|missing| missing.vi == "Sản phẩm"));
    }

    #[test]
    fn wrong_columns_are_named_with_the_remedy() {
        let wrong = Head::find(&sheet(&[&["a", "b"], &["1", "2"]]), IntakeKind::People).unwrap_err();
        assert!(wrong.vi.contains("Họ tên") && wrong.vi.contains("tệp mẫu"), "{}", wrong.vi);
        let missing = Head::find(&sheet(&[&["Loại", "Tên"]]), IntakeKind::Units).unwrap_err();
        assert!(missing.vi.contains("thiếu cột “Ký hiệu”"), "{}", missing.vi);
        let twice = Head::find(&sheet(&[&["Họ tên", "Họ và tên"]]), IntakeKind::People).unwrap_err();
        assert!(twice.vi.contains("hai cột"), "{}", twice.vi);
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
