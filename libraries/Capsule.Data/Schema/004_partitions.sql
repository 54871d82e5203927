-- Functions that make and drop the partitions of a table that is partitioned by time: by a timestamptz, or by a version 7 UUID, whose first 48 bits are
-- milliseconds since 1970 (RFC 9562). They run with the caller's rights: only what the owner wraps in a security definer function with fixed tables is
-- open to the API's role.

-- The lowest version 7 UUID of a moment.
create function {schema}.uuid_at(moment timestamptz) returns uuid
    language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The partitions of a table with their bounds.
create function {schema}.time_partitions(parent regclass) returns table (name regclass, lower timestamptz, upper timestamptz)
    language sql stable set search_path = pg_catalog, pg_temp as $$
    select c.oid::regclass,
           case when m[1] ~ '^[0-9a-f]{8}-' then to_timestamp(('x' || left(replace(m[1], '-', ''), 12))::bit(48)::bigint / 1000.0) else m[1]::timestamptz end,
           case when m[2] ~ '^[0-9a-f]{8}-' then to_timestamp(('x' || left(replace(m[2], '-', ''), 12))::bit(48)::bigint / 1000.0) else m[2]::timestamptz end
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
           cross join lateral regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\) TO \(''([^'']+)''\)') m
     where i.inhparent = parent and m is not null
     order by 2
$$;

-- Makes partitions from the end of the last one, or from midnight UTC, and moves rows of the default partition into them. Returns how many it made, and
-- -1 when it would have had to wait for a lock for longer: the next call makes them. The new table is filled and attached rather than made as a
-- partition, which would lock the parent against every writer. The default partition is locked against those that would write to it; the parent is not.
create function {schema}.add_partitions(parent regclass, length interval, until timestamptz) returns int
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '50ms' as $$
declare
    schema_name text; parent_name text; part text; spare regclass; key text; is_uuid boolean; bounds text;
    lower timestamptz; upper timestamptz; made int := 0;
begin
    select n.nspname, c.relname, a.attname, a.atttypid = 'uuid'::regtype, nullif(p.partdefid, 0)::regclass
      into schema_name, parent_name, key, is_uuid, spare
      from pg_partitioned_table p join pg_class c on c.oid = p.partrelid join pg_namespace n on n.oid = c.relnamespace
           join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
     where p.partrelid = parent;
    select coalesce(max(t.upper), date_trunc('day', current_timestamp, 'UTC')) into lower from {schema}.time_partitions(parent) t;
    -- After a long absence nothing needs the partitions of the time between.
    if lower < current_timestamp - length then
        lower := date_trunc('day', current_timestamp, 'UTC');
    end if;
    while lower < until and made < 100 loop
        upper := lower + length;
        part := parent_name || to_char(lower at time zone 'UTC', '_YYYYMMDD_HH24MI');
        bounds := case when is_uuid then format('from (%L) to (%L)', {schema}.uuid_at(lower), {schema}.uuid_at(upper))
                       else format('from (%L) to (%L)', lower, upper) end;
        execute format('create table %I.%I (like %s including defaults including constraints including indexes including storage)', schema_name, part, parent);
        if spare is not null then
            execute format('lock table %s in access exclusive mode', spare);
            execute format('with moved as (delete from %s where %I >= %L and %I < %L returning *) insert into %I.%I select * from moved',
                spare, key, case when is_uuid then {schema}.uuid_at(lower)::text else lower::text end,
                key, case when is_uuid then {schema}.uuid_at(upper)::text else upper::text end, schema_name, part);
        end if;
        execute format('alter table %s attach partition %I.%I for values %s', parent, schema_name, part, bounds);
        made := made + 1;
        lower := upper;
    end loop;
    return made;
exception when lock_not_available then
    return -1;
end $$;

-- Drops the first partition that ended before a moment and has no row for which keep, an SQL condition, holds. Returns how many it dropped, and -1 when
-- it would have had to wait for a lock for longer. First it locks the parent, as everybody who reads or writes does: the other way round would be a
-- deadlock. Once it has the parent's lock, for which everybody waits, it waits for nothing else.
create function {schema}.drop_partitions(parent regclass, before timestamptz, keep text) returns int
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '30ms' as $$
declare
    part regclass; is_kept boolean; dropped int := 0;
begin
    for part in select t.name from {schema}.time_partitions(parent) t where t.upper <= before loop
        execute format('select exists (select from %s where %s)', part, keep) into is_kept;
        if not is_kept then
            execute format('lock table only %s in access exclusive mode', parent); execute format('lock table %s in access exclusive mode nowait', part);
            execute format('select exists (select from %s where %s)', part, keep) into is_kept;
            if not is_kept then
                execute format('drop table %s', part);
                dropped := dropped + 1;
            end if;
            -- One at a time: the lock is held until the transaction ends.
            return dropped;
        end if;
    end loop;
    return dropped;
exception when lock_not_available then
    return -1;
end $$;

-- capsule: undo
drop function {schema}.drop_partitions(regclass, timestamptz, text);
drop function {schema}.add_partitions(regclass, interval, timestamptz);
drop function {schema}.time_partitions(regclass);
drop function {schema}.uuid_at(timestamptz);
