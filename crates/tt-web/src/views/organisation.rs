//! What administration pages are made of: tables, forms that keep what was typed, properties, histories.

use tt_app::AppError;
use tt_app::Language;
use tt_app::organisation::history::RecordEvent;

use crate::error::sentence;
use crate::forms::Fields;
use crate::show::{self, say};
use crate::views::audit::{action_words, changes};

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Table(Table),
    Form(Box<Form>),
    Props {
        title: String,
        rows: Vec<(String, Cell)>,
    },
    Events {
        title: String,
        events: Vec<EventView>,
    },
    /// A search field that comes back to this page.
    Search {
        label: String,
        value: String,
    },
    /// A first password, shown once.
    Password {
        words: String,
        login: String,
        password: String,
    },
    /// What was refused, where there is no form to show it in.
    Refused(String),
    /// A remark on what stands before it.
    Note(String),
    /// Links to do something elsewhere.
    Links(Vec<(String, String)>),
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// What stands there without rows.
    pub(crate) empty: String,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
    /// A remark behind the text.
    pub(crate) note: String,
    /// How deep it is set in.
    pub(crate) depth: Vec<()>,
    /// Buttons: hidden fields and words of each.
    pub(crate) buttons: Vec<Button>,
}

/// A button that sends a small form of its own.
#[derive(Clone, Debug)]
pub(crate) struct Button {
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) words: String,
    /// Whom or what it is about, for who cannot see the row.
    pub(crate) about: String,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn link(text: impl Into<String>, href: String) -> Self {
        Self { text: text.into(), href: Some(href), ..Self::default() }
    }

    #[must_use]
    pub(crate) fn deep(self, depth: usize) -> Self {
        Self { depth: vec![(); depth], ..self }
    }

    #[must_use]
    pub(crate) fn noted(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

/// A form; it is sent to the page it stands on, which tells its forms apart by `viec`.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) code: &'static str,
    pub(crate) title: String,
    pub(crate) submit: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) hidden: Vec<(&'static str, String)>,
    /// What is wrong, when it is wrong with no one field.
    pub(crate) problem: Option<String>,
    pub(crate) open: bool,
    /// A second button: its name, which it sends with the form, and its words.
    pub(crate) second: Option<(&'static str, String)>,
    /// A remark above the inputs.
    pub(crate) remark: String,
    /// What was tried, when it was this form.
    tried: Option<(Fields, Refusal)>,
}

/// An input of a form.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) name: &'static str,
    /// Identity on the page: several forms may have a field of this name.
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) kind: Kind,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
    pub(crate) required: bool,
}

/// What kind of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Date,
    File,
    Choice(Vec<Choice>),
    Ticks(Vec<Choice>),
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

/// What was refused: a field of a form, or the whole.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    field: &'static str,
    words: String,
    stale: bool,
}

/// A form that was sent and refused.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) fields: Fields,
    pub(crate) refusal: Refusal,
}

impl Attempt {
    /// Keeps a refusal to show with what was typed; other failures are handed on.
    pub(crate) fn of(fields: Fields, error: AppError, lang: Language) -> Result<Self, AppError> {
        let field = match &error {
            AppError::RefusedAt { field, .. } => field,
            AppError::Refused(_) => "",
            stale if stale.is_stale() => "",
            _ => return Err(error),
        };
        let words = sentence(lang.pick(&error.message()));
        Ok(Self { fields, refusal: Refusal { field, words, stale: error.is_stale() } })
    }

    /// What was typed, to be shown again without anything being wrong with it.
    pub(crate) fn kept(fields: Fields) -> Self {
        Self { fields, refusal: Refusal { field: "", words: String::new(), stale: false } }
    }

    /// The refusal in words.
    pub(crate) fn words(&self) -> &str {
        &self.refusal.words
    }
}

impl Form {
    /// A form with nothing in it yet; `attempt` is what was refused on this page, if anything was.
    pub(crate) fn new(code: &'static str, title: &str, submit: &str, attempt: Option<&Attempt>) -> Self {
        let tried = attempt
            .filter(|attempt| attempt.fields.text("viec") == code)
            .map(|attempt| (attempt.fields.clone(), attempt.refusal.clone()));
        Self {
            code,
            title: title.to_owned(),
            submit: submit.to_owned(),
            inputs: Vec::new(),
            hidden: Vec::new(),
            open: tried.is_some(),
            problem: tried.as_ref().map(|(_, refusal)| refusal.words.clone()).filter(|words| !words.is_empty()),
            second: None,
            remark: String::new(),
            tried,
        }
    }

    #[must_use]
    pub(crate) fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    #[must_use]
    pub(crate) fn text(self, name: &'static str, label: &str, value: &str) -> Self {
        self.input(name, label, Kind::Text, value, true)
    }

    #[must_use]
    pub(crate) fn text_opt(self, name: &'static str, label: &str, value: &str) -> Self {
        self.input(name, label, Kind::Text, value, false)
    }

    #[must_use]
    pub(crate) fn date(self, name: &'static str, label: &str, value: &str) -> Self {
        self.input(name, label, Kind::Date, value, true)
    }

    #[must_use]
    pub(crate) fn date_opt(self, name: &'static str, label: &str, value: &str) -> Self {
        self.input(name, label, Kind::Date, value, false)
    }

    #[must_use]
    pub(crate) fn choice(self, name: &'static str, label: &str, options: Vec<(String, String)>, value: &str) -> Self {
        self.input(name, label, Kind::Choice(choices(options)), value, false)
    }

    #[must_use]
    pub(crate) fn ticks(self, name: &'static str, label: &str, options: Vec<(String, String)>) -> Self {
        self.input(name, label, Kind::Ticks(choices(options)), "", false)
    }

    /// The same, with some ticked already.
    #[must_use]
    pub(crate) fn ticks_set(
        self,
        name: &'static str,
        label: &str,
        options: Vec<(String, String)>,
        set: &[&str],
    ) -> Self {
        let fresh = self.tried.is_none();
        let mut form = self.ticks(name, label, options);
        if let Some(Input { kind: Kind::Ticks(options), .. }) = form.inputs.last_mut().filter(|_| fresh) {
            for option in options {
                option.chosen = set.contains(&option.value.as_str());
            }
        }
        form
    }

    /// A second button that sends the same form under a name of its own.
    #[must_use]
    pub(crate) fn also(mut self, name: &'static str, words: &str) -> Self {
        self.second = Some((name, words.to_owned()));
        self
    }

    /// The same, unfolded.
    #[must_use]
    pub(crate) fn opened(mut self) -> Self {
        self.open = true;
        self
    }

    /// A remark above the inputs.
    #[must_use]
    pub(crate) fn remark(mut self, words: &str) -> Self {
        words.clone_into(&mut self.remark);
        self
    }

    /// A remark at the input added last.
    #[must_use]
    pub(crate) fn hint(mut self, words: &str) -> Self {
        if let Some(input) = self.inputs.last_mut() {
            let before = if input.hint.is_empty() { String::new() } else { format!(" {}", input.hint) };
            input.hint = format!("{words}{before}");
        }
        self
    }

    fn input(mut self, name: &'static str, label: &str, kind: Kind, value: &str, required: bool) -> Self {
        let mut input = Input {
            name,
            id: format!("{}-{name}", self.code),
            label: label.to_owned(),
            hint: String::new(),
            kind,
            value: value.to_owned(),
            error: None,
            required,
        };
        let mut typed: Vec<String> = vec![input.value.clone()];
        if let Some((fields, refusal)) = &self.tried {
            typed = fields.all(name).map(str::to_owned).collect();
            input.value = typed.first().cloned().unwrap_or_default();
            if refusal.field == name {
                input.error = Some(refusal.words.clone());
                self.problem = None;
            }
            if refusal.stale && input.value != value && !value.is_empty() {
                input.hint = format!("Bản người khác vừa lưu / saved by someone else: {value}.");
            }
        }
        if let Kind::Choice(options) | Kind::Ticks(options) = &mut input.kind {
            for option in options {
                option.chosen = typed.contains(&option.value);
            }
        }
        self.inputs.push(input);
        self
    }
}

impl Form {
    /// Whether it sends a file.
    pub(crate) fn multipart(&self) -> bool {
        self.inputs.iter().any(|input| input.kind == Kind::File)
    }
}

impl Input {
    /// Its type in HTML.
    pub(crate) fn html_type(&self) -> &'static str {
        match self.kind {
            Kind::Date => "date",
            Kind::File => "file",
            _ => "text",
        }
    }
}

fn choices(options: Vec<(String, String)>) -> Vec<Choice> {
    options.into_iter().map(|(value, words)| Choice { value, words, chosen: false }).collect()
}

/// An event of a record.
#[derive(Clone, Debug)]
pub(crate) struct EventView {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) what: String,
    /// Field, before, after.
    pub(crate) changes: Vec<(String, String)>,
}

/// The history of a record in words.
pub(crate) fn events(found: Vec<RecordEvent>, lang: Language) -> Block {
    let view = |event: RecordEvent| EventView {
        at: show::moment(event.at),
        who: event.who.unwrap_or_else(|| say(lang, "Dòng lệnh", "Command line").to_owned()),
        what: action_words(&event.action, lang),
        changes: changes(&event.details, lang),
    };
    Block::Events {
        title: say(lang, "Lịch sử", "History").to_owned(), events: found.into_iter().map(view).collect()
    }
}
