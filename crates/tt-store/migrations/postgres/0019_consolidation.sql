-- Reports composed out of those of the agencies below.
--
-- Twin of ../sqlite/0019_consolidation.sql.

-- Which blocks of a report the program made at the last composing: their digests, one a line, in order. A block that is
-- none of them was written by a person, and the next composing keeps it.
create table report_consolidations (
    report_id bigint primary key references reports (id) on delete cascade,
    blocks text not null,
    composed_at bigint not null,
    composed_by bigint references users (id)
);
create index report_consolidations_composed_by on report_consolidations (composed_by);
