//! The address of the working list: filter, shape, columns, page; so that what one sees can be sent to another.

use crate::error::percent_encoded;
use crate::forms::Fields;

/// Shapes of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Bảng.
    #[default]
    Table,
    /// Thẻ: columns by state.
    Board,
    /// Thời gian.
    Timeline,
    /// Lịch tháng.
    Calendar,
}

impl Shape {
    pub(crate) const ALL: [Self; 4] = [Self::Table, Self::Board, Self::Timeline, Self::Calendar];

    /// The word in the address.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Table => "",
            Self::Board => "bang",
            Self::Timeline => "thoi-gian",
            Self::Calendar => "lich",
        }
    }

    pub(crate) fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|shape| shape.code() == code).unwrap_or_default()
    }
}

/// What the list is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// The year.
    pub(crate) year: Option<i16>,
    /// The filter as typed.
    pub(crate) filter: String,
    /// The shape.
    pub(crate) shape: Shape,
    /// Columns chosen; none for the usual ones.
    pub(crate) columns: Vec<String>,
    /// Page of the table, from 1.
    pub(crate) page: usize,
    /// Month of the calendar, `2026-11`.
    pub(crate) month: String,
}

impl Asked {
    /// Reads the fields of an address.
    pub(crate) fn read(fields: &Fields) -> Self {
        Self {
            year: fields.text("nam").parse().ok().filter(|year| (1945..=9999).contains(year)),
            filter: fields.text("loc").to_owned(),
            shape: Shape::from_code(fields.text("dang")),
            columns: fields
                .all("cot")
                .flat_map(|list| list.split(','))
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            page: fields.text("trang").parse().unwrap_or(1).max(1),
            month: fields.text("thang").to_owned(),
        }
    }

    /// The address that asks for this.
    pub(crate) fn address(&self) -> String {
        let query = self.pairs();
        if query.is_empty() { "/cong-viec".to_owned() } else { format!("/cong-viec?{query}") }
    }

    /// The part of the address that a kept view has: not the year, nor the page or month.
    pub(crate) fn query(&self) -> String {
        Self { year: None, page: 1, month: String::new(), ..self.clone() }.pairs()
    }

    fn pairs(&self) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let pairs = [
            ("nam", self.year.map(|year| year.to_string()).unwrap_or_default()),
            ("loc", self.filter.clone()),
            ("dang", self.shape.code().to_owned()),
            ("cot", self.columns.join(",")),
            ("thang", self.month.clone()),
            ("trang", page),
        ];
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        given.join("&")
    }

    /// The same list by another filter, from its first page.
    #[must_use]
    pub(crate) fn filtered(&self, filter: &str) -> Self {
        Self { filter: filter.to_owned(), page: 1, ..self.clone() }
    }

    /// The same list in another shape.
    #[must_use]
    pub(crate) fn shaped(&self, shape: Shape) -> Self {
        Self { shape, page: 1, month: String::new(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_that_was_asked() {
        let fields = |pairs: &[(&str, &str)]| {
            Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let asked = Asked::read(&fields(&[
            ("nam", "2026"),
            ("loc", "phòng:QLTM"),
            ("dang", "lich"),
            ("cot", "han"),
            ("cot", "chu-tri,ma"),
            ("thang", "2026-11"),
        ]));
        assert_eq!(
            asked.address(),
            "/cong-viec?nam=2026&loc=ph%C3%B2ng%3AQLTM&dang=lich&cot=han%2Cchu-tri%2Cma&thang=2026-11"
        );
        assert_eq!(Asked::read(&fields(&[("nam", "12026"), ("trang", "-3"), ("dang", "x")])).address(), "/cong-viec");
    }
}
