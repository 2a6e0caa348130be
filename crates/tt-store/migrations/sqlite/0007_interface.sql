-- What machines and spreadsheets use: tokens, requests answered before, files of tasks, checks of the audit chain.
--
-- Twin of ../postgres/0007_interface.sql.

-- A token stands for its user within its scopes (codes with blanks between them). Only its hash is kept.
create table api_tokens (
    id integer primary key autoincrement,
    user_id integer not null references users (id) on delete cascade,
    name text not null,
    token_hash text not null,
    scopes text not null,
    created_at integer not null,
    expires_at integer,
    last_used_at integer,
    revoked_at integer,
    unique (token_hash)
) strict;
create index api_tokens_by_user on api_tokens (user_id, id);

-- Requests that change something, by the key their sender gave them: sent again, they are answered as before. `status`
-- is missing while the first one is under way.
create table once_keys (
    user_id integer not null references users (id) on delete cascade,
    key text not null,
    fingerprint text not null,
    status integer,
    content_type text,
    body blob,
    created_at integer not null,
    primary key (user_id, key)
) strict, without rowid;
create index once_keys_created_at on once_keys (created_at);

-- Files of tasks taken in, so that they can be taken back as a whole.
create table task_imports (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    user_id integer not null references users (id),
    name text not null,
    at integer not null,
    undone_at integer,
    undone_by_id integer references users (id)
) strict;
create index task_imports_by_agency on task_imports (agency_id, id);
create index task_imports_user on task_imports (user_id);
create index task_imports_undone_by on task_imports (undone_by_id);

-- The task each row of such a file became; gone once the import is undone.
create table task_import_rows (
    import_id integer not null references task_imports (id) on delete cascade,
    row integer not null,
    task_id integer not null references tasks (id) on delete cascade,
    version integer not null,
    primary key (import_id, row)
) strict, without rowid;
create index task_import_rows_task on task_import_rows (task_id);

-- Checks of the audit chains, the nightly ones too. A broken one names the agency's symbol, the event and the reason.
create table audit_checks (
    id integer primary key autoincrement,
    at integer not null,
    agencies integer not null,
    events integer not null,
    broken_agency text,
    broken_sequence integer,
    broken_reason text,
    user_id integer references users (id)
) strict;
create index audit_checks_at on audit_checks (at);
create index audit_checks_user on audit_checks (user_id);

-- What the pages of the log filter by.
create index audit_events_object on audit_events (agency_id, object, sequence);
create index audit_events_action on audit_events (agency_id, action, sequence);
