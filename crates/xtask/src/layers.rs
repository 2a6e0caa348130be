//! Proves the layering of `ARCHITECTURE.md`: who may use whom, what the pure crates never reach, and one set of features.
//!
//! Invariant: everything is asked of cargo itself (`cargo tree`), so a dependency that arrives through another is seen too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// One crate of the workspace and what it may stand on.
struct Layer {
    name: &'static str,
    /// Workspace crates it may name in `[dependencies]`.
    may_use: &'static [&'static str],
    /// Registry crates it may never reach, directly or through others.
    never: &'static [&'static str],
}

/// No clock, file, database, network or serialisation below the line.
const PURE: &[&str] = &["tokio", "sqlx", "axum", "hyper", "serde", "serde_json", "askama"];
/// As [`PURE`], but typst itself brings serde.
const PURE_BUT_FOR_TYPST: &[&str] = &["tokio", "sqlx", "axum", "hyper", "askama"];

/// The house, from the bottom up.
const LAYERS: &[Layer] = &[
    Layer { name: "tt-text", may_use: &[], never: PURE },
    Layer { name: "tt-document", may_use: &["tt-text"], never: PURE },
    Layer { name: "tt-check", may_use: &["tt-text", "tt-document"], never: PURE },
    Layer { name: "tt-domain", may_use: &["tt-text"], never: PURE },
    Layer { name: "tt-render", may_use: &["tt-text", "tt-document"], never: PURE },
    Layer { name: "tt-pdf", may_use: &["tt-text", "tt-document", "tt-render"], never: PURE_BUT_FOR_TYPST },
    Layer {
        name: "tt-store",
        may_use: &["tt-text", "tt-domain", "tt-document"],
        never: &["axum", "hyper", "askama", "typst"],
    },
    Layer { name: "tt-courier", may_use: &[], never: &["axum", "sqlx", "askama", "typst"] },
    Layer {
        name: "tt-app",
        may_use: &["tt-text", "tt-document", "tt-check", "tt-domain", "tt-render", "tt-pdf", "tt-store", "tt-courier"],
        // hyper comes with the courier, which sends webhooks; no server is built below the web.
        never: &["axum", "askama"],
    },
    Layer {
        name: "tt-web",
        may_use: &["tt-text", "tt-document", "tt-check", "tt-domain", "tt-render", "tt-app"],
        never: &[],
    },
];

/// Checks every layer and the features; returns what is wrong, one line each.
pub(crate) fn faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    for layer in LAYERS {
        faults.extend(direct_faults(root, layer)?);
        faults.extend(reach_faults(root, layer)?);
    }
    faults.extend(feature_faults(root)?);
    Ok(faults)
}

fn direct_faults(root: &Path, layer: &Layer) -> anyhow::Result<Vec<String>> {
    let manifest = root.join("crates").join(layer.name).join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    Ok(dependencies(&text)
        .filter(|name| name.starts_with("tt-") && !layer.may_use.contains(name))
        .map(|name| format!("{} names {name} in [dependencies]; it may use {:?}", layer.name, layer.may_use))
        .collect())
}

/// The names in a manifest's `[dependencies]`.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
}

fn reach_faults(root: &Path, layer: &Layer) -> anyhow::Result<Vec<String>> {
    if layer.never.is_empty() {
        return Ok(Vec::new());
    }
    let tree = cargo_tree(root, &["--package", layer.name, "--edges", "normal", "--format", "{p}"])?;
    let reached: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    Ok(layer
        .never
        .iter()
        .filter(|name| reached.contains(*name))
        .map(|name| {
            format!("{} reaches {name}: cargo tree --package {} --edges normal --invert {name}", layer.name, layer.name)
        })
        .collect())
}

/// The binary alone and the whole workspace with its tests must ask the same features of every registry crate:
/// otherwise `cargo run` and `cargo test` each build typst for themselves.
fn feature_faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let binary =
        features(&cargo_tree(root, &["--package", "trongtam", "--edges", "normal,build", "--format", "{p}|{f}"])?);
    let workspace = features(&cargo_tree(root, &["--workspace", "--edges", "all", "--format", "{p}|{f}"])?);
    Ok(binary
        .iter()
        .filter_map(|(package, asked)| {
            let everywhere = workspace.get(package)?;
            (asked != everywhere).then(|| {
                format!(
                    "{package} is built twice: the binary asks for {asked:?}, the workspace with its tests for {everywhere:?}"
                )
            })
        })
        .collect())
}

fn features(tree: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (package, asked) in tree.lines().filter_map(|line| line.split_once('|')) {
        // The workspace's own crates are listed with their folder; cargo marks a repeated line with (*).
        if !package.contains('/') {
            features.entry(package.to_owned()).or_default().insert(asked.trim_end_matches(" (*)").to_owned());
        }
    }
    features
}

fn cargo_tree(root: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--prefix", "none"])
        .args(arguments)
        .current_dir(root)
        .output()
        .context("cannot run cargo tree")?;
    if !output.status.success() {
        bail!("cargo tree {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("cargo tree printed something that is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_dependencies_section_is_read() {
        let manifest =
            "[dependencies]\ntt-text.workspace = true\n# why\nserde = \"1\"\n\n[dev-dependencies]\ntt-store = {}\n";
        assert_eq!(dependencies(manifest).collect::<Vec<_>>(), ["tt-text", "serde"]);
    }

    #[test]
    fn features_are_gathered_over_repeated_lines_and_own_crates_left_out() {
        let tree = "tt-text v0.1.0 (/somewhere)|\nregex v1.0.0|std,perf\nregex v1.0.0|std (*)\n";
        let gathered = features(tree);
        assert_eq!(gathered.len(), 1);
        assert_eq!(gathered["regex v1.0.0"], BTreeSet::from(["std,perf".to_owned(), "std".to_owned()]));
    }
}
