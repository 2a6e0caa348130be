//! A report in the place of one that was issued with an error of content (Nghị định 30/2020/NĐ-CP, Article 18): it begins
//! with the words and facts of the other, and takes its place when it is issued.

use std::collections::HashMap;

use serde_json::json;
use tt_domain::document::NewDocument;
use tt_domain::id::{CitationId, FigureId, ReportId};
use tt_domain::permission::Action;
use tt_domain::report::{Content, NewReport, Piece, ReportState, Shows};
use tt_store::{Tx, citations, documents, figures, report_blocks, reports};

use super::{Standing, frame_json, frame_of, note, person};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

impl App {
    /// Opens a report in the place of one that was issued or recalled.
    ///
    /// # Errors
    /// Not theirs to replace, not issued, without a reason, or another is in its place already.
    pub async fn open_replacement(
        &self,
        current: &CurrentUser,
        id: ReportId,
        reason: &str,
        origin: &str,
    ) -> Result<ReportId, AppError> {
        person(current)?;
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let old = Standing::own(&mut tx, current, id).await?;
        current.require_on(Action::WithdrawReport, &old.scope(current, None))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::refused_at("ly-do", "chưa nêu lý do", "no reason is given"));
        }
        let issued = matches!(old.report.state, ReportState::Issued | ReportState::Recalled);
        if !issued || reports::replacing(&mut tx, id).await?.is_some() {
            return Err(AppError::refused(
                "báo cáo này chưa phát hành, hoặc đã có báo cáo thay thế; hãy tải lại trang",
                "this report is not issued, or another is in its place already; reload the page",
            ));
        }
        let mut frame = frame_of(&old.report)?;
        frame.number = None;
        frame.date.day = None;
        let document = NewDocument {
            agency: current.agency.id,
            kind: frame.kind.clone(),
            number: None,
            date: frame.date,
            issuer: frame.issuer.clone(),
            subject: frame.subject.clone(),
        };
        let new = NewReport {
            agency: old.report.agency,
            regime: old.report.regime,
            period: old.report.period,
            occasion: reason.to_owned(),
            key_tasks: old.report.key_tasks,
            due: None,
            replaces: Some(id),
            document: documents::add(&mut tx, &document).await?,
            state: ReportState::Draft,
            frame: frame_json(&frame)?,
            source: None,
            created_at: at,
            updated_by: actor.user,
        };
        let replacement = reports::insert(&mut tx, &new).await?;
        copy(&mut tx, id, replacement).await?;
        let details = json!({ "replaces": id.0, "reason": reason });
        note(&mut tx, old.report.agency, (&actor, at), "report.opened", replacement, &details).await?;
        tx.commit().await?;
        Ok(replacement)
    }
}

/// Gives a report the blocks of another, with figures and mentions of its own.
async fn copy(tx: &mut Tx, from: ReportId, to: ReportId) -> Result<(), AppError> {
    let mut own = Own::default();
    for figure in figures::list(tx, from).await? {
        own.figures.insert(figure.id, figures::insert(tx, to, figure.block, &figure.stated).await?);
    }
    for one in citations::list(tx, from).await? {
        let copied = citations::insert(tx, to, one.document, one.block, one.task, &one.form).await?;
        own.citations.insert(one.id, copied);
    }
    let mut blocks = report_blocks::list(tx, from).await?;
    for block in &mut blocks {
        match &mut block.content {
            Content::Flow(pieces) => own.rename(pieces),
            Content::Grid(rows) => rows.iter_mut().flatten().for_each(|cell| own.rename(cell)),
        }
    }
    Ok(report_blocks::replace(tx, to, &blocks).await?)
}

/// Figures and mentions by those they were copied from.
#[derive(Default)]
struct Own {
    figures: HashMap<FigureId, FigureId>,
    citations: HashMap<CitationId, CitationId>,
}

impl Own {
    fn rename(&self, pieces: &mut [Piece]) {
        for piece in pieces {
            match &mut piece.shows {
                Shows::Figure(id) => *id = self.figures.get(id).copied().unwrap_or(*id),
                Shows::Citation(id) => *id = self.citations.get(id).copied().unwrap_or(*id),
                _ => {}
            }
        }
    }
}
