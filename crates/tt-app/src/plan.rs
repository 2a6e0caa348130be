//! The implementation plan (kế hoạch triển khai) of an agency's year, written from how its tasks are allocated.

use std::collections::BTreeMap;

use tt_document::Document;
use tt_document::build::Piece;
use tt_document::frame::Frame;
use tt_domain::document::OfficialDocument;
use tt_domain::history::Coordinator;
use tt_domain::id::{DivisionId, PersonId, TaskId};
use tt_domain::permission::Action;
use tt_domain::task::{Recurrence, Target, Task, TaskKind, TaskState};
use tt_store::{Tx, agencies, divisions, documents, persons, programmes, targets, task_links, tasks};
use tt_text::date::PartialDate;
use tt_text::one_line;

use crate::app::App;
use crate::drafting::{Draft, cell, file, frame, without_stop};
use crate::error::AppError;
use crate::notice_words::shown;
use crate::outputs::Format;
use crate::sign_in::CurrentUser;
use crate::work::context::scope_of;
use crate::work::page::code;

/// What the plan is written from.
struct Allocation {
    year: i16,
    decision: Option<OfficialDocument>,
    /// Tasks with their codes, parts after the task they are parts of.
    tasks: Vec<(String, Task)>,
    targets: Vec<Target>,
    along: BTreeMap<TaskId, Vec<Coordinator>>,
    divisions: BTreeMap<DivisionId, String>,
    people: BTreeMap<PersonId, String>,
    agencies: BTreeMap<tt_domain::id::AgencyId, String>,
}

impl App {
    /// The plan for one's own agency's year, as a file of a format: name and bytes.
    ///
    /// # Errors
    /// No task of that year that one may see.
    pub async fn implementation_plan(
        &self,
        current: &CurrentUser,
        year: i16,
        format: Format,
    ) -> Result<(String, Vec<u8>), AppError> {
        current.require(Action::ReadRecords)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let allocation = allocation(&mut tx, current, year).await?;
        drop(tx);
        let document = plan(current, &allocation, PartialDate::whole(today));
        file(format!("ke-hoach-{year}"), document, format).await
    }
}

async fn allocation(tx: &mut Tx, current: &CurrentUser, year: i16) -> Result<Allocation, AppError> {
    let agency = current.agency.id;
    let programme = programmes::find(tx, agency, year).await?.ok_or(AppError::NotFound)?;
    let above = agencies::superiors(tx, agency).await?;
    let mut along: BTreeMap<TaskId, Vec<Coordinator>> = BTreeMap::new();
    for (task, coordinator) in task_links::coordinators_of_programme(tx, programme.id).await? {
        along.entry(task).or_default().push(coordinator);
    }
    let all = tasks::list_all(tx, programme.id).await?;
    let planned = |task: &Task| {
        let coordinators = along.get(&task.id).map(Vec::as_slice).unwrap_or_default();
        !matches!(task.state, TaskState::Cancelled | TaskState::Returned)
            && task.recurs_from.is_none()
            && current.may_on(Action::SeeTask, &scope_of(task, agency, &above, coordinators))
    };
    let mut ordered = Vec::new();
    for task in all.iter().filter(|task| task.parent.is_none() && planned(task)) {
        ordered.push((code(task, None), task.clone()));
        for part in all.iter().filter(|part| part.parent == Some(task.id) && planned(part)) {
            ordered.push((code(part, Some(task)), part.clone()));
        }
    }
    if ordered.is_empty() {
        return Err(AppError::refused(
            format!("năm {year} chưa có nhiệm vụ nào để lập kế hoạch; hãy giao nhiệm vụ trước"),
            format!("there is no task of {year} to plan; assign some first"),
        ));
    }
    let decision = match programme.decision {
        Some(decision) => Some(documents::get(tx, decision).await?),
        None => None,
    };
    Ok(Allocation {
        year,
        decision,
        tasks: ordered,
        targets: targets::list_for_programme(tx, programme.id).await?,
        along,
        divisions: divisions::list(tx, agency).await?.into_iter().map(|one| (one.id, one.spoken_name())).collect(),
        people: persons::list(tx, agency).await?.into_iter().map(|one| (one.id, one.details.full_name)).collect(),
        agencies: agencies::list(tx).await?.into_iter().map(|one| (one.id, one.name)).collect(),
    })
}

impl Allocation {
    fn lead(&self, task: &Task) -> String {
        task.lead.and_then(|id| self.divisions.get(&id)).cloned().unwrap_or_default()
    }

    fn person(&self, person: Option<PersonId>) -> String {
        person.and_then(|id| self.people.get(&id)).cloned().unwrap_or_default()
    }

    fn along(&self, task: &Task) -> String {
        let names = self.along.get(&task.id).into_iter().flatten().filter_map(|one| match one {
            Coordinator::Division(id) => self.divisions.get(id),
            Coordinator::Person(id) => self.people.get(id),
            Coordinator::Agency(id) => self.agencies.get(id),
        });
        names.cloned().collect::<Vec<_>>().join(", ")
    }

    fn decision(&self) -> Option<String> {
        let decision = self.decision.as_ref()?;
        let number = decision.number.as_ref()?;
        let kind = decision.kind.as_deref().unwrap_or("Quyết định");
        let date =
            if decision.date.is_blank() { String::new() } else { format!(" ngày {}", decision.date.official()) };
        let issuer = decision.issuer.as_ref().map(|issuer| format!(" của {issuer}")).unwrap_or_default();
        Some(format!("{kind} số {number}{date}{issuer}"))
    }

    fn write_task(&self, text: &mut Draft, number: usize, task: &Task) {
        text.numbered_head(&format!("{number}."), &one_line(&task.statement));
        let of_task = self.targets.iter().filter(|target| target.task == task.id);
        let goals: Vec<&str> = of_task.map(|target| without_stop(&target.text)).collect();
        text.item("Mục tiêu", &goals.join("; "));
        text.item("Chủ trì", &self.lead(task));
        text.item("Phối hợp", &self.along(task));
        text.item("Lãnh đạo phụ trách", &self.person(task.leader));
        text.item("Người thực hiện", &self.person(task.officer));
        text.item("Thời hạn", &due(task));
        text.item("Sản phẩm", task.product.as_deref().unwrap_or_default().trim_end_matches('.'));
        for (_, part) in self.tasks.iter().filter(|(_, part)| part.parent == Some(task.id)) {
            let lead = self.lead(part);
            let officer = self.person(part.officer);
            let who = [lead, officer].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ");
            let statement = part.statement.trim_end_matches('.');
            let value = format!("{statement} ({who}{}{})", if who.is_empty() { "" } else { "; " }, due(part));
            text.item("Việc thành phần", &value);
        }
    }

    /// The tasks in a table; a column that would stand empty is left out.
    fn table(&self) -> Vec<Vec<Vec<Piece>>> {
        let row = |(index, (code, task)): (usize, &(String, Task))| {
            [
                (index + 1).to_string(),
                code.clone(),
                one_line(&task.statement),
                self.lead(task),
                self.along(task),
                due(task),
                task.product.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<[String; 7]> = self.tasks.iter().enumerate().map(row).collect();
        let head = ["TT", "Mã", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"];
        let filled = head.map(|name| {
            let column = head.iter().position(|other| *other == name);
            column.is_some_and(|column| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty())))
        });
        let kept = |cells: Vec<String>, strong: bool| {
            let shown = cells.into_iter().zip(filled).filter(|(_, filled)| *filled);
            shown.map(|(text, _)| cell(text, strong)).collect::<Vec<_>>()
        };
        let mut shown = vec![kept(head.map(str::to_owned).to_vec(), true)];
        shown.extend(rows.into_iter().map(|row| kept(row.to_vec(), false)));
        shown
    }
}

/// When a task is due, in words.
fn due(task: &Task) -> String {
    match (task.deadline, task.recurrence) {
        (Some(day), _) => shown(day),
        (None, Some(Recurrence::Weekly)) => "Hằng tuần".to_owned(),
        (None, Some(Recurrence::Monthly)) => "Hằng tháng".to_owned(),
        (None, Some(Recurrence::Quarterly)) => "Hằng quý".to_owned(),
        (None, None) if task.kind == TaskKind::Undated => "Thường xuyên".to_owned(),
        (None, None) => "Trong năm".to_owned(),
    }
}

fn plan(current: &CurrentUser, allocation: &Allocation, date: PartialDate) -> Document {
    let agency = &current.agency;
    let subject = format!("Triển khai thực hiện nhiệm vụ năm {}", allocation.year);
    let mut text = Draft::new(Frame {
        recipients: vec![format!("Lãnh đạo {}", agency.name), "Các phòng, đơn vị".to_owned(), "Lưu: VT".to_owned()],
        ..frame(agency, "Kế hoạch", format!("KH-{}", agency.symbol), date, subject)
    });
    let basis = allocation.decision();
    let basis_words = basis.as_ref().map(|basis| format!("Thực hiện {basis}, ")).unwrap_or_default();
    text.paragraph(&format!(
        "{basis_words}{} xây dựng Kế hoạch triển khai thực hiện nhiệm vụ năm {} như sau:",
        agency.name, allocation.year
    ));
    text.heading("I.", "MỤC ĐÍCH, YÊU CẦU");
    text.numbered("1.", "Tổ chức thực hiện đầy đủ, đúng thời hạn các nhiệm vụ được giao trong năm.");
    text.numbered(
        "2.",
        "Phân công rõ đơn vị chủ trì, đơn vị phối hợp, người phụ trách, thời hạn và sản phẩm của từng nhiệm vụ, làm căn cứ \
         theo dõi, đôn đốc và đánh giá.",
    );
    text.heading("II.", "NHIỆM VỤ VÀ PHÂN CÔNG");
    let mut number = 0;
    for (_, task) in allocation.tasks.iter().filter(|(_, task)| task.parent.is_none()) {
        number += 1;
        allocation.write_task(&mut text, number, task);
    }
    text.heading("III.", "BẢNG PHÂN CÔNG");
    text.table(&allocation.table());
    text.heading("IV.", "TỔ CHỨC THỰC HIỆN");
    text.numbered(
        "1.",
        "Các phòng, đơn vị chủ trì tổ chức thực hiện, báo cáo tiến độ và kết quả các nhiệm vụ được phân công; có vướng mắc \
         thì báo cáo lãnh đạo trước thời hạn để xem xét, giải quyết.",
    );
    text.numbered("2.", "Người theo dõi nhiệm vụ đôn đốc, tổng hợp, báo cáo tại các cuộc giao ban./.");
    text.finish()
}
