//! Changing sections: writing, generating again, taking what waits, adding, taking out, moving.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::json;
use tt_check::Message;
use tt_domain::composing::{Block, Body, Inline, InlineShows, Made, Section, refresh};
use tt_domain::id::{ReportId, SectionId};
use tt_domain::report::ReportBlockKind;
use tt_store::{StoreError, Tx, report_sections};

use super::looking::{SectionShown, sees_below};
use super::settling::{adds_ranking, settled};
use super::taking::{merged, without_label};
use super::{Desk, PlacedFinding, Written};
use crate::app::{Actor, App};
use crate::error::AppError;
use crate::reporting::note;
use crate::sign_in::CurrentUser;

/// Most blocks of a section, and most letters of its words.
const BLOCKS: usize = 2_000;
const LETTERS: usize = 400_000;
/// Most sections of a report.
const SECTIONS: usize = 500;
/// Longest words in place of a picture.
const ALT: usize = 1_000;
/// Longest title.
const TITLE: usize = 200;

/// What came of a change of a section.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The section as it stands.
    pub section: SectionShown,
    /// What the checker finds in the report now.
    pub findings: Vec<PlacedFinding>,
}

/// A change that met another.
#[derive(Debug)]
pub enum NotWritten {
    /// Someone changed the section meanwhile: as it stands now.
    Meanwhile(Box<SectionShown>),
    /// Anything else.
    Refused(AppError),
}

impl<E: Into<AppError>> From<E> for NotWritten {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

impl Desk<'_> {
    /// The section someone saw at that version, to be changed.
    async fn seen(&self, tx: &mut Tx, id: SectionId, version: u32) -> Result<Section, NotWritten> {
        let section = self.section(id)?;
        if section.version == version {
            return Ok(section.clone());
        }
        let (shown, drawn) = (self.shown(tx).await?, self.drawn(tx).await?);
        let mut now = self.sections_shown(tx, (&shown, &drawn), Some(id)).await?;
        match now.pop() {
            Some(now) => Err(NotWritten::Meanwhile(Box::new(now))),
            None => Err(NotWritten::Refused(AppError::NotFound)),
        }
    }

    /// Keeps a changed section as its next version.
    pub(super) async fn keep(
        &mut self,
        tx: &mut Tx,
        section: Section,
        (made, actor, at): (Made, &Actor, Timestamp),
    ) -> Result<(), StoreError> {
        let next =
            Section { version: section.version.saturating_add(1), updated_at: at, updated_by: actor.user, ..section };
        report_sections::update(tx, &next, made).await?;
        self.put(next);
        Ok(())
    }

    /// What is shown of a section after it was written.
    pub(super) async fn changed(&self, tx: &mut Tx, id: SectionId, written: Written) -> Result<Changed, AppError> {
        let mut shown = self.sections_shown(tx, (&written.shown, &written.drawn), Some(id)).await?;
        let section = shown.pop().ok_or(AppError::NotFound)?;
        Ok(Changed { section, findings: written.findings })
    }

    /// One more section behind another, or at the start.
    pub(super) async fn add(&mut self, tx: &mut Tx, mut section: Section, made: Made) -> Result<SectionId, AppError> {
        let id = report_sections::insert(tx, &section, made).await?;
        section.id = id;
        self.sections.push(section);
        Ok(id)
    }

    /// Puts the sections in an order.
    pub(super) async fn order(&mut self, tx: &mut Tx, order: &[SectionId]) -> Result<(), AppError> {
        let rank = |id: SectionId| order.iter().position(|one| *one == id).unwrap_or(order.len());
        self.sections.sort_by_key(|section| (rank(section.id), section.position));
        for (position, section) in self.sections.iter_mut().enumerate() {
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            if section.position != position {
                section.position = position;
                report_sections::place(tx, section.id, position).await?;
            }
        }
        Ok(())
    }

    /// The order with a section moved behind another, or to the start.
    fn moved(&self, id: SectionId, after: Option<SectionId>) -> Vec<SectionId> {
        let mut order: Vec<SectionId> =
            self.sections.iter().map(|section| section.id).filter(|one| *one != id).collect();
        let place = after.and_then(|after| order.iter().position(|one| *one == after)).map_or(0, |at| at + 1);
        order.insert(place, id);
        order
    }
}

/// Words as they are kept: without labels in the text, neighbours in one style joined; refused where they cannot be kept.
pub(super) fn tidied(blocks: Vec<Block>) -> Result<Vec<Block>, AppError> {
    let mut origins = BTreeSet::new();
    let mut all = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let label = match &block.kind {
            ReportBlockKind::Heading { label, .. } | ReportBlockKind::Paragraph { label } => label.clone(),
            ReportBlockKind::Item { marker } => Some(marker.clone()),
            _ => None,
        };
        block.body = match block.body {
            Body::Flow(inlines) => Body::Flow(bare(merged(inlines), label.as_deref())),
            Body::Grid(rows) => Body::Grid(rows.into_iter().map(|row| row.into_iter().map(merged).collect()).collect()),
        };
        // Of two that say they are the same generated block the second is a copy.
        block.origin = block.origin.filter(|origin| origins.insert(origin.clone()));
        all.push(block);
    }
    match fault(&all) {
        Some(fault) => Err(AppError::Refused(fault)),
        None => Ok(all),
    }
}

/// Words without their label, however often it stands before them: what is tidied stays as it is when tidied again.
fn bare(mut inlines: Vec<Inline>, label: Option<&str>) -> Vec<Inline> {
    loop {
        let without = without_label(inlines.clone(), label);
        if without == inlines {
            return without;
        }
        inlines = without;
    }
}

fn fault(blocks: &[Block]) -> Option<Message> {
    let say = crate::wording::say;
    let mut letters = 0_usize;
    let alts = blocks.iter().filter_map(|block| match &block.kind {
        ReportBlockKind::Embedded(embedding) => embedding.alt.as_deref(),
        _ => None,
    });
    for alt in alts {
        if alt.chars().count() > ALT || alt.chars().any(char::is_control) {
            return Some(say(
                "văn bản thay thế của hình, bảng dài tối đa 1.000 ký tự trên một dòng; hãy rút gọn",
                "the words in place of a picture have at most 1,000 letters on one line; shorten them",
            ));
        }
    }
    for inline in blocks.iter().flat_map(Block::inlines) {
        let text = match &inline.shows {
            InlineShows::Text(text) => text,
            InlineShows::Chip { overridden: Some(own), .. } => {
                if own.reason.trim().is_empty() || own.text.trim().is_empty() {
                    return Some(say(
                        "số liệu ghi đè phải có nội dung và lý do; hãy nêu lý do, hoặc bỏ ghi đè",
                        "an override needs its words and a reason; give one, or take it off",
                    ));
                }
                &own.text
            }
            _ => continue,
        };
        letters = letters.saturating_add(text.len());
        if text.chars().any(|letter| letter.is_control() && letter != '\t') {
            return Some(say(
                "nội dung có ký tự điều khiển không in được; hãy xóa đoạn vừa dán và dán lại dưới dạng văn bản thuần",
                "the words hold control characters; paste them again as plain text",
            ));
        }
    }
    let uneven = blocks.iter().any(|block| match (&block.kind, &block.body) {
        (ReportBlockKind::Table { .. }, Body::Grid(rows)) => {
            rows.is_empty() || rows.iter().any(|row| row.is_empty() || Some(row.len()) != rows.first().map(Vec::len))
        }
        (ReportBlockKind::Table { .. }, Body::Flow(_)) | (_, Body::Grid(_)) => true,
        _ => false,
    });
    if uneven {
        return Some(say(
            "bảng có các hàng không cùng số ô; hãy bỏ ô gộp rồi lưu lại",
            "rows of a table differ in length; undo merged cells",
        ));
    }
    (letters > LETTERS || blocks.len() > BLOCKS).then(|| {
        say(
            "mục quá dài (tối đa 2.000 đoạn, 400.000 ký tự); hãy tách thành nhiều mục",
            "the section is too long (2,000 paragraphs, 400,000 letters); split it",
        )
    })
}

impl App {
    /// Writes a section as someone left it who saw it at that version.
    ///
    /// # Errors
    /// [`NotWritten::Meanwhile`] when someone else changed it; not theirs to write; words that cannot be kept.
    pub async fn write_section(
        &self,
        current: &CurrentUser,
        (report, section, version): (ReportId, SectionId, u32),
        blocks: Vec<Block>,
        origin: &str,
    ) -> Result<Changed, NotWritten> {
        let blocks = tidied(blocks)?;
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        let seen = desk.seen(&mut tx, section, version).await?;
        if !sees_below(current) && adds_ranking(&seen.blocks, &blocks) {
            return Err(AppError::refused(
                "bảng xếp hạng các đơn vị chỉ người thẩm định hoặc quyết định mức chèn được; hãy bỏ hình ấy",
                "only who appraises or decides grades may put in a ranking of agencies; take that picture out",
            )
            .into());
        }
        if seen.blocks != blocks {
            desk.keep(&mut tx, Section { blocks, ..seen }, (Made::Written, &actor, at)).await?;
        }
        let written = desk.write(&mut tx, (&actor, at)).await?;
        let changed = desk.changed(&mut tx, section, written).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Generates a section again: what nobody touched follows the records.
    ///
    /// # Errors
    /// As [`write_section`](Self::write_section); or it is not generated by the report's template.
    pub async fn refresh_section(
        &self,
        current: &CurrentUser,
        (report, section, version): (ReportId, SectionId, u32),
        origin: &str,
    ) -> Result<Changed, NotWritten> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        let seen = desk.seen(&mut tx, section, version).await?;
        let fresh = desk.fresh(&mut tx, &seen).await?;
        let refreshed = refresh(&seen.base, &seen.blocks, &fresh);
        // What waits goes on waiting: its base stays what the person's words began as.
        let waits: BTreeSet<&str> = refreshed.waiting.iter().map(|one| one.origin.as_str()).collect();
        let old = |origin: &str| seen.base.iter().find(|block| block.origin.as_deref() == Some(origin)).cloned();
        let base: Vec<Block> = fresh
            .iter()
            .map(|block| match block.origin.as_deref() {
                Some(origin) if waits.contains(origin) => old(origin).unwrap_or_else(|| block.clone()),
                _ => block.clone(),
            })
            .collect();
        if refreshed.blocks != seen.blocks || base != seen.base {
            let next = Section { blocks: refreshed.blocks, base, ..seen };
            desk.keep(&mut tx, next, (Made::Refreshed, &actor, at)).await?;
        }
        let written = desk.write(&mut tx, (&actor, at)).await?;
        let changed = desk.changed(&mut tx, section, written).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Takes what is generated for one block in place of what a person left there.
    ///
    /// # Errors
    /// As [`write_section`](Self::write_section); or nothing waits for that block.
    pub async fn take_generated(
        &self,
        current: &CurrentUser,
        (report, section, version): (ReportId, SectionId, u32),
        (of, keep): (&str, bool),
        origin: &str,
    ) -> Result<Changed, NotWritten> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        let seen = desk.seen(&mut tx, section, version).await?;
        let fresh = desk.fresh(&mut tx, &seen).await?;
        let next = settled(seen, &fresh, of, keep);
        desk.keep(&mut tx, next, (Made::Refreshed, &actor, at)).await?;
        let written = desk.write(&mut tx, (&actor, at)).await?;
        let changed = desk.changed(&mut tx, section, written).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Adds an empty section behind another, or at the start.
    ///
    /// # Errors
    /// Not theirs to write, no title, or too many sections.
    pub async fn add_section(
        &self,
        current: &CurrentUser,
        report: ReportId,
        (title, after): (&str, Option<SectionId>),
        origin: &str,
    ) -> Result<Changed, AppError> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        desk.require_all()?;
        let title = title.trim();
        if title.is_empty() || title.chars().count() > TITLE || desk.sections.len() >= SECTIONS {
            return Err(AppError::refused_at(
                "ten-muc",
                "tên mục phải từ 1 đến 200 ký tự, và báo cáo có tối đa 500 mục",
                "a section's title has 1 to 200 letters, and a report at most 500 sections",
            ));
        }
        let number = desk.sections.iter().filter_map(|one| one.key.strip_prefix("own-")?.parse::<u32>().ok()).max();
        let section = Section {
            id: SectionId(0),
            report,
            position: u32::try_from(desk.sections.len()).unwrap_or(u32::MAX),
            key: format!("own-{}", number.unwrap_or(0) + 1),
            title: title.to_owned(),
            task: None,
            division: None,
            blocks: Vec::new(),
            base: Vec::new(),
            version: 1,
            removed: false,
            updated_at: at,
            updated_by: actor.user,
        };
        let id = desk.add(&mut tx, section, Made::Written).await?;
        let order = desk.moved(id, after);
        desk.order(&mut tx, &order).await?;
        let details = json!({ "section": id.0, "title": title });
        note(&mut tx, current.agency.id, (&actor, at), "report.section_added", report, &details).await?;
        let written = desk.write(&mut tx, (&actor, at)).await?;
        let changed = desk.changed(&mut tx, id, written).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Takes a section out of the report; its versions stay.
    ///
    /// # Errors
    /// As [`write_section`](Self::write_section).
    pub async fn remove_section(
        &self,
        current: &CurrentUser,
        (report, section, version): (ReportId, SectionId, u32),
        origin: &str,
    ) -> Result<(), NotWritten> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        desk.require_all()?;
        let seen = desk.seen(&mut tx, section, version).await?;
        let details = json!({ "section": section.0, "title": seen.title });
        desk.keep(&mut tx, Section { removed: true, ..seen }, (Made::Removed, &actor, at)).await?;
        note(&mut tx, current.agency.id, (&actor, at), "report.section_removed", report, &details).await?;
        desk.write(&mut tx, (&actor, at)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Puts a section behind another, or at the start, and says the order.
    ///
    /// # Errors
    /// As [`write_section`](Self::write_section).
    pub async fn move_section(
        &self,
        current: &CurrentUser,
        (report, section): (ReportId, SectionId),
        after: Option<SectionId>,
        origin: &str,
    ) -> Result<Vec<SectionId>, AppError> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        desk.require_all()?;
        desk.section(section)?;
        let order = desk.moved(section, after);
        desk.order(&mut tx, &order).await?;
        desk.write(&mut tx, (&actor, at)).await?;
        tx.commit().await?;
        Ok(desk.sections.iter().filter(|one| !one.removed).map(|one| one.id).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tidied_stays_as_it_is() {
        let kind = ReportBlockKind::Item { marker: "-".to_owned() };
        let body = Body::Flow(vec![Inline::text("- - Phía "), Inline::text("bạn")]);
        let once = tidied(vec![Block { kind, body, origin: Some("a".to_owned()) }]).unwrap();
        assert_eq!(once.first().unwrap().body, Body::Flow(vec![Inline::text("Phía bạn")]));
        assert_eq!(tidied(once.clone()).unwrap(), once);
    }
}
