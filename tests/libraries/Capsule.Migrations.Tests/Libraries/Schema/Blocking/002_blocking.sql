create index ix_books_upper on {schema}.books (upper(title));
alter table {schema}.books drop column title;
