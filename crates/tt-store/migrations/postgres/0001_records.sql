-- The records of an agency, as the first release keeps them.
--
-- Twin of ../sqlite/0001_records.sql: same tables, same columns, in the same order. What differs and why:
--   * columns that lists are ordered and paged by compare byte by byte (collate "C"), as SQLite does, whatever language
--     the database was created with;
--   * truth values are BOOLEAN, whole numbers BIGINT, blobs BYTEA, identities identity columns.
-- Common to both:
--   * exact decimals are canonical TEXT, never a floating column;
--   * dates are ISO TEXT with unknown parts left out; instants are whole microseconds since 1970-01-01 UTC;
--   * unique constraints are named by column lists alone, so that both engines report a conflict under one name.

create table agencies (
    id bigint generated always as identity primary key,
    symbol text collate "C" not null,
    name text not null,
    superior text,
    place text,
    parent_id bigint references agencies (id),
    valid_from text,
    valid_to text,
    replaced_by_id bigint references agencies (id),
    unique (symbol)
);
create index agencies_parent on agencies (parent_id);
create index agencies_replaced_by on agencies (replaced_by_id);

create table divisions (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    symbol text collate "C" not null,
    name text not null,
    unique (agency_id, symbol)
);

create table users (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    division_id bigint references divisions (id),
    login text collate "C" not null,
    full_name text not null,
    role text not null,
    password_hash text not null,
    must_change_password boolean not null,
    failed_attempts bigint not null default 0,
    locked_until bigint,
    disabled_at bigint,
    unique (login)
);
create index users_by_agency on users (agency_id, login);
create index users_division on users (division_id);

-- Kept so that an old password is not taken again.
create table password_history (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    password_hash text not null
);
create index password_history_by_user on password_history (user_id, id);

create table sessions (
    token_hash text primary key,
    user_id bigint not null references users (id) on delete cascade,
    csrf_token text not null,
    created_at bigint not null,
    last_seen_at bigint not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_last_seen on sessions (last_seen_at);

create table attachments (
    id bigint generated always as identity primary key,
    sha256 text not null,
    name text not null,
    media_type text not null,
    bytes bytea not null,
    unique (sha256)
);

-- `year` is that of `date` and part of a document's identity; `sort_date` is the date in a form that sorts, empty when
-- the year is unknown; `folded` holds what a search looks in.
create table documents (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    kind text,
    number text,
    date text,
    year bigint,
    issuer text,
    subject text,
    sort_date text collate "C" not null,
    folded text not null,
    unique (agency_id, number, year)
);
-- Null years do not conflict in the constraint above, so the one dateless record of a number needs its own.
create unique index documents_agency_id_number_key on documents (agency_id, number) where year is null;
create index documents_by_date on documents (agency_id, sort_date, id);
create index documents_by_kind on documents (agency_id, kind, sort_date, id);

create table programmes (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    year bigint not null,
    state text not null,
    decision_id bigint references documents (id),
    unique (agency_id, year)
);
create index programmes_decision on programmes (decision_id);

create table tasks (
    id bigint generated always as identity primary key,
    programme_id bigint not null references programmes (id),
    number bigint not null,
    statement text not null,
    state text not null,
    lead_id bigint references divisions (id),
    deadline text,
    completed_on text,
    continues_from_id bigint references tasks (id) on delete set null,
    unique (programme_id, number)
);
create index tasks_lead on tasks (lead_id);
create index tasks_continues_from on tasks (continues_from_id);

create table targets (
    id bigint generated always as identity primary key,
    task_id bigint not null references tasks (id) on delete cascade,
    position bigint not null,
    text text not null,
    comparator text,
    value text,
    value_max text,
    unit text,
    unique (task_id, position)
);

create table reports (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    year bigint not null,
    document_id bigint not null references documents (id),
    state text not null,
    frame text not null,
    source_id bigint references attachments (id),
    created_at bigint not null,
    updated_at bigint not null,
    updated_by bigint references users (id),
    unique (agency_id, year)
);
create index reports_document on reports (document_id);
create index reports_source on reports (source_id);
create index reports_updated_by on reports (updated_by);

create table obstacles (
    id bigint generated always as identity primary key,
    report_id bigint not null references reports (id) on delete cascade,
    position bigint not null,
    task_id bigint references tasks (id) on delete set null,
    heading text,
    text text not null,
    cause text,
    unique (report_id, position)
);
create index obstacles_by_task on obstacles (task_id, id);

create table ratings (
    task_id bigint not null references tasks (id) on delete cascade,
    stage text not null,
    grade text not null,
    reason text,
    report_id bigint references reports (id) on delete set null,
    recorded_at bigint not null,
    primary key (task_id, stage)
);
create index ratings_report on ratings (report_id);

-- `label` is a heading's or paragraph's label or an item's marker; `number` a heading's level, a table's head rows or a
-- note's number.
create table report_blocks (
    report_id bigint not null references reports (id) on delete cascade,
    position bigint not null,
    kind text not null,
    label text,
    number bigint,
    task_id bigint references tasks (id) on delete set null,
    content text not null,
    primary key (report_id, position)
);
create index report_blocks_task on report_blocks (task_id);

create table indicators (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    name text not null,
    unit text,
    folded text not null,
    unique (agency_id, folded)
);

-- A value is never overwritten: a later observation supersedes it, and only one may.
create table observations (
    id bigint generated always as identity primary key,
    indicator_id bigint not null references indicators (id),
    period text not null,
    kind text not null,
    value text not null,
    value_max text,
    report_id bigint references reports (id),
    recorded_by bigint references users (id),
    recorded_at bigint not null,
    supersedes_id bigint references observations (id),
    unique (supersedes_id)
);
create index observations_by_period on observations (indicator_id, period, kind, id);
create index observations_by_indicator on observations (indicator_id, id);
create index observations_by_report on observations (report_id, id);
create index observations_recorded_by on observations (recorded_by);

create table figures (
    id bigint generated always as identity primary key,
    report_id bigint not null references reports (id) on delete cascade,
    block bigint not null,
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
    task_id bigint references tasks (id) on delete set null,
    observation_id bigint references observations (id)
);
create index figures_by_report on figures (report_id, block, id);
create index figures_task on figures (task_id);
create index figures_observation on figures (observation_id);

create table citations (
    id bigint generated always as identity primary key,
    report_id bigint not null references reports (id) on delete cascade,
    document_id bigint not null references documents (id),
    block bigint not null,
    task_id bigint references tasks (id) on delete set null,
    form text not null
);
create index citations_by_report on citations (report_id, block, id);
create index citations_by_document on citations (document_id, report_id, block, id);
create index citations_task on citations (task_id);

-- Where each agency's audit chain ends: proves that its tail was not cut off.
create table audit_heads (
    agency_id bigint primary key references agencies (id),
    last_sequence bigint not null,
    last_hash text not null
);

create table audit_events (
    agency_id bigint not null references agencies (id),
    sequence bigint not null,
    at bigint not null,
    user_id bigint references users (id),
    origin text not null,
    action text not null,
    object text not null,
    details text not null,
    previous_hash text not null,
    hash text not null,
    primary key (agency_id, sequence)
);
create index audit_events_user on audit_events (user_id);
