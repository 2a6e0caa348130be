//! Stored files, named by their content.

use sha2::{Digest, Sha256};
use tt_domain::document::Attachment;
use tt_domain::id::AttachmentId;

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    id: i64,
    sha256: String,
    name: String,
    media_type: String,
    bytes: Vec<u8>,
}

/// Keeps a file. The same content is kept once, under the name it first came with.
///
/// # Errors
/// [`StoreError::Corrupt`] when `sha256` is not the hash of `bytes`.
pub async fn put(
    tx: &mut Tx,
    sha256: &str,
    name: &str,
    media_type: &str,
    bytes: &[u8],
) -> Result<AttachmentId, StoreError> {
    const FIND: &str = "select id from attachments where sha256 = $1";
    const ADD: &str = "insert into attachments (sha256, name, media_type, bytes) values ($1, $2, $3, $4) \
                       on conflict (sha256) do nothing";
    if codec::hex(&Sha256::digest(bytes)) != sha256 {
        return Err(StoreError::Corrupt(format!("hash of the file {name}")));
    }
    if let Some((id,)) = optional!(tx, (i64,), FIND, sha256)? {
        return Ok(AttachmentId(id));
    }
    execute!(tx, ADD, sha256, name, media_type, bytes)?;
    let (id,) = one!(tx, (i64,), FIND, sha256)?;
    Ok(AttachmentId(id))
}

/// The file of that identity, with its bytes.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: AttachmentId) -> Result<Attachment, StoreError> {
    const SQL: &str = "select id, sha256, name, media_type, bytes from attachments where id = $1";
    let AttachmentRow { id, sha256, name, media_type, bytes } = one!(tx, AttachmentRow, SQL, id.0)?;
    Ok(Attachment { id: AttachmentId(id), sha256, name, media_type, bytes })
}
