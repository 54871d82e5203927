using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>The statements of <c>status</c>; all go to the server at once.</summary>
internal static class StatusSql
{
    private const string Client = ClientSessions.Condition;

    // $1 API role. reserved_connections exists from PostgreSQL 16 on.
    public const string Server = $"""
        select current_setting('server_version'), pg_database_size(d.oid),
               (select count(*) from pg_stat_activity where {Client})::int,
               current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                   - coalesce(current_setting('reserved_connections', true), '0')::int,
               (select count(*) from pg_stat_activity where {Client} and datid = d.oid)::int,
               nullif(d.datconnlimit, -1),
               (select count(*) from pg_stat_activity where {Client} and usename = $1)::int,
               (select nullif(rolconnlimit, -1) from pg_roles where rolname = $1),
               age(d.datfrozenxid), current_setting('autovacuum_freeze_max_age')::int,
               (select count(*) from pg_stat_replication)::int,
               (select max(pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end, replay_lsn))::bigint
                  from pg_stat_replication),
               pg_has_role('pg_read_all_stats', 'usage')
          from pg_database d where d.datname = current_database()
        """;

    // The session that asks has just begun and is left out.
    public const string OldestTransaction = """
        select extract(epoch from clock_timestamp() - since)::float8, who, what, state, pid
          from (
            select xact_start as since, coalesce(usename, '')::text as who, application_name as what, coalesce(state, 'hidden') as state, pid
              from pg_stat_activity
             where datname = current_database() and backend_type = 'client backend' and xact_start is not null and pid <> pg_backend_pid()
            union all
            select prepared, owner::text, gid, 'prepared', null from pg_prepared_xacts where database = current_database()
          ) open_ order by since limit 1
        """;

    // Autovacuum comes at threshold + scale factor * rows, by the table's own settings if it has any. A statement's worth of
    // dead rows above that is its daily work; twice as many say that it does not come or does not get through.
    public const string Unvacuumed = """
        select format('%I.%I', s.schemaname, s.relname), s.n_dead_tup, s.n_live_tup, greatest(s.last_vacuum, s.last_autovacuum)
          from pg_stat_user_tables s join pg_class c on c.oid = s.relid
               cross join lateral (
                 select coalesce(max(option_value) filter (where option_name = 'autovacuum_vacuum_threshold'),
                                 current_setting('autovacuum_vacuum_threshold'))::float8 as threshold,
                        coalesce(max(option_value) filter (where option_name = 'autovacuum_vacuum_scale_factor'),
                                 current_setting('autovacuum_vacuum_scale_factor'))::float8 as scale
                   from pg_options_to_table(c.reloptions)) o
         where s.n_dead_tup > 1000 and s.n_dead_tup > 2 * (o.threshold + o.scale * greatest(c.reltuples, 0))
         order by s.n_dead_tup desc limit 10
        """;

    // $1 schema. One that is being built just now is not left over.
    public const string InvalidIndexes = """
        select format('%I.%I', n.nspname, c.relname)
          from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
         where not i.indisvalid and n.nspname = $1 and not exists (select from pg_stat_progress_create_index p where p.index_relid = c.oid)
         order by 1
        """;
}
