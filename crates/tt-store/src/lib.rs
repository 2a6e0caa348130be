//! Every SQL statement of Trọng Tâm, written once for SQLite and PostgreSQL, and the migrations.
//!
//! It stores and finds records; it decides nothing: who may do what, and what follows from what, is the business of the
//! use cases above. Records come from and go to [`tt_domain`]. No floating number is ever stored. Read [`Db`] first,
//! then [`Tx`]: every function takes a transaction, so that a use case is one.

#[macro_use]
mod query;

mod codec;
mod content;
mod db;
mod dialect;
mod error;
mod section_content;

pub mod agencies;
pub mod api_tokens;
pub mod attachments;
pub mod audit;
pub mod audit_checks;
pub mod below;
pub mod briefings;
pub mod bulk_actions;
pub mod calendar_feeds;
pub mod citations;
pub mod consolidations;
pub mod criteria_sets;
pub mod delegations;
pub mod divisions;
pub mod documents;
pub mod entries;
pub mod extensions;
pub mod figures;
pub mod grade_entries;
pub mod grading_facts;
pub mod indicators;
pub mod intakes;
pub mod issued;
pub mod job_runs;
pub mod notices;
pub mod number_series;
pub mod observations;
pub mod obstacles;
pub mod once_keys;
pub mod outbox;
pub mod persons;
pub mod places;
pub mod posts;
pub mod programmes;
pub mod ratings;
pub mod regimes;
pub mod registers;
pub mod report_blocks;
pub mod report_sections;
pub mod report_steps;
pub mod reports;
pub mod saved_views;
pub mod search;
pub mod section_comments;
pub mod sessions;
pub mod settings;
mod successions;
pub mod target_bases;
pub mod targets;
pub mod task_events;
pub mod task_links;
pub mod tasks;
pub mod templates;
pub mod urging_rules;
pub mod users;
pub mod watch_states;
pub mod webhooks;

pub use db::{Db, SqliteDb, Tx};
pub use error::StoreError;
