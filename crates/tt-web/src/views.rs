//! What pages show: records turned into ready strings, one module a kind of page.

pub(crate) mod audit;
pub(crate) mod briefing;
pub(crate) mod chart;
pub(crate) mod desk;
pub(crate) mod document;
pub(crate) mod figure;
pub(crate) mod finding;
pub(crate) mod grading;
pub(crate) mod hit;
pub(crate) mod import;
pub(crate) mod import_things;
pub(crate) mod indicator;
pub(crate) mod indicator_reading;
pub(crate) mod intake;
pub(crate) mod life;
pub(crate) mod organisation;
pub(crate) mod pictures;
pub(crate) mod prose;
pub(crate) mod register;
pub(crate) mod reminding;
pub(crate) mod report;
pub(crate) mod task;
pub(crate) mod task_grading;
pub(crate) mod warning;
pub(crate) mod work;
pub(crate) mod workload;
