//! What people remark on sections of reports being composed.

use std::collections::BTreeMap;

use tt_domain::composing::{Comment, CommentKind, CommentState, NewComment, Reply};
use tt_domain::id::{CommentId, ReportId, SectionId, UserId};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "c.id, c.section_id, c.kind, c.quote, c.text, c.replacement, c.state, c.by_id, c.at"
    };
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    id: i64,
    section_id: i64,
    kind: String,
    quote: String,
    text: String,
    replacement: Option<String>,
    state: String,
    by_id: i64,
    at: i64,
}

impl TryFrom<CommentRow> for Comment {
    type Error = StoreError;

    fn try_from(row: CommentRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: CommentId(row.id),
            said: NewComment {
                section: SectionId(row.section_id),
                kind: codec::coded(&row.kind, CommentKind::from_code)?,
                quote: row.quote,
                text: row.text,
                replacement: row.replacement,
                by: UserId(row.by_id),
                at: codec::timestamp(row.at)?,
            },
            state: codec::coded(&row.state, CommentState::from_code)?,
            replies: Vec::new(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct ReplyRow {
    comment_id: i64,
    text: String,
    by_id: i64,
    at: i64,
}

fn reply(row: ReplyRow) -> Result<(CommentId, Reply), StoreError> {
    let ReplyRow { comment_id, text, by_id, at } = row;
    Ok((CommentId(comment_id), Reply { text, by: UserId(by_id), at: codec::timestamp(at)? }))
}

/// Adds a remark, open.
pub async fn insert(tx: &mut Tx, comment: &NewComment) -> Result<CommentId, StoreError> {
    const SQL: &str = "insert into section_comments (section_id, kind, quote, text, replacement, state, by_id, at) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
    let NewComment { section, kind, quote, text, replacement, by, at } = comment;
    let (kind, state, at) = (kind.code(), CommentState::Open.code(), codec::micros(*at));
    let (id,) = one!(tx, (i64,), SQL, section.0, kind, quote, text, replacement, state, by.0, at)?;
    Ok(CommentId(id))
}

/// Says what became of a remark.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn settle(tx: &mut Tx, id: CommentId, state: CommentState) -> Result<(), StoreError> {
    touched(execute!(tx, "update section_comments set state = $2 where id = $1", id.0, state.code())?)
}

/// Adds an answer to a remark, behind those it has.
pub async fn answer(tx: &mut Tx, id: CommentId, reply: &Reply) -> Result<(), StoreError> {
    const SQL: &str = "insert into comment_replies (comment_id, sequence, text, by_id, at) values ($1, (select \
                       coalesce(max(sequence), 0) + 1 from comment_replies where comment_id = $1), $2, $3, $4)";
    execute!(tx, SQL, id.0, &reply.text, reply.by.0, codec::micros(reply.at))?;
    Ok(())
}

/// All remarks on a report with their answers, in the order they were made.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<Comment>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from section_comments c join report_sections s on s.id = c.section_id where s.report_id = $1 order by c.id"
    );
    const REPLIES: &str = "select r.comment_id, r.text, r.by_id, r.at from comment_replies r \
                           join section_comments c on c.id = r.comment_id \
                           join report_sections s on s.id = c.section_id \
                           where s.report_id = $1 order by r.comment_id, r.sequence";
    let mut answers: BTreeMap<CommentId, Vec<Reply>> = BTreeMap::new();
    for row in all!(tx, ReplyRow, REPLIES, report.0)? {
        let (comment, reply) = reply(row)?;
        answers.entry(comment).or_default().push(reply);
    }
    let comments = all!(tx, CommentRow, SQL, report.0)?;
    comments
        .into_iter()
        .map(|row| {
            let comment = Comment::try_from(row)?;
            Ok(Comment { replies: answers.remove(&comment.id).unwrap_or_default(), ..comment })
        })
        .collect()
}

/// The remark of that identity with its answers.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: CommentId) -> Result<Comment, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from section_comments c where c.id = $1");
    const REPLIES: &str =
        "select comment_id, text, by_id, at from comment_replies where comment_id = $1 order by sequence";
    let comment = Comment::try_from(one!(tx, CommentRow, SQL, id.0)?)?;
    let replies = all!(tx, ReplyRow, REPLIES, id.0)?;
    let replies = replies.into_iter().map(|row| reply(row).map(|(_, reply)| reply)).collect::<Result<Vec<_>, _>>()?;
    Ok(Comment { replies, ..comment })
}
