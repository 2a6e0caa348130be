//! What goes wrong, told to people: one sentence with place and remedy, in both languages.

use tt_check::Message;
use tt_document::ReadError;
use tt_document::frame::Secrecy;

/// A sentence in both languages.
pub fn say(vi: impl Into<String>, en: impl Into<String>) -> Message {
    Message { vi: vi.into(), en: en.into() }
}

/// Why a file cannot be read, and what to do.
pub fn unreadable(file: &str, error: &ReadError) -> Message {
    match error {
        ReadError::Empty => say(
            format!("{file}: tệp rỗng; hãy chọn tệp có nội dung"),
            format!("{file}: the file is empty; choose one with content"),
        ),
        ReadError::TooLarge { bytes, limit } => {
            let (size, limit) = (mebibytes(*bytes), mebibytes(*limit));
            say(
                format!("{file}: tệp quá lớn ({size} MB, tối đa {limit} MB); hãy tách báo cáo hoặc bỏ ảnh trong tệp"),
                format!(
                    "{file}: the file is too large ({size} MB, at most {limit} MB); split it or take out its pictures"
                ),
            )
        }
        ReadError::NotText => say(
            format!("{file}: không phải văn bản hay tệp Word (.docx); hãy lưu lại thành .docx hoặc .txt (UTF-8)"),
            format!("{file}: neither text nor a Word file (.docx); save it as .docx or .txt (UTF-8)"),
        ),
        ReadError::DamagedDocx { part } => say(
            format!("{file}: tệp Word bị hỏng ở phần {part}; hãy mở bằng Word, lưu lại rồi thử lại"),
            format!("{file}: the Word file is damaged at {part}; open it in Word, save it and try again"),
        ),
        ReadError::Locked => say(
            format!("{file}: tệp đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại"),
            format!("{file}: the file is locked by a password; remove the password and try again"),
        ),
        ReadError::LegacyDoc => say(
            format!("{file}: tệp .doc kiểu cũ; hãy mở bằng Word và lưu thành .docx"),
            format!("{file}: an old binary .doc; open it in Word and save it as .docx"),
        ),
        ReadError::Pdf => say(
            format!(
                "{file}: tệp PDF không giữ được cấu trúc văn bản; hãy dùng tệp Word gốc (.docx) hoặc bản .txt (UTF-8)"
            ),
            format!("{file}: a PDF does not keep the text's structure; use the Word file (.docx) or text (UTF-8)"),
        ),
        ReadError::RichText => say(
            format!("{file}: tệp .rtf; hãy mở bằng Word và lưu thành .docx"),
            format!("{file}: an RTF file; open it in Word and save it as .docx"),
        ),
        ReadError::OldEncoding { name } => say(
            format!(
                "{file}: chữ viết bằng bảng mã {name} cũ; hãy chuyển sang Unicode rồi lưu thành .docx hoặc .txt (UTF-8)"
            ),
            format!(
                "{file}: the text is in the old encoding {name}; convert it to Unicode and save it as .docx or .txt (UTF-8)"
            ),
        ),
        ReadError::Entities { part } => say(
            format!("{file}: tệp Word khai báo thực thể XML ở phần {part}, không an toàn; hãy lưu lại bằng Word"),
            format!("{file}: the Word file declares XML entities in {part}, which is unsafe; save it again with Word"),
        ),
    }
}

/// Why a document marked secret is turned away (Law on Protection of State Secrets 29/2018/QH14).
pub fn secret(file: &str, secrecy: Secrecy) -> Message {
    let mark = secrecy.mark();
    say(
        format!(
            "{file}: văn bản đóng dấu {mark}; bí mật nhà nước không được đưa vào hệ thống này, không có gì được lưu"
        ),
        format!("{file}: the document is marked {mark}; state secrets may not be kept here, nothing was stored"),
    )
}

fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}
