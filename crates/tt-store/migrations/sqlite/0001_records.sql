-- The records of an agency, as the first release keeps them.
--
-- Twin of ../postgres/0001_records.sql: same tables, same columns, in the same order. What differs and why:
--   * STRICT tables: SQLite would otherwise take any type in any column, and a number given as text would be kept as a
--     floating number that silently loses digits.
--   * truth values are INTEGER 0 or 1, blobs BLOB, identities the rowid itself. AUTOINCREMENT: an identity once given is
--     never given again, because addresses and control tags of printed reports carry it.
-- Common to both:
--   * exact decimals are canonical TEXT, never a floating column;
--   * dates are ISO TEXT with unknown parts left out; instants are whole microseconds since 1970-01-01 UTC;
--   * unique constraints are named by column lists alone, so that both engines report a conflict under one name.

create table agencies (
    id integer primary key autoincrement,
    symbol text not null,
    name text not null,
    superior text,
    place text,
    parent_id integer references agencies (id),
    valid_from text,
    valid_to text,
    replaced_by_id integer references agencies (id),
    unique (symbol)
) strict;
create index agencies_parent on agencies (parent_id);
create index agencies_replaced_by on agencies (replaced_by_id);

create table divisions (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    symbol text not null,
    name text not null,
    unique (agency_id, symbol)
) strict;

create table users (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    division_id integer references divisions (id),
    login text not null,
    full_name text not null,
    role text not null,
    password_hash text not null,
    must_change_password integer not null check (must_change_password in (0, 1)),
    failed_attempts integer not null default 0,
    locked_until integer,
    disabled_at integer,
    unique (login)
) strict;
create index users_by_agency on users (agency_id, login);
create index users_division on users (division_id);

-- Kept so that an old password is not taken again.
create table password_history (
    id integer primary key autoincrement,
    user_id integer not null references users (id) on delete cascade,
    password_hash text not null
) strict;
create index password_history_by_user on password_history (user_id, id);

create table sessions (
    token_hash text primary key,
    user_id integer not null references users (id) on delete cascade,
    csrf_token text not null,
    created_at integer not null,
    last_seen_at integer not null
) strict, without rowid;
create index sessions_by_user on sessions (user_id);
create index sessions_by_last_seen on sessions (last_seen_at);

create table attachments (
    id integer primary key autoincrement,
    sha256 text not null,
    name text not null,
    media_type text not null,
    bytes blob not null,
    unique (sha256)
) strict;

-- `year` is that of `date` and part of a document's identity; `sort_date` is the date in a form that sorts, empty when
-- the year is unknown; `folded` holds what a search looks in.
create table documents (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    kind text,
    number text,
    date text,
    year integer,
    issuer text,
    subject text,
    sort_date text not null,
    folded text not null,
    unique (agency_id, number, year)
) strict;
-- Null years do not conflict in the constraint above, so the one dateless record of a number needs its own.
create unique index documents_agency_id_number_key on documents (agency_id, number) where year is null;
create index documents_by_date on documents (agency_id, sort_date, id);
create index documents_by_kind on documents (agency_id, kind, sort_date, id);

create table programmes (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    year integer not null,
    state text not null,
    decision_id integer references documents (id),
    unique (agency_id, year)
) strict;
create index programmes_decision on programmes (decision_id);

create table tasks (
    id integer primary key autoincrement,
    programme_id integer not null references programmes (id),
    number integer not null,
    statement text not null,
    state text not null,
    lead_id integer references divisions (id),
    deadline text,
    completed_on text,
    continues_from_id integer references tasks (id) on delete set null,
    unique (programme_id, number)
) strict;
create index tasks_lead on tasks (lead_id);
create index tasks_continues_from on tasks (continues_from_id);

create table targets (
    id integer primary key autoincrement,
    task_id integer not null references tasks (id) on delete cascade,
    position integer not null,
    text text not null,
    comparator text,
    value text,
    value_max text,
    unit text,
    unique (task_id, position)
) strict;

create table reports (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    year integer not null,
    document_id integer not null references documents (id),
    state text not null,
    frame text not null,
    source_id integer references attachments (id),
    created_at integer not null,
    updated_at integer not null,
    updated_by integer references users (id),
    unique (agency_id, year)
) strict;
create index reports_document on reports (document_id);
create index reports_source on reports (source_id);
create index reports_updated_by on reports (updated_by);

create table obstacles (
    id integer primary key autoincrement,
    report_id integer not null references reports (id) on delete cascade,
    position integer not null,
    task_id integer references tasks (id) on delete set null,
    heading text,
    text text not null,
    cause text,
    unique (report_id, position)
) strict;
create index obstacles_by_task on obstacles (task_id, id);

create table ratings (
    task_id integer not null references tasks (id) on delete cascade,
    stage text not null,
    grade text not null,
    reason text,
    report_id integer references reports (id) on delete set null,
    recorded_at integer not null,
    primary key (task_id, stage)
) strict, without rowid;
create index ratings_report on ratings (report_id);

-- `label` is a heading's or paragraph's label or an item's marker; `number` a heading's level, a table's head rows or a
-- note's number.
create table report_blocks (
    report_id integer not null references reports (id) on delete cascade,
    position integer not null,
    kind text not null,
    label text,
    number integer,
    task_id integer references tasks (id) on delete set null,
    content text not null,
    primary key (report_id, position)
) strict, without rowid;
create index report_blocks_task on report_blocks (task_id);

create table indicators (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    name text not null,
    unit text,
    folded text not null,
    unique (agency_id, folded)
) strict;

-- A value is never overwritten: a later observation supersedes it, and only one may.
create table observations (
    id integer primary key autoincrement,
    indicator_id integer not null references indicators (id),
    period text not null,
    kind text not null,
    value text not null,
    value_max text,
    report_id integer references reports (id),
    recorded_by integer references users (id),
    recorded_at integer not null,
    supersedes_id integer references observations (id),
    unique (supersedes_id)
) strict;
create index observations_by_period on observations (indicator_id, period, kind, id);
create index observations_by_indicator on observations (indicator_id, id);
create index observations_by_report on observations (report_id, id);
create index observations_recorded_by on observations (recorded_by);

create table figures (
    id integer primary key autoincrement,
    report_id integer not null references reports (id) on delete cascade,
    block integer not null,
    form text not null,
    printed text not null,
    value text,
    value_max text,
    of_value text,
    unit text,
    kind text not null,
    direction text,
    period text,
    subject text,
    task_id integer references tasks (id) on delete set null,
    observation_id integer references observations (id)
) strict;
create index figures_by_report on figures (report_id, block, id);
create index figures_task on figures (task_id);
create index figures_observation on figures (observation_id);

create table citations (
    id integer primary key autoincrement,
    report_id integer not null references reports (id) on delete cascade,
    document_id integer not null references documents (id),
    block integer not null,
    task_id integer references tasks (id) on delete set null,
    form text not null
) strict;
create index citations_by_report on citations (report_id, block, id);
create index citations_by_document on citations (document_id, report_id, block, id);
create index citations_task on citations (task_id);

-- Where each agency's audit chain ends: proves that its tail was not cut off.
create table audit_heads (
    agency_id integer primary key references agencies (id),
    last_sequence integer not null,
    last_hash text not null
) strict;

create table audit_events (
    agency_id integer not null references agencies (id),
    sequence integer not null,
    at integer not null,
    user_id integer references users (id),
    origin text not null,
    action text not null,
    object text not null,
    details text not null,
    previous_hash text not null,
    hash text not null,
    primary key (agency_id, sequence)
) strict, without rowid;
create index audit_events_user on audit_events (user_id);
