//! How a command ends: 0 done, 1 findings or a verification that failed, 2 bad usage or unreadable input.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use tt_app::{Language, Message, wording};

/// How a command that did its work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All well.
    Done,
    /// Findings of severity error, or a verification that failed.
    Found,
}

/// What a command gives back: an outcome, or one sentence for people.
pub(crate) type Result<T = Outcome> = std::result::Result<T, Message>;

/// The exit code of a command; a failure is told in one line on standard error.
pub(crate) fn exit(done: Result, language: Language) -> ExitCode {
    match done {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(message) => {
            note(language.pick(&message));
            ExitCode::from(2)
        }
    }
}

/// A line on standard error; a closed pipe is nobody's fault.
pub(crate) fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Writes to standard output; a reader that went away ends the command quietly.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(wording::say(
            format!("không ghi được kết quả ra màn hình: {error}"),
            format!("cannot write to standard output: {error}"),
        )),
        _ => Ok(()),
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        return std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)
            .map(|_| bytes)
            .map_err(|error| unreadable(path, &error));
    }
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("trongtam-part");
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path)).map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        let file = path.display();
        if error.kind() == std::io::ErrorKind::StorageFull {
            wording::say(
                format!("{file}: ổ đĩa đầy, chưa ghi gì; hãy giải phóng dung lượng rồi chạy lại"),
                format!("{file}: the disk is full, nothing was written; free some space and run again"),
            )
        } else {
            wording::say(
                format!("{file}: không ghi được ({error}); hãy kiểm tra thư mục và quyền ghi"),
                format!("{file}: cannot be written ({error}); check the folder and its permissions"),
            )
        }
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Message {
    let file = path.display();
    if error.kind() == std::io::ErrorKind::NotFound {
        wording::say(
            format!("{file}: không tìm thấy tệp; hãy kiểm tra lại đường dẫn"),
            format!("{file}: no such file; check the path"),
        )
    } else {
        wording::say(
            format!("{file}: không đọc được ({error}); hãy kiểm tra quyền đọc"),
            format!("{file}: cannot be read ({error}); check its permissions"),
        )
    }
}
