//! The fields of an entry as a form.

use tt_app::registers::Trouble;
use tt_app::registers::entering::EntryDraft;
use tt_app::work::files::FileToAdd;
use tt_app::{Language, Message};
use tt_domain::register::definition::FieldKind;
use tt_domain::register::value::read_day;
use tt_domain::register::{EntryAt, Mark, Register};

use super::Offered;
use crate::forms::Fields;
use crate::show::say;

/// A field as the form shows it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows")]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) hint: String,
    pub(crate) required: bool,
    pub(crate) value: String,
    pub(crate) options: Vec<Offered>,
    pub(crate) is_choice: bool,
    pub(crate) is_file: bool,
    pub(crate) is_number: bool,
    pub(crate) is_wide: bool,
    /// What is wrong with it, or asked about it.
    pub(crate) problem: Option<(String, bool)>,
}

/// Name of a field in the form.
pub(crate) fn input_name(code: &str) -> String {
    format!("o-{code}")
}

/// The open fields with what was typed, else what the entry holds.
pub(crate) fn inputs(
    register: &Register,
    held: Option<&EntryAt>,
    typed: &Fields,
    troubles: &[Trouble],
    lang: Language,
) -> Vec<Input> {
    let sent = !typed.values().is_empty();
    let input = |field: &tt_domain::register::Field| {
        let spec = &field.spec;
        let name = input_name(&spec.code);
        let value = if sent {
            typed.text(&name).to_owned()
        } else {
            held.and_then(|entry| entry.values.get(&field.id))
                .map(tt_domain::register::Value::typed)
                .unwrap_or_default()
        };
        let option = |code: &str, words: &str| Offered {
            chosen: value == code || value == words,
            code: code.to_owned(),
            words: words.to_owned(),
        };
        let options = match &spec.kind {
            FieldKind::Choice(options) => options.iter().map(|one| option(&one.code, &one.name)).collect(),
            FieldKind::YesNo => vec![option("Có", say(lang, "Có", "Yes")), option("Không", say(lang, "Không", "No"))],
            _ => Vec::new(),
        };
        let problem = troubles.iter().find(|trouble| trouble.field == spec.code);
        Input {
            words: spec.name.clone(),
            hint: hint(&spec.kind, lang),
            required: spec.required,
            is_choice: !options.is_empty(),
            is_file: spec.kind == FieldKind::File,
            is_number: spec.kind.measured().is_some(),
            is_wide: matches!(spec.kind, FieldKind::Text | FieldKind::Document),
            options,
            value,
            problem: problem.map(|one| (crate::error::sentence(lang.pick(&one.message)), one.asked)),
            name,
        }
    };
    register.open_fields().map(input).collect()
}

/// How a kind is typed.
fn hint(kind: &FieldKind, lang: Language) -> String {
    match kind {
        FieldKind::Date => "31/12/2019".to_owned(),
        FieldKind::Point => {
            say(lang, "vĩ độ; kinh độ: 21,853; 106,761", "latitude; longitude: 21,853; 106,761").to_owned()
        }
        FieldKind::Place => say(lang, "xã, huyện", "commune, district").to_owned(),
        FieldKind::Document => say(lang, "số, ký hiệu, ngày của văn bản", "number and date of the document").to_owned(),
        FieldKind::Entry(key) => {
            let (vi, en) = (format!("tên dòng trong sổ “{key}”"), format!("title of an entry of “{key}”"));
            say(lang, &vi, &en).to_owned()
        }
        kind => kind.measured().map(|measured| measured.unit.clone()).unwrap_or_default(),
    }
}

/// What was typed, as the use case takes it.
pub(crate) fn draft(register: &Register, fields: &Fields, files: Vec<(String, FileToAdd)>) -> EntryDraft {
    let is_file = |field: &&tt_domain::register::Field| field.spec.kind != FieldKind::File;
    let typed = register
        .open_fields()
        .filter(is_file)
        .map(|field| (field.id, fields.text(&input_name(&field.spec.code)).to_owned()));
    let chosen = files.into_iter().filter_map(|(name, file)| {
        let field = register.open_fields().find(|field| input_name(&field.spec.code) == name)?;
        Some((field.id, file))
    });
    EntryDraft {
        typed: typed.collect(),
        files: chosen.collect(),
        from: read_day(fields.text("tu-ngay")),
        meant: fields.text("xac-nhan") == "1",
        ..EntryDraft::default()
    }
}

/// Dates of a form that hold something else than a date: said where they stand, never taken for blank.
pub(crate) fn odd_days(fields: &Fields, names: &[&str]) -> Vec<Trouble> {
    let odd = |name: &&str| {
        let typed = fields.filled(name).filter(|typed| read_day(typed).is_none())?;
        let vi = format!("“{typed}” không phải ngày có trong lịch; hãy viết như 31/12/2019");
        let en = format!("“{typed}” is no date of the calendar; write it as 31/12/2019");
        Some(Trouble { field: (*name).to_owned(), message: Message { vi, en }, asked: false })
    };
    names.iter().filter_map(odd).collect()
}

/// The marks to choose from.
pub(crate) fn marks(chosen: &str, lang: Language) -> Vec<Offered> {
    let one = |mark: &Mark| Offered {
        code: mark.code().to_owned(),
        words: crate::views::register::mark_view(*mark, lang).words.to_owned(),
        chosen: mark.code() == chosen,
    };
    [Mark::Done, Mark::Begun, Mark::Blocked, Mark::NotNeeded].iter().map(one).collect()
}
