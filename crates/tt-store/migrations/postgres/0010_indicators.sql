-- Indicators in full: how each is counted, entered and put together; observations by reporting period, approved, withdrawn;
-- periods that are closed.
--
-- Twin of ../sqlite/0010_indicators.sql.

alter table indicators add column code text collate "C";
alter table indicators add column decimals bigint;
alter table indicators add column population text;
alter table indicators add column division_id bigint references divisions (id);
alter table indicators add column frequency text not null default 'year';
alter table indicators add column over_time text not null default 'none';
alter table indicators add column over_units text not null default 'none';
alter table indicators add column better text not null default 'neither';
alter table indicators add column formula text;
alter table indicators add column valid_from text;
alter table indicators add column valid_to text;
alter table indicators add column note text;
alter table indicators add column version bigint not null default 0;
-- What was read from reports before has no code yet: its identity gives one.
update indicators set code = 'CT' || id;
create unique index indicators_agency_id_code_key on indicators (agency_id, code);
create index indicators_division on indicators (division_id);

-- The period as it was printed stays in "period". Its code is empty where it is no reporting period, and null until the
-- program has looked (it knows more ways to write one than SQL).
alter table observations add column period_code text collate "C";
alter table observations add column withdrawn bigint not null default 0;
alter table observations add column document_id bigint references documents (id);
alter table observations add column note text;
alter table observations add column approved_by bigint references users (id);
alter table observations add column approved_at bigint;
create index observations_by_code on observations (indicator_id, period_code, kind, id);
create index observations_unread on observations (id) where period_code is null;
create index observations_document on observations (document_id);
create index observations_approved_by on observations (approved_by);

-- Periods whose figures are closed (khóa số liệu): nothing more is entered until one is opened again.
create table closed_periods (
    agency_id bigint not null references agencies (id),
    period_code text collate "C" not null,
    closed_by bigint not null references users (id),
    closed_at bigint not null,
    primary key (agency_id, period_code)
);
create index closed_periods_closed_by on closed_periods (closed_by);
