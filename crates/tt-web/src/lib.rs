//! The web front: pages, forms and downloads over the use cases of `tt-app`.
//!
//! It turns requests into calls and answers into HTML; it decides nothing about records and never talks to the
//! database. Everything a page needs travels in the binary: one stylesheet, fonts, htmx. Read [`router`] first.

mod access;
#[expect(unused_qualifications, reason = "what the macros of utoipa write")]
mod api;
mod assets;
mod chrome;
mod config;
mod cookies;
mod error;
mod forms;
mod guard;
mod icons;
mod pages;
mod resend;
mod routes;
mod serve;
mod show;
mod views;

pub use api::openapi;
pub use config::WebConfig;
pub use routes::router;
pub use serve::serve;
