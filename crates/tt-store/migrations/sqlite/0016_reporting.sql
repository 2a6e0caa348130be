-- Reporting regimes, a report's life from opening to issue, numbers, and what was issued.
--
-- Twin of ../postgres/0016_reporting.sql. `reports` is made anew, because an agency has many reports a year now, and SQLite
-- cannot take a constraint away; references to it hold, as this runs with foreign keys off and is checked before the commit.

-- What is reported, how often and to whom (chế độ báo cáo). `period` says how often; `years_from` and `years_to` are a
-- term's; `opens_on` is the day of the month on which the data window opens; `days` are working days after it closes;
-- `parts_days` and `opens_days` are
-- working days before that: by which divisions hand in, and on which the report is opened; `divisions` and `tables` are lists in JSON.
create table report_regimes (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    name text not null,
    name_en text not null,
    period text not null,
    years_from integer,
    years_to integer,
    opens_on integer not null,
    days integer not null,
    parts_days integer not null,
    opens_days integer not null,
    reports_to text not null,
    lead_id integer references divisions (id),
    divisions text not null,
    series text not null,
    template text not null,
    tables text not null,
    key_tasks integer not null check (key_tasks in (0, 1)),
    active integer not null check (active in (0, 1)),
    since text not null,
    updated_at integer not null,
    updated_by integer references users (id),
    unique (agency_id, name)
) strict;
create index report_regimes_lead on report_regimes (lead_id);
create index report_regimes_updated_by on report_regimes (updated_by);

-- `period` is a code of a reporting period; `occasion` tells reports made on demand apart; `key_tasks` marks the annual
-- report of key tasks, one for each agency and year; `replaces_id` the report this one takes the place of.
create table reports_anew (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    year integer not null,
    regime_id integer references report_regimes (id),
    period text not null,
    occasion text not null,
    key_tasks integer not null check (key_tasks in (0, 1)),
    due text,
    replaces_id integer references reports (id),
    document_id integer not null references documents (id),
    state text not null,
    frame text not null,
    source_id integer references attachments (id),
    created_at integer not null,
    updated_at integer not null,
    updated_by integer references users (id),
    unique (replaces_id)
) strict;
insert into reports_anew (id, agency_id, year, period, occasion, key_tasks, document_id, state, frame, source_id,
                          created_at, updated_at, updated_by)
    select id, agency_id, year, printf('%04d', year), '', 1, document_id, state, frame, source_id,
           created_at, updated_at, updated_by
    from reports;
drop table reports;
alter table reports_anew rename to reports;
create unique index reports_agency_id_year_key on reports (agency_id, year) where key_tasks = 1 and replaces_id is null;
create unique index reports_regime_id_period_occasion_key on reports (regime_id, period, occasion) where replaces_id is null;
create index reports_regime on reports (regime_id, period);
create index reports_by_agency on reports (agency_id, year, id);
create index reports_document on reports (document_id);
create index reports_source on reports (source_id);
create index reports_updated_by on reports (updated_by);
create index reports_open on reports (due, id) where state in ('draft', 'with_heads', 'with_planning', 'submitted', 'returned', 'signed');

-- Parts asked of divisions: what the events of their report come to.
create table report_parts (
    report_id integer not null references reports (id) on delete cascade,
    division_id integer not null references divisions (id),
    state text not null,
    due text not null,
    handed_by integer references persons (id),
    reason text,
    primary key (report_id, division_id)
) strict, without rowid;
create index report_parts_division on report_parts (division_id, state, due);
create index report_parts_handed_by on report_parts (handed_by);

-- The steps of a report in order; appended, never changed. Two that were decided on at once have one place in the order,
-- and only one of them gets it. `content` is what the step says beyond its kind, in JSON.
create table report_events (
    report_id integer not null references reports (id) on delete cascade,
    sequence integer not null,
    step text not null,
    content text not null,
    person_id integer not null references persons (id),
    user_id integer references users (id),
    happened_on text not null,
    at integer not null,
    primary key (report_id, sequence)
) strict, without rowid;
create index report_events_person on report_events (person_id);
create index report_events_user on report_events (user_id);

-- Series of numbers (sổ số văn bản): `last` is the highest number taken or passed over in order.
create table number_series (
    id integer primary key autoincrement,
    agency_id integer not null references agencies (id),
    year integer not null,
    series text not null,
    last integer not null,
    unique (agency_id, year, series)
) strict;

-- Numbers that are gone: taken by a report, or, with a reason, used outside the system or left out.
create table numbers_taken (
    series_id integer not null references number_series (id),
    number integer not null,
    report_id integer references reports (id),
    reason text,
    taken_by integer references users (id),
    taken_at integer not null,
    primary key (series_id, number)
) strict, without rowid;
create index numbers_taken_report on numbers_taken (report_id);
create index numbers_taken_by on numbers_taken (taken_by);

-- The signature that stands on a report: what was signed and how it was taken. `digest` is that of the file put before
-- the signer; `mark` is what a token or service gave, empty for one recorded by the system.
create table report_signatures (
    report_id integer primary key references reports (id) on delete cascade,
    method text not null,
    digest text not null,
    file_id integer not null references attachments (id),
    mark blob not null,
    person_id integer not null references persons (id),
    signed_on text not null,
    at integer not null
) strict;
create index report_signatures_file on report_signatures (file_id);
create index report_signatures_person on report_signatures (person_id);

-- What was issued, frozen: the code of its public address, its number as printed, the facts it rests on, in JSON.
create table issued_reports (
    report_id integer primary key references reports (id),
    code text not null,
    series_id integer not null references number_series (id),
    number integer not null,
    symbol text not null,
    dated text not null,
    facts text not null,
    facts_digest text not null,
    issued_by integer references users (id),
    issued_at integer not null,
    unique (code),
    unique (series_id, number)
) strict;
create index issued_reports_issued_by on issued_reports (issued_by);

create table issued_files (
    report_id integer not null references issued_reports (report_id),
    format text not null,
    name text not null,
    digest text not null,
    attachment_id integer not null references attachments (id),
    primary key (report_id, format)
) strict, without rowid;
create index issued_files_digest on issued_files (digest);
create index issued_files_attachment on issued_files (attachment_id);
