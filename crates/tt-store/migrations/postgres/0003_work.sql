-- Tasks as they are assigned and lived through, with what happens to them.
--
-- Twin of ../sqlite/0003_work.sql.

alter table tasks
    add column parent_id bigint references tasks (id) on delete cascade,
    add column series text collate "C" not null default 'key',
    add column kind text not null default 'key',
    add column product text,
    add column line text not null default 'government',
    add column officer_id bigint references persons (id),
    add column leader_id bigint references persons (id),
    add column tracker_id bigint references persons (id),
    add column assigned_by_id bigint references agencies (id),
    add column source_id bigint references documents (id),
    add column clause text,
    add column assigned_on text collate "C",
    add column original_deadline text,
    add column review_on text,
    add column submitted_on text,
    add column submitted_by_id bigint references persons (id),
    add column recurrence text,
    add column recurs_from_id bigint references tasks (id) on delete set null,
    add column percent bigint,
    add column version bigint not null default 1,
    alter column state type text collate "C",
    alter column deadline type text collate "C";
update tasks set original_deadline = deadline;
alter table tasks
    alter column series drop default,
    alter column kind drop default,
    alter column line drop default,
    alter column version drop default,
    drop constraint tasks_programme_id_number_key;
drop index tasks_lead;
drop index tasks_continues_from;
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
    id bigint generated always as identity primary key,
    task_id bigint not null references tasks (id) on delete cascade,
    division_id bigint references divisions (id),
    person_id bigint references persons (id),
    agency_id bigint references agencies (id),
    check (num_nonnulls(division_id, person_id, agency_id) = 1)
);
create index task_coordinators_by_task on task_coordinators (task_id, id);
create index task_coordinators_division on task_coordinators (division_id, task_id);
create index task_coordinators_person on task_coordinators (person_id, task_id);
create index task_coordinators_agency on task_coordinators (agency_id, task_id);

create table task_dependencies (
    task_id bigint not null references tasks (id) on delete cascade,
    depends_on_id bigint not null references tasks (id) on delete cascade,
    primary key (task_id, depends_on_id)
);
create index task_dependencies_depends_on on task_dependencies (depends_on_id);

-- Everything that happened to a task, in order; an event is never changed. `day` is the day it counts for.
create table task_events (
    id bigint generated always as identity primary key,
    task_id bigint not null references tasks (id) on delete cascade,
    kind text not null,
    at bigint not null,
    day text not null,
    user_id bigint references users (id),
    person_id bigint references persons (id),
    from_state text not null,
    to_state text not null,
    text text,
    until text,
    percent bigint,
    document_id bigint references documents (id)
);
create index task_events_by_task on task_events (task_id, id);
create index task_events_user on task_events (user_id);
create index task_events_person on task_events (person_id, id);
create index task_events_document on task_events (document_id);

-- People a comment calls by name.
create table task_mentions (
    event_id bigint not null references task_events (id) on delete cascade,
    person_id bigint not null references persons (id),
    primary key (event_id, person_id)
);
create index task_mentions_person on task_mentions (person_id, event_id);

-- A request for a later deadline. Open until decided; a task has one open request at most.
create table extensions (
    id bigint generated always as identity primary key,
    task_id bigint not null references tasks (id) on delete cascade,
    state text not null,
    asked_until text not null,
    reason text not null,
    asked_by_id bigint references persons (id),
    asked_on text not null,
    offered_until text,
    decided_by_id bigint references persons (id),
    decided_on text,
    decision_reason text
);
create index extensions_by_task on extensions (task_id, id);
create unique index extensions_task_id_key on extensions (task_id) where state in ('open', 'countered');
create index extensions_asked_by on extensions (asked_by_id);
create index extensions_decided_by on extensions (decided_by_id);

-- Files laid to a task: evidence, products, papers.
create table task_files (
    id bigint generated always as identity primary key,
    task_id bigint not null references tasks (id) on delete cascade,
    event_id bigint references task_events (id),
    attachment_id bigint not null references attachments (id),
    name text not null,
    added_by_id bigint references users (id),
    added_at bigint not null,
    removed_at bigint
);
create index task_files_by_task on task_files (task_id, id);
create index task_files_event on task_files (event_id);
create index task_files_attachment on task_files (attachment_id);
create index task_files_added_by on task_files (added_by_id);

-- Days that are not what their weekday says: holidays, and rest days worked instead (làm bù).
create table calendar_days (
    day text collate "C" primary key,
    kind text not null,
    name text not null
);

-- An agency's own choices, by name; a name that is missing has the value the program states.
create table settings (
    agency_id bigint not null references agencies (id),
    name text collate "C" not null,
    value text not null,
    primary key (agency_id, name)
);
