-- Briefings (giao ban): what was on the table, and what was concluded.
--
-- Twin of ../sqlite/0006_briefings.sql; what differs is told in 0001_records.sql.

create table briefings (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    kind text not null,
    day text collate "C" not null,
    chair_id bigint references persons (id),
    place text,
    state text not null,
    created_by bigint references users (id),
    created_at bigint not null,
    closed_at bigint
);
create index briefings_by_day on briefings (agency_id, day, id);
create index briefings_chair on briefings (chair_id);
create index briefings_created_by on briefings (created_by);

create table agenda_items (
    id bigint generated always as identity primary key,
    briefing_id bigint not null references briefings (id) on delete cascade,
    position bigint not null,
    reason text not null,
    task_id bigint references tasks (id) on delete set null,
    title text not null
);
create index agenda_items_by_briefing on agenda_items (briefing_id, position, id);
create index agenda_items_task on agenda_items (task_id);

-- `task_id` is the task a conclusion became, or the one a directive was given on.
create table conclusions (
    id bigint generated always as identity primary key,
    briefing_id bigint not null references briefings (id) on delete cascade,
    item_id bigint references agenda_items (id) on delete set null,
    kind text not null,
    text text not null,
    division_id bigint references divisions (id),
    person_id bigint references persons (id),
    deadline text,
    task_id bigint references tasks (id) on delete set null,
    created_by bigint references users (id),
    created_at bigint not null
);
create index conclusions_by_briefing on conclusions (briefing_id, id);
create index conclusions_item on conclusions (item_id);
create index conclusions_division on conclusions (division_id);
create index conclusions_person on conclusions (person_id);
create index conclusions_task on conclusions (task_id);
create index conclusions_created_by on conclusions (created_by);
