//! Forms with a file: their fields, read within the limit.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;

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
    fn a_file_keeps_only_the_last_part_of_its_name() {
        assert_eq!(file_name("C:\\Users\\a\\báo cáo.docx"), "báo cáo.docx");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\nb"), "ab");
    }
}
