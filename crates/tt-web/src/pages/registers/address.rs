//! The address of a register's view: filter, shape, day, columns, where the page begins.

use jiff::civil::Date;
use tt_app::registers::looking::ViewAsked;
use tt_domain::register::filter;
use tt_domain::register::value::read_day;

use crate::error::percent_encoded;
use crate::forms::Fields;

/// Shapes of a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Rows and chosen columns.
    #[default]
    Table,
    /// Rows and what is known of every stage.
    Stages,
    /// Cards by stage.
    Board,
    /// Lines of time.
    Timeline,
    /// Places.
    Map,
}

impl Shape {
    pub(crate) const ALL: [Self; 5] = [Self::Table, Self::Stages, Self::Board, Self::Timeline, Self::Map];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Table => "",
            Self::Stages => "buoc",
            Self::Board => "the",
            Self::Timeline => "thoi-gian",
            Self::Map => "ban-do",
        }
    }
}

/// What is asked of the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) key: String,
    pub(crate) filter: String,
    pub(crate) shape: Shape,
    /// The day as typed.
    pub(crate) day: String,
    pub(crate) columns: Vec<String>,
    pub(crate) after: String,
}

impl Asked {
    pub(crate) fn read(key: &str, fields: &Fields) -> Self {
        Self {
            key: key.to_owned(),
            filter: fields.text("loc").to_owned(),
            shape: Shape::ALL.into_iter().find(|one| one.code() == fields.text("dang")).unwrap_or_default(),
            day: fields.text("ngay").to_owned(),
            columns: fields.all("cot").map(str::to_owned).collect(),
            after: fields.text("sau").to_owned(),
        }
    }

    /// The day asked for, where it is one.
    pub(crate) fn as_of(&self) -> Option<Date> {
        read_day(&self.day)
    }

    /// What the use case is asked.
    pub(crate) fn view(&self) -> ViewAsked {
        ViewAsked { filter: self.filter.clone(), as_of: self.as_of(), after: self.after.parse().ok(), limit: None }
    }

    /// The same without where the page begins, with another filter.
    pub(crate) fn filtered(&self, filter: &str) -> Self {
        Self { filter: filter.trim().to_owned(), after: String::new(), ..self.clone() }
    }

    /// The same filter in another order; the order it has, turned.
    pub(crate) fn sorted(&self, by: &str) -> Self {
        let is_order = |text: &str| ["xếp:", "xep:", "sort:"].iter().any(|key| text.starts_with(key));
        let chips = filter::chips(&self.filter);
        let turned = chips
            .iter()
            .any(|chip| is_order(&chip.text) && chip.text.split_once(':').is_some_and(|(_, was)| was == by));
        let kept =
            chips.iter().map(|chip| chip.text.as_str()).filter(|text| !is_order(text)).collect::<Vec<_>>().join(" ");
        let order = if turned { format!("xếp:-{by}") } else { format!("xếp:{by}") };
        self.filtered(&format!("{kept} {order}"))
    }

    /// The address.
    pub(crate) fn address(&self) -> String {
        self.address_at("")
    }

    /// The address of something beside the view that takes the same question.
    pub(crate) fn address_at(&self, rest: &str) -> String {
        let mut parts = Vec::new();
        for (name, value) in
            [("loc", &self.filter), ("ngay", &self.day), ("sau", &self.after), ("dang", &self.shape.code().to_owned())]
        {
            if !value.is_empty() {
                parts.push(format!("{name}={}", percent_encoded(value)));
            }
        }
        parts.extend(self.columns.iter().map(|one| format!("cot={}", percent_encoded(one))));
        let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        format!("/so-theo-doi/{}{rest}{query}", self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_asked_for_twice_is_turned_and_the_filter_stays() {
        let asked =
            Asked { key: "cho".to_owned(), filter: "khu-vuc:nong-thon xếp:ten".to_owned(), ..Asked::default() };
        assert_eq!(asked.sorted("dien-tich").filter, "khu-vuc:nong-thon xếp:dien-tich");
        assert_eq!(asked.sorted("ten").filter, "khu-vuc:nong-thon xếp:-ten");
        assert_eq!(asked.filtered("").address(), "/so-theo-doi/cho");
    }
}
