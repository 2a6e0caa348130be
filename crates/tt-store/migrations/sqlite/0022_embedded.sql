-- Blocks of reports that draw a picture or a table from records: `label` names what they show, `alt` what a person says of
-- it, `drawn` is what they drew when the report was last written or submitted, in JSON. From its submission on that is
-- what is printed.
--
-- Twin of ../postgres/0022_embedded.sql.
alter table report_blocks add column alt text;
alter table report_blocks add column drawn text;
