//! Tables that go out in the shape in which they come in again: templates, the people, the units, rows to correct.

use tt_check::Message;
use tt_domain::intake::IntakeKind;
use tt_domain::organisation::Agency;
use tt_domain::people::Person;
use tt_domain::permission::Action;
use tt_store::{agencies, divisions};

use super::{Column, Field, IntakeShown, columns, words};
use crate::app::App;
use crate::contract::Language;
use crate::error::AppError;
use crate::organisation::people::PostShown;
use crate::sheet::{Cell, to_workbook};
use crate::sign_in::CurrentUser;
use crate::{organisation, wording::say};

/// Widths of the columns, in letters.
pub fn widths(kind: IntakeKind) -> Vec<u16> {
    columns(kind).iter().map(|column| column.width).collect()
}

/// The headings, in the order of the columns.
pub fn head(kind: IntakeKind, lang: Language) -> Vec<Cell> {
    columns(kind).iter().map(|column| Cell::text(lang.pick(&column.heading()))).collect()
}

/// The headings someone fills in: without those that are not read.
fn template_columns(kind: IntakeKind) -> impl Iterator<Item = &'static Column> {
    columns(kind).iter().filter(|column| column.field != Field::NotRead)
}

/// An empty table to fill in: its head.
pub fn template(kind: IntakeKind, lang: Language) -> Vec<Vec<Cell>> {
    vec![template_columns(kind).map(|column| Cell::text(lang.pick(&column.heading()))).collect()]
}

/// The template as a workbook with a sheet that explains each column.
///
/// # Errors
/// It cannot be written: a defect.
pub fn template_workbook(kind: IntakeKind, lang: Language) -> Result<Vec<u8>, AppError> {
    let pick = |vi: &str, en: &str| lang.pick(&say(vi, en)).to_owned();
    let mut explained = vec![vec![
        Cell::text(pick("Cột", "Column")),
        Cell::text(pick("Bắt buộc", "Has to be there")),
        Cell::text(pick("Cách ghi", "What it takes")),
    ]];
    explained.extend(template_columns(kind).map(|column| {
        let needed = if column.required { pick("Có", "Yes") } else { String::new() };
        let takes = pick(column.takes.0, column.takes.1);
        vec![Cell::text(lang.pick(&column.heading())), Cell::text(needed), Cell::text(takes)]
    }));
    let general = pick(
        "Nhập dữ liệu ở trang tính đầu. Thứ tự cột tùy ý, tiêu đề có dấu hay không dấu đều được. Ô trống không xóa dữ \
         liệu đang có. Ô công thức được lấy theo giá trị đang hiện.",
        "Fill in the first sheet. Columns may stand in any order. An empty cell clears nothing. Of a formula the value \
         it shows is taken.",
    );
    explained.push(vec![Cell::text(pick("Lưu ý", "Note")), Cell::text(""), Cell::text(general)]);
    let widths: Vec<u16> = template_columns(kind).map(|column| column.width).collect();
    let title = pick_title(kind, lang);
    let guide = pick("Hướng dẫn", "Explanation");
    let sheets = [(title.as_str(), template(kind, lang)), (guide.as_str(), explained)];
    let [(first, rows), (second, explained)] = sheets;
    to_workbook(first, &[(first, &rows, &widths), (second, &explained, &[26, 14, 90])])
        .map_err(|error| AppError::Internal(format!("writing a template ({error})")))
}

/// What rows of that kind are called.
pub fn title(kind: IntakeKind) -> Message {
    match kind {
        IntakeKind::Tasks => say("Nhiệm vụ", "Tasks"),
        IntakeKind::People => say("Người và chức vụ", "People and posts"),
        IntakeKind::Units => say("Cơ quan và phòng", "Agencies and divisions"),
    }
}

fn pick_title(kind: IntakeKind, lang: Language) -> String {
    lang.pick(&title(kind)).to_owned()
}

/// The rows that were not taken, with their headings as they were and the reasons beside them.
pub fn to_correct(shown: &IntakeShown, lang: Language) -> Vec<Vec<Cell>> {
    let reason = say("Lý do không nhận", "Why not taken");
    let known = [reason.vi.as_str(), reason.en.as_str()];
    // A file that was corrected before has that column already.
    let kept: Vec<usize> = (0..shown.headings.len())
        .filter(|at| shown.headings.get(*at).is_some_and(|heading| !known.contains(&heading.as_str())))
        .collect();
    let line = |cells: &[String], last: String| -> Vec<Cell> {
        let cells = kept.iter().map(|at| Cell::text(cells.get(*at).cloned().unwrap_or_default()));
        cells.chain([Cell::text(last)]).collect()
    };
    let mut rows = vec![line(&shown.headings, lang.pick(&reason).to_owned())];
    for row in &shown.refused {
        let why = row.faults.iter().map(|fault| {
            let words = if lang == Language::English { &fault.en } else { &fault.vi };
            format!("{}: {words}", fault.cell)
        });
        rows.push(line(&row.cells, why.collect::<Vec<_>>().join("; ")));
    }
    rows
}

impl App {
    /// The people within someone's reach, a row for each post held today, as a table that comes in again.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn people_table(&self, current: &CurrentUser, lang: Language) -> Result<Vec<Vec<Cell>>, AppError> {
        let mut rows = vec![head(IntakeKind::People, lang)];
        for shown in self.people(current, "").await? {
            let login = shown.account.as_ref().map(|user| user.login.as_str());
            if shown.posts.is_empty() {
                rows.push(person_row(&shown.person, None, login, lang));
            }
            rows.extend(shown.posts.iter().map(|post| person_row(&shown.person, Some(post), login, lang)));
        }
        Ok(rows)
    }

    /// The agencies within someone's reach and their divisions, as they are today, as a table that comes in again.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn units_table(&self, current: &CurrentUser, lang: Language) -> Result<Vec<Vec<Cell>>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let managed = organisation::within_reach(&mut tx, current, Action::ManageOrganisation).await?;
        let all = agencies::list(&mut tx).await?;
        let mut rows = vec![head(IntakeKind::Units, lang)];
        let mut waiting: Vec<&Agency> = managed.iter().filter(|agency| agency.validity().holds_on(today)).collect();
        // Whoever stands above comes first.
        waiting.sort_by_key(|agency| (organisation::superiors_among(&all, agency.id).len(), agency.symbol.clone()));
        for agency in waiting {
            let parent = all.iter().find(|other| Some(other.id) == agency.parent);
            rows.push(unit_row(&words::level(agency.level), agency, parent.map(|parent| &parent.symbol), lang));
            for division in divisions::list(&mut tx, agency.id).await? {
                if division.validity().holds_on(today) {
                    let cell = |column: &Column| match column.field {
                        Field::Kind => Cell::text(lang.pick(&words::division())),
                        Field::Symbol => Cell::text(division.symbol.clone()),
                        Field::Name => Cell::text(division.name.clone()),
                        Field::Above => Cell::text(agency.symbol.clone()),
                        Field::From => Cell::day(division.valid_from),
                        _ => Cell::default(),
                    };
                    rows.push(columns(IntakeKind::Units).iter().map(cell).collect());
                }
            }
        }
        Ok(rows)
    }
}

fn unit_row(level: &Message, agency: &Agency, parent: Option<&String>, lang: Language) -> Vec<Cell> {
    let opt = |text: Option<&String>| Cell::text(text.cloned().unwrap_or_default());
    let cell = |column: &Column| match column.field {
        Field::Kind => Cell::text(lang.pick(level)),
        Field::Symbol => Cell::text(agency.symbol.clone()),
        Field::Name => Cell::text(agency.name.clone()),
        Field::Above => opt(parent),
        Field::Superior => opt(agency.superior.as_ref()),
        Field::Place => opt(agency.place.as_ref()),
        Field::From => Cell::day(agency.valid_from),
        _ => Cell::default(),
    };
    columns(IntakeKind::Units).iter().map(cell).collect()
}

fn person_row(person: &Person, post: Option<&PostShown>, login: Option<&str>, lang: Language) -> Vec<Cell> {
    let details = &person.details;
    let opt = |text: Option<&String>| Cell::text(text.cloned().unwrap_or_default());
    let held = post.map(|post| &post.post.details);
    let cell = |column: &Column| match column.field {
        Field::Record => Cell::text(person.id.to_string()),
        Field::Name => Cell::text(details.full_name.clone()),
        Field::StaffCode => opt(details.code.as_ref()),
        Field::Email => opt(details.email.as_ref()),
        Field::Phone => opt(details.phone.as_ref()),
        Field::Agency => opt(post.map(|post| &post.agency)),
        Field::Division => opt(post.and_then(|post| post.division.as_ref())),
        Field::Role => held.map(|held| Cell::text(lang.pick(&words::role(held.role)))).unwrap_or_default(),
        Field::Title => opt(held.and_then(|held| held.title.as_ref())),
        Field::Holding => held.map(|held| Cell::text(lang.pick(&words::holding(held.holding)))).unwrap_or_default(),
        Field::From => Cell::day(held.and_then(|held| held.validity.from)),
        Field::To => Cell::day(held.and_then(|held| held.validity.to).and_then(|to| to.yesterday().ok())),
        Field::NotRead if column.vi == "Tài khoản" => Cell::text(login.unwrap_or_default()),
        _ => Cell::default(),
    };
    columns(IntakeKind::People).iter().map(cell).collect()
}
