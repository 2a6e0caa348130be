//! Facts about the repository itself that no compiler checks: file headers, names, sizes, purity, stray paths, dead links.
//!
//! Invariant: looks only at files that git tracks or would track, so build output and data never matter.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// Crates that are given bytes, text and dates and never fetch them.
const PURE_CRATES: &[&str] = &["tt-text", "tt-document", "tt-check", "tt-domain", "tt-render", "tt-pdf"];

/// What a pure crate never mentions outside its tests.
const IMPURE: &[&str] =
    &["std::fs", "std::env", "std::net", "std::process", "SystemTime", "Instant::now", "Zoned::now", "Timestamp::now"];

/// Names that say nothing; the noun is the name.
const EMPTY_NAMES: &[&str] = &["mod.rs", "utils.rs", "util.rs", "helpers.rs", "common.rs", "misc.rs", "manager.rs"];

/// A Rust file longer than this is two files. The aim is 400 lines.
const MAX_LINES: usize = 600;

/// Real documents and other people's files, kept byte for byte as they were received.
fn is_as_received(path: &str) -> bool {
    path.starts_with("demo/") || path.ends_with(".min.js")
}

/// Checks every tracked file; returns what is wrong, one line each, as `file:line: fault`.
pub(crate) fn faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in tracked_files(root)? {
        let bytes = match std::fs::read(root.join(&path)) {
            Ok(bytes) => bytes,
            // Deleted, and not yet committed.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read {path}")),
        };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if is_as_received(&path) {
            continue;
        }
        faults.extend(text_faults(root, &path, &text));
        if has_extension(&path, "rs") {
            faults.extend(rust_faults(&path, &text));
        }
        if has_extension(&path, "md") {
            faults.extend(dead_links(root, &path, &text));
        }
    }
    Ok(faults)
}

fn tracked_files(root: &Path) -> anyhow::Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    }
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    Ok(names.split_terminator('\0').map(str::to_owned).collect())
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn text_faults(root: &Path, path: &str, text: &str) -> Vec<String> {
    let here = root.to_string_lossy();
    // Written in two halves so that this file does not find itself.
    let foreign = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), here.as_ref()];
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut fault = |what: String| faults.push(format!("{path}:{}: {what}", index + 1));
        if let Some(place) = foreign.iter().find(|place| line.contains(**place)) {
            fault(format!("the path of one machine: {place}"));
        }
        if let Some(word) = unfinished.iter().find(|word| line.contains(**word)) {
            fault(format!("{word} left behind: do it, or open an issue"));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') && !has_extension(path, "svg") {
        faults.push(format!("{path}: no newline at the end"));
    }
    faults
}

fn rust_faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//! ") {
        faults.push(format!("{path}:1: the first line must be `//! what is here`"));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if EMPTY_NAMES.contains(&name) {
        faults.push(format!("{path}: name the file after what it holds"));
    }
    let lines = text.lines().count();
    if lines > MAX_LINES {
        faults.push(format!("{path}: {lines} lines, at most {MAX_LINES}"));
    }
    if is_pure_source(path) {
        faults.extend(impurities(path, text));
    }
    faults
}

fn is_pure_source(path: &str) -> bool {
    PURE_CRATES
        .iter()
        .any(|name| path.strip_prefix("crates/").is_some_and(|rest| rest.starts_with(&format!("{name}/src/"))))
        && !path.ends_with("/tests.rs")
        && !path.contains("/tests/")
}

fn impurities(path: &str, text: &str) -> Vec<String> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter_map(|(index, line)| {
            let found = IMPURE.iter().find(|word| line.contains(**word))?;
            Some(format!("{path}:{}: {found} in a pure crate: take it as an argument", index + 1))
        })
        .collect()
}

/// Links of a Markdown file to files that are not there.
fn dead_links(root: &Path, path: &str, text: &str) -> Vec<String> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for target in link_targets(line) {
            if target.contains("://") || target.starts_with('#') || target.starts_with("mailto:") {
                continue;
            }
            let file = target.split('#').next().unwrap_or(target);
            if !root.join(folder).join(file).exists() {
                faults.push(format!("{path}:{}: no file {file}", index + 1));
            }
        }
    }
    faults
}

/// The targets of `[text](target)` in one line.
fn link_targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|target| !target.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_header_line_is_named() {
        assert_eq!(rust_faults("crates/x/src/a.rs", "fn a() {}\n").len(), 1);
        assert!(rust_faults("crates/x/src/a.rs", "//! The letter a.\n").is_empty());
    }

    #[test]
    fn pure_crates_are_searched_up_to_their_tests() {
        let impure = "//! x\nuse std::fs;\n";
        let tested = "//! x\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(rust_faults("crates/tt-text/src/a.rs", impure).len(), 1);
        assert!(rust_faults("crates/tt-text/src/a.rs", tested).is_empty());
        assert!(rust_faults("crates/tt-app/src/a.rs", impure).is_empty());
    }

    #[test]
    fn paths_of_one_machine_and_unfinished_work_are_found() {
        let root = Path::new("/srv/somewhere");
        assert_eq!(
            text_faults(root, "a.md", "see /srv/somewhere/a\n"),
            ["a.md:1: the path of one machine: /srv/somewhere"]
        );
        assert_eq!(text_faults(root, "a.rs", concat!("// TO", "DO later\n")).len(), 1);
        assert!(text_faults(root, "a.md", "see /var/lib/trongtam\n").is_empty());
    }

    #[test]
    fn links_are_read_out_of_a_line() {
        assert_eq!(link_targets("[a](b.md) and ![c](d.png#e)").collect::<Vec<_>>(), ["b.md", "d.png#e"]);
    }
}
