-- Entries of registers are searched like everything else from now on: the index is emptied, and made anew from all
-- records at the next start.
--
-- Twin of ../postgres/0021_search_entries.sql, which empties its own index.
delete from search_entries;
insert into search_index (search_index) values ('delete-all');
