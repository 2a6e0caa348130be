//! Vietnamese text: normal form, folding, numerals, dates and units, each found with its exact place.
//!
//! Pure: it knows no document, no clock and no file. Read [`Span`] first, then [`numeral::Numeral`] and
//! [`date::PartialDate`].

pub mod date;
mod span;

pub use span::{Found, Span};
