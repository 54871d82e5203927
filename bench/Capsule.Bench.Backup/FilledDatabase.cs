using System.Globalization;
using Npgsql;

namespace Capsule.Bench.Backup;

/// <summary>A database of a given size: narrow readings, wide events with jsonb, accounts; keys, indexes, and a foreign key.</summary>
internal static class FilledDatabase
{
    private const string Schema = """
        create schema bench;
        create table bench.accounts (
            id uuid primary key default gen_random_uuid(), email text not null, balance_minor bigint not null,
            created_at timestamptz not null default current_timestamp);
        create table bench.events (
            id uuid primary key default gen_random_uuid(), account_id uuid not null references bench.accounts, kind text not null,
            data jsonb not null, created_at timestamptz not null);
        create table bench.readings (source int not null, at timestamptz not null, value double precision not null, primary key (source, at));
        """;

    // One step writes about 10 MB with its indexes.
    private const string Step = """
        with a as (
            insert into bench.accounts (email, balance_minor)
            select md5(random()::text) || '@example.org', (random() * 1e6)::bigint from generate_series(1, 5000) returning id)
        insert into bench.events (account_id, kind, data, created_at)
        select id, (array['created', 'paid', 'deployed', 'stopped'])[1 + k % 4],
               jsonb_build_object('request', md5(random()::text), 'amount', (random() * 1e5)::int, 'region', 'eu-' || k, 'note', repeat(md5(random()::text), 3)),
               timestamptz '2026-01-01' + random() * interval '300 days'
          from a cross join generate_series(1, 4) k;
        insert into bench.readings (source, at, value)
        select s, timestamptz '2026-01-01' + ($1 * 1000 + i) * interval '1 second', random() * 100
          from generate_series(1, 30) s cross join generate_series(0, 999) i;
        """;

    private const string Indexes = """
        create index on bench.events (account_id, created_at);
        create index on bench.accounts (email);
        vacuum analyze;
        """;

    public static async Task FillAsync(string connectionString, long bytes)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, Schema);
        for (var step = 0; await SizeAsync(connection) < bytes * 0.9; step++)
        {
            await ExecuteAsync(connection, Step.Replace("$1", step.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        foreach (var statement in Indexes.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await ExecuteAsync(connection, statement);
        }

        var size = await SizeAsync(connection);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"database: {size / 1e6:F0} MB"));
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> SizeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_database_size(current_database())", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
