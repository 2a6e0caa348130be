//! Composing a report (soạn báo cáo): sections of blocks, in which facts stand as chips and generated words are kept apart
//! from those of people.
//!
//! A section is generated from records by a template and then belongs to people. What they did not touch follows the
//! records when it is generated again; what they wrote stays ([`refresh`]). A fact in the text is a [`Chip`]: it names its
//! record and how it is printed, never a number. A picture or a table drawn from records is a block that is [`Embedded`]:
//! what it shows, never its numbers. Read [`content`] first.

pub mod chip;
pub mod content;
pub mod embedded;
pub mod refresh;
pub mod section;

pub use chip::{Chip, CitationForm, ValueForm};
pub use content::{Block, Body, Inline, InlineShows, Override};
pub use embedded::{Embedded, Embedding, IndicatorsOf, PictureOf, TableOf};
pub use refresh::{Refreshed, Waiting, refresh};
pub use section::{Comment, CommentKind, CommentState, Made, NewComment, Reply, Section, SectionVersion};
