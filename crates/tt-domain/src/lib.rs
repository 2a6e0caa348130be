//! The agency's records and their pure rules: organisation, programme, task, target, document, figure, grade, report.
//!
//! Knows no database, clock or HTTP: dates and times are handed in. Read [`task::Task`] and [`report::Report`] first.

pub mod api_token;
pub mod approval;
pub mod assessment;
pub mod audit;
pub mod briefing;
pub mod bulk;
pub mod calendar;
pub mod composing;
pub mod consolidation;
pub mod document;
pub mod duty;
pub mod exact;
pub mod filter;
pub mod goal;
pub mod grading;
pub mod history;
pub mod id;
pub mod identifier;
pub mod indicator;
pub mod intake;
pub mod life;
pub mod notice;
pub mod organisation;
pub mod outgoing;
pub mod people;
pub mod permission;
pub mod place;
pub mod programme;
pub mod proposal;
pub mod recurrence;
pub mod regime;
pub mod register;
pub mod report;
pub mod reporting_period;
pub mod said;
pub mod saved_view;
pub mod signing;
pub mod statistics;
pub mod task;
#[cfg(test)]
mod tests;
pub mod timeline;
pub mod timeliness;
pub mod tree;
pub mod urging;
pub mod warning;
