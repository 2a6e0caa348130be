-- Registers (sổ theo dõi): what an agency follows, defined by data, and every entry's history.
--
-- Twin of ../postgres/0011_registers.sql; what differs is told in 0001_records.sql. Days of validity go from `from_day`
-- up to, not including, `to_day`; what still holds ends on 9999-12-31, so that one condition serves every day asked for.

create table registers (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    key text not null,
    preset text,
    owner_id integer references divisions (id),
    name text not null,
    one text not null,
    about text not null,
    unique_title integer not null,
    closed integer not null,
    version integer not null,
    created_by integer references users (id),
    created_at integer not null,
    unique (agency_id, key)
) strict;
create index registers_owner on registers (owner_id);
create index registers_created_by on registers (created_by);

-- `kind` in the notation of a definition: `area ha 2`, `choice a=A; b=B`.
create table register_fields (
    id integer primary key autoincrement,
    register_id integer not null references registers (id) on delete cascade,
    position integer not null,
    code text not null,
    name text not null,
    kind text not null,
    title integer not null,
    required integer not null,
    single integer not null,
    listed integer not null,
    retired integer not null,
    unique (register_id, code)
) strict;

create table register_stages (
    id integer primary key autoincrement,
    register_id integer not null references registers (id) on delete cascade,
    position integer not null,
    code text not null,
    name text not null,
    typical_days integer,
    retired integer not null,
    unique (register_id, code)
) strict;

create table register_moves (
    id integer primary key autoincrement,
    register_id integer not null references registers (id) on delete cascade,
    from_id integer references register_stages (id) on delete cascade,
    to_id integer not null references register_stages (id) on delete cascade,
    usual integer not null
) strict;
create index register_moves_register on register_moves (register_id, id);
create index register_moves_from on register_moves (from_id);
create index register_moves_to on register_moves (to_id);

create table register_measures (
    id integer primary key autoincrement,
    register_id integer not null references registers (id) on delete cascade,
    position integer not null,
    code text not null,
    name text not null,
    kind text not null,
    unit text not null,
    decimals integer not null,
    filter text not null,
    whole text,
    unique (register_id, code)
) strict;

-- A file of entries taken in, so that it can be taken back.
create table entry_imports (
    id integer primary key autoincrement,
    register_id integer not null references registers (id) on delete cascade,
    user_id integer references users (id),
    file text not null,
    at integer not null,
    undone_at integer
) strict;
create index entry_imports_register on entry_imports (register_id, id);
create index entry_imports_user on entry_imports (user_id);

-- `title` and `searched` are those of today, worked out from the values; `stage_id` and `stage_since` likewise.
create table register_entries (
    id integer primary key autoincrement,
    register_id integer not null references registers (id) on delete cascade,
    since text not null,
    title text not null,
    title_key text not null,
    searched text not null,
    source_document_id integer references documents (id),
    source_sentence text,
    import_id integer references entry_imports (id) on delete set null,
    version integer not null,
    created_by integer references users (id),
    created_at integer not null,
    updated_at integer not null,
    removed_at integer
) strict;
create index register_entries_title on register_entries (register_id, title_key, id);
create index register_entries_source_document on register_entries (source_document_id);
create index register_entries_import on register_entries (import_id);
create index register_entries_created_by on register_entries (created_by);

-- Every value an entry ever had. `key` orders and equals as the values do, whatever their kind (numbers too), so that
-- one index serves all filters and orders; a row without value says that there is none from that day on.
create table entry_values (
    id integer primary key autoincrement,
    entry_id integer not null references register_entries (id) on delete cascade,
    field_id integer not null references register_fields (id) on delete cascade,
    value text,
    ref_id integer,
    key text,
    from_day text not null,
    to_day text not null,
    import_id integer references entry_imports (id) on delete set null,
    recorded_by integer references users (id),
    recorded_at integer not null
) strict;
create index entry_values_key on entry_values (field_id, key, entry_id, to_day, from_day);
create index entry_values_entry on entry_values (entry_id, field_id, id);
create index entry_values_import on entry_values (import_id);
create index entry_values_recorded_by on entry_values (recorded_by);

create table entry_stage_changes (
    id integer primary key autoincrement,
    entry_id integer not null references register_entries (id) on delete cascade,
    stage_id integer not null references register_stages (id),
    mark text not null,
    day text not null,
    exact integer not null,
    document_id integer references documents (id),
    note text not null,
    recorded_by integer references users (id),
    recorded_at integer not null,
    withdrawn_at integer,
    withdrawn_by integer references users (id),
    withdrawn_for text
) strict;
create index entry_stage_changes_entry on entry_stage_changes (entry_id, id);
create index entry_stage_changes_stage on entry_stage_changes (stage_id);
create index entry_stage_changes_document on entry_stage_changes (document_id);
create index entry_stage_changes_recorded_by on entry_stage_changes (recorded_by);
create index entry_stage_changes_withdrawn_by on entry_stage_changes (withdrawn_by);

-- What follows from the changes, for filters: where an entry was, and what was said of each stage, from day to day.
create table entry_positions (
    id integer primary key autoincrement,
    entry_id integer not null references register_entries (id) on delete cascade,
    register_id integer not null references registers (id) on delete cascade,
    stage_id integer references register_stages (id),
    from_day text not null,
    to_day text not null
) strict;
create index entry_positions_stage on entry_positions (register_id, stage_id, from_day, entry_id, to_day);
create index entry_positions_since on entry_positions (register_id, from_day, entry_id, to_day);
create index entry_positions_entry on entry_positions (entry_id);
create index entry_positions_of_stage on entry_positions (stage_id);

create table entry_marks (
    id integer primary key autoincrement,
    entry_id integer not null references register_entries (id) on delete cascade,
    stage_id integer not null references register_stages (id),
    mark text not null,
    from_day text not null,
    to_day text not null
) strict;
create index entry_marks_stage on entry_marks (stage_id, mark, from_day, to_day, entry_id);
create index entry_marks_entry on entry_marks (entry_id, stage_id);

-- Tasks an entry is evidence for.
create table entry_tasks (
    entry_id integer not null references register_entries (id) on delete cascade,
    task_id integer not null references tasks (id) on delete cascade,
    primary key (entry_id, task_id)
) strict, without rowid;
create index entry_tasks_task on entry_tasks (task_id);
