//! Files laid to a task: evidence, products, papers.

use tt_domain::document::Attachment;
use tt_domain::history::TaskFile;
use tt_domain::id::{TaskEventId, TaskFileId, TaskId};
use tt_domain::permission::Action;
use tt_store::{Tx, attachments, audit, task_links};

use super::act::{Occasion, no_person};
use super::context::TaskContext;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::{token, wording};

/// Largest file that can be laid to a task.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;

/// A file as it comes in.
#[derive(Clone, Debug)]
pub struct FileToAdd {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl App {
    /// Takes a file off a task; its content is kept for the history.
    ///
    /// # Errors
    /// No such file on a task one may see, or not theirs to change.
    pub async fn remove_task_file(
        &self,
        current: &CurrentUser,
        id: TaskFileId,
        origin: &str,
    ) -> Result<TaskId, AppError> {
        let mut tx = self.db.begin_write().await?;
        let file = task_links::file(&mut tx, id).await?;
        let context = TaskContext::load(&mut tx, current, file.task).await?;
        let person = current.user.person.ok_or_else(no_person)?;
        let own = file.added_by == Some(current.user.id);
        if !own {
            current.require_on(Action::EditTask, &context.scope())?;
        }
        let occasion = Occasion { current, person, at: self.clock.now(), origin, delivery: &self.delivery };
        task_links::remove_file(&mut tx, id, occasion.at).await?;
        let details = serde_json::json!({ "file": id.0, "name": file.name });
        audit::append(&mut tx, &occasion.audited(&context, "task.file_removed", &details)).await?;
        tx.commit().await?;
        Ok(file.task)
    }

    /// A file of a task, with its content.
    ///
    /// # Errors
    /// No such file on a task one may see.
    pub async fn task_file(&self, current: &CurrentUser, id: TaskFileId) -> Result<(TaskFile, Attachment), AppError> {
        let mut tx = self.db.begin_read().await?;
        let file = task_links::file(&mut tx, id).await?;
        TaskContext::load(&mut tx, current, file.task).await?;
        let attachment = attachments::get(&mut tx, file.attachment).await?;
        Ok((file, attachment))
    }
}

/// Keeps a file and lays it to a task.
///
/// # Errors
/// The file is empty, too large or marked secret, or the database failed.
pub(crate) async fn keep(
    tx: &mut Tx,
    task: TaskId,
    event: Option<TaskEventId>,
    file: &FileToAdd,
    occasion: &Occasion<'_>,
) -> Result<TaskFileId, AppError> {
    accept(file)?;
    let hash = token::sha256(&file.bytes);
    let media_type = media_type(&file.bytes);
    let attachment = attachments::put(tx, &hash, &file.name, media_type, &file.bytes).await?;
    let user = Some(occasion.current.user.id);
    Ok(task_links::add_file(tx, task, event, attachment, &file.name, user, occasion.at).await?)
}

pub(crate) fn accept(file: &FileToAdd) -> Result<(), AppError> {
    let FileToAdd { name, bytes } = file;
    if bytes.is_empty() {
        return Err(AppError::refused(
            format!("{name}: tệp rỗng; hãy chọn tệp có nội dung"),
            format!("{name}: the file is empty; choose one with content"),
        ));
    }
    if bytes.len() > FILE_LIMIT {
        let limit = FILE_LIMIT / 1024 / 1024;
        return Err(AppError::refused(
            format!("{name}: tệp lớn hơn {limit} MB; hãy nén hoặc tách tệp"),
            format!("{name}: the file is over {limit} MB; compress or split it"),
        ));
    }
    // What can be read as a document is refused when it is marked secret; what cannot is kept as it is.
    if let Ok(document) = tt_document::read(bytes)
        && let Some(secrecy) = document.frame.secrecy
    {
        return Err(wording::secret(name, secrecy).into());
    }
    Ok(())
}

/// What a file is, by its first bytes: never by its name, and nothing a browser would run.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 5] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"PK\x03\x04", "application/zip"),
        (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    ];
    KNOWN.iter().find(|(head, _)| bytes.starts_with(head)).map_or("application/octet-stream", |(_, kind)| kind)
}
