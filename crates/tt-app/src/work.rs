//! The life of tasks, as people live it: assigning, accepting, reporting, extending, confirming.
//!
//! What may follow from a command is decided by [`tt_domain::life`], who may give it by [`tt_domain::permission`]; here
//! both are asked, and what follows is written in one audited transaction. Read [`act`] first.

pub mod act;
pub mod assign;
pub mod bulk;
pub(crate) mod context;
pub mod desk;
pub mod edit;
pub mod files;
pub mod heat;
pub mod kept;
pub mod listing;
pub mod page;
pub(crate) mod recurring;
pub mod rules;
pub mod shapes;
pub mod source;
mod tell;
pub mod words;

pub use act::TaskAction;
pub use assign::{SourceDocument, TaskDraft};
pub(crate) use context::scope_of;
pub use edit::TaskChanges;
pub use listing::{ListedTask, TaskList};
pub use page::{Choices, TaskLife};
pub use source::{Assignee, ReadTask, SourceReading};
