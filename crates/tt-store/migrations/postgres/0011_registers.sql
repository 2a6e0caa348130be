-- Registers (sổ theo dõi): what an agency follows, defined by data, and every entry's history.
--
-- Twin of ../sqlite/0011_registers.sql; what differs is told in 0001_records.sql. Days of validity go from `from_day`
-- up to, not including, `to_day`; what still holds ends on 9999-12-31, so that one condition serves every day asked for.

create table registers (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    key text collate "C" not null,
    preset text,
    owner_id bigint references divisions (id),
    name text not null,
    one text not null,
    about text not null,
    unique_title bigint not null,
    closed bigint not null,
    version bigint not null,
    created_by bigint references users (id),
    created_at bigint not null,
    unique (agency_id, key)
);
create index registers_owner on registers (owner_id);
create index registers_created_by on registers (created_by);

-- `kind` in the notation of a definition: `area ha 2`, `choice a=A; b=B`.
create table register_fields (
    id bigint generated always as identity primary key,
    register_id bigint not null references registers (id) on delete cascade,
    position bigint not null,
    code text collate "C" not null,
    name text not null,
    kind text not null,
    title bigint not null,
    required bigint not null,
    single bigint not null,
    listed bigint not null,
    retired bigint not null,
    unique (register_id, code)
);

create table register_stages (
    id bigint generated always as identity primary key,
    register_id bigint not null references registers (id) on delete cascade,
    position bigint not null,
    code text collate "C" not null,
    name text not null,
    typical_days bigint,
    retired bigint not null,
    unique (register_id, code)
);

create table register_moves (
    id bigint generated always as identity primary key,
    register_id bigint not null references registers (id) on delete cascade,
    from_id bigint references register_stages (id) on delete cascade,
    to_id bigint not null references register_stages (id) on delete cascade,
    usual bigint not null
);
create index register_moves_register on register_moves (register_id, id);
create index register_moves_from on register_moves (from_id);
create index register_moves_to on register_moves (to_id);

create table register_measures (
    id bigint generated always as identity primary key,
    register_id bigint not null references registers (id) on delete cascade,
    position bigint not null,
    code text collate "C" not null,
    name text not null,
    kind text not null,
    unit text not null,
    decimals bigint not null,
    filter text not null,
    whole text,
    unique (register_id, code)
);

-- A file of entries taken in, so that it can be taken back.
create table entry_imports (
    id bigint generated always as identity primary key,
    register_id bigint not null references registers (id) on delete cascade,
    user_id bigint references users (id),
    file text not null,
    at bigint not null,
    undone_at bigint
);
create index entry_imports_register on entry_imports (register_id, id);
create index entry_imports_user on entry_imports (user_id);

-- `title` and `searched` are those of today, worked out from the values; `stage_id` and `stage_since` likewise.
create table register_entries (
    id bigint generated always as identity primary key,
    register_id bigint not null references registers (id) on delete cascade,
    since text collate "C" not null,
    title text not null,
    title_key text collate "C" not null,
    searched text not null,
    source_document_id bigint references documents (id),
    source_sentence text,
    import_id bigint references entry_imports (id) on delete set null,
    version bigint not null,
    created_by bigint references users (id),
    created_at bigint not null,
    updated_at bigint not null,
    removed_at bigint
);
create index register_entries_title on register_entries (register_id, title_key, id);
create index register_entries_source_document on register_entries (source_document_id);
create index register_entries_import on register_entries (import_id);
create index register_entries_created_by on register_entries (created_by);

-- Every value an entry ever had. `key` orders and equals as the values do, whatever their kind (numbers too), so that
-- one index serves all filters and orders; a row without value says that there is none from that day on.
create table entry_values (
    id bigint generated always as identity primary key,
    entry_id bigint not null references register_entries (id) on delete cascade,
    field_id bigint not null references register_fields (id) on delete cascade,
    value text,
    ref_id bigint,
    key text collate "C",
    from_day text collate "C" not null,
    to_day text collate "C" not null,
    import_id bigint references entry_imports (id) on delete set null,
    recorded_by bigint references users (id),
    recorded_at bigint not null
);
create index entry_values_key on entry_values (field_id, key, entry_id, to_day, from_day);
create index entry_values_entry on entry_values (entry_id, field_id, id);
create index entry_values_import on entry_values (import_id);
create index entry_values_recorded_by on entry_values (recorded_by);

create table entry_stage_changes (
    id bigint generated always as identity primary key,
    entry_id bigint not null references register_entries (id) on delete cascade,
    stage_id bigint not null references register_stages (id),
    mark text collate "C" not null,
    day text collate "C" not null,
    exact bigint not null,
    document_id bigint references documents (id),
    note text not null,
    recorded_by bigint references users (id),
    recorded_at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references users (id),
    withdrawn_for text
);
create index entry_stage_changes_entry on entry_stage_changes (entry_id, id);
create index entry_stage_changes_stage on entry_stage_changes (stage_id);
create index entry_stage_changes_document on entry_stage_changes (document_id);
create index entry_stage_changes_recorded_by on entry_stage_changes (recorded_by);
create index entry_stage_changes_withdrawn_by on entry_stage_changes (withdrawn_by);

-- What follows from the changes, for filters: where an entry was, and what was said of each stage, from day to day.
create table entry_positions (
    id bigint generated always as identity primary key,
    entry_id bigint not null references register_entries (id) on delete cascade,
    register_id bigint not null references registers (id) on delete cascade,
    stage_id bigint references register_stages (id),
    from_day text collate "C" not null,
    to_day text collate "C" not null
);
create index entry_positions_stage on entry_positions (register_id, stage_id, from_day, entry_id, to_day);
create index entry_positions_since on entry_positions (register_id, from_day, entry_id, to_day);
create index entry_positions_entry on entry_positions (entry_id);
create index entry_positions_of_stage on entry_positions (stage_id);

create table entry_marks (
    id bigint generated always as identity primary key,
    entry_id bigint not null references register_entries (id) on delete cascade,
    stage_id bigint not null references register_stages (id),
    mark text collate "C" not null,
    from_day text collate "C" not null,
    to_day text collate "C" not null
);
create index entry_marks_stage on entry_marks (stage_id, mark, from_day, to_day, entry_id);
create index entry_marks_entry on entry_marks (entry_id, stage_id);

-- Tasks an entry is evidence for.
create table entry_tasks (
    entry_id bigint not null references register_entries (id) on delete cascade,
    task_id bigint not null references tasks (id) on delete cascade,
    primary key (entry_id, task_id)
);
create index entry_tasks_task on entry_tasks (task_id);
