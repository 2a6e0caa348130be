//! The implementation plan (kế hoạch triển khai) of an agency's year, written from how its tasks are allocated.

use std::collections::BTreeMap;

use tt_document::Document;
use tt_document::build::{Builder, Piece};
use tt_document::frame::Frame;
use tt_document::model::BlockKind;
use tt_domain::document::OfficialDocument;
use tt_domain::history::Coordinator;
use tt_domain::id::{DivisionId, PersonId, TaskId};
use tt_domain::permission::Action;
use tt_domain::task::{Recurrence, Target, Task, TaskKind, TaskState};
use tt_store::{Tx, agencies, divisions, documents, persons, programmes, targets, task_links, tasks};
use tt_text::date::PartialDate;

use crate::app::App;
use crate::error::AppError;
use crate::notice_words::shown;
use crate::outputs::{Format, render};
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
        let date = PartialDate { year: Some(today.year()), month: Some(today.month()), day: Some(today.day()) };
        let document = plan(current, &allocation, date);
        let bytes = tokio::task::spawn_blocking(move || render(&document, format))
            .await
            .map_err(|error| AppError::Internal(format!("writing a plan ({error})")))??;
        Ok((format!("ke-hoach-{year}.{}", format.extension()), bytes))
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
        divisions: divisions::list(tx, agency)
            .await?
            .into_iter()
            .map(|one| (one.id, named(one.name, &one.symbol)))
            .collect(),
        people: persons::list(tx, agency).await?.into_iter().map(|one| (one.id, one.details.full_name)).collect(),
        agencies: agencies::list(tx).await?.into_iter().map(|one| (one.id, one.name)).collect(),
    })
}

/// A division known only by its symbol is still called a division.
fn named(name: String, symbol: &str) -> String {
    if name == symbol { format!("Phòng {symbol}") } else { name }
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
    let frame = Frame {
        kind: Some("Kế hoạch".to_owned()),
        superior: agency.superior.clone(),
        issuer: Some(agency.name.clone()),
        symbol: Some(format!("KH-{}", agency.symbol)),
        place: agency.place.clone(),
        date,
        subject: Some(format!("Triển khai thực hiện nhiệm vụ năm {}", allocation.year)),
        recipients: vec![format!("Lãnh đạo {}", agency.name), "Các phòng, đơn vị".to_owned(), "Lưu: VT".to_owned()],
        ..Frame::default()
    };
    let mut text = Text { builder: Builder::new(frame) };
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
        text.task(number, task, allocation);
    }
    text.heading("III.", "BẢNG PHÂN CÔNG");
    text.table(allocation);
    text.heading("IV.", "TỔ CHỨC THỰC HIỆN");
    text.numbered(
        "1.",
        "Các phòng, đơn vị chủ trì tổ chức thực hiện, báo cáo tiến độ và kết quả các nhiệm vụ được phân công; có vướng mắc \
         thì báo cáo lãnh đạo trước thời hạn để xem xét, giải quyết.",
    );
    text.numbered("2.", "Người theo dõi nhiệm vụ đôn đốc, tổng hợp, báo cáo tại các cuộc giao ban./.");
    text.builder.finish()
}

/// A document being written, part by part.
pub(crate) struct Text {
    pub(crate) builder: Builder,
}

impl Text {
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(text)], None);
    }

    pub(crate) fn numbered(&mut self, label: &str, text: &str) {
        let kind = BlockKind::Paragraph { label: Some(label.to_owned()) };
        self.builder.block(kind, &[Piece::plain(format!("{label} {text}"))], None);
    }

    pub(crate) fn heading(&mut self, label: &str, title: &str) {
        let kind = BlockKind::Heading { level: 1, label: Some(label.to_owned()).filter(|label| !label.is_empty()) };
        let text = format!("{label} {title}").trim().to_owned();
        self.builder.block(kind, &[Piece { strong: true, ..Piece::plain(text) }], None);
    }

    pub(crate) fn item(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let kind = BlockKind::Item { marker: "-".to_owned() };
            self.builder.block(kind, &[Piece::plain(format!("- {name}: {value}."))], None);
        }
    }

    fn task(&mut self, number: usize, task: &Task, allocation: &Allocation) {
        let label = format!("{number}.");
        let statement = task.statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = BlockKind::Paragraph { label: Some(label.clone()) };
        let piece = Piece { strong: true, ..Piece::plain(format!("{label} {statement}")) };
        self.builder.block(kind, &[piece], None);
        let goals: Vec<&str> = allocation
            .targets
            .iter()
            .filter(|target| target.task == task.id)
            .map(|target| target.text.trim().trim_end_matches(['.', ';']))
            .collect();
        self.item("Mục tiêu", &goals.join("; "));
        self.item("Chủ trì", &allocation.lead(task));
        self.item("Phối hợp", &allocation.along(task));
        self.item("Lãnh đạo phụ trách", &allocation.person(task.leader));
        self.item("Người thực hiện", &allocation.person(task.officer));
        self.item("Thời hạn", &due(task));
        self.item("Sản phẩm", task.product.as_deref().unwrap_or_default().trim_end_matches('.'));
        for (_, part) in allocation.tasks.iter().filter(|(_, part)| part.parent == Some(task.id)) {
            let lead = allocation.lead(part);
            let officer = allocation.person(part.officer);
            let who = [lead, officer].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ");
            let statement = part.statement.trim_end_matches('.');
            let value = format!("{statement} ({who}{}{})", if who.is_empty() { "" } else { "; " }, due(part));
            self.item("Việc thành phần", &value);
        }
    }

    /// The tasks in a table; a column that would stand empty is left out.
    fn table(&mut self, allocation: &Allocation) {
        let cell = |text: String, strong: bool| vec![Piece { strong, ..Piece::plain(text) }];
        let row = |(index, (code, task)): (usize, &(String, Task))| {
            [
                (index + 1).to_string(),
                code.clone(),
                task.statement.split_whitespace().collect::<Vec<_>>().join(" "),
                allocation.lead(task),
                allocation.along(task),
                due(task),
                task.product.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<[String; 7]> = allocation.tasks.iter().enumerate().map(row).collect();
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
        self.builder.table(1, &shown, None);
    }
}
