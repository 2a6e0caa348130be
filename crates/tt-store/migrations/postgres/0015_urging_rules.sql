-- Rules of reminding say by which way they reach people, and whether their mails are gathered by day or week.
--
-- Twin of ../sqlite/0015_urging_rules.sql.

alter table reminder_rules add column channel text not null default 'as_chosen';
alter table reminder_rules add column digest text;
