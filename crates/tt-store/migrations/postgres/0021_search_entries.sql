-- Entries of registers are searched like everything else from now on: the index is emptied, and made anew from all
-- records at the next start.
--
-- Twin of ../sqlite/0021_search_entries.sql, which empties its own index.
delete from search_entries;
delete from search_index;
