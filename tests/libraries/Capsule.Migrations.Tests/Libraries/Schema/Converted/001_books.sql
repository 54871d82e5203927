create table {schema}.books (id int constraint pk_books primary key, title text not null);
create index ix_books_title on {schema}.books (title);

-- capsule: undo
drop table {schema}.books;
