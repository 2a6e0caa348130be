-- Sections of reports being composed, every version of them, and what people remark on them.
--
-- Twin of ../sqlite/0018_composer.sql.

-- `content` are the words as they stand, `base` those last generated, in JSON; `version` guards against lost updates.
-- A section that was taken out stays with its versions, so that it does not come back when it is generated again.
create table report_sections (
    id bigint generated always as identity primary key,
    report_id bigint not null references reports (id) on delete cascade,
    position bigint not null,
    key text not null,
    title text not null,
    task_id bigint references tasks (id) on delete set null,
    division_id bigint references divisions (id),
    content text not null,
    base text not null,
    version bigint not null,
    removed bigint not null check (removed in (0, 1)),
    updated_at bigint not null,
    updated_by bigint references users (id),
    unique (report_id, key)
);
create index report_sections_task on report_sections (task_id);
create index report_sections_division on report_sections (division_id);
create index report_sections_updated_by on report_sections (updated_by);

-- Appended, never changed.
create table section_versions (
    section_id bigint not null references report_sections (id) on delete cascade,
    version bigint not null,
    made text not null,
    content text not null,
    at bigint not null,
    by_id bigint references users (id),
    primary key (section_id, version)
);
create index section_versions_by on section_versions (by_id);

create table section_comments (
    id bigint generated always as identity primary key,
    section_id bigint not null references report_sections (id) on delete cascade,
    kind text not null,
    quote text not null,
    text text not null,
    replacement text,
    state text not null,
    by_id bigint not null references users (id),
    at bigint not null
);
create index section_comments_section on section_comments (section_id, id);
create index section_comments_by on section_comments (by_id);

create table comment_replies (
    comment_id bigint not null references section_comments (id) on delete cascade,
    sequence bigint not null,
    text text not null,
    by_id bigint not null references users (id),
    at bigint not null,
    primary key (comment_id, sequence)
);
create index comment_replies_by on comment_replies (by_id);
