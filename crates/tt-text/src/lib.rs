//! Vietnamese text: normal form, folding, numerals, dates and units, each found with its exact place.
//!
//! Pure: it knows no document, no clock and no file. Read [`Span`] first, then [`numeral::Numeral`] and
//! [`date::PartialDate`].

mod cursor;
pub mod date;
pub mod fold;
pub mod normalize;
pub mod number_words;
pub mod numeral;
pub mod period;
pub mod quantity;
mod span;
pub mod unit;
pub mod words;

pub use fold::fold;
pub use normalize::normalize;
pub use span::{Found, Span};
pub use words::one_line;
