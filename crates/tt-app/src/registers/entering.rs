//! Writing entries: added, changed, taken out, laid to tasks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{DocumentId, EntryId, RegisterFieldId, RegisterId, TaskId};
use tt_domain::permission::Action;
use tt_domain::register::matching::words_of;
use tt_domain::register::{EntryAt, Register, Standing, Value};
use tt_store::entries::{NewEntry, Recording, reading};
use tt_store::{Tx, attachments, entries};

use super::moving::{MoveDraft, checked_moves};
use super::resolve::{ReadValues, Records, read_values};
use super::{By, Given, Trouble, entry_for, for_action, note, words};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::wording::say;
use crate::work::context::TaskContext;
use crate::work::files::FileToAdd;

/// What someone gives of an entry.
#[derive(Clone, Debug, Default)]
pub struct EntryDraft {
    /// What was typed into the fields; a field that is not here stays as it is.
    pub typed: Vec<(RegisterFieldId, String)>,
    /// Files chosen for fields.
    pub files: Vec<(RegisterFieldId, FileToAdd)>,
    /// Day from which these values hold; today where nothing is said. For a new entry, its first day.
    pub from: Option<Date>,
    /// Stages it has gone through, for a new entry.
    pub moves: Vec<MoveDraft>,
    /// Tasks it is evidence for; `None` leaves them as they are.
    pub tasks: Option<Vec<TaskId>>,
    /// Document and sentence it was read from.
    pub source: Option<(Option<DocumentId>, String)>,
    /// Whether what is unusual is meant.
    pub meant: bool,
}

/// Splits troubles into what is wrong and what is asked, as one answer; `None` when it can be taken.
pub(crate) fn answer<T>(troubles: Vec<Trouble>, meant: bool) -> Option<Given<T>> {
    let (asked, wrong): (Vec<Trouble>, Vec<Trouble>) = troubles.into_iter().partition(|trouble| trouble.asked);
    if !wrong.is_empty() {
        Some(Given::Wrong(wrong))
    } else if !asked.is_empty() && !meant {
        Some(Given::Asked(asked))
    } else {
        None
    }
}

impl App {
    /// Adds an entry.
    ///
    /// # Errors
    /// Not theirs to write in, or the database failed.
    pub async fn add_entry(
        &self,
        current: &CurrentUser,
        register: RegisterId,
        draft: &EntryDraft,
        origin: &str,
    ) -> Result<Given<EntryId>, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_write().await?;
        let register = for_action(&mut tx, current, register, Action::EnterRegister).await?;
        let recording = Recording { by: Some(current.user.id), at: self.clock.now(), import: None };
        let made = make(&mut tx, &mut Records::default(), &register, draft, recording, today).await?;
        let Given::Taken(id) = made else { return Ok(made) };
        link(&mut tx, current, id, draft.tasks.as_deref()).await?;
        let entry = entries::get(&mut tx, id).await?;
        let details = json!({ "register": register.key, "title": entry.title, "since": entry.since.to_string() });
        let object = format!("entry-{id}");
        note(&mut tx, By::new(current, origin, recording.at), &register, ("entry.added", object, &details)).await?;
        tx.commit().await?;
        Ok(Given::Taken(id))
    }

    /// Changes an entry's values, if nobody changed it since `version`.
    ///
    /// # Errors
    /// Not theirs to write in, [`tt_store::StoreError::Stale`], or the database failed.
    pub async fn edit_entry(
        &self,
        current: &CurrentUser,
        id: EntryId,
        version: i64,
        draft: &EntryDraft,
        origin: &str,
    ) -> Result<Given<()>, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_write().await?;
        let (register, _) = entry_for(&mut tx, current, id, Action::EnterRegister).await?;
        let recording = Recording { by: Some(current.user.id), at: self.clock.now(), import: None };
        let changed =
            change(&mut tx, &mut Records::default(), &register, (id, version), draft, recording, today).await?;
        let Given::Taken(changed) = changed else { return Ok(changed.map(|_| ())) };
        link(&mut tx, current, id, draft.tasks.as_deref()).await?;
        if changed.is_empty() && draft.tasks.is_none() {
            return Ok(Given::Taken(()));
        }
        let details = json!({ "register": register.key, "values": changed });
        let object = format!("entry-{id}");
        note(&mut tx, By::new(current, origin, recording.at), &register, ("entry.changed", object, &details)).await?;
        tx.commit().await?;
        Ok(Given::Taken(()))
    }

    /// Takes an entry out of its register as entered by mistake, with the reason; its history stays.
    ///
    /// # Errors
    /// Not theirs to write in, no reason, [`tt_store::StoreError::Stale`].
    pub async fn remove_entry(
        &self,
        current: &CurrentUser,
        id: EntryId,
        version: i64,
        reason: &str,
        origin: &str,
    ) -> Result<Register, AppError> {
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        let (register, entry) = entry_for(&mut tx, current, id, Action::EnterRegister).await?;
        if reason.trim().is_empty() {
            return Err(AppError::refused_at(
                "ly-do",
                "chưa ghi lý do đưa dòng ra khỏi sổ; hãy ghi để người sau hiểu",
                "say why the entry is taken out",
            ));
        }
        entries::set_removed(&mut tx, id, version, Some(at)).await?;
        let details = json!({ "register": register.key, "title": entry.title, "reason": reason.trim() });
        note(&mut tx, By::new(current, origin, at), &register, ("entry.removed", format!("entry-{id}"), &details))
            .await?;
        tx.commit().await?;
        Ok(register)
    }

    /// Puts an entry back that was taken out.
    ///
    /// # Errors
    /// Not theirs to write in, another entry of that title is there by now, [`tt_store::StoreError::Stale`].
    pub async fn restore_entry(
        &self,
        current: &CurrentUser,
        id: EntryId,
        version: i64,
        origin: &str,
    ) -> Result<(), AppError> {
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        let (register, entry) = entry_for(&mut tx, current, id, Action::EnterRegister).await?;
        if register.unique_title && !entries::titled(&mut tx, register.id, &entry.title).await?.is_empty() {
            let title = &entry.title;
            return Err(AppError::refused(
                format!("sổ đã có dòng khác tên “{title}”; hãy sửa tên dòng đó trước"),
                format!("another entry is called “{title}” by now; rename it first"),
            ));
        }
        entries::set_removed(&mut tx, id, version, None).await?;
        if let Some(on) = reading::on_day(&mut tx, &register, &[id], self.clock.today()).await?.into_iter().next() {
            entries::set_words(&mut tx, id, &words_of(&register, &on.at)).await?;
        }
        let details = json!({ "register": register.key, "title": entry.title });
        note(&mut tx, By::new(current, origin, at), &register, ("entry.restored", format!("entry-{id}"), &details))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

impl<T> Given<T> {
    /// The same with what was taken made into something else.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Given<U> {
        match self {
            Self::Taken(taken) => Given::Taken(make(taken)),
            Self::Wrong(troubles) => Given::Wrong(troubles),
            Self::Asked(troubles) => Given::Asked(troubles),
        }
    }
}

async fn link(tx: &mut Tx, current: &CurrentUser, id: EntryId, tasks: Option<&[TaskId]>) -> Result<(), AppError> {
    let Some(tasks) = tasks else { return Ok(()) };
    for task in tasks {
        // Only to tasks one may see.
        TaskContext::load(tx, current, *task).await?;
    }
    entries::set_tasks(tx, id, tasks).await?;
    Ok(())
}

/// Keeps the files chosen and names them in what was typed.
async fn keep_files(tx: &mut Tx, draft: &EntryDraft, read: &mut ReadValues) -> Result<(), AppError> {
    for (field, file) in &draft.files {
        crate::work::files::accept(file)?;
        let media = crate::work::files::media_type(&file.bytes);
        let id = attachments::put(tx, &crate::token::sha256(&file.bytes), &file.name, media, &file.bytes).await?;
        let named = tt_domain::register::value::Named { id: Some(id), text: file.name.clone() };
        read.values.retain(|(known, _)| known != field);
        read.values.push((*field, Some(Value::File(named))));
    }
    Ok(())
}

/// Makes an entry in a transaction, whoever asks; nothing is written unless it is taken.
pub(crate) async fn make(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    draft: &EntryDraft,
    recording: Recording,
    today: Date,
) -> Result<Given<EntryId>, AppError> {
    let first_move = draft.moves.iter().filter_map(|one| one.day).min();
    let since = draft.from.or(first_move).unwrap_or(today).min(first_move.unwrap_or(Date::MAX));
    let mut typed = draft.typed.clone();
    typed.extend(draft.files.iter().map(|(field, file)| (*field, file.name.clone())));
    let mut read = read_values(tx, records, register, &typed, None, today).await?;
    if since > today {
        let message = say("ngày có trong sổ sau hôm nay; hãy ghi ngày đã qua", "the first day is after today");
        read.troubles.push(Trouble { field: "tu-ngay".to_owned(), message, asked: false });
    }
    let values: BTreeMap<RegisterFieldId, Value> =
        read.values.iter().filter_map(|(id, value)| Some((*id, value.clone()?))).collect();
    let title = register.title(&values);
    if !title.is_empty() {
        if let Some(same) = entries::titled(tx, register.id, &title).await?.first() {
            read.troubles.push(same_title(register, &title, same.id));
        }
    }
    let moves = checked_moves(tx, records, register, since, &draft.moves, today, &mut read.troubles).await?;
    if let Some(answer) = answer(std::mem::take(&mut read.troubles), draft.meant) {
        return Ok(answer);
    }
    keep_files(tx, draft, &mut read).await?;
    let at = EntryAt { id: EntryId(0), values, standing: Standing::default() };
    let (source_document, source_sentence) = match &draft.source {
        Some((document, sentence)) => (*document, Some(sentence.clone())),
        None => (None, None),
    };
    let words = words_of(register, &at);
    let new = NewEntry { register: register.id, since, words, source_document, source_sentence };
    let id = entries::insert(tx, &new, recording).await?;
    for (field, value) in &read.values {
        if value.is_some() {
            entries::set_value(tx, id, *field, value.as_ref(), since, recording).await?;
        }
    }
    for change in &moves {
        entries::add_change(tx, id, change, recording).await?;
    }
    if !moves.is_empty() {
        entries::set_spans(tx, register, id, since, &moves).await?;
    }
    Ok(Given::Taken(id))
}

fn same_title(register: &Register, title: &str, other: EntryId) -> Trouble {
    let code = register.fields.iter().find(|field| field.spec.title).map(|field| field.spec.code.clone());
    let message = if register.unique_title {
        say(
            format!("sổ đã có “{title}” (dòng số {other}); hãy mở dòng đó để cập nhật"),
            format!("“{title}” is there already (entry {other}); open it to update it"),
        )
    } else {
        say(
            format!("sổ đã có dòng cùng tên “{title}” (số {other}); nếu là hai đối tượng khác nhau thì xác nhận"),
            format!("there is an entry “{title}” already ({other}); confirm if they are two"),
        )
    };
    Trouble { field: code.unwrap_or_default(), message, asked: !register.unique_title }
}

/// Changes an entry in a transaction; tells which fields, before and after.
pub(crate) async fn change(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    (id, version): (EntryId, i64),
    draft: &EntryDraft,
    recording: Recording,
    today: Date,
) -> Result<Given<serde_json::Map<String, serde_json::Value>>, AppError> {
    let now = reading::on_day(tx, register, &[id], today).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let mut typed = draft.typed.clone();
    typed.extend(draft.files.iter().map(|(field, file)| (*field, file.name.clone())));
    let mut read = read_values(tx, records, register, &typed, Some(&now.at), today).await?;
    let from = draft.from.unwrap_or(today);
    let earlier = reading::values(tx, register, id).await?;
    for (field, _) in &read.values {
        let last = earlier.iter().filter(|value| value.field == *field).map(|value| value.from).max();
        read.troubles.extend(day_trouble(register, *field, from, last.unwrap_or(now.entry.since), today));
    }
    let mut after = now.at.clone();
    for (field, value) in &read.values {
        match value {
            Some(value) => after.values.insert(*field, value.clone()),
            None => after.values.remove(field),
        };
    }
    let title = register.title(&after.values);
    if title != now.entry.title {
        let same = entries::titled(tx, register.id, &title).await?;
        if let Some(same) = same.iter().find(|other| other.id != id) {
            read.troubles.push(same_title(register, &title, same.id));
        }
    }
    if let Some(answer) = answer(std::mem::take(&mut read.troubles), draft.meant) {
        return Ok(answer);
    }
    keep_files(tx, draft, &mut read).await?;
    if !read.values.is_empty() {
        entries::touch(tx, id, version, Some(&words_of(register, &after)), recording.at).await?;
    }
    let mut changed = serde_json::Map::new();
    for (field, value) in &read.values {
        entries::set_value(tx, id, *field, value.as_ref(), from, recording).await?;
        let Some(field) = register.field(*field) else { continue };
        let shown = |value: Option<&Value>| value.map(|value| value.shown(&field.spec.kind));
        let (before, after) = (shown(now.at.values.get(&field.id)), shown(value.as_ref()));
        changed.insert(field.spec.code.clone(), json!({ "before": before, "after": after, "from": from.to_string() }));
    }
    Ok(Given::Taken(changed))
}

/// Why values cannot hold from that day.
fn day_trouble(register: &Register, field: RegisterFieldId, from: Date, last: Date, today: Date) -> Option<Trouble> {
    let name = &register.field(field)?.spec.name;
    let message = if from > today {
        say("ngày bắt đầu có giá trị sau hôm nay; hãy ghi ngày đã qua", "the first day is after today")
    } else if from < last {
        let last = last.strftime("%d/%m/%Y");
        say(
            format!(
                "{name}: giá trị hiện có tính từ {last}, không ghi lùi trước ngày đó được; hãy chọn ngày từ {last}"
            ),
            format!("{name}: the present value holds from {last}; choose that day or a later one"),
        )
    } else {
        return None;
    };
    Some(Trouble { field: "tu-ngay".to_owned(), message, asked: false })
}

/// What someone is told of a stage they gave.
pub(crate) fn stage_trouble(message: tt_check::Message, asked: bool, field: &str) -> Trouble {
    Trouble { field: field.to_owned(), message, asked }
}

/// Words of a mark, for pages above.
pub fn mark_words(mark: tt_domain::register::Mark) -> tt_check::Message {
    words::mark(mark)
}
