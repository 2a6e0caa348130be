-- Organisation: how agencies and divisions were named and what followed them, people, posts, delegations, places.
--
-- Twin of ../sqlite/0002_organisation.sql; see 0001_records.sql for what differs between the two.
-- An interval holds from `valid_from` on, up to and without `valid_to`; null is an open end.

alter table agencies add column level text not null default 'other';
alter table agencies add column version bigint not null default 0;

alter table divisions add column valid_from text;
alter table divisions add column valid_to text;
alter table divisions add column replaced_by_id bigint references divisions (id);
alter table divisions add column version bigint not null default 0;
create index divisions_replaced_by on divisions (replaced_by_id);

-- How an agency stood before its present name, superior or place; what is printed of an old date comes from here.
create table agency_history (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    symbol text not null,
    name text not null,
    superior text,
    place text,
    level text not null,
    parent_id bigint references agencies (id),
    valid_from text,
    valid_to text not null,
    unique (agency_id, valid_to)
);
create index agency_history_by_symbol on agency_history (symbol, valid_to);
create index agency_history_parent on agency_history (parent_id);

create table division_history (
    id bigint generated always as identity primary key,
    division_id bigint not null references divisions (id),
    symbol text not null,
    name text not null,
    valid_from text,
    valid_to text not null,
    unique (division_id, valid_to)
);

create table agency_successions (
    id bigint generated always as identity primary key,
    old_id bigint not null references agencies (id),
    new_id bigint references agencies (id),
    kind text not null,
    day text not null,
    basis text
);
create index agency_successions_old on agency_successions (old_id);
create index agency_successions_new on agency_successions (new_id);

create table division_successions (
    id bigint generated always as identity primary key,
    old_id bigint not null references divisions (id),
    new_id bigint references divisions (id),
    kind text not null,
    day text not null,
    basis text
);
create index division_successions_old on division_successions (old_id);
create index division_successions_new on division_successions (new_id);

create table agency_codes (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    code text not null,
    valid_from text,
    valid_to text
);
create index agency_codes_agency on agency_codes (agency_id);
create index agency_codes_by_code on agency_codes (code);

-- `keeper_id` is the agency whose administrator keeps the record; where a person works is told by their posts.
create table persons (
    id bigint generated always as identity primary key,
    keeper_id bigint not null references agencies (id),
    full_name text not null,
    code text,
    email text,
    phone text,
    version bigint not null default 0,
    unique (keeper_id, code)
);

create table posts (
    id bigint generated always as identity primary key,
    person_id bigint not null references persons (id),
    agency_id bigint not null references agencies (id),
    division_id bigint references divisions (id),
    role text not null,
    title text,
    holding text not null,
    valid_from text,
    valid_to text
);
create index posts_person on posts (person_id);
create index posts_agency on posts (agency_id);
create index posts_division on posts (division_id);

create table delegations (
    id bigint generated always as identity primary key,
    from_id bigint not null references persons (id),
    to_id bigint not null references persons (id),
    valid_from text not null,
    valid_to text not null,
    reason text
);
create index delegations_from on delegations (from_id);
create index delegations_to on delegations (to_id);

create table places (
    id bigint generated always as identity primary key,
    code text collate "C",
    name text not null,
    kind text not null,
    parent_id bigint references places (id),
    valid_from text,
    valid_to text
);
create index places_by_code on places (code);
create index places_parent on places (parent_id);

create table place_successions (
    id bigint generated always as identity primary key,
    old_id bigint not null references places (id),
    new_id bigint not null references places (id),
    day text not null,
    part boolean not null,
    basis text
);
create index place_successions_old on place_successions (old_id);
create index place_successions_new on place_successions (new_id);

-- A file of people and units brought in; `made` lists what it added, so that the whole of it can be undone.
create table organisation_imports (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    user_id bigint references users (id),
    at bigint not null,
    name text not null,
    made text not null,
    undone_at bigint
);
create index organisation_imports_agency on organisation_imports (agency_id);
create index organisation_imports_user on organisation_imports (user_id);

-- Every account so far stands for a person who holds the post it was made with. The code only carries the link over.
alter table users add column person_id bigint references persons (id);
create unique index users_person_id_key on users (person_id);
insert into persons (keeper_id, full_name, code) select agency_id, full_name, 'user-' || id from users order by id;
update users set person_id = (select persons.id from persons where persons.code = 'user-' || users.id);
update persons set code = null;
insert into posts (person_id, agency_id, division_id, role, holding)
    select person_id, agency_id, division_id, role, 'regular' from users order by id;

-- The history of one record is read by its name.
create index audit_events_by_object on audit_events (object, agency_id, sequence);
