-- Templates of an agency's own, each version kept.
--
-- Twin of ../sqlite/0017_templates.sql.

-- The highest version of a name is in use. `source` is the text of the file; null where the agency went back to the
-- template that comes with the program, or put one of its own out of use. `title` is what it is called.
create table report_templates (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    name text not null,
    version bigint not null,
    title text not null,
    source text,
    saved_by bigint references users (id),
    saved_at bigint not null,
    unique (agency_id, name, version)
);
create index report_templates_saved_by on report_templates (saved_by);
