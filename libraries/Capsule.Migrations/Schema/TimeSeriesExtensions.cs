using System.Globalization;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>Tables whose rows belong to a moment and arrive in its order.</summary>
public static class TimeSeriesExtensions
{
    /// <summary>
    /// Makes <paramref name="table"/> a TimescaleDB hypertable with chunks of <paramref name="chunk"/> where the server has that
    /// extension, else leaves it an ordinary table. Either way it gets the index <c>ix_table_column</c> on
    /// <paramref name="timeColumn"/>: a btree, or without TimescaleDB a BRIN, which stays tiny on rows in the order of time.
    /// The table must be empty, and every unique key of it must contain <paramref name="timeColumn"/>.
    /// </summary>
    public static void CreateHypertableIfAvailable(
        this MigrationBuilder migrationBuilder,
        string schema,
        string table,
        string timeColumn,
        TimeSpan chunk
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(chunk, TimeSpan.Zero);

        var quotedTable = SqlText.Identifier(table);
        var index = SqlText.Identifier($"ix_{table}_{timeColumn}");
        var column = SqlText.Identifier(timeColumn);
        var seconds = ((long)chunk.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        // Creating the extension where it is not preloaded ends the session, hence the look at pg_settings first.
        migrationBuilder.ServiceSql(
            schema,
            $$"""
            do $do$
            begin
                if exists (select from pg_settings where name = 'timescaledb.disable_load')
                    and exists (select from pg_available_extensions where name = 'timescaledb') then
                    create extension if not exists timescaledb with schema public;
                end if;
            exception when insufficient_privilege then
                raise warning 'TimescaleDB is there, but the owner may not create the extension: %', sqlerrm;
            end
            $do$;
            do $do$
            begin
                if exists (select from pg_proc where proname = 'create_hypertable' and pronamespace = 'public'::regnamespace) then
                    perform public.create_hypertable(
                        $id${schema}.{{quotedTable}}$id$::regclass, {{SqlText.Literal(timeColumn)}}::name,
                        chunk_time_interval => interval '{{seconds}} seconds', create_default_indexes => false);
                    create index {{index}} on {schema}.{{quotedTable}} ({{column}} desc);
                else
                    create index {{index}} on {schema}.{{quotedTable}} using brin ({{column}}) with (autosummarize = on);
                end if;
            end
            $do$;
            """
        );
    }
}
