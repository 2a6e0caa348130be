//! The reference page of the API: everything the `OpenAPI` document says, as a page that needs nothing else.

use askama::Template;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::Value;

use super::problem::Problem;
use crate::chrome::Chrome;

#[derive(Template)]
#[template(path = "api.html")]
struct ReferencePage {
    t: Chrome,
    version: String,
    scopes: Vec<&'static str>,
    groups: Vec<(String, Vec<Operation>)>,
    schemas: Vec<SchemaView>,
}

struct Operation {
    anchor: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Field>,
    body: Option<String>,
    answers: Vec<(String, String, Option<String>)>,
}

struct Field {
    name: String,
    kind: String,
    required: bool,
    description: String,
}

struct SchemaView {
    name: String,
    description: String,
    fields: Vec<Field>,
    values: Vec<String>,
    /// How one looks, as JSON.
    example: Option<String>,
}

/// The page.
pub(super) fn show(document: &Value, headers: &HeaderMap) -> Response {
    let page = ReferencePage {
        t: Chrome::bare(headers),
        version: text(document, "/info/version"),
        scopes: tt_domain::api_token::TokenScope::ALL.iter().map(|scope| scope.code()).collect(),
        groups: groups(document),
        schemas: schemas(document),
    };
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => Problem::not_found().into_response(),
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Operations by tag, in the order of their paths.
fn groups(document: &Value) -> Vec<(String, Vec<Operation>)> {
    let mut groups: Vec<(String, Vec<Operation>)> = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let tag = text(operation, "/tags/0");
            let shown = operation_of(path, method, operation);
            match groups.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, operations)) => operations.push(shown),
                None => groups.push((tag, vec![shown])),
            }
        }
    }
    groups
}

fn operation_of(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().map(|parameter| Field {
        name: text(parameter, "/name"),
        kind: parameter.get("schema").map(kind).unwrap_or_default(),
        required: parameter.get("required").and_then(Value::as_bool).unwrap_or_default(),
        description: text(parameter, "/description"),
    });
    let responses = operation.get("responses").and_then(Value::as_object);
    let answers = responses.into_iter().flatten().map(|(status, answer)| {
        let content = answer.get("content").and_then(Value::as_object);
        let schema = content.and_then(|content| content.values().next()).and_then(|media| media.get("schema"));
        (status.clone(), text(answer, "/description"), schema.map(kind).filter(|kind| !kind.is_empty()))
    });
    let body = operation.pointer("/requestBody/content/application~1json/schema").map(kind);
    Operation {
        anchor: format!("{method}{}", path.replace(['/', '{', '}'], "-")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "/summary"),
        description: text(operation, "/description"),
        parameters: parameters.collect(),
        body,
        answers: answers.collect(),
    }
}

fn schemas(document: &Value) -> Vec<SchemaView> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    schemas
        .into_iter()
        .flatten()
        .map(|(name, schema)| SchemaView {
            name: name.clone(),
            description: text(schema, "/description"),
            fields: fields(schema),
            values: values(schema),
            example: schema.get("example").and_then(|example| serde_json::to_string_pretty(example).ok()),
        })
        .collect()
}

fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, field)| Field {
        name: name.clone(),
        kind: kind(field),
        required: required.contains(&name.as_str()),
        description: text(field, "/description"),
    });
    let variants = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    own.chain(variants.flat_map(|variant| {
        let description = text(variant, "/description");
        let mut inner = fields(variant);
        if let Some(first) = inner.first_mut()
            && first.description.is_empty()
        {
            first.description = description;
        }
        inner
    }))
    .collect()
}

fn values(schema: &Value) -> Vec<String> {
    let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A schema in a few words: `text`, `number`, `TaskOut`, `list of TaskOut`.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
    }
    for of in ["oneOf", "anyOf"] {
        if let Some(all) = schema.get(of).and_then(Value::as_array) {
            let kinds: Vec<String> = all.iter().map(kind).filter(|kind| kind != "null").collect();
            return kinds.join(" | ");
        }
    }
    let named = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>().join(" | ")
        }
        _ => String::new(),
    };
    match (named.as_str(), schema.get("items")) {
        ("array", Some(items)) => format!("[{}]", kind(items)),
        _ => match schema.get("format").and_then(Value::as_str) {
            Some(format) => format!("{named} ({format})"),
            None => named,
        },
    }
}
