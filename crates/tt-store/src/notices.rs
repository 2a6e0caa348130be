//! Notices: what people are told in the application, and what they want to be told.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, NoticeId, TaskId, UserId};
use tt_domain::notice::{Digest, NewNotice, Notice, NoticeKind, NoticePreferences};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, user_id, kind, task_id, data, dedupe_key, created_at, read_at"
    };
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    agency_id: i64,
    user_id: i64,
    kind: String,
    task_id: Option<i64>,
    data: String,
    dedupe_key: String,
    created_at: i64,
    read_at: Option<i64>,
}

impl TryFrom<NoticeRow> for Notice {
    type Error = StoreError;

    fn try_from(row: NoticeRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: NoticeId(row.id),
            notice: NewNotice {
                agency: AgencyId(row.agency_id),
                user: UserId(row.user_id),
                kind: codec::coded(&row.kind, NoticeKind::from_code)?,
                task: row.task_id.map(TaskId),
                data: row.data,
                dedupe_key: row.dedupe_key,
                created_at: codec::timestamp(row.created_at)?,
            },
            read_at: codec::timestamp_opt(row.read_at)?,
        })
    }
}

/// Adds a notice unless its occasion has one already; says whether it was added.
pub async fn add(tx: &mut Tx, notice: &NewNotice) -> Result<bool, StoreError> {
    const SQL: &str = "insert into notifications (agency_id, user_id, kind, task_id, data, dedupe_key, created_at) \
                       values ($1, $2, $3, $4, $5, $6, $7) on conflict (dedupe_key) do nothing";
    let NewNotice { agency, user, kind, task, data, dedupe_key, created_at } = notice;
    let (task, at) = (task.map(|task| task.0), codec::micros(*created_at));
    Ok(execute!(tx, SQL, agency.0, user.0, kind.code(), task, data, dedupe_key, at)? == 1)
}

/// A user's notices before one of them, or the last ones; newest first.
pub async fn page(
    tx: &mut Tx,
    user: UserId,
    before: Option<NoticeId>,
    unread_only: bool,
    limit: u32,
) -> Result<Vec<Notice>, StoreError> {
    const ALL: &str =
        concat!("select ", columns!(), " from notifications where user_id = $1 and id < $2 order by id desc limit $3");
    const UNREAD: &str = concat!(
        "select ",
        columns!(),
        " from notifications where user_id = $1 and id < $2 and read_at is null order by id desc limit $3"
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    let sql = if unread_only { UNREAD } else { ALL };
    all!(tx, NoticeRow, sql, user.0, before, i64::from(limit))?.into_iter().map(Notice::try_from).collect()
}

/// How many unread notices a user has, counted up to a limit: a bell need not tell 500 from 501.
pub async fn count_unread(tx: &mut Tx, user: UserId, limit: u32) -> Result<u32, StoreError> {
    const SQL: &str = "select count(*) from (select 1 from notifications where user_id = $1 and read_at is null \
                       limit $2) as unread";
    let (count,) = one!(tx, (i64,), SQL, user.0, i64::from(limit))?;
    codec::narrow(count)
}

/// Marks one notice of a user as read; says whether it was unread.
pub async fn mark_read(tx: &mut Tx, user: UserId, id: NoticeId, at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "update notifications set read_at = $3 where id = $1 and user_id = $2 and read_at is null";
    Ok(execute!(tx, SQL, id.0, user.0, codec::micros(at))? == 1)
}

/// Marks a user's notices up to and with one as read, so that what came while they looked stays unread.
pub async fn mark_read_to(tx: &mut Tx, user: UserId, last: NoticeId, at: Timestamp) -> Result<u64, StoreError> {
    const SQL: &str = "update notifications set read_at = $3 where user_id = $1 and id <= $2 and read_at is null";
    Ok(execute!(tx, SQL, user.0, last.0, codec::micros(at))?)
}

/// One notice of a user.
pub async fn find(tx: &mut Tx, user: UserId, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from notifications where id = $1 and user_id = $2");
    optional!(tx, NoticeRow, SQL, id.0, user.0)?.map(Notice::try_from).transpose()
}

#[derive(sqlx::FromRow)]
struct PreferencesRow {
    user_id: i64,
    email: Option<String>,
    by_email: bool,
    digest: String,
    muted: String,
}

impl TryFrom<PreferencesRow> for NoticePreferences {
    type Error = StoreError;

    fn try_from(row: PreferencesRow) -> Result<Self, StoreError> {
        let muted = row.muted.split_whitespace().map(|kind| codec::coded(kind, NoticeKind::from_code));
        Ok(Self {
            user: UserId(row.user_id),
            email: row.email,
            by_email: row.by_email,
            digest: codec::coded(&row.digest, Digest::from_code)?,
            muted: muted.collect::<Result<_, _>>()?,
        })
    }
}

/// What a user wants to be told and how; the same for everyone until they choose.
pub async fn preferences(tx: &mut Tx, user: UserId) -> Result<NoticePreferences, StoreError> {
    const SQL: &str = "select user_id, email, by_email, digest, muted from notification_preferences where user_id = $1";
    let row = optional!(tx, PreferencesRow, SQL, user.0)?;
    row.map_or_else(|| Ok(NoticePreferences::of_nobody(user)), NoticePreferences::try_from)
}

/// The choices of all users of an agency who made any.
pub async fn preferences_of_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<NoticePreferences>, StoreError> {
    const SQL: &str = "select p.user_id, p.email, p.by_email, p.digest, p.muted from notification_preferences p \
                       join users u on u.id = p.user_id where u.agency_id = $1 order by p.user_id";
    all!(tx, PreferencesRow, SQL, agency.0)?.into_iter().map(NoticePreferences::try_from).collect()
}

/// Records a user's choices.
pub async fn put_preferences(tx: &mut Tx, chosen: &NoticePreferences) -> Result<(), StoreError> {
    const SQL: &str = "insert into notification_preferences (user_id, email, by_email, digest, muted) \
                       values ($1, $2, $3, $4, $5) on conflict (user_id) do update set email = excluded.email, \
                       by_email = excluded.by_email, digest = excluded.digest, muted = excluded.muted";
    let NoticePreferences { user, email, by_email, digest, muted } = chosen;
    let muted = muted.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ");
    execute!(tx, SQL, user.0, email, *by_email, digest.code(), muted)?;
    Ok(())
}
