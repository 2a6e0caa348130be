//! The Document in the middle: one typed value for an official document, its readers, and what is found in it.
//!
//! Readers turn bytes into a [`Document`]; [`extract`] finds outline, citations, figures, tasks and proposals in it.
//! Pure: bytes in, values out; no file, clock or database. Content faults are data, only an unopenable container is
//! an error. Read [`Document`] first.

pub mod annotate;
pub mod assignment;
pub mod build;
mod citations;
pub mod compare;
pub mod drawing;
pub mod extract;
mod figures;
pub mod frame;
pub mod kinds;
pub mod model;
mod outline;
pub mod read;
mod structure;
mod tasks;
pub mod tracked;

pub use annotate::mark;
pub use assignment::{Assigned, assigned};
pub use extract::{Extraction, extract};
pub use frame::Frame;
pub use model::{Block, BlockKind, Document, Run, RunRole};
pub use read::{ReadError, read};
pub use structure::label::leading_label;
pub use tracked::{Tracking, tracked};
pub use tt_text::Span;
