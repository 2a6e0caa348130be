-- Early warning: how each thing stands, kept from the day it changes, so that any day can be told exactly.
--
-- Twin of ../sqlite/0013_warnings.sql; what differs is told in 0001_records.sql.

-- `people` are the identities of those responsible, with a comma before and after each.
create table watch_states (
    agency_id bigint not null references agencies (id),
    kind text not null,
    subject_id bigint not null,
    day text collate "C" not null,
    level text not null,
    level_before text,
    title text not null,
    reason_vi text not null,
    reason_en text not null,
    task_id bigint references tasks (id) on delete cascade,
    division_id bigint references divisions (id),
    people text not null,
    primary key (agency_id, kind, subject_id, day)
);
create index watch_states_by_day on watch_states (agency_id, day);
create index watch_states_task on watch_states (task_id);
create index watch_states_division on watch_states (division_id);
