//! The form for a task as it is shown: what was typed, and everything to choose from.

use askama::Template;
use tt_app::Language;
use tt_app::work::Choices;
use tt_domain::id::DivisionId;
use tt_domain::organisation::{Agency, Division};
use tt_domain::people::Person;
use tt_domain::task::{CommandLine, Recurrence, TaskKind};

use crate::chrome::Chrome;
use crate::forms::Fields;
use crate::show::say;
use crate::views::life;

/// One of a list to choose from.
pub(super) struct Choice {
    code: String,
    words: String,
    chosen: bool,
}

/// The form for a task.
#[derive(Template)]
#[template(path = "assign.html")]
pub(super) struct AssignPage {
    pub(super) t: Chrome,
    pub(super) action: String,
    pub(super) title: String,
    pub(super) back: String,
    /// Identity, code and statement of the task it is a part of.
    pub(super) parent: Option<(String, String, String)>,
    /// Changes an existing task.
    pub(super) editing: bool,
    /// The deadline can be set here.
    pub(super) sets_deadline: bool,
    pub(super) version: String,
    pub(super) problem: Option<String>,
    /// What someone else made of the task meanwhile: name and value.
    pub(super) theirs: Vec<(&'static str, String)>,
    pub(super) f: Typed,
    pub(super) kinds: Vec<Choice>,
    pub(super) lines: Vec<Choice>,
    pub(super) recurrences: Vec<Choice>,
    pub(super) divisions: Vec<Choice>,
    /// Agencies below that it can be given to.
    pub(super) agencies: Vec<Choice>,
    pub(super) along: Vec<Choice>,
    pub(super) agencies_along: Vec<Choice>,
    /// One of those is chosen.
    pub(super) others_chosen: bool,
    pub(super) officers: Vec<Choice>,
    pub(super) leaders: Vec<Choice>,
    pub(super) trackers: Vec<Choice>,
}

/// The texts of the form.
#[derive(Default)]
pub(super) struct Typed {
    year: String,
    statement: String,
    targets: String,
    product: String,
    source_kind: String,
    source_number: String,
    source_date: String,
    source_issuer: String,
    clause: String,
    assigned_on: String,
    deadline: String,
    review_on: String,
    /// Codes of the tasks it waits for.
    waits_for: String,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            year: text("nam"),
            statement: text("noi-dung"),
            targets: text("muc-tieu"),
            product: text("san-pham"),
            source_kind: text("vb-loai"),
            source_number: text("vb-so"),
            source_date: text("vb-ngay"),
            source_issuer: text("vb-co-quan"),
            clause: text("dieu-khoan"),
            assigned_on: text("ngay-giao"),
            deadline: text("han"),
            review_on: text("xem-lai"),
            waits_for: text("cho"),
        }
    }
}

/// The form of a new task with what was typed, and everything to choose from.
pub(super) fn offered(t: Chrome, choices: &Choices, fields: &Fields) -> AssignPage {
    let lang = t.lang;
    let kinds = TaskKind::ALL.iter().map(|kind| (kind.code(), life::kind(*kind, lang)));
    let lines = CommandLine::ALL.iter().map(|line| (line.code(), life::line(*line, lang)));
    let recurrences = Recurrence::ALL.iter().map(|one| (one.code(), recurrence(*one, lang)));
    AssignPage {
        action: String::new(),
        title: String::new(),
        back: String::new(),
        parent: None,
        editing: false,
        sets_deadline: true,
        version: String::new(),
        problem: None,
        theirs: Vec::new(),
        f: Typed::of(fields),
        kinds: coded_choices(kinds, fields, "loai"),
        lines: coded_choices(lines, fields, "he-thong"),
        recurrences: coded_choices(recurrences, fields, "lap"),
        divisions: division_choices(choices, fields, "chu-tri"),
        agencies: agency_choices(&choices.agencies, fields, "co-quan"),
        along: division_choices(choices, fields, "phoi-hop"),
        others_chosen: fields.filled("co-quan-phoi-hop").is_some(),
        agencies_along: agency_choices(&choices.others, fields, "co-quan-phoi-hop"),
        officers: people_choices(choices, fields, "thuc-hien"),
        leaders: people_choices(choices, fields, "lanh-dao"),
        trackers: people_choices(choices, fields, "theo-doi"),
        t,
    }
}

/// Values by code, with the one chosen in this field.
fn coded_choices(
    values: impl Iterator<Item = (&'static str, &'static str)>,
    fields: &Fields,
    name: &str,
) -> Vec<Choice> {
    let choice = |(code, words): (&str, &str)| Choice {
        code: code.to_owned(),
        words: words.to_owned(),
        chosen: fields.text(name) == code,
    };
    values.map(choice).collect()
}

/// The people to choose from, each with the division, and the one chosen in this field.
fn people_choices(choices: &Choices, fields: &Fields, name: &str) -> Vec<Choice> {
    let choice = |(person, division): &(Person, Option<DivisionId>)| {
        let code = person.id.to_string();
        let symbol = division
            .and_then(|id| choices.divisions.iter().find(|division| division.id == id))
            .map(|division| format!(" ({})", division.symbol))
            .unwrap_or_default();
        let words = format!("{}{symbol}", person.details.full_name);
        Choice { chosen: fields.text(name) == code, words, code }
    };
    choices.people.iter().map(choice).collect()
}

/// The divisions to choose from, with those chosen in this field.
fn division_choices(choices: &Choices, fields: &Fields, name: &str) -> Vec<Choice> {
    let choice = |division: &Division| {
        let code = division.id.to_string();
        let words = if division.symbol == division.name {
            division.symbol.clone()
        } else {
            format!("{} – {}", division.symbol, division.name)
        };
        Choice { chosen: fields.all(name).any(|chosen| chosen == code), words, code }
    };
    choices.divisions.iter().map(choice).collect()
}

/// Agencies to choose from, with those chosen in this field.
fn agency_choices(agencies: &[Agency], fields: &Fields, name: &str) -> Vec<Choice> {
    let choice = |agency: &Agency| {
        let code = agency.id.to_string();
        Choice { chosen: fields.all(name).any(|chosen| chosen == code), words: agency.name.clone(), code }
    };
    agencies.iter().map(choice).collect()
}

fn recurrence(recurrence: Recurrence, lang: Language) -> &'static str {
    match recurrence {
        Recurrence::Weekly => say(lang, "Hằng tuần", "Weekly"),
        Recurrence::Monthly => say(lang, "Hằng tháng", "Monthly"),
        Recurrence::Quarterly => say(lang, "Hằng quý", "Quarterly"),
    }
}
