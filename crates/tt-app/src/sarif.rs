//! Findings as SARIF 2.1.0, for editors and build systems.

use serde_json::{Value, json};
use tt_check::{Finding, Severity};
use tt_document::Document;
use tt_text::Span;

use crate::contract::Language;

/// One SARIF log for several documents: `(name, document, findings)` each.
pub fn sarif(checked: &[(&str, &Document, &[Finding])], language: Language) -> Value {
    let results: Vec<Value> = checked
        .iter()
        .flat_map(|(name, document, findings)| {
            findings.iter().map(move |finding| result(name, document, finding, language))
        })
        .collect();
    let mut codes: Vec<&str> = checked.iter().flat_map(|(_, _, findings)| findings.iter().map(|f| f.code)).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.into_iter().map(|code| json!({ "id": code })).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "trongtam", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(name: &str, document: &Document, finding: &Finding, language: Language) -> Value {
    let title = language.pick(&finding.title);
    let text = match &finding.recomputation {
        Some(recomputation) => format!("{title} ({recomputation})"),
        None => title.to_owned(),
    };
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            let mut place = location(name, document, related.span);
            place["message"] = json!({ "text": language.pick(&related.note) });
            place
        })
        .collect();
    json!({
        "ruleId": finding.code,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        },
        "message": { "text": text },
        "locations": [location(name, document, finding.span)],
        "relatedLocations": related,
    })
}

fn location(name: &str, document: &Document, span: Span) -> Value {
    let line = document.lines.line_of(span.start).unwrap_or(1);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": name },
            "region": { "startLine": line, "snippet": { "text": document.slice(span) } },
        }
    })
}
