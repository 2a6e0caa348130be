-- Files of rows brought in: tasks, people, units. One table in place of two that nothing used.
--
-- Twin of ../postgres/0014_intake.sql.

drop table task_import_rows;
drop table task_imports;
drop table organisation_imports;

-- `made` says what a file made and changed, so that the whole of it can be taken back; `refused` keeps the rows that were
-- not taken, with the reasons. Both are written and read by the application alone.
create table intakes (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    user_id integer not null references users (id),
    kind text not null,
    name text not null,
    year integer,
    at integer not null,
    new_rows integer not null,
    changed_rows integer not null,
    same_rows integer not null,
    refused_rows integer not null,
    made text not null,
    refused text not null,
    undone_at integer,
    undone_by_id integer references users (id)
) strict;
create index intakes_by_agency on intakes (agency_id, id);
create index intakes_user on intakes (user_id);
create index intakes_undone_by on intakes (undone_by_id);
