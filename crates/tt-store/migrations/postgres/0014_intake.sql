-- Files of rows brought in: tasks, people, units. One table in place of two that nothing used.
--
-- Twin of ../sqlite/0014_intake.sql.

drop table task_import_rows;
drop table task_imports;
drop table organisation_imports;

-- `made` says what a file made and changed, so that the whole of it can be taken back; `refused` keeps the rows that were
-- not taken, with the reasons. Both are written and read by the application alone.
create table intakes (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    user_id bigint not null references users (id),
    kind text not null,
    name text not null,
    year bigint,
    at bigint not null,
    new_rows bigint not null,
    changed_rows bigint not null,
    same_rows bigint not null,
    refused_rows bigint not null,
    made text not null,
    refused text not null,
    undone_at bigint,
    undone_by_id bigint references users (id)
);
create index intakes_by_agency on intakes (agency_id, id);
create index intakes_user on intakes (user_id);
create index intakes_undone_by on intakes (undone_by_id);
