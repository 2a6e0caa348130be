//! Round trips: what is rendered reads back as the same document.

mod round_trip;
