-- What machines and spreadsheets use: tokens, requests answered before, files of tasks, checks of the audit chain.
--
-- Twin of ../sqlite/0007_interface.sql.

-- A token stands for its user within its scopes (codes with blanks between them). Only its hash is kept.
create table api_tokens (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    name text not null,
    token_hash text not null,
    scopes text not null,
    created_at bigint not null,
    expires_at bigint,
    last_used_at bigint,
    revoked_at bigint,
    unique (token_hash)
);
create index api_tokens_by_user on api_tokens (user_id, id);

-- Requests that change something, by the key their sender gave them: sent again, they are answered as before. `status`
-- is missing while the first one is under way.
create table once_keys (
    user_id bigint not null references users (id) on delete cascade,
    key text collate "C" not null,
    fingerprint text not null,
    status bigint,
    content_type text,
    body bytea,
    created_at bigint not null,
    primary key (user_id, key)
);
create index once_keys_created_at on once_keys (created_at);

-- Files of tasks taken in, so that they can be taken back as a whole.
create table task_imports (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    user_id bigint not null references users (id),
    name text not null,
    at bigint not null,
    undone_at bigint,
    undone_by_id bigint references users (id)
);
create index task_imports_by_agency on task_imports (agency_id, id);
create index task_imports_user on task_imports (user_id);
create index task_imports_undone_by on task_imports (undone_by_id);

-- The task each row of such a file became; gone once the import is undone.
create table task_import_rows (
    import_id bigint not null references task_imports (id) on delete cascade,
    row bigint not null,
    task_id bigint not null references tasks (id) on delete cascade,
    version bigint not null,
    primary key (import_id, row)
);
create index task_import_rows_task on task_import_rows (task_id);

-- Checks of the audit chains, the nightly ones too. A broken one names the agency's symbol, the event and the reason.
create table audit_checks (
    id bigint generated always as identity primary key,
    at bigint not null,
    agencies bigint not null,
    events bigint not null,
    broken_agency text,
    broken_sequence bigint,
    broken_reason text,
    user_id bigint references users (id)
);
create index audit_checks_at on audit_checks (at);
create index audit_checks_user on audit_checks (user_id);

-- What the pages of the log filter by.
create index audit_events_object on audit_events (agency_id, object, sequence);
create index audit_events_action on audit_events (agency_id, action, sequence);
