-- Reporting regimes, a report's life from opening to issue, numbers, and what was issued.
--
-- Twin of ../sqlite/0016_reporting.sql.

-- What is reported, how often and to whom (chế độ báo cáo). `period` says how often; `years_from` and `years_to` are a
-- term's; `opens_on` is the day of the month on which the data window opens; `days` are working days after it closes;
-- `parts_days` and `opens_days` are
-- working days before that: by which divisions hand in, and on which the report is opened; `divisions` and `tables` are lists in JSON.
create table report_regimes (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    name text not null,
    name_en text not null,
    period text not null,
    years_from bigint,
    years_to bigint,
    opens_on bigint not null,
    days bigint not null,
    parts_days bigint not null,
    opens_days bigint not null,
    reports_to text not null,
    lead_id bigint references divisions (id),
    divisions text not null,
    series text not null,
    template text not null,
    tables text not null,
    key_tasks bigint not null check (key_tasks in (0, 1)),
    active bigint not null check (active in (0, 1)),
    since text not null,
    updated_at bigint not null,
    updated_by bigint references users (id),
    unique (agency_id, name)
);
create index report_regimes_lead on report_regimes (lead_id);
create index report_regimes_updated_by on report_regimes (updated_by);

-- `period` is a code of a reporting period; `occasion` tells reports made on demand apart; `key_tasks` marks the annual
-- report of key tasks, one for each agency and year; `replaces_id` the report this one takes the place of.
alter table reports
    add column regime_id bigint references report_regimes (id),
    add column period text collate "C",
    add column occasion text not null default '',
    add column key_tasks bigint not null default 1 check (key_tasks in (0, 1)),
    add column due text collate "C",
    add column replaces_id bigint references reports (id) unique,
    drop constraint reports_agency_id_year_key;
update reports set period = lpad(year::text, 4, '0');
alter table reports
    alter column period set not null,
    alter column occasion drop default,
    alter column key_tasks drop default;
create unique index reports_agency_id_year_key on reports (agency_id, year) where key_tasks = 1 and replaces_id is null;
create unique index reports_regime_id_period_occasion_key on reports (regime_id, period, occasion) where replaces_id is null;
create index reports_regime on reports (regime_id, period);
create index reports_by_agency on reports (agency_id, year, id);
create index reports_open on reports (due, id) where state in ('draft', 'with_heads', 'with_planning', 'submitted', 'returned', 'signed');

-- Parts asked of divisions: what the events of their report come to.
create table report_parts (
    report_id bigint not null references reports (id) on delete cascade,
    division_id bigint not null references divisions (id),
    state text not null,
    due text not null,
    handed_by bigint references persons (id),
    reason text,
    primary key (report_id, division_id)
);
create index report_parts_division on report_parts (division_id, state, due);
create index report_parts_handed_by on report_parts (handed_by);

-- The steps of a report in order; appended, never changed. Two that were decided on at once have one place in the order,
-- and only one of them gets it. `content` is what the step says beyond its kind, in JSON.
create table report_events (
    report_id bigint not null references reports (id) on delete cascade,
    sequence bigint not null,
    step text not null,
    content text not null,
    person_id bigint not null references persons (id),
    user_id bigint references users (id),
    happened_on text not null,
    at bigint not null,
    primary key (report_id, sequence)
);
create index report_events_person on report_events (person_id);
create index report_events_user on report_events (user_id);

-- Series of numbers (sổ số văn bản): `last` is the highest number taken or passed over in order.
create table number_series (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    year bigint not null,
    series text not null,
    last bigint not null,
    unique (agency_id, year, series)
);

-- Numbers that are gone: taken by a report, or, with a reason, used outside the system or left out.
create table numbers_taken (
    series_id bigint not null references number_series (id),
    number bigint not null,
    report_id bigint references reports (id),
    reason text,
    taken_by bigint references users (id),
    taken_at bigint not null,
    primary key (series_id, number)
);
create index numbers_taken_report on numbers_taken (report_id);
create index numbers_taken_by on numbers_taken (taken_by);

-- The signature that stands on a report: what was signed and how it was taken. `digest` is that of the file put before
-- the signer; `mark` is what a token or service gave, empty for one recorded by the system.
create table report_signatures (
    report_id bigint primary key references reports (id) on delete cascade,
    method text not null,
    digest text not null,
    file_id bigint not null references attachments (id),
    mark bytea not null,
    person_id bigint not null references persons (id),
    signed_on text not null,
    at bigint not null
);
create index report_signatures_file on report_signatures (file_id);
create index report_signatures_person on report_signatures (person_id);

-- What was issued, frozen: the code of its public address, its number as printed, the facts it rests on, in JSON.
create table issued_reports (
    report_id bigint primary key references reports (id),
    code text not null,
    series_id bigint not null references number_series (id),
    number bigint not null,
    symbol text not null,
    dated text not null,
    facts text not null,
    facts_digest text not null,
    issued_by bigint references users (id),
    issued_at bigint not null,
    unique (code),
    unique (series_id, number)
);
create index issued_reports_issued_by on issued_reports (issued_by);

create table issued_files (
    report_id bigint not null references issued_reports (report_id),
    format text not null,
    name text not null,
    digest text not null,
    attachment_id bigint not null references attachments (id),
    primary key (report_id, format)
);
create index issued_files_digest on issued_files (digest);
create index issued_files_attachment on issued_files (attachment_id);
