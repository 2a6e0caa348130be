-- Targets with their state, and grading: what a target rests on, criteria, grades with their history.
--
-- Twin of ../sqlite/0012_grading.sql.

-- `sense` is 'change' where the value is a change against the same period; `part_of` the place in order, from 0, of the
-- target of the same task it is a part of.
alter table targets add column sense text;
alter table targets add column place text;
alter table targets add column due text;
alter table targets add column part_of bigint;

-- What a target's result is taken from, as a person tied it. The value a register measure or an indicator has is read
-- where it is kept, never copied here.
create table target_bases (
    target_id bigint primary key references targets (id) on delete cascade,
    kind text not null,
    indicator_id bigint references indicators (id),
    period text,
    register_measure_id bigint,
    figure_id bigint references figures (id) on delete set null,
    done_on text,
    expected_on text,
    value text,
    value_on text,
    reached text,
    note text,
    tied_by bigint references users (id),
    tied_at bigint not null
);
create index target_bases_indicator on target_bases (indicator_id);
create index target_bases_figure on target_bases (figure_id);
create index target_bases_tied_by on target_bases (tied_by);

-- Evidence documents of a target.
create table target_documents (
    target_id bigint not null references targets (id) on delete cascade,
    document_id bigint not null references documents (id) on delete cascade,
    primary key (target_id, document_id)
);
create index target_documents_document on target_documents (document_id);

alter table ratings add column recorded_by bigint references users (id);
alter table ratings add column document_id bigint references documents (id);
create index ratings_recorded_by on ratings (recorded_by);
create index ratings_document on ratings (document_id);

-- Every grade ever given or taken back, of tasks and of agencies (without a task); nothing here is changed.
create table grade_entries (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    year bigint not null,
    task_id bigint references tasks (id) on delete cascade,
    stage text not null,
    grade text,
    suggested text,
    reason text,
    document_id bigint references documents (id),
    report_id bigint references reports (id) on delete set null,
    recorded_by bigint references users (id),
    recorded_at bigint not null
);
create index grade_entries_year on grade_entries (agency_id, year, id);
create index grade_entries_task on grade_entries (task_id, id);
create index grade_entries_document on grade_entries (document_id);
create index grade_entries_report on grade_entries (report_id);
create index grade_entries_recorded_by on grade_entries (recorded_by);

-- What people confirm about a task for grading: its coefficient, that it went beyond what was asked, that an objective
-- cause stood in its way; each with its reason and document.
create table grading_facts (
    task_id bigint primary key references tasks (id) on delete cascade,
    coefficient text not null,
    exceeded text,
    exceeded_document_id bigint references documents (id),
    objective_cause text,
    objective_document_id bigint references documents (id),
    recorded_by bigint references users (id),
    recorded_at bigint not null
);
create index grading_facts_exceeded_document on grading_facts (exceeded_document_id);
create index grading_facts_objective_document on grading_facts (objective_document_id);
create index grading_facts_recorded_by on grading_facts (recorded_by);

-- An agency's year of grading: points of the general criteria, conditions, and whether it is closed.
create table grading_years (
    agency_id bigint not null references agencies (id),
    year bigint not null,
    general text,
    failing_unit text,
    open_faults text,
    closed_at bigint,
    closed_by bigint references users (id),
    primary key (agency_id, year)
);
create index grading_years_closed_by on grading_years (closed_by);

-- An agency's own sets of criteria; a changed set is a new version, so that what was computed by one stays explained.
create table criteria_sets (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    code text not null,
    version bigint not null,
    name text not null,
    basis text not null,
    subject text not null,
    valid_from text not null,
    valid_to text,
    created_by bigint references users (id),
    created_at bigint not null,
    unique (agency_id, code, version)
);
create index criteria_sets_created_by on criteria_sets (created_by);

create table criteria_values (
    set_id bigint not null references criteria_sets (id) on delete cascade,
    name text not null,
    value text not null,
    primary key (set_id, name)
);
