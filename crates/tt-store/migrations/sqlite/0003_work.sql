-- Tasks as they are assigned and lived through, with what happens to them.
--
-- Twin of ../postgres/0003_work.sql. `tasks` is made anew, because a number is no longer one of its programme but one of
-- a series in it, and SQLite cannot take a constraint away; references to it hold, as this runs with foreign keys off
-- and is checked before the commit.

create table tasks_anew (
    id integer primary key autoincrement,
    programme_id integer not null references programmes (id),
    parent_id integer references tasks (id) on delete cascade,
    series text not null,
    number integer not null,
    kind text not null,
    statement text not null,
    product text,
    state text not null,
    line text not null,
    lead_id integer references divisions (id),
    officer_id integer references persons (id),
    leader_id integer references persons (id),
    tracker_id integer references persons (id),
    assigned_by_id integer references agencies (id),
    source_id integer references documents (id),
    clause text,
    assigned_on text,
    deadline text,
    original_deadline text,
    review_on text,
    submitted_on text,
    submitted_by_id integer references persons (id),
    completed_on text,
    recurrence text,
    recurs_from_id integer references tasks (id) on delete set null,
    continues_from_id integer references tasks (id) on delete set null,
    percent integer,
    version integer not null
) strict;
insert into tasks_anew (id, programme_id, series, number, kind, statement, state, line, lead_id, deadline,
                        original_deadline, completed_on, continues_from_id, version)
    select id, programme_id, 'key', number, 'key', statement, state, 'government', lead_id, deadline,
           deadline, completed_on, continues_from_id, 1
    from tasks;
drop table tasks;
alter table tasks_anew rename to tasks;
create unique index tasks_programme_id_number_key on tasks (programme_id, coalesce(parent_id, 0), series, number);
create index tasks_parent on tasks (parent_id, number);
create index tasks_lead on tasks (lead_id, state, deadline, id);
create index tasks_officer on tasks (officer_id, state, deadline, id);
create index tasks_leader on tasks (leader_id, state, deadline, id);
create index tasks_tracker on tasks (tracker_id, state, deadline, id);
create index tasks_assigned_by on tasks (assigned_by_id, state, deadline, id);
create index tasks_source on tasks (source_id, id);
create index tasks_submitted_by on tasks (submitted_by_id);
create index tasks_recurs_from on tasks (recurs_from_id, assigned_on);
create index tasks_continues_from on tasks (continues_from_id);
-- What a reminder looks for: open tasks by the day they are due.
create index tasks_due on tasks (deadline, id) where completed_on is null;

-- Who works along: a division, a person or another agency, one of the three.
create table task_coordinators (
    id integer primary key autoincrement,
    task_id integer not null references tasks (id) on delete cascade,
    division_id integer references divisions (id),
    person_id integer references persons (id),
    agency_id integer references agencies (id),
    check ((division_id is not null) + (person_id is not null) + (agency_id is not null) = 1)
) strict;
create index task_coordinators_by_task on task_coordinators (task_id, id);
create index task_coordinators_division on task_coordinators (division_id, task_id);
create index task_coordinators_person on task_coordinators (person_id, task_id);
create index task_coordinators_agency on task_coordinators (agency_id, task_id);

create table task_dependencies (
    task_id integer not null references tasks (id) on delete cascade,
    depends_on_id integer not null references tasks (id) on delete cascade,
    primary key (task_id, depends_on_id)
) strict, without rowid;
create index task_dependencies_depends_on on task_dependencies (depends_on_id);

-- Everything that happened to a task, in order; an event is never changed. `day` is the day it counts for.
create table task_events (
    id integer primary key autoincrement,
    task_id integer not null references tasks (id) on delete cascade,
    kind text not null,
    at integer not null,
    day text not null,
    user_id integer references users (id),
    person_id integer references persons (id),
    from_state text not null,
    to_state text not null,
    text text,
    until text,
    percent integer,
    document_id integer references documents (id)
) strict;
create index task_events_by_task on task_events (task_id, id);
create index task_events_user on task_events (user_id);
create index task_events_person on task_events (person_id, id);
create index task_events_document on task_events (document_id);

-- People a comment calls by name.
create table task_mentions (
    event_id integer not null references task_events (id) on delete cascade,
    person_id integer not null references persons (id),
    primary key (event_id, person_id)
) strict, without rowid;
create index task_mentions_person on task_mentions (person_id, event_id);

-- A request for a later deadline. Open until decided; a task has one open request at most.
create table extensions (
    id integer primary key autoincrement,
    task_id integer not null references tasks (id) on delete cascade,
    state text not null,
    asked_until text not null,
    reason text not null,
    asked_by_id integer references persons (id),
    asked_on text not null,
    offered_until text,
    decided_by_id integer references persons (id),
    decided_on text,
    decision_reason text
) strict;
create index extensions_by_task on extensions (task_id, id);
create unique index extensions_task_id_key on extensions (task_id) where state in ('open', 'countered');
create index extensions_asked_by on extensions (asked_by_id);
create index extensions_decided_by on extensions (decided_by_id);

-- Files laid to a task: evidence, products, papers.
create table task_files (
    id integer primary key autoincrement,
    task_id integer not null references tasks (id) on delete cascade,
    event_id integer references task_events (id),
    attachment_id integer not null references attachments (id),
    name text not null,
    added_by_id integer references users (id),
    added_at integer not null,
    removed_at integer
) strict;
create index task_files_by_task on task_files (task_id, id);
create index task_files_event on task_files (event_id);
create index task_files_attachment on task_files (attachment_id);
create index task_files_added_by on task_files (added_by_id);

-- Days that are not what their weekday says: holidays, and rest days worked instead (làm bù).
create table calendar_days (
    day text primary key,
    kind text not null,
    name text not null
) strict, without rowid;

-- An agency's own choices, by name; a name that is missing has the value the program states.
create table settings (
    agency_id integer not null references agencies (id),
    name text not null,
    value text not null,
    primary key (agency_id, name)
) strict, without rowid;
