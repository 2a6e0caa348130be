-- Briefings (giao ban): what was on the table, and what was concluded.
--
-- Twin of ../postgres/0006_briefings.sql; what differs is told in 0001_records.sql.

create table briefings (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    kind text not null,
    day text not null,
    chair_id integer references persons (id),
    place text,
    state text not null,
    created_by integer references users (id),
    created_at integer not null,
    closed_at integer
) strict;
create index briefings_by_day on briefings (agency_id, day, id);
create index briefings_chair on briefings (chair_id);
create index briefings_created_by on briefings (created_by);

create table agenda_items (
    id integer primary key autoincrement,
    briefing_id integer not null references briefings (id) on delete cascade,
    position integer not null,
    reason text not null,
    task_id integer references tasks (id) on delete set null,
    title text not null
) strict;
create index agenda_items_by_briefing on agenda_items (briefing_id, position, id);
create index agenda_items_task on agenda_items (task_id);

-- `task_id` is the task a conclusion became, or the one a directive was given on.
create table conclusions (
    id integer primary key autoincrement,
    briefing_id integer not null references briefings (id) on delete cascade,
    item_id integer references agenda_items (id) on delete set null,
    kind text not null,
    text text not null,
    division_id integer references divisions (id),
    person_id integer references persons (id),
    deadline text,
    task_id integer references tasks (id) on delete set null,
    created_by integer references users (id),
    created_at integer not null
) strict;
create index conclusions_by_briefing on conclusions (briefing_id, id);
create index conclusions_item on conclusions (item_id);
create index conclusions_division on conclusions (division_id);
create index conclusions_person on conclusions (person_id);
create index conclusions_task on conclusions (task_id);
create index conclusions_created_by on conclusions (created_by);
