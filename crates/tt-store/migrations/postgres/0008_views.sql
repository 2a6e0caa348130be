-- What makes the working list one's own: views kept and shared, and what was done to several tasks at once.
--
-- Twin of ../sqlite/0008_views.sql.

-- Filter, shape and columns under a name, as the list's address has them. What a shared view lists stays within the
-- rights of whoever opens it.
create table saved_views (
    id bigint generated always as identity primary key,
    owner_id bigint not null references users (id) on delete cascade,
    agency_id bigint not null references agencies (id),
    division_id bigint references divisions (id) on delete cascade,
    name text not null,
    query text not null,
    shared text not null,
    created_at bigint not null,
    unique (owner_id, name)
);
create index saved_views_agency on saved_views (agency_id, shared);
create index saved_views_division on saved_views (division_id);

-- What was done to several tasks at once, told row by row, so that it can be looked at again and taken back.
create table bulk_actions (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    action text not null,
    back text not null,
    at bigint not null,
    undone_at bigint
);
create index bulk_actions_user on bulk_actions (user_id, id);

-- What became of each task: done or why not; how to take it back, where it can be, and the version that then must hold.
create table bulk_rows (
    action_id bigint not null references bulk_actions (id) on delete cascade,
    task_id bigint not null references tasks (id) on delete cascade,
    done bigint not null,
    verdict text not null,
    undo text,
    version bigint,
    primary key (action_id, task_id)
);
create index bulk_rows_task on bulk_rows (task_id);
