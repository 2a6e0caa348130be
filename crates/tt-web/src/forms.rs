//! Forms with a file: their fields, read within the limit.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use jiff::civil::Date;
use tt_app::{AppError, Language};

use crate::error::WebError;

/// What a form with a file holds.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    /// Token of the session.
    pub(crate) csrf: String,
    /// Name and bytes of the file, if one was chosen.
    pub(crate) file: Option<(String, Vec<u8>)>,
    /// Text pasted in its place.
    pub(crate) text: String,
    /// Year given by hand.
    pub(crate) year: String,
    /// A file sent back for confirmation, in base64, with its name.
    pub(crate) kept: Option<(String, String)>,
    /// Things ticked, by their place in the list.
    pub(crate) ticked: Vec<usize>,
}

impl Upload {
    /// Reads a form.
    ///
    /// # Errors
    /// It is larger than the page takes, or is no form.
    pub(crate) async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut upload = Self::default();
        let mut kept_name = String::new();
        while let Some(field) = form.next_field().await.map_err(fault)? {
            match field.name().unwrap_or_default() {
                "csrf" => upload.csrf = field.text().await.map_err(fault)?,
                "van-ban" => upload.text = field.text().await.map_err(fault)?,
                "muc" => upload.ticked.extend(field.text().await.map_err(fault)?.parse::<usize>()),
                "nam" => upload.year = field.text().await.map_err(fault)?,
                "ten-tep" => kept_name = field.text().await.map_err(fault)?,
                "noi-dung" => upload.kept = Some((String::new(), field.text().await.map_err(fault)?)),
                "tep" => {
                    let name = file_name(field.file_name().unwrap_or_default());
                    let bytes = field.bytes().await.map_err(fault)?;
                    // A form sent without choosing a file carries an empty one without a name.
                    if !name.is_empty() {
                        upload.file = Some((name, bytes.to_vec()));
                    }
                }
                _ => {}
            }
        }
        if let Some((name, _)) = &mut upload.kept {
            *name = file_name(&kept_name);
        }
        Ok(upload)
    }
}

/// Any form: its fields by name, in order, and its files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    values: Vec<(String, String)>,
    /// Files chosen, with their names.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The field each of them was chosen in.
    pub(crate) file_inputs: Vec<String>,
}

impl Fields {
    /// Reads a form that may carry files.
    ///
    /// # Errors
    /// It is larger than the page takes, or is no form.
    pub(crate) async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut fields = Self::default();
        while let Some(field) = form.next_field().await.map_err(fault)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(file_name) {
                Some(file) => {
                    let bytes = field.bytes().await.map_err(fault)?;
                    if !file.is_empty() {
                        fields.files.push((file, bytes.to_vec()));
                        fields.file_inputs.push(name);
                    }
                }
                None => fields.values.push((name, field.text().await.map_err(fault)?)),
            }
        }
        Ok(fields)
    }

    /// A form without files, as read by [`axum::Form`].
    pub(crate) fn of(values: Vec<(String, String)>) -> Self {
        Self { values, ..Self::default() }
    }

    /// All fields without files, in order, as sent.
    pub(crate) fn values(&self) -> &[(String, String)] {
        &self.values
    }

    /// A field's text, trimmed; empty when it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// All texts sent under a name, as ticked boxes are.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// A field's text, unless it is blank.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// A day: as date fields send it (`2019-12-31`) or as people write it (`31/12/2019`).
    ///
    /// # Errors
    /// What was typed, when it is neither.
    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, String> {
        let Some(text) = self.filled(name) else { return Ok(None) };
        text.parse().or_else(|_| Date::strptime("%d/%m/%Y", text)).map(Some).map_err(|_| text.to_owned())
    }

    /// The same as a use case takes it: what is no day is refused at its field.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] that names the field and what was typed.
    pub(crate) fn day_at(&self, name: &'static str) -> Result<Option<Date>, AppError> {
        self.day(name).map_err(|typed| {
            AppError::refused_at(
                name,
                format!("“{typed}” không phải ngày; hãy ghi như 31/12/2026"),
                format!("“{typed}” is no day; write it as 31/12/2026"),
            )
        })
    }

    /// The same in a sentence for the page, where it is no day.
    ///
    /// # Errors
    /// The sentence.
    pub(crate) fn day_or_sentence(&self, name: &str, lang: Language) -> Result<Option<Date>, String> {
        self.day(name).map_err(|typed| match lang {
            Language::Vietnamese => format!("Ngày “{typed}” không đúng; hãy nhập ngày/tháng/năm."),
            Language::English => format!("“{typed}” is not a day; give day/month/year."),
        })
    }

    /// An identity chosen from a list.
    pub(crate) fn id(&self, name: &str) -> Option<i64> {
        self.filled(name)?.parse().ok()
    }
}

/// The last part of what the browser calls the file, without control characters, at most 200 letters.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` takes")]
fn fault(error: MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { WebError::TooLarge } else { WebError::BadForm }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_sent_and_as_written() {
        let fields = Fields::of(vec![
            ("a".to_owned(), "2019-12-31".to_owned()),
            ("b".to_owned(), " 31/12/2019 ".to_owned()),
            ("c".to_owned(), "31/13/2019".to_owned()),
        ]);
        let day = jiff::civil::date(2019, 12, 31);
        assert_eq!((fields.day("a"), fields.day("b")), (Ok(Some(day)), Ok(Some(day))));
        assert_eq!(fields.day("c"), Err("31/13/2019".to_owned()));
        assert_eq!(fields.day("d"), Ok(None));
    }

    #[test]
    fn a_file_keeps_only_the_last_part_of_its_name() {
        assert_eq!(file_name("C:\\Users\\a\\báo cáo.docx"), "báo cáo.docx");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\nb"), "ab");
    }
}
