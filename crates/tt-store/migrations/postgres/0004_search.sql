-- What can be searched for: a copy of the words of tasks, documents, reports, comments and events, kept in the
-- transaction that writes the record itself, and an index of those words.
--
-- Twin of ../sqlite/0004_search.sql; read its head. The vector is written by the program word by word, so that no
-- parser of the server's has a say in what a word is. It holds every word twice, as written and, led by `~`, folded;
-- weight A marks words of the title, B of the body, D of the number; `#` leads what narrows a search.
create table search_entries (
    id bigint generated always as identity primary key,
    agency_id bigint not null,
    kind text not null,
    object_id bigint not null,
    part bigint not null,
    task_id bigint,
    title text not null,
    body text not null,
    number text,
    date text,
    unique (kind, object_id, part)
);
create index search_entries_task on search_entries (task_id, id);

create table search_index (
    entry_id bigint primary key references search_entries (id) on delete cascade,
    words tsvector not null
);
create index search_index_words on search_index using gin (words);

-- Documents are searched through the index from now on.
alter table documents drop column folded;
