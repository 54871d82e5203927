-- capsule: allow not-null-without-default because the table is empty
alter table {schema}.books add column author text not null;
-- capsule: outside a transaction
create index concurrently ix_books_author on {schema}.books (author);

-- capsule: undo
alter table {schema}.books drop column author;
