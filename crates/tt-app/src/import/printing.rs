//! How facts were printed, kept so that they can be printed again from their records.

use rust_decimal::Decimal;
use tt_document::extract::Grade;
use tt_text::date::PartialDate;
use tt_text::numeral::{Grouping, Numeral, NumeralStyle};

/// The words of a grade that a report shows from the rating record.
pub fn grade_words(grade: Grade) -> &'static str {
    match grade {
        Grade::NotCompleted => "Không hoàn thành",
        Grade::Completed => "Hoàn thành",
        Grade::Good => "Hoàn thành tốt",
        Grade::Excellent => "Hoàn thành xuất sắc",
    }
}

/// A date as documents print it: `30/01/2019`, `01/6/2019` (day padded below 10, month only for 1 and 2; the habit
/// Decree 30/2020/NĐ-CP, Annex I makes a rule).
pub fn document_date(date: PartialDate) -> Option<String> {
    let date = date.date()?;
    let month = if date.month() <= 2 { format!("{:02}", date.month()) } else { date.month().to_string() };
    Some(format!("{:02}/{month}/{}", date.day(), date.year()))
}

/// A citation as printed, with `{number}` and `{date}` where the record can print them again.
pub fn citation_form(printed: &str, number: &str, date: PartialDate) -> String {
    let form = if number.is_empty() { printed.to_owned() } else { printed.replacen(number, "{number}", 1) };
    match document_date(date) {
        Some(date) => form.replacen(&date, "{date}", 1),
        None => form,
    }
}

/// Prints a citation from its document's number and date.
pub fn print_citation(form: &str, number: Option<&str>, date: PartialDate) -> String {
    let mut printed = form.to_owned();
    if let Some(number) = number {
        printed = printed.replacen("{number}", number, 1);
    }
    match document_date(date) {
        Some(date) => printed.replacen("{date}", &date, 1),
        None => printed.replacen(" ngày {date}", "", 1).replacen("{date}", "", 1),
    }
}

/// A figure as printed, with `{value}`, `{max}`, `{of}` in place of its numbers; unchanged where the numbers printed
/// are not as many as the figure has values.
pub fn figure_form(printed: &str, has_max: bool, has_of: bool) -> String {
    let numbers = numbers(printed);
    let names: &[&str] = match (has_max, has_of) {
        (false, false) => &["{value}"],
        (true, false) => &["{value}", "{max}"],
        (false, true) => &["{value}", "{of}"],
        (true, true) => &["{value}", "{max}", "{of}"],
    };
    if numbers.len() != names.len() {
        return printed.to_owned();
    }
    let mut form = String::new();
    let mut from = 0;
    for ((start, end), name) in numbers.into_iter().zip(names) {
        form.push_str(printed.get(from..start).unwrap_or_default());
        form.push_str(name);
        from = end;
    }
    form.push_str(printed.get(from..).unwrap_or_default());
    form
}

/// A figure's text for new values, in the style its numbers were printed in.
pub fn print_figure(
    form: &str,
    printed: &str,
    value: Decimal,
    value_max: Option<Decimal>,
    of: Option<Decimal>,
) -> String {
    let styles: Vec<&str> =
        numbers(printed).into_iter().map(|(start, end)| printed.get(start..end).unwrap_or_default()).collect();
    let mut text = form.to_owned();
    let mut styles = styles.into_iter();
    for (name, number) in [("{value}", Some(value)), ("{max}", value_max), ("{of}", of)] {
        if let (true, Some(number)) = (text.contains(name), number) {
            let style = styles.next().unwrap_or_default();
            text = text.replacen(name, &in_style(number, style), 1);
        }
    }
    text
}

/// Prints a number like a printed one, with as many decimals as the value needs.
fn in_style(value: Decimal, like: &str) -> String {
    let value = value.normalize();
    let decimals = u8::try_from(value.scale()).unwrap_or(u8::MAX);
    let style = match Numeral::parse(like) {
        Ok(like) if like.style.grouping == Grouping::None && value.abs() >= Decimal::from(1000) => {
            NumeralStyle { grouping: Grouping::Dot, ..like.style }
        }
        Ok(like) => like.style,
        Err(_) => NumeralStyle::vietnamese(0),
    };
    Numeral::new(value, NumeralStyle { decimals, ..style }).to_string()
}

/// Where numbers stand in a printed figure: digits with points and commas between them.
fn numbers(printed: &str) -> Vec<(usize, usize)> {
    let bytes = printed.as_bytes();
    let mut found = Vec::new();
    let mut index = 0;
    while index < bytes.len() {
        if !bytes.get(index).is_some_and(u8::is_ascii_digit) {
            index += 1;
            continue;
        }
        let start = index;
        while bytes.get(index).is_some_and(|byte| {
            byte.is_ascii_digit()
                || (matches!(byte, b'.' | b',') && bytes.get(index + 1).is_some_and(u8::is_ascii_digit))
        }) {
            index += 1;
        }
        found.push((start, index));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_prints_again_from_its_record() {
        let date = PartialDate { year: Some(2019), month: Some(1), day: Some(30) };
        let form = citation_form("Quyết định số 230/QĐ-UBND ngày 30/01/2019", "230/QĐ-UBND", date);
        assert_eq!(form, "Quyết định số {number} ngày {date}");
        assert_eq!(print_citation(&form, Some("230/QĐ-UBND"), date), "Quyết định số 230/QĐ-UBND ngày 30/01/2019");
        let later = PartialDate { day: Some(5), month: Some(6), ..date };
        assert_eq!(print_citation(&form, Some("231/QĐ-UBND"), later), "Quyết định số 231/QĐ-UBND ngày 05/6/2019");
    }

    #[test]
    fn a_figure_prints_again_in_its_own_style() {
        let form = figure_form("05/06 nhiệm vụ", false, true);
        assert_eq!(form, "{value}/{of} nhiệm vụ");
        let four = Decimal::from(4);
        assert_eq!(print_figure(&form, "05/06 nhiệm vụ", four, None, Some(Decimal::from(6))), "04/06 nhiệm vụ");
        let form = figure_form("4.750 triệu USD", false, false);
        assert_eq!(print_figure(&form, "4.750 triệu USD", Decimal::new(48125, 1), None, None), "4.812,5 triệu USD");
        assert_eq!(figure_form("9-10%", true, false), "{value}-{max}%");
        assert_eq!(figure_form("một nhà máy", false, false), "một nhà máy");
    }
}
