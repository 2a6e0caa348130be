//! States that warn, for the screen.

use tt_app::Language;
use tt_app::warnings::{Warning, kind_name, level_name};
use tt_domain::warning::Level;

use crate::show;

/// A state that warns.
#[derive(Clone, Debug)]
pub(crate) struct WarningView {
    pub(crate) level: String,
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    /// The look of a line of the attention list.
    pub(crate) tone: &'static str,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) reason: String,
    pub(crate) division: Option<String>,
    /// Since when it stands so.
    pub(crate) since: String,
    /// What it was before, where the state itself changed.
    pub(crate) before: Option<String>,
    pub(crate) is_new: bool,
}

impl WarningView {
    pub(crate) fn new(one: &Warning, lang: Language) -> Self {
        let step = &one.state.step;
        let watch = &step.watch;
        Self {
            level: lang.pick(&level_name(watch.level)).to_owned(),
            class: class(watch.level),
            icon: icon(watch.level),
            tone: match watch.level {
                Level::Missed => "bad",
                Level::AtRisk => "warn",
                _ => "info",
            },
            kind: lang.pick(&kind_name(watch.key.kind)).to_owned(),
            title: watch.title.clone(),
            href: one.page.clone(),
            reason: show::say(lang, &watch.reason_vi, &watch.reason_en).to_owned(),
            division: one.division.clone(),
            since: show::date(one.state.day),
            before: step.is_change().then(|| lang.pick(&level_name(step.from())).to_lowercase()),
            is_new: one.is_new,
        }
    }
}

/// The look of a level; only what needs someone is filled.
pub(crate) fn class(level: Level) -> &'static str {
    match level {
        Level::Missed => "st-late",
        Level::AtRisk => "st-soon",
        Level::Unknown => "st-wait",
        Level::Near => "st-hold",
        Level::Fine | Level::Gone => "st-ok",
    }
}

pub(crate) fn icon(level: Level) -> &'static str {
    match level {
        Level::Missed => "circle-alert",
        Level::AtRisk => "triangle-alert",
        Level::Unknown => "paperclip",
        Level::Near => "clock",
        Level::Fine | Level::Gone => "circle-check",
    }
}
