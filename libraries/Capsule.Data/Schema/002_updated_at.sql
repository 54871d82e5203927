-- Keeps updated_at; each table has a trigger table_set_updated_at that calls it.
create function {schema}.set_updated_at() returns trigger language plpgsql as $body$
begin
    new.updated_at := current_timestamp;
    return new;
end
$body$;

-- capsule: undo
drop function {schema}.set_updated_at();
