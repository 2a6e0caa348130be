//! Remarks on sections: made, answered, settled; a suggestion is taken by putting its words in place of those quoted.

use serde_json::json;
use tt_domain::composing::{
    Block, Body, Comment, CommentKind, CommentState, Inline, InlineShows, Made, NewComment, Reply, Section,
};
use tt_domain::id::{CommentId, ReportId, SectionId};
use tt_store::section_comments;

use super::looking::{Names, RemarkShown};
use super::writing::Changed;
use crate::app::App;
use crate::error::AppError;
use crate::reporting::note;
use crate::sign_in::CurrentUser;

/// Longest remark, in letters.
const LETTERS: usize = 4_000;

/// What someone does with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkAsked {
    /// Answer it.
    Reply(String),
    /// Say what became of it.
    Settle(CommentState),
}

fn said(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LETTERS {
        return Err(AppError::refused_at(
            "gop-y",
            "góp ý phải từ 1 đến 4.000 ký tự",
            "a remark has 1 to 4,000 letters",
        ));
    }
    Ok(text.to_owned())
}

impl App {
    /// Remarks on words of a section; everyone who reads the report may.
    ///
    /// # Errors
    /// No such section, nothing said, or a suggestion whose quote does not stand in the section.
    pub async fn remark(
        &self,
        current: &CurrentUser,
        report: ReportId,
        asked: (SectionId, CommentKind),
        (quote, text, replacement): (&str, &str, Option<String>),
    ) -> Result<RemarkShown, AppError> {
        let (section, kind) = asked;
        let mut tx = self.db.begin_write().await?;
        let desk = self.desk(&mut tx, current, report).await?;
        let found = desk.sections.iter().find(|one| one.id == section && !one.removed).ok_or(AppError::NotFound)?;
        let suggestion = kind == CommentKind::Suggestion;
        let text = if suggestion && text.trim().is_empty() { String::new() } else { said(text)? };
        if suggestion && (replacement.is_none() || replaced(&found.blocks, quote, "").is_none()) {
            return Err(AppError::refused_at(
                "gop-y",
                "đề nghị sửa phải chọn đúng những chữ có trong mục, trong cùng một đoạn và không gồm số liệu tự động",
                "a suggestion is about words that stand in one paragraph of the section, facts left out",
            ));
        }
        let replacement = match replacement.filter(|_| suggestion) {
            Some(words) if words.is_empty() => Some(words),
            Some(words) => Some(said(&words)?),
            None => None,
        };
        let quote: String = quote.chars().take(LETTERS).collect();
        let new = NewComment { section, kind, quote, text, replacement, by: current.user.id, at: self.moment() };
        let id = section_comments::insert(&mut tx, &new).await?;
        let comment = Comment { id, said: new, state: CommentState::Open, replies: Vec::new() };
        let shown = desk.remark_shown(&mut tx, comment, &mut Names::default()).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// Answers a remark or says what became of it; taking a suggestion changes the section.
    ///
    /// # Errors
    /// No such remark; not theirs to settle; the words it is about do not stand there any more.
    pub async fn settle_remark(
        &self,
        current: &CurrentUser,
        (report, remark): (ReportId, CommentId),
        asked: &RemarkAsked,
        origin: &str,
    ) -> Result<(RemarkShown, Option<Changed>), AppError> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        let comment = section_comments::get(&mut tx, remark).await?;
        desk.knows(comment.said.section)?;
        let mut changed = None;
        match asked {
            RemarkAsked::Reply(text) => {
                let reply = Reply { text: said(text)?, by: current.user.id, at };
                section_comments::answer(&mut tx, remark, &reply).await?;
            }
            RemarkAsked::Settle(CommentState::Taken) => {
                let section = desk.section(comment.said.section)?.clone();
                let (quote, words) = (&comment.said.quote, comment.said.replacement.as_deref());
                let blocks = words.and_then(|words| replaced(&section.blocks, quote, words)).ok_or_else(|| {
                    AppError::refused(
                        "những chữ được đề nghị sửa không còn trong mục; hãy sửa tay rồi đánh dấu đã xử lý",
                        "the words of this suggestion do not stand there any more; mend the section by hand",
                    )
                })?;
                let id = section.id;
                desk.keep(&mut tx, Section { blocks, ..section }, (Made::Suggested, &actor, at)).await?;
                let written = desk.write(&mut tx, (&actor, at)).await?;
                section_comments::settle(&mut tx, remark, CommentState::Taken).await?;
                let details = json!({ "section": id.0, "remark": remark.0 });
                note(&mut tx, current.agency.id, (&actor, at), "report.suggestion_taken", report, &details).await?;
                changed = Some(desk.changed(&mut tx, id, written).await?);
            }
            RemarkAsked::Settle(state) => {
                let own = comment.said.by == current.user.id;
                if !own {
                    desk.section(comment.said.section)?;
                }
                section_comments::settle(&mut tx, remark, *state).await?;
            }
        }
        let comment = section_comments::get(&mut tx, remark).await?;
        let shown = desk.remark_shown(&mut tx, comment, &mut Names::default()).await?;
        tx.commit().await?;
        Ok((shown, changed))
    }
}

/// Blocks with the first place of some words in one stretch of text replaced; `None` where they stand nowhere so.
fn replaced(blocks: &[Block], quote: &str, words: &str) -> Option<Vec<Block>> {
    if quote.is_empty() {
        return None;
    }
    let mut all = blocks.to_vec();
    let put = |inlines: &mut Vec<Inline>| {
        inlines.iter_mut().any(|inline| match &mut inline.shows {
            InlineShows::Text(text) if text.contains(quote) => {
                *text = text.replacen(quote, words, 1);
                true
            }
            _ => false,
        })
    };
    let found = all.iter_mut().any(|block| match &mut block.body {
        Body::Flow(inlines) => put(inlines),
        Body::Grid(rows) => rows.iter_mut().flatten().any(put),
    });
    found.then_some(all)
}
