-- Extensions that every role may use, in schema public. They stay when this step is undone: other schemas of the database may use them.
create extension if not exists "uuid-ossp" with schema public;
create extension if not exists pgcrypto with schema public;
create extension if not exists citext with schema public;

-- pg_stat_statements where the server preloads it and the owner may create it. pg_settings knows pg_stat_statements.max only when the library is
-- loaded; shared_preload_libraries is hidden from most roles.
do $do$
begin
    if exists (select from pg_settings where name = 'pg_stat_statements.max') then
        create extension if not exists pg_stat_statements with schema public;
    end if;
exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise notice 'pg_stat_statements left out: %', sqlerrm;
end
$do$;

-- capsule: undo
