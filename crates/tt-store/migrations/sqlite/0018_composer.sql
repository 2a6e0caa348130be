-- Sections of reports being composed, every version of them, and what people remark on them.
--
-- Twin of ../postgres/0018_composer.sql.

-- `content` are the words as they stand, `base` those last generated, in JSON; `version` guards against lost updates.
-- A section that was taken out stays with its versions, so that it does not come back when it is generated again.
create table report_sections (
    id integer primary key autoincrement,
    report_id integer not null references reports (id) on delete cascade,
    position integer not null,
    key text not null,
    title text not null,
    task_id integer references tasks (id) on delete set null,
    division_id integer references divisions (id),
    content text not null,
    base text not null,
    version integer not null,
    removed integer not null check (removed in (0, 1)),
    updated_at integer not null,
    updated_by integer references users (id),
    unique (report_id, key)
) strict;
create index report_sections_task on report_sections (task_id);
create index report_sections_division on report_sections (division_id);
create index report_sections_updated_by on report_sections (updated_by);

-- Appended, never changed.
create table section_versions (
    section_id integer not null references report_sections (id) on delete cascade,
    version integer not null,
    made text not null,
    content text not null,
    at integer not null,
    by_id integer references users (id),
    primary key (section_id, version)
) strict, without rowid;
create index section_versions_by on section_versions (by_id);

create table section_comments (
    id integer primary key autoincrement,
    section_id integer not null references report_sections (id) on delete cascade,
    kind text not null,
    quote text not null,
    text text not null,
    replacement text,
    state text not null,
    by_id integer not null references users (id),
    at integer not null
) strict;
create index section_comments_section on section_comments (section_id, id);
create index section_comments_by on section_comments (by_id);

create table comment_replies (
    comment_id integer not null references section_comments (id) on delete cascade,
    sequence integer not null,
    text text not null,
    by_id integer not null references users (id),
    at integer not null,
    primary key (comment_id, sequence)
) strict, without rowid;
create index comment_replies_by on comment_replies (by_id);
