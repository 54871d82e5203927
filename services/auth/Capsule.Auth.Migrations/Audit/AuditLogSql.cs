namespace Capsule.Auth.Migrations.Audit;

/// <summary>
/// SQL for the migration that creates the audit log. Only <c>chain_audit_log</c> adds rows, from <c>audit_pending</c>. <c>{schema}</c>
/// stands for the quoted name of the service's schema. The SQL needs the functions of Capsule.Data's step <c>004_partitions</c>.
/// </summary>
internal static class AuditLogSql
{
    /// <summary>The table, partitioned by month.</summary>
    public const string CreateTable = """
        create table {schema}.audit_log (
            id uuid not null default uuid_generate_v4(),
            sequence bigint not null,
            hash bytea not null,
            occurred_at timestamptz not null,
            event character varying(64) not null,
            actor_id uuid, target_id uuid, session_id uuid, address inet, user_agent character varying(400),
            data jsonb not null default '{}',
            created_at timestamptz not null default current_timestamp,
            updated_at timestamptz not null default current_timestamp,
            constraint pk_audit_log primary key (id, occurred_at)
        ) partition by range (occurred_at);
        create unique index ix_audit_log_occurred_at_sequence on {schema}.audit_log (occurred_at, sequence);
        create index ix_audit_log_actor_id_occurred_at_sequence on {schema}.audit_log (actor_id, occurred_at, sequence) where actor_id is not null;
        create index ix_audit_log_target_id_occurred_at_sequence on {schema}.audit_log (target_id, occurred_at, sequence) where target_id is not null;
        create index ix_audit_log_event_occurred_at_sequence on {schema}.audit_log (event, occurred_at, sequence);
        insert into {schema}.audit_head (sequence, hash, occurred_at, first_sequence, first_hash)
        values (0, decode(repeat('00', 32), 'hex'), '-infinity', 1, decode(repeat('00', 32), 'hex'));

        """;

    /// <summary>
    /// Refuses every change, also by the owner. Partitions get the first trigger from the table, and the second from the function that
    /// creates them.
    /// </summary>
    public const string AppendOnly = """
        create or replace function {schema}.refuse_audit_change() returns trigger
            language plpgsql set search_path = pg_catalog, pg_temp as $$
        begin
            raise exception 'audit_log is append-only: % is refused', tg_op using errcode = 'restrict_violation';
        end $$;
        create trigger audit_log_append_only before update or delete on {schema}.audit_log for each row execute function {schema}.refuse_audit_change();
        create trigger audit_log_no_truncate before truncate on {schema}.audit_log for each statement execute function {schema}.refuse_audit_change();

        """;

    /// <summary>
    /// Moves committed events from <c>audit_pending</c> to the log in one statement, in the order in which they happened, and returns how
    /// many. An event whose transaction commits late gets the time of the row before, so that time and sequence agree. The hash is a
    /// running aggregate: SHA-256 over the hash before and the row's content.
    /// </summary>
    public const string Chain =
        """
            create or replace function {schema}.audit_bytes(fields text[]) returns bytea language sql immutable parallel safe as $$
                select string_agg(case when f is null then int4send(-1) else int4send(octet_length(convert_to(f, 'UTF8'))) || convert_to(f, 'UTF8') end, ''::bytea order by n)
                  from unnest(fields) with ordinality as field (f, n)
            $$;
            create or replace function {schema}.audit_link(before bytea, content bytea) returns bytea language sql immutable strict parallel safe as $$
                select sha256(before || content)
            $$;
            create or replace aggregate {schema}.audit_chain(bytea) (sfunc = {schema}.audit_link, stype = bytea);
            create or replace function {schema}.chain_audit_log(most int) returns int
                language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
            declare
                done int;
            begin
                if not exists (select from {schema}.audit_pending)
                    or not pg_try_advisory_xact_lock(hashtextextended('audit_log', '{schema}.audit_log'::regclass::oid::bigint)) then
                    return 0;
                end if;
                with taken as (
                    delete from {schema}.audit_pending
                     where id = any(array(select id from {schema}.audit_pending order by occurred_at, id limit least(most, 10000))) returning *),
                line as (
                    select h.sequence + row_number() over w as sequence, greatest(h.occurred_at, max(t.occurred_at) over w) as occurred_at, t.id, t.event,
                           t.actor_id, t.target_id, t.session_id, t.address, t.user_agent, t.data, current_timestamp as created_at
                      from taken t cross join {schema}.audit_head h window w as (order by t.occurred_at, t.id)),
                chained as (
                    select sequence, {schema}.audit_chain(content) over (order by sequence) as hash
                      from (select h.sequence, h.hash as content from {schema}.audit_head h
                            union all
                            select sequence, {schema}.audit_bytes(
            """
        + AuditContent.Fields
        + """
                ) from line) links),
                written as (
                    insert into {schema}.audit_log (sequence, hash, occurred_at, id, event, actor_id, target_id, session_id, address, user_agent, data, created_at, updated_at)
                    select l.sequence, c.hash, l.occurred_at, l.id, l.event, l.actor_id, l.target_id, l.session_id, l.address, l.user_agent, l.data, l.created_at, l.created_at
                      from line l join chained c using (sequence)
                    returning sequence, hash, occurred_at),
                newest as (select * from written order by sequence desc limit 1)
                update {schema}.audit_head h set sequence = n.sequence, hash = n.hash, occurred_at = n.occurred_at
                  from newest n returning n.sequence - (select o.sequence from {schema}.audit_head o) into done;
                return coalesce(done, 0);
            end $$;

            """;

    /// <summary>
    /// Creates the partitions of the months until <c>ahead</c>, and drops the oldest one that is past <c>audit_head.retention</c>, which
    /// only the owner may set. Returns how many it created and dropped, and -1 when it would have to wait for a lock.
    /// </summary>
    public const string Maintain = """
        create or replace function {schema}.maintain_audit_log(ahead interval) returns int language plpgsql security definer
            set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' set timezone = 'UTC' as $$
        declare
            made int := 0; lower timestamptz; part text; grantee text; keep interval; oldest regclass; gone_sequence bigint; gone_hash bytea;
        begin
            if not pg_try_advisory_xact_lock(hashtextextended('audit_log', '{schema}.audit_log'::regclass::oid::bigint)) then
                return 0;
            end if;
            select date_trunc('month', greatest(h.occurred_at, least(clock_timestamp(), (select min(occurred_at) from {schema}.audit_pending)))), retention
              into lower, keep from {schema}.audit_head h;
            while lower < clock_timestamp() + least(ahead, interval '5 years') loop
                part := to_char(lower, '"audit_log_"YYYYMM');
                if to_regclass(format('{schema}.%I', part)) is null then
                    execute format('create table {schema}.%I (like {schema}.audit_log including defaults including constraints including indexes including storage)', part);
                    execute format('create trigger audit_log_no_truncate before truncate on {schema}.%I for each statement execute function {schema}.refuse_audit_change()', part);
                    for grantee in select distinct a.grantee::regrole::text from pg_class c, aclexplode(c.relacl) a
                                    where c.oid = format('{schema}.%I', part)::regclass and a.grantee <> c.relowner and a.grantee <> 0 loop
                        execute format('revoke all on {schema}.%I from %s', part, grantee);
                    end loop;
                    execute format('alter table {schema}.audit_log attach partition {schema}.%I for values from (%L) to (%L)', part, lower, lower + interval '1 month');
                    made := made + 1;
                end if;
                lower := lower + interval '1 month';
            end loop;
            select t.name into oldest from {schema}.time_partitions('{schema}.audit_log') t where t.upper <= current_timestamp - keep order by t.lower limit 1;
            if oldest is not null then
                execute format('select sequence, hash from %s order by occurred_at desc, sequence desc limit 1', oldest) into gone_sequence, gone_hash;
                if {schema}.drop_partitions('{schema}.audit_log', current_timestamp - keep, 'false') <> 1 then
                    return -1;
                end if;
                made := made + 1;
                if gone_sequence is not null then
                    update {schema}.audit_head set first_sequence = gone_sequence + 1, first_hash = gone_hash;
                    insert into {schema}.audit_pending (event, data)
                    values ('audit-log.trimmed', jsonb_build_object('through', gone_sequence, 'hash', encode(gone_hash, 'hex')));
                end if;
            end if;
            return made;
        exception when lock_not_available then
            return -1;
        end $$;
        select {schema}.maintain_audit_log(interval '90 days');
        """;

    /// <summary>Drops everything that the other statements create.</summary>
    public const string Drop = """
        drop function if exists {schema}.maintain_audit_log(interval);
        drop function if exists {schema}.chain_audit_log(int);
        drop aggregate if exists {schema}.audit_chain(bytea);
        drop function if exists {schema}.audit_link(bytea, bytea);
        drop function if exists {schema}.audit_bytes(text[]);
        drop table if exists {schema}.audit_log;
        drop function if exists {schema}.refuse_audit_change();
        """;
}
