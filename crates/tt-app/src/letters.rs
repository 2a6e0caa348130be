//! The urging letter (công văn đôn đốc): a division's or an agency's late tasks, in due form, as a draft to sign.

use jiff::civil::Date;
use tt_document::Document;
use tt_document::frame::Frame;
use tt_domain::calendar::days_from;
use tt_domain::id::{AgencyId, DivisionId, TaskId};
use tt_domain::permission::Action;
use tt_domain::task::{Task, TaskState};
use tt_domain::timeliness::{Timeliness, timeliness};
use tt_store::{Tx, agencies, divisions, task_links, tasks};
use tt_text::date::PartialDate;
use tt_text::one_line;

use crate::app::App;
use crate::drafting::{Draft, cell, file, frame};
use crate::error::AppError;
use crate::notice_words::shown;
use crate::outputs::Format;
use crate::sign_in::CurrentUser;
use crate::work::context::scope_of;
use crate::work::page::code;

/// Whom a letter is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urged {
    /// A division of one's own agency.
    Division(DivisionId),
    /// An agency below one's own.
    Agency(AgencyId),
}

/// Someone with late tasks.
#[derive(Clone, Debug)]
pub struct Late {
    /// Who.
    pub urged: Urged,
    /// Their name.
    pub name: String,
    /// Their late tasks, the latest first.
    pub tasks: Vec<LateTask>,
}

/// A late task.
#[derive(Clone, Debug)]
pub struct LateTask {
    /// The task.
    pub task: Task,
    /// Its shown code.
    pub code: String,
    /// Its deadline.
    pub deadline: Date,
    /// Calendar days past it.
    pub days: i32,
}

impl App {
    /// Divisions of one's own agency and agencies below it with late tasks one may urge.
    ///
    /// # Errors
    /// The database failed.
    pub async fn late(&self, current: &CurrentUser) -> Result<Vec<Late>, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let own = late_tasks(&mut tx, current, current.agency.id, today).await?;
        let mut all = Vec::new();
        for division in divisions::list(&mut tx, current.agency.id).await? {
            let theirs: Vec<LateTask> =
                own.iter().filter(|late| late.task.lead == Some(division.id)).cloned().collect();
            if !theirs.is_empty() {
                let urged = Urged::Division(division.id);
                all.push(Late { urged, name: division.spoken_name(), tasks: theirs });
            }
        }
        for agency in agencies::list(&mut tx).await? {
            if agency.parent == Some(current.agency.id) {
                let theirs = late_tasks(&mut tx, current, agency.id, today).await?;
                if !theirs.is_empty() {
                    all.push(Late { urged: Urged::Agency(agency.id), name: agency.name, tasks: theirs });
                }
            }
        }
        Ok(all)
    }

    /// The urging letter to one of [`App::late`] about the tasks chosen, or about all, as a file of a format: name and
    /// bytes.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one without late tasks one may urge; none of those chosen is late any more, or none is
    /// chosen.
    pub async fn urging_letter(
        &self,
        current: &CurrentUser,
        urged: Urged,
        chosen: Option<&[TaskId]>,
        format: Format,
    ) -> Result<(String, Vec<u8>), AppError> {
        let late = self.late(current).await?.into_iter().find(|late| late.urged == urged);
        let mut late = late.ok_or(AppError::NotFound)?;
        if let Some(chosen) = chosen {
            late.tasks.retain(|one| chosen.contains(&one.task.id));
        }
        if late.tasks.is_empty() {
            return Err(AppError::refused(
                format!("{}: chưa chọn việc nào; hãy chọn ít nhất một nhiệm vụ rồi tải công văn", late.name),
                format!("{}: no task is chosen; choose at least one, then take the letter", late.name),
            ));
        }
        let today = self.clock.today();
        let document = letter(current, &late, today);
        file(format!("cong-van-don-doc-{today}"), document, format).await
    }
}

async fn late_tasks(
    tx: &mut Tx,
    current: &CurrentUser,
    agency: AgencyId,
    today: Date,
) -> Result<Vec<LateTask>, AppError> {
    let above = agencies::superiors(tx, agency).await?;
    let mut late = Vec::new();
    for task in tasks::open_of_agency(tx, agency).await? {
        // What waits for confirmation is handed in: its lead cannot be urged for it.
        let owed = task.state != TaskState::ResultSubmitted;
        if !owed || !matches!(timeliness(&task, today), Timeliness::Overdue { .. }) {
            continue;
        }
        let Some(deadline) = task.deadline else { continue };
        let along = task_links::coordinators(tx, task.id).await?;
        let scope = scope_of(&task, agency, &above, &along);
        if current.may_on(Action::SeeTask, &scope) && current.may_on(Action::UrgeTask, &scope) {
            let parent = match task.parent {
                Some(parent) => Some(tasks::get(tx, parent).await?),
                None => None,
            };
            let code = code(&task, parent.as_ref());
            late.push(LateTask { code, deadline, days: days_from(deadline, today), task });
        }
    }
    late.sort_by_key(|one| (one.deadline, one.task.id));
    Ok(late)
}

fn letter(current: &CurrentUser, late: &Late, today: Date) -> Document {
    let agency = &current.agency;
    let subject = "đôn đốc thực hiện nhiệm vụ được giao".to_owned();
    let mut text = Draft::new(Frame {
        addressees: vec![late.name.clone()],
        recipients: vec!["Như trên".to_owned(), format!("Lãnh đạo {}", agency.name), "Lưu: VT".to_owned()],
        ..frame(agency, "Công văn", agency.symbol.clone(), PartialDate::whole(today), subject)
    });
    let count = late.tasks.len();
    let counted = if count < 10 { format!("0{count}") } else { count.to_string() };
    text.paragraph(&format!(
        "Qua theo dõi việc thực hiện các nhiệm vụ được giao, tính đến ngày {}, {} còn {counted} nhiệm vụ đã quá hạn \
         nhưng chưa báo cáo kết quả, cụ thể như sau:",
        shown(today),
        late.name
    ));
    let head = ["TT", "Mã", "Nội dung nhiệm vụ", "Thời hạn", "Số ngày quá hạn"];
    let mut rows = vec![head.iter().map(|name| cell(*name, true)).collect::<Vec<_>>()];
    for (index, one) in late.tasks.iter().enumerate() {
        rows.push(vec![
            cell((index + 1).to_string(), false),
            cell(one.code.clone(), false),
            cell(one_line(&one.task.statement), false),
            cell(shown(one.deadline), false),
            cell(one.days.to_string(), false),
        ]);
    }
    text.table(&rows);
    text.paragraph(&format!(
        "{} đề nghị {} khẩn trương thực hiện, báo cáo kết quả các nhiệm vụ nêu trên; trường hợp có khó khăn, vướng mắc, \
         báo cáo rõ nguyên nhân, trách nhiệm và đề xuất thời hạn hoàn thành.",
        agency.name, late.name
    ));
    text.paragraph(&format!("{} đề nghị {} quan tâm, thực hiện./.", agency.name, late.name));
    text.finish()
}
