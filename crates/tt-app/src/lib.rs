//! Use cases: one function is one authorised, audited transaction over the records.
//!
//! It knows the clock and the database, never HTTP. Read [`App`] first; [`contract`] has the machine output of the
//! reading commands.

pub mod api_tokens;
pub mod app;
pub mod audit_trail;
pub mod briefings;
pub mod calendar;
pub mod clock;
pub mod comparing;
pub mod compose;
pub mod composing;
pub mod consolidation;
pub mod contract;
pub mod coverage;
pub mod delivery;
pub mod demo;
pub mod embedding;
pub mod error;
mod frame_record;
pub mod grading;
pub mod import;
pub mod indicators;
pub mod intake;
pub mod letters;
pub mod notice_words;
pub mod notices;
pub mod once;
pub mod organisation;
pub mod outbox;
pub mod outputs;
pub mod parallel;
pub mod password;
pub mod pictures;
pub mod plan;
pub mod proposing;
pub mod reading;
pub mod records;
pub mod registers;
mod remind;
pub mod reminder_rules;
pub mod reporting;
pub mod reports;
pub mod sarif;
pub mod search;
pub mod settings;
pub mod sheet;
pub mod sign_in;
pub mod telling;
pub mod templates;
mod token;
pub mod users;
pub mod warnings;
pub mod wording;
pub mod work;
pub mod workbook;
pub mod worker;

pub use app::{Actor, App, DataPlace};
pub use clock::Clock;
pub use contract::Language;
pub use delivery::Delivery;
pub use error::AppError;
pub use reading::Reading;
pub use sign_in::{CurrentUser, SignInError, SignedIn};
pub use tt_check::{Message, Severity};
pub use tt_store::StoreError;
