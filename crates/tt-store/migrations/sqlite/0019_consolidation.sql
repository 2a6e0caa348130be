-- Reports composed out of those of the agencies below.
--
-- Twin of ../postgres/0019_consolidation.sql.

-- Which blocks of a report the program made at the last composing: their digests, one a line, in order. A block that is
-- none of them was written by a person, and the next composing keeps it.
create table report_consolidations (
    report_id integer primary key references reports (id) on delete cascade,
    blocks text not null,
    composed_at integer not null,
    composed_by integer references users (id)
) strict;
create index report_consolidations_composed_by on report_consolidations (composed_by);
