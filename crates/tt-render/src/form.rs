//! Format profiles (thể thức): paper, margins and the type of every component, as data, chosen by date of document.

use tt_text::date::PartialDate;

use crate::length::Length;

/// How official documents of one period are laid out on paper.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// The rule it follows, as a citation: `Nghị định số 30/2020/NĐ-CP, Phụ lục I`.
    pub basis: &'static str,
    /// Typeface. Circular 01/2011 takes any Unicode face; Times New Roman is what agencies used under both.
    pub typeface: &'static str,
    /// Paper and margins.
    pub page: Page,
    /// Page numbers; never on page 1.
    pub page_number: PageNumber,
    /// National motto (Quốc hiệu): `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`.
    pub motto: Type,
    /// Tagline under it (tiêu ngữ), with a rule as long as its text.
    pub tagline: Type,
    /// Superior agency (cơ quan chủ quản), upper case.
    pub superior: Type,
    /// Issuing agency, upper case, with a rule of [`short_rule_percent`](Self::short_rule_percent) under it.
    pub issuer: Type,
    /// Number and symbol (số, ký hiệu).
    pub number: Type,
    /// Place and date (địa danh, thời gian), on one line with the number.
    pub place_date: Type,
    /// Subject of a letter (`V/v …`), under the number.
    pub letter_subject: Type,
    /// Name of the kind (tên loại), upper case.
    pub kind: Type,
    /// Subject of a named kind (trích yếu), with a short rule under it.
    pub subject: Type,
    /// `Kính gửi` and the addressees.
    pub addressees: Type,
    /// Body paragraphs.
    pub body: Body,
    /// Headings by level, from the outermost; deeper levels take the last one. Letters keep the case the text has.
    pub headings: [Type; 4],
    /// Lines of legal basis (căn cứ).
    pub basis_line: Type,
    /// Cells of tables in the body.
    pub table: Type,
    /// Text of footnotes.
    pub note: Type,
    /// The words `Nơi nhận:`.
    pub recipients_label: Type,
    /// The list of recipients.
    pub recipients: Type,
    /// Authority line and position of the signer, upper case.
    pub position: Type,
    /// Full name of the signer.
    pub signer: Type,
    /// Marks of secrecy, urgency, circulation and draft, in boxes.
    pub mark: Type,
    /// Mark of who typed it and number of copies.
    pub typist: Type,
    /// Address line at the foot of the first page, under a rule over the whole width.
    pub contact: Type,
    /// `Phụ lục I`, in the middle.
    pub annex_label: Type,
    /// Title of an annex, upper case, in the middle.
    pub annex_title: Type,
    /// `(Kèm theo …)` below the title of an annex.
    pub annex_reference: Type,
    /// Room left for the signature between position and name.
    pub signature_room: Length,
    /// Length of the short rules, in percent of the text above (between a third and a half).
    pub short_rule_percent: u32,
}

/// Paper and margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Width of the paper.
    pub width: Length,
    /// Height of the paper.
    pub height: Length,
    /// Top margin.
    pub top: Length,
    /// Bottom margin.
    pub bottom: Length,
    /// Left margin.
    pub left: Length,
    /// Right margin.
    pub right: Length,
    /// From the paper's edge to the line of the page number.
    pub number_distance: Length,
    /// Width of the left column of the head (agency, number); the right one (motto, date) takes the rest.
    pub head_left: Length,
}

impl Page {
    /// Width between the margins.
    pub fn text_width(&self) -> Length {
        self.width - self.left - self.right
    }

    /// The same sheet lying (khổ giấy nằm ngang), for annexes with wide tables; the margins stay as they are.
    #[must_use]
    pub fn lying(&self) -> Self {
        Self { width: self.height, height: self.width, ..*self }
    }

    /// Width of the right column of the head.
    pub fn head_right(&self) -> Length {
        self.text_width() - self.head_left
    }
}

/// Where page numbers stand.
#[derive(Debug, PartialEq, Eq)]
pub struct PageNumber {
    /// The place.
    pub place: PageNumberPlace,
    /// Its type.
    pub style: Type,
}

/// Places of page numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageNumberPlace {
    /// In the middle of the top margin (Decree 30/2020, Annex I, Part I, item 7).
    TopCentre,
    /// In the right corner of the bottom margin (Circular 01/2011, Article 5).
    BottomRight,
}

/// Size and style of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    /// Size.
    pub size: Length,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// Body paragraphs: justified.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// The type.
    pub style: Type,
    /// Indent of the first line (1 or 1.27 cm).
    pub first_line: Length,
    /// Space before each paragraph (at least 6 pt between paragraphs).
    pub gap: Length,
    /// Line spacing in percent of single (100 to 150); single is 115 % of the size in Times New Roman.
    pub line_percent: u32,
}

impl Body {
    /// From baseline to baseline.
    pub fn line_height(&self) -> Length {
        self.style.size * self.line_percent * 115 / 10_000
    }
}

const fn upright(points: u32) -> Type {
    Type { size: Length::points(points), bold: false, italic: false }
}

const fn bold(points: u32) -> Type {
    Type { size: Length::points(points), bold: true, italic: false }
}

const fn italic(points: u32) -> Type {
    Type { size: Length::points(points), bold: false, italic: true }
}

const fn bold_italic(points: u32) -> Type {
    Type { size: Length::points(points), bold: true, italic: true }
}

const A4: Page = Page {
    width: Length::millimetres(210),
    height: Length::millimetres(297),
    top: Length::millimetres(20),
    bottom: Length::millimetres(20),
    left: Length::millimetres(30),
    right: Length::millimetres(15),
    number_distance: Length::millimetres(10),
    head_left: Length::millimetres(67),
};

/// In force for documents dated from 5 March 2020.
pub static DECREE_30_2020: Form = DECREE;

const DECREE: Form = Form {
    basis: "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ, Phụ lục I",
    typeface: "Times New Roman",
    page: A4,
    page_number: PageNumber { place: PageNumberPlace::TopCentre, style: upright(14) },
    motto: bold(13),
    tagline: bold(14),
    superior: upright(13),
    issuer: bold(13),
    number: upright(13),
    place_date: italic(14),
    letter_subject: upright(12),
    kind: bold(14),
    subject: bold(14),
    addressees: upright(14),
    body: Body {
        style: upright(14),
        first_line: Length::tenths_of_millimetre(127),
        gap: Length::points(6),
        line_percent: 105,
    },
    headings: [bold(14), bold(14), bold(14), upright(14)],
    basis_line: italic(14),
    table: upright(12),
    note: upright(10),
    recipients_label: bold_italic(12),
    recipients: upright(11),
    position: bold(14),
    signer: bold(14),
    mark: bold(13),
    typist: upright(11),
    contact: upright(11),
    annex_label: bold(14),
    annex_title: bold(14),
    annex_reference: italic(14),
    signature_room: Length::millimetres(30),
    short_rule_percent: 40,
};

/// In force before that, from 2011: the same but for the place of the page number and upright lines of legal basis.
pub static CIRCULAR_01_2011: Form = Form {
    basis: "Thông tư số 01/2011/TT-BNV ngày 19/01/2011 của Bộ Nội vụ",
    page_number: PageNumber { place: PageNumberPlace::BottomRight, style: upright(14) },
    basis_line: upright(14),
    ..DECREE
};

impl Form {
    /// The profile for a document of this date. Where month or day is blank, the known part decides as far as it can
    /// (`tháng 12 năm 2019` is before the change); what stays open, an undated draft included, takes today's rule.
    pub fn for_date(date: &PartialDate) -> &'static Self {
        let change = (2020, 3, 5);
        let latest = (date.year.unwrap_or(i16::MAX), date.month.unwrap_or(12), date.day.unwrap_or(31));
        if latest < change { &CIRCULAR_01_2011 } else { &DECREE_30_2020 }
    }

    /// The type of a heading of this level, from 1.
    pub fn heading(&self, level: u8) -> Type {
        let [first, second, third, deeper] = self.headings;
        match level {
            0 | 1 => first,
            2 => second,
            3 => third,
            _ => deeper,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(iso: &str) -> &'static Form {
        Form::for_date(&PartialDate::from_iso(iso).unwrap_or_default())
    }

    #[test]
    fn the_decree_rules_from_the_day_it_came_into_force() {
        assert!(std::ptr::eq(chosen("2020-03-04"), &raw const CIRCULAR_01_2011));
        assert!(std::ptr::eq(chosen("2020-03-05"), &raw const DECREE_30_2020));
    }

    #[test]
    fn a_blank_day_leaves_the_month_to_decide() {
        assert_eq!(chosen("2019-12"), &CIRCULAR_01_2011);
        assert_eq!(chosen("2020-02"), &CIRCULAR_01_2011);
        assert_eq!(chosen("2020-03"), &DECREE_30_2020);
        assert_eq!(chosen("2019"), &CIRCULAR_01_2011);
        assert_eq!(chosen("2020"), &DECREE_30_2020);
    }

    #[test]
    fn an_undated_draft_takes_the_rule_in_force() {
        assert_eq!(Form::for_date(&PartialDate::default()), &DECREE_30_2020);
        let no_year = PartialDate { year: None, month: Some(12), day: None };
        assert_eq!(Form::for_date(&no_year), &DECREE_30_2020);
    }

    #[test]
    fn margins_stay_within_the_rule() {
        for form in [&DECREE_30_2020, &CIRCULAR_01_2011] {
            let page = &form.page;
            let within =
                |length: Length, from, to| Length::millimetres(from) <= length && length <= Length::millimetres(to);
            assert!(within(page.top, 20, 25) && within(page.bottom, 20, 25));
            assert!(within(page.left, 30, 35) && within(page.right, 15, 20));
            assert_eq!(page.text_width(), Length::millimetres(210) - page.left - page.right);
        }
    }
}
