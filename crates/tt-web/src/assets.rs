//! Files that travel in the binary: stylesheet, scripts, fonts, mark. Their addresses carry a hash of the content, so
//! browsers may keep them for good.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use crate::error::WebError;

struct Asset {
    media_type: &'static str,
    bytes: Bytes,
    hash: String,
}

macro_rules! fonts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../assets/fonts/", $name)) as &[u8]),)*]
    };
}

const FONTS: &[(&str, &[u8])] = fonts![
    "be-vietnam-pro-latin-400-normal.woff2",
    "be-vietnam-pro-latin-500-normal.woff2",
    "be-vietnam-pro-latin-600-normal.woff2",
    "be-vietnam-pro-latin-700-normal.woff2",
    "be-vietnam-pro-vietnamese-400-normal.woff2",
    "be-vietnam-pro-vietnamese-500-normal.woff2",
    "be-vietnam-pro-vietnamese-600-normal.woff2",
    "be-vietnam-pro-vietnamese-700-normal.woff2",
    "bvp-so-400.woff2",
    "bvp-so-500.woff2",
    "bvp-so-600.woff2",
    "bvp-so-700.woff2",
    "tinos-latin-400-italic.woff2",
    "tinos-latin-400-normal.woff2",
    "tinos-latin-700-italic.woff2",
    "tinos-latin-700-normal.woff2",
    "tinos-vietnamese-400-italic.woff2",
    "tinos-vietnamese-400-normal.woff2",
    "tinos-vietnamese-700-italic.woff2",
    "tinos-vietnamese-700-normal.woff2",
];

static ASSETS: LazyLock<HashMap<&'static str, Asset>> = LazyLock::new(|| {
    let mut assets = HashMap::new();
    for (name, bytes) in FONTS {
        assets.insert(*name, asset("font/woff2", Bytes::from_static(bytes)));
    }
    let css = stylesheet(&assets);
    assets.insert("trong-tam.css", asset("text/css; charset=utf-8", Bytes::from(css)));
    let script = |bytes: &'static [u8]| asset("text/javascript; charset=utf-8", Bytes::from_static(bytes));
    let own = slim(include_str!("../assets/trong-tam.js"));
    assets.insert("trong-tam.js", asset("text/javascript; charset=utf-8", Bytes::from(own)));
    let grid = slim(include_str!("../assets/nhap-so.js"));
    assets.insert("nhap-so.js", asset("text/javascript; charset=utf-8", Bytes::from(grid)));
    // The editor is loaded by the composer's page alone; its sources and build are in ../editor.
    assets.insert("soan-thao.js", script(include_bytes!("../assets/soan-thao.js")));
    let editor = Bytes::from_static(include_bytes!("../assets/soan-thao.css"));
    assets.insert("soan-thao.css", asset("text/css; charset=utf-8", editor));
    assets.insert("htmx.js", script(include_bytes!("../assets/htmx-2.0.11.min.js")));
    assets.insert("dau.svg", asset("image/svg+xml", Bytes::from_static(include_bytes!("../assets/dau.svg"))));
    assets
});

/// The stylesheet, naming fonts by their addresses here.
fn stylesheet(fonts: &HashMap<&'static str, Asset>) -> String {
    let source = include_str!("../assets/trong-tam.css");
    let mut pieces = source.split("url(fonts/");
    let mut css = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(')').unwrap_or((piece, ""));
        let hash = fonts.get(name).map(|font| font.hash.as_str()).unwrap_or_default();
        // Writing into a string cannot fail.
        let _ = write!(css, "url({name}?{hash}){rest}");
    }
    css
}

/// A script without indents and whole-line comments: what is for people stays here.
fn slim(source: &str) -> String {
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut script = String::with_capacity(source.len());
    for line in lines.filter(|line| !(line.starts_with("/*") && line.ends_with("*/"))) {
        script.push_str(line);
        script.push('\n');
    }
    script
}

fn asset(media_type: &'static str, bytes: Bytes) -> Asset {
    let hash = Sha256::digest(&bytes).iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Asset { media_type, bytes, hash }
}

/// The address of a file, with its hash.
pub(crate) fn address(name: &str) -> String {
    let hash = ASSETS.get(name).map(|asset| asset.hash.as_str()).unwrap_or_default();
    format!("/tai-san/{name}?{hash}")
}

/// Answers with a file; for good where the address carries its present hash.
pub(crate) async fn serve(Path(name): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.get(name.as_str()) else {
        return WebError::NotFound.into_response();
    };
    let kept = if query.as_deref() == Some(&asset.hash) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = format!("\"{}\"", asset.hash);
    let known = headers.get(IF_NONE_MATCH).is_some_and(|tags| {
        tags.to_str().is_ok_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag))
    });
    let body = if known { Bytes::new() } else { asset.bytes.clone() };
    let status = if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_of_the_stylesheet_is_there() {
        let css = &ASSETS["trong-tam.css"].bytes;
        let css = std::str::from_utf8(css).unwrap();
        assert!(!css.contains("url(fonts/"));
        for piece in css.split("url(").skip(1) {
            let (name, rest) = piece.split_once('?').unwrap();
            let (hash, _) = rest.split_once(')').unwrap();
            assert_eq!(ASSETS[name].hash, hash);
        }
    }

    #[test]
    fn scripts_stay_within_sixty_kilobytes() {
        assert!(ASSETS["htmx.js"].bytes.len() + ASSETS["trong-tam.js"].bytes.len() <= 60_000);
    }
}
