//! Beginning to compose: from the report's template, from what it says already, or from a file.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use tt_document::model::RecordKey;
use tt_domain::composing::{Block, Chip, CitationForm, InlineShows, Made, Section, ValueForm};
use tt_domain::id::{DivisionId, DocumentId, FigureId, ReportId, SectionId, TaskId, UserId};
use tt_domain::indicator::Observation;
use tt_domain::report::ReportFigure;
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::Task;
use tt_store::{StoreError, Tx, attachments, programmes, report_sections, tasks};

use super::Desk;
use super::chips::{ChipShown, cited, resolve};
use super::taking::{Taken, sections};
use super::writing::tidied;
use crate::app::{Actor, App};
use crate::compose::{document_key, figure_key};
use crate::embedding::folding::{Known, folded};
use crate::error::AppError;
use crate::import::media_type;
use crate::import::recorded::Recorded;
use crate::reading::{self, Reading};
use crate::reporting::{document_of, note};
use crate::reports::blocking;
use crate::sign_in::CurrentUser;
use crate::token;

/// What a report is begun from.
#[derive(Clone, Debug)]
pub enum Start {
    /// The template its regime names.
    Template,
    /// What it says already.
    Words,
    /// A file: its name and bytes.
    File(String, Vec<u8>),
}

/// A section about to be kept, with what is known of it.
struct Beginning {
    key: String,
    title: String,
    task: Option<TaskId>,
    division: Option<DivisionId>,
    blocks: Vec<Block>,
    generated: bool,
}

impl App {
    /// Begins to compose a report, as someone who saw it last changed then (in microseconds). Sections it had are taken
    /// out; their versions stay.
    ///
    /// # Errors
    /// Not theirs to write, changed meanwhile, nothing to begin from, or a file that cannot be read.
    pub async fn start_composing(
        &self,
        current: &CurrentUser,
        report: ReportId,
        (start, seen): (Start, i64),
        origin: &str,
    ) -> Result<(), AppError> {
        // A file is read before the database is asked.
        let (read, file) = match &start {
            Start::File(name, bytes) => (Some(read(name.clone(), bytes.clone()).await?), Some((name, bytes))),
            Start::Template | Start::Words => (None, None),
        };
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        desk.require_all()?;
        if desk.standing.report.updated_at.as_microsecond() != seen {
            return Err(AppError::Store(StoreError::Stale));
        }
        let beginnings = match (&start, read) {
            (Start::Template, _) => desk.by_template(&mut tx).await?,
            (Start::Words, _) => desk.by_words(&mut tx).await?,
            (Start::File(..), Some(Reading { document, found })) => {
                let known = desk.known_blocks(&mut tx).await?;
                let (document, found) = match folded(&document, &known) {
                    Some(folded) => {
                        let found = tt_document::extract(&folded);
                        (folded, found)
                    }
                    None => (document, found),
                };
                let taken = sections(&document, &found, &|_, _| None, &known);
                desk.beginnings(&mut tx, taken).await?
            }
            (Start::File(..), None) => Vec::new(),
        };
        if beginnings.iter().all(|one| one.blocks.is_empty()) {
            return Err(AppError::refused(
                "không có nội dung nào để bắt đầu; hãy chọn cách khác, ví dụ lấy từ tệp",
                "there is nothing to begin from; choose another way, such as a file",
            ));
        }
        if let Some((name, bytes)) = file {
            let hash = token::sha256(bytes);
            let source = attachments::put(&mut tx, &hash, name, media_type(bytes), bytes).await?;
            desk.standing.report.source = Some(source);
        }
        let count = beginnings.len();
        desk.begin(&mut tx, beginnings, (&actor, at)).await?;
        let from = match start {
            Start::Template => "template",
            Start::Words => "words",
            Start::File(..) => "file",
        };
        let details = json!({ "from": from, "sections": count });
        note(&mut tx, current.agency.id, (&actor, at), "report.composing_started", report, &details).await?;
        desk.write(&mut tx, (&actor, at)).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn read(name: String, bytes: Vec<u8>) -> Result<Reading, AppError> {
    Ok(blocking(move || reading::read(&name, &bytes)).await??)
}

impl Desk<'_> {
    /// Takes out the sections there are and puts these in their place; one of the same key goes on.
    async fn begin(
        &mut self,
        tx: &mut Tx,
        beginnings: Vec<Beginning>,
        (actor, at): (&Actor, Timestamp),
    ) -> Result<(), AppError> {
        let mut order = Vec::new();
        for one in beginnings {
            let blocks = tidied(one.blocks)?;
            let (base, made) =
                if one.generated { (blocks.clone(), Made::Generated) } else { (Vec::new(), Made::TakenIn) };
            let known = self.sections.iter().find(|section| section.key == one.key).cloned();
            let id = match known {
                Some(known) => {
                    let id = known.id;
                    let Beginning { title, division, .. } = one;
                    let next =
                        Section { title, division: division.or(known.division), blocks, base, removed: false, ..known };
                    self.keep(tx, next, (made, actor, at)).await?;
                    id
                }
                None => {
                    let section = Section {
                        id: SectionId(0),
                        report: self.standing.report.id,
                        position: u32::try_from(self.sections.len()).unwrap_or(u32::MAX),
                        key: one.key,
                        title: one.title,
                        task: one.task,
                        division: one.division,
                        blocks,
                        base,
                        version: 1,
                        removed: false,
                        updated_at: at,
                        updated_by: actor.user,
                    };
                    self.add(tx, section, made).await?
                }
            };
            order.push(id);
        }
        let gone: Vec<Section> =
            self.sections.iter().filter(|section| !section.removed && !order.contains(&section.id)).cloned().collect();
        for section in gone {
            self.keep(tx, Section { removed: true, ..section }, (Made::Removed, actor, at)).await?;
        }
        self.order(tx, &order).await
    }

    async fn by_template(&self, tx: &mut Tx) -> Result<Vec<Beginning>, AppError> {
        let generated = self.generated(tx).await?;
        Ok(generated
            .into_iter()
            .map(|one| Beginning {
                key: one.key,
                title: one.title,
                task: one.task,
                division: one.division,
                blocks: one.blocks,
                generated: true,
            })
            .collect())
    }

    async fn by_words(&self, tx: &mut Tx) -> Result<Vec<Beginning>, AppError> {
        let (recorded, document) = document_of(tx, self.standing.report.clone()).await?;
        let facts = Printed::of(tx, self, &recorded).await?;
        let known = Known::of_report(&recorded.records.blocks);
        let document = folded(&document, &known).unwrap_or(document);
        let found = tt_document::extract(&document);
        let taken = sections(&document, &found, &|key, text| facts.in_place_of(key, text), &known);
        self.beginnings(tx, taken).await
    }

    /// The pictures and tables this report has or had.
    async fn known_blocks(&self, tx: &mut Tx) -> Result<Known, AppError> {
        let recorded = tt_store::report_blocks::list(tx, self.standing.report.id).await?;
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        Ok(Known::of_report(&recorded).with_sections(blocks))
    }

    /// Sections with keys of their own.
    async fn beginnings(&self, tx: &mut Tx, taken: Vec<Taken>) -> Result<Vec<Beginning>, AppError> {
        let report = &self.standing.report;
        let of_year = match programmes::find(tx, report.agency, report.year).await? {
            Some(programme) => tasks::list(tx, programme.id).await?,
            None => Vec::new(),
        };
        let mut left = of_year;
        let beginnings = taken.into_iter().enumerate().map(|(at, one)| {
            let is = |task: &Task| one.task == Some(task.number);
            let task = left.iter().position(is).map(|at| left.remove(at));
            Beginning {
                key: match &task {
                    Some(task) => format!("task-{}", task.id),
                    None => format!("part-{}", at + 1),
                },
                title: one.title,
                division: task.as_ref().and_then(|task| task.lead),
                task: task.map(|task| task.id),
                blocks: one.blocks,
                generated: false,
            }
        });
        Ok(beginnings.collect())
    }
}

/// What the facts of a report print, to put them in place of the words that print the same.
struct Printed {
    figures: HashMap<RecordKey, Vec<(Chip, ChipShown)>>,
    documents: HashMap<RecordKey, Vec<(Chip, String)>>,
}

impl Printed {
    async fn of(tx: &mut Tx, desk: &Desk<'_>, recorded: &Recorded) -> Result<Self, AppError> {
        let mut wanted: Vec<(FigureId, Chip)> = Vec::new();
        for figure in &recorded.figures {
            let observation = figure.stated.observation.and_then(|id| recorded.records.observations.get(&id));
            wanted.extend(observation.into_iter().flat_map(|one| values(figure, one)));
        }
        let chips: Vec<Chip> = wanted.iter().map(|(_, chip)| *chip).collect();
        let shown = resolve(tx, recorded.report.agency, desk.as_of(), &chips).await?;
        let mut figures: HashMap<RecordKey, Vec<(Chip, ChipShown)>> = HashMap::new();
        for (figure, chip) in wanted {
            if let Some(shown) = shown.get(&chip).filter(|shown| !shown.missing) {
                figures.entry(figure_key(figure)).or_default().push((chip, shown.clone()));
            }
        }
        let both = |id: DocumentId| {
            let document = recorded.records.documents.get(&id);
            let forms = [CitationForm::Full, CitationForm::Short];
            forms
                .into_iter()
                .filter_map(move |form| Some((Chip::Citation { document: id, form }, cited(document?, form))))
        };
        let documents = recorded.records.documents.keys();
        let documents = documents.map(|&id| (document_key(id), both(id).collect())).collect();
        Ok(Self { figures, documents })
    }

    fn in_place_of(&self, key: &RecordKey, text: &str) -> Option<Vec<InlineShows>> {
        let fact = |chip: Chip| InlineShows::Chip { chip, overridden: None };
        if let Some(forms) = self.documents.get(key) {
            return forms.iter().find(|(_, printed)| printed == text).map(|(chip, _)| vec![fact(*chip)]);
        }
        let forms = self.figures.get(key)?;
        if let Some((chip, _)) = forms.iter().find(|(_, shown)| shown.text == text) {
            return Some(vec![fact(*chip)]);
        }
        // The number alone, with the words around it as they are.
        forms.iter().find_map(|(chip, shown)| {
            let at = text.find(&shown.text)?;
            let (before, rest) = text.split_at_checked(at)?;
            let after = rest.get(shown.text.len()..)?;
            let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
            let whole = !digit(before.chars().next_back()) && !digit(after.chars().next());
            let words = |text: &str| InlineShows::Text(text.to_owned());
            whole.then(|| vec![words(before), fact(*chip), words(after)])
        })
    }
}

/// The facts a figure may be: the value it rests on, in every form.
fn values(figure: &ReportFigure, observation: &Observation) -> Vec<(FigureId, Chip)> {
    let period = observation.reporting_period.or_else(|| ReportingPeriod::read(&observation.period));
    let forms = [ValueForm::Reached, ValueForm::WithUnit, ValueForm::Number];
    let chip = |form| {
        let (indicator, kind) = (observation.indicator, observation.kind);
        period.map(|period| (figure.id, Chip::Value { indicator, period, kind, form }))
    };
    forms.into_iter().filter_map(chip).collect()
}

/// Takes out the sections of a report whose words a file took the place of; their versions stay.
pub(crate) async fn forget(
    tx: &mut Tx,
    report: ReportId,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<(), AppError> {
    for section in report_sections::list(tx, report).await? {
        if !section.removed {
            let version = section.version.saturating_add(1);
            let next = Section { removed: true, version, updated_at: at, updated_by: by, ..section };
            report_sections::update(tx, &next, Made::Removed).await?;
        }
    }
    Ok(())
}
