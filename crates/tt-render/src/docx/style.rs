//! The named styles of the Word file: one for every component of an official document.

/// A paragraph style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Motto,
    Tagline,
    Superior,
    Issuer,
    Number,
    PlaceDate,
    LetterSubject,
    Mark,
    Limit,
    Rule,
    Kind,
    Subject,
    AddresseesLabel,
    Addressees,
    Body,
    Basis,
    Item,
    Heading(u8),
    CentredHeading(u8),
    AnnexLabel,
    AnnexTitle,
    AnnexReference,
    TableHead,
    ColumnNumber,
    TableText,
    TableNumber,
    TableMiddle,
    RecipientsLabel,
    Recipients,
    Typist,
    Position,
    Signer,
    PageNumber,
    Contact,
    NoteText,
}

/// Deepest heading with a style of its own.
pub(super) const DEEPEST_HEADING: u8 = 4;

impl Style {
    /// Identifier in the file.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Motto => "QuocHieu",
            Self::Tagline => "TieuNgu",
            Self::Superior => "CoQuanChuQuan",
            Self::Issuer => "CoQuanBanHanh",
            Self::Number => "SoKyHieu",
            Self::PlaceDate => "DiaDanhNgay",
            Self::LetterSubject => "TrichYeuCongVan",
            Self::Mark => "DauMuc",
            Self::Limit => "ChiDan",
            Self::Rule => "DuongKe",
            Self::Kind => "TenLoai",
            Self::Subject => "TrichYeu",
            Self::AddresseesLabel => "KinhGui",
            Self::Addressees => "NoiGui",
            Self::Body => "NoiDung",
            Self::Basis => "CanCu",
            Self::Item => "GachDauDong",
            Self::Heading(0 | 1) => "Heading1",
            Self::Heading(2) => "Heading2",
            Self::Heading(3) => "Heading3",
            Self::Heading(_) => "Heading4",
            Self::CentredHeading(0 | 1) => "TieuDeGiua1",
            Self::CentredHeading(2) => "TieuDeGiua2",
            Self::CentredHeading(_) => "TieuDeGiua3",
            Self::AnnexLabel => "PhuLuc",
            Self::AnnexTitle => "TenPhuLuc",
            Self::AnnexReference => "KemTheo",
            Self::ColumnNumber => "BangSoCot",
            Self::Typist => "NguoiSoanThao",
            Self::Contact => "DiaChi",
            Self::TableHead => "BangDau",
            Self::TableText => "BangChu",
            Self::TableNumber => "BangSo",
            Self::TableMiddle => "BangGiua",
            Self::RecipientsLabel => "NoiNhan",
            Self::Recipients => "NoiNhanMuc",
            Self::Position => "ChucVu",
            Self::Signer => "HoTen",
            Self::PageNumber => "SoTrang",
            Self::NoteText => "FootnoteText",
        }
    }

    /// Name people see; headings and footnotes keep the names Word knows as its own and translates.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Motto => "Quốc hiệu",
            Self::Tagline => "Tiêu ngữ",
            Self::Superior => "Cơ quan chủ quản",
            Self::Issuer => "Cơ quan ban hành",
            Self::Number => "Số, ký hiệu",
            Self::PlaceDate => "Địa danh, ngày tháng",
            Self::LetterSubject => "Trích yếu công văn",
            Self::Mark => "Dấu mức độ",
            Self::Limit => "Chỉ dẫn lưu hành",
            Self::Rule => "Đường kẻ",
            Self::Kind => "Tên loại",
            Self::Subject => "Trích yếu",
            Self::AddresseesLabel => "Kính gửi",
            Self::Addressees => "Nơi gửi đến",
            Self::Body => "Nội dung",
            Self::Basis => "Căn cứ",
            Self::Item => "Gạch đầu dòng",
            Self::Heading(0 | 1) => "heading 1",
            Self::Heading(2) => "heading 2",
            Self::Heading(3) => "heading 3",
            Self::Heading(_) => "heading 4",
            Self::CentredHeading(0 | 1) => "Tiêu đề giữa 1",
            Self::CentredHeading(2) => "Tiêu đề giữa 2",
            Self::CentredHeading(_) => "Tiêu đề giữa 3",
            Self::AnnexLabel => "Phụ lục",
            Self::AnnexTitle => "Tên phụ lục",
            Self::AnnexReference => "Kèm theo phụ lục",
            Self::ColumnNumber => "Bảng, số cột",
            Self::Typist => "Người soạn thảo",
            Self::Contact => "Địa chỉ",
            Self::TableHead => "Bảng, đầu cột",
            Self::TableText => "Bảng, chữ",
            Self::TableNumber => "Bảng, số",
            Self::TableMiddle => "Bảng, giữa ô",
            Self::RecipientsLabel => "Nơi nhận",
            Self::Recipients => "Nơi nhận, mục",
            Self::Position => "Chức vụ",
            Self::Signer => "Họ tên",
            Self::PageNumber => "Số trang",
            Self::NoteText => "footnote text",
        }
    }

    /// Whether Word knows the style under this name.
    pub(super) fn is_built_in(self) -> bool {
        matches!(self, Self::Heading(_) | Self::NoteText)
    }

    /// The style it is a variety of.
    pub(super) fn based_on(self) -> &'static str {
        match self {
            Self::CentredHeading(level) => Self::Heading(level).id(),
            _ => "Normal",
        }
    }

    /// All, in the order they appear on paper.
    pub(super) fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Motto,
            Self::Tagline,
            Self::Superior,
            Self::Issuer,
            Self::Number,
            Self::PlaceDate,
            Self::LetterSubject,
            Self::Mark,
            Self::Limit,
            Self::Rule,
            Self::Kind,
            Self::Subject,
            Self::AddresseesLabel,
            Self::Addressees,
            Self::Body,
            Self::Basis,
            Self::Item,
        ];
        all.extend((1..=DEEPEST_HEADING).map(Self::Heading));
        all.extend((1..=3).map(Self::CentredHeading));
        all.extend([
            Self::AnnexLabel,
            Self::AnnexTitle,
            Self::AnnexReference,
            Self::TableHead,
            Self::ColumnNumber,
            Self::TableText,
            Self::TableNumber,
            Self::TableMiddle,
            Self::RecipientsLabel,
            Self::Recipients,
            Self::Typist,
            Self::Position,
            Self::Signer,
            Self::PageNumber,
            Self::Contact,
            Self::NoteText,
        ]);
        all
    }
}
