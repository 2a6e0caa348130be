//! Looking at what a template makes: a document, with its chips printed from the records.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_document::{Document, Frame};
use tt_domain::composing::{Block, Body, Chip, Embedded, Inline, InlineShows};
use tt_domain::id::{DocumentId, ReportId};
use tt_domain::organisation::Agency;
use tt_domain::permission::Action;
use tt_domain::report::{Content, Piece, Report, ReportBlock, ReportBlockKind, ReportState, Shows};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Tx, agencies, reports};

use super::facts::{self, Subject};
use super::framing::frame_for;
use super::{Fault, GeneratedSection, engine, keeping, shipped, source_of, told};
use crate::app::App;
use crate::compose::{ReportRecords, compose};
use crate::composing::chips::{AsOf, ChipShown, resolve};
use crate::embedding::{Drawn, draw, kept, shown_among};
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// What a template is looked at with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewOf {
    /// A report of the agency.
    Report(ReportId),
    /// A period, without a report.
    Period(ReportingPeriod),
    /// The agency's newest report of its kind, else the last period that began.
    Usual,
}

/// What a template makes.
#[derive(Clone, Debug)]
pub struct Previewed {
    /// As a document.
    pub document: Document,
    /// The period it was looked at with, named.
    pub period: String,
    /// Names of its sections.
    pub sections: Vec<String>,
    /// Figures nothing is on record for.
    pub missing: usize,
}

impl App {
    /// What a template's text makes of the agency's records, or its first fault. Nothing is kept.
    ///
    /// # Errors
    /// Not theirs to see, no such report, or the database failed.
    pub async fn preview_template(
        &self,
        current: &CurrentUser,
        (name, source): (&str, &str),
        of: PreviewOf,
    ) -> Result<Result<Previewed, Fault>, AppError> {
        current.require(Action::ReadRecords)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let report = match of {
            PreviewOf::Report(id) => {
                let report = reports::get(&mut tx, id).await?;
                if report.agency != current.agency.id {
                    return Err(AppError::NotFound);
                }
                Some(report)
            }
            PreviewOf::Period(_) | PreviewOf::Usual => None,
        };
        let subject = match (&report, of) {
            (Some(report), _) => Subject::of_report(&mut tx, report).await?,
            (None, PreviewOf::Period(period)) => Subject::of_period(title(name), period),
            (None, _) => keeping::usual_subject(&mut tx, &current.agency, name, today).await?,
        };
        let source = source.replace("\r\n", "\n");
        let report = report.unwrap_or_else(|| sketched(&current.agency, &subject, today));
        let frame = frame_for(&mut tx, &current.agency, &report, name, (&subject, today)).await?;
        Box::pin(previewed(&mut tx, &current.agency, &report, (&subject, frame), &source, today)).await
    }

    /// A report of an agency's period made by a template, for the command line; `key` is the agency's symbol.
    ///
    /// # Errors
    /// No such agency or template, a fault in it, or the database failed.
    pub async fn composed_by(
        &self,
        symbol: &str,
        period: ReportingPeriod,
        template: &str,
    ) -> Result<Previewed, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let agency = agency_named(&mut tx, symbol).await?;
        let source = source_of(&mut tx, &agency, template).await?;
        let known = reports::list(&mut tx, agency.id).await?.into_iter().find(|one| one.period == period);
        let subject = match &known {
            Some(report) => Subject::of_report(&mut tx, report).await?,
            None => Subject::of_period(title(template), period),
        };
        // A report of the period lends its frame where it is of the template's kind.
        let fitting = known.filter(|report| shipped::fitting(report) == template);
        let report = fitting.unwrap_or_else(|| sketched(&agency, &subject, today));
        let frame = frame_for(&mut tx, &agency, &report, template, (&subject, today)).await?;
        let made = Box::pin(previewed(&mut tx, &agency, &report, (&subject, frame), &source, today)).await?;
        made.map_err(|fault| told(template, &fault))
    }
}

fn title(name: &str) -> &str {
    shipped::named(name).map_or("Báo cáo", |one| one.title)
}

async fn previewed(
    tx: &mut Tx,
    agency: &Agency,
    report: &Report,
    (subject, frame): (&Subject, Frame),
    source: &str,
    today: Date,
) -> Result<Result<Previewed, Fault>, AppError> {
    let facts = Box::pin(facts::load(tx, agency, subject, source, today)).await?;
    let text = source.to_owned();
    let rendered = tokio::task::spawn_blocking(move || engine::render(&text, &facts))
        .await
        .map_err(|error| AppError::Internal(format!("looking at a template ({error})")))?;
    let sections = match rendered {
        Ok(sections) => sections,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut chips: Vec<Chip> = sections.iter().flat_map(|one| &one.blocks).flat_map(Block::chips).collect();
    chips.sort_by_key(ToString::to_string);
    chips.dedup();
    let counted = Subject::of_report(tx, report).await?.window.1;
    let shown = resolve(tx, agency.id, AsOf { recorded: Date::MAX, counted }, &chips).await?;
    let embedded = shown_among(sections.iter().flat_map(|one| &one.blocks));
    let drawn = draw(tx, agency.id, AsOf { recorded: Date::MAX, counted }, &embedded).await?;
    let missing = shown.values().filter(|one| one.missing).count();
    let missing = missing + drawn.values().filter(|one| one.trouble().is_some()).count();
    let records = ReportRecords { frame, blocks: blocks(&sections, &shown, &drawn), ..ReportRecords::default() };
    Ok(Ok(Previewed {
        document: compose(&records),
        period: subject.period.label(),
        sections: sections.into_iter().map(|one| one.title).collect(),
        missing,
    }))
}

/// What chips show, as [`resolve`] gives it.
type Shown = HashMap<Chip, ChipShown>;

/// Generated blocks as those of a report, chips printed as words; a paragraph with nothing in it is left out.
fn blocks(sections: &[GeneratedSection], shown: &Shown, drawn: &HashMap<Embedded, Drawn>) -> Vec<ReportBlock> {
    let all = sections.iter().flat_map(|section| section.blocks.iter().map(move |block| (section.task, block)));
    let piece = |inline: &Inline| Piece {
        strong: inline.strong,
        emphasis: inline.emphasis,
        shows: match &inline.shows {
            InlineShows::Text(text) => Shows::Text(text.clone()),
            InlineShows::NoteMark(number) => Shows::NoteMark(*number),
            InlineShows::Chip { overridden: Some(words), .. } => Shows::Text(words.text.clone()),
            InlineShows::Chip { chip, overridden: None } => {
                Shows::Text(shown.get(chip).map(|one| one.text.clone()).unwrap_or_default())
            }
        },
    };
    let flow = |inlines: &[Inline]| inlines.iter().map(piece).collect::<Vec<_>>();
    let filled = all.filter(|(_, block)| block.embedded().is_some() || block.inlines().next().is_some());
    let block = |(position, (task, block)): (u32, (_, &Block))| {
        let heading = matches!(block.kind, ReportBlockKind::Heading { .. } | ReportBlockKind::Annex { .. });
        let content = match &block.body {
            Body::Flow(inlines) => {
                let mut pieces = flow(inlines);
                // Headings print bold, as they do in a report that was read.
                for piece in &mut pieces {
                    piece.strong |= heading;
                }
                Content::Flow(pieces)
            }
            Body::Grid(rows) => {
                Content::Grid(rows.iter().map(|row| row.iter().map(|cell| flow(cell)).collect()).collect())
            }
        };
        let drawn = block.embedded().and_then(|shows| drawn.get(shows)).and_then(|drawn| kept::json(drawn).ok());
        ReportBlock { position, kind: block.kind.clone(), task, content, drawn }
    };
    (0..).zip(filled).map(block).collect()
}

/// A report that is not kept, of a period.
fn sketched(agency: &Agency, subject: &Subject, today: Date) -> Report {
    let at = crate::clock::start_of(today);
    Report {
        id: ReportId(0),
        agency: agency.id,
        year: subject.period.of_year(),
        regime: None,
        period: subject.period,
        occasion: subject.occasion.clone(),
        key_tasks: false,
        due: subject.due,
        replaces: None,
        document: DocumentId(0),
        state: ReportState::Draft,
        frame: String::new(),
        source: None,
        created_at: at,
        updated_at: at,
        updated_by: None,
    }
}

/// The agency's own record of that symbol.
async fn agency_named(tx: &mut Tx, symbol: &str) -> Result<Agency, AppError> {
    agencies::find_by_symbol(tx, symbol).await?.ok_or_else(|| crate::users::unknown_agency(symbol))
}
