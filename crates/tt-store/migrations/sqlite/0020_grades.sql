-- When a grade was said, where that is not when it was recorded: a report's own day. And grades from before the history
-- of grades was kept become its first entries.
--
-- Twin of ../postgres/0020_grades.sql.
alter table grade_entries add column said_on text;

insert into grade_entries (agency_id, year, task_id, stage, grade, suggested, reason, document_id, report_id, recorded_by,
                           recorded_at)
select programmes.agency_id, programmes.year, ratings.task_id, ratings.stage, ratings.grade, null, ratings.reason,
       ratings.document_id, ratings.report_id, ratings.recorded_by, ratings.recorded_at
from ratings
join tasks on tasks.id = ratings.task_id
join programmes on programmes.id = tasks.programme_id
where ratings.stage <> 'suggested'
  and not exists (select 1 from grade_entries known
                  where known.task_id = ratings.task_id and known.stage = ratings.stage)
order by ratings.recorded_at, ratings.task_id, ratings.stage;

update grade_entries set said_on = (
    select documents.date from reports join documents on documents.id = reports.document_id
    where reports.id = grade_entries.report_id and length(documents.date) = 10
) where report_id is not null;
