//! What the store promises, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail the test")]

mod audit;
mod documents;
mod faults;
mod fixtures;
mod interface;
mod ledger;
mod organisation;
mod outbox;
mod register_filters;
mod reports;
mod schema;
mod search;
mod tasks;
mod transactions;
mod upgrade;
mod work;
