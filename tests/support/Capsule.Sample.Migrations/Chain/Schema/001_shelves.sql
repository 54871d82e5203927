create table {schema}.shelves (id int primary key, name text not null);
insert into {schema}.shelves select n, 'shelf ' || n from generate_series(1, 2000) n;

-- capsule: undo
drop table {schema}.shelves;
