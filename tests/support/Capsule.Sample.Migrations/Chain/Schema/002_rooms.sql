alter table {schema}.shelves add column room text;
-- capsule: outside a transaction
create index concurrently ix_shelves_name on {schema}.shelves (name);
-- capsule: in a transaction
update {schema}.shelves set room = 'room ' || id;
alter table {schema}.shelves alter column room set not null;

-- capsule: undo
alter table {schema}.shelves drop column room;
drop index {schema}.ix_shelves_name;
