//! The checker's rule pages under `docs/quy-tac/`, written from the registry: one page a rule and an index.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use tt_check::rule::Group;
use tt_check::{RULES, Severity};

/// Where the pages stand, from the root of the repository.
const FOLDER: &str = "docs/quy-tac";

/// Writes every page, and takes away pages of rules that are no more.
pub(crate) fn write(root: &Path) -> anyhow::Result<()> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let pages = pages();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_page = Path::new(&name).extension().is_some_and(|ending| ending == "md");
        if is_page && !pages.iter().any(|(page, _)| *page == name) {
            fs::remove_file(entry.path()).with_context(|| format!("cannot remove {name}"))?;
        }
    }
    for (name, text) in pages {
        fs::write(folder.join(&name), text).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}

/// File names and contents, the index first.
fn pages() -> Vec<(String, String)> {
    let mut pages = vec![("README.md".to_owned(), index())];
    pages.extend(RULES.iter().map(|rule| (format!("{}.md", rule.name), rule.docs.to_owned())));
    pages
}

fn index() -> String {
    let mut text = String::from(
        "# Quy tắc soát văn bản\n\n\
         Mỗi quy tắc một trang, kèm ví dụ sai và đúng; các ví dụ được chạy thử cùng bộ kiểm thử. \
         Trang này do lệnh `cargo run --release -p xtask -- rules` viết ra từ danh mục quy tắc.\n",
    );
    for group in Group::ALL {
        let _ = write!(
            text,
            "\n## {} ({})\n\n| Mã | Quy tắc | Mức |\n| --- | --- | --- |\n",
            group.title_vi(),
            group.letters()
        );
        for rule in RULES.iter().filter(|rule| rule.group() == Some(group)) {
            let severity = match rule.severity {
                Severity::Info => "để biết",
                Severity::Warning => "cảnh báo",
                Severity::Error => "lỗi",
            };
            let _ = writeln!(text, "| {} | [{}]({}.md) | {severity} |", rule.code, rule.title_vi, rule.name);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_in_the_repository_are_up_to_date() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().join(FOLDER);
        for (name, text) in pages() {
            let found = fs::read_to_string(folder.join(&name)).unwrap_or_default();
            assert_eq!(found, text, "{name} is out of date: run `cargo run --release -p xtask -- rules`");
        }
    }
}
