-- What can be searched for: a copy of the words of tasks, documents, reports, comments and events, kept in the
-- transaction that writes the record itself, and an index of those words.
--
-- Twin of ../postgres/0004_search.sql. `search_entries` is the same on both. `search_index` is each engine's own:
--   * here an FTS5 table without content, whose rowid is the entry's id. Its columns hold the words already cut and
--     brought to lower case (exact) or folded by the program, parted by blanks, because FTS5 folds no đ; `scope` holds
--     what narrows a search (agency, kind, year) as words of their own, so that it is met inside the index;
--   * there a table of text search vectors made of the same words.
-- Entries refer to records by number without a reference, so that either can go first.
create table search_entries (
    id integer primary key autoincrement,
    agency_id integer not null,
    kind text not null,
    object_id integer not null,
    part integer not null,
    task_id integer,
    title text not null,
    body text not null,
    number text,
    date text,
    unique (kind, object_id, part)
) strict;
create index search_entries_task on search_entries (task_id, id);

create virtual table search_index using fts5 (
    exact_title, exact_body, folded_title, folded_body, number, scope,
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);

-- Documents are searched through the index from now on.
alter table documents drop column folded;
