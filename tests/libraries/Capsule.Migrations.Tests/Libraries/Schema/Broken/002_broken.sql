create table {schema}.half (id int);
select 1 / 0;
