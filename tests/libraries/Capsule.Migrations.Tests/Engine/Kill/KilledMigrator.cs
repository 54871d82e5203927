using System.Diagnostics;
using Capsule.Sample.Migrations;
using Capsule.Testing;

namespace Capsule.Migrations.Tests.Engine.Kill;

/// <summary>A database that a bundle of ten migrations works on, as a process that is killed.</summary>
internal sealed class KilledMigrator : IAsyncDisposable
{
    private const long StopKey = 4711;
    private readonly TestDatabase _database;

    private KilledMigrator(TestDatabase database) => _database = database;

    public string ConnectionString => _database.ConnectionString;

    public static async Task<KilledMigrator> CreateAsync() => new(await TestDatabase.CreateAsync());

    public Process Start() =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(SampleDbContext).Assembly.Location, "chain", "migrate", "--lock-timeout", "60"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["DOTNET_ENVIRONMENT"] = "Development",
                    ["ConnectionStrings__chain-db"] = ConnectionString,
                    ["API_ROLE"] = $"chain_{_database.Name}",
                    ["API_ROLE_PASSWORD"] = "secret",
                },
            }
        )!;

    /// <summary>Counts the ends of statements, and makes the migrator hang at one of them; 0 for none.</summary>
    public async Task StopAtAsync(int boundary)
    {
        await AskAsync<object>(
            $"""
            {SchemaHistory.CreateSql("chain")}
            create sequence public.boundaries;
            create function public.stop() returns void language plpgsql as $$
            begin
                if nextval('public.boundaries') = {boundary} then
                    perform pg_advisory_xact_lock({StopKey});
                end if;
            end $$;
            create function public.stop_ddl() returns event_trigger language plpgsql as $$ begin perform public.stop(); end $$;
            create function public.stop_row() returns trigger language plpgsql as $$ begin perform public.stop(); return null; end $$;
            create trigger stop_row after insert or update on chain.schema_history execute function public.stop_row();
            create event trigger stop_ddl on ddl_command_end execute function public.stop_ddl();
            """
        );
    }

    /// <summary>Waits until the migrator hangs, kills it, and waits until the server has noticed.</summary>
    public async Task KillAtBoundaryAsync(int boundary)
    {
        await using var blocker = new Npgsql.NpgsqlConnection(ConnectionString);
        await blocker.OpenAsync();
        await using (var take = new Npgsql.NpgsqlCommand($"select pg_advisory_lock({StopKey})", blocker))
        {
            await take.ExecuteNonQueryAsync();
        }

        using var process = Start();
        await Eventually.TrueAsync(
            async () =>
                process.HasExited
                    ? throw new InvalidOperationException($"Boundary {boundary}: it ended: {await process.StandardError.ReadToEndAsync()}")
                    : await AskAsync<bool>(
                        $"select exists (select from pg_locks where locktype = 'advisory' and objid = {StopKey} and not granted and database = (select oid from pg_database where datname = current_database()))"
                    ),
            $"the migrator stops at boundary {boundary}"
        );
        await EndAsync(process);
    }

    /// <summary>Kills the process (SIGKILL), and waits until the server has ended its session.</summary>
    public async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        await AskAsync<object>(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'chain-migrations %' and datname = current_database()"
        );
        await Eventually.TrueAsync(
            async () =>
                await AskAsync<long>(
                    "select count(*) from pg_stat_activity where application_name like 'chain-migrations %' and datname = current_database()"
                ) == 0,
            "the server ends the session"
        );
    }

    /// <summary>Runs it to its end.</summary>
    public async Task FinishAsync()
    {
        using var process = Start();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}: {output}{await error}");
    }

    /// <summary>The catalog and the rows of the schema, without what tells times or attempts.</summary>
    public async Task<string> ContentAsync()
    {
        await AskAsync<object>("drop event trigger if exists stop_ddl; drop trigger if exists stop_row on chain.schema_history");
        using var dump = Process.Start(
            new ProcessStartInfo(
                "/usr/lib/postgresql/15/bin/pg_dump",
                ["--schema=chain", "--no-privileges", "--exclude-table-data=chain.schema_history", "--dbname", Uri]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = dump.StandardError.ReadToEndAsync();
        var text = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        Assert.True(dump.ExitCode == 0, $"pg_dump: {await error}");
        var invalid = await AskAsync<long>("select count(*) from pg_index where not indisvalid");
        var versions = await AskAsync<string>(
            "select string_agg(version || ' ' || steps_done, ', ' order by version) from chain.schema_history where success"
        );
        return $"{string.Join('\n', Sorted(text.Split('\n')))}\n{invalid} invalid indexes; {versions}";
    }

    // Rows in the order of their text: where an update that was rolled back left room, the next one puts its rows elsewhere.
    private static IEnumerable<string> Sorted(IEnumerable<string> lines)
    {
        List<string>? rows = null;
        foreach (var line in lines)
        {
            if (rows is not null && line != "\\.")
            {
                rows.Add(line);
                continue;
            }

            foreach (var row in rows?.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
            {
                yield return row;
            }

            rows = line.StartsWith("COPY ", StringComparison.Ordinal) ? [] : null;
            // pg_dump writes a random key into each dump (\\restrict).
            if (!line.StartsWith('\\'))
            {
                yield return line;
            }
        }
    }

    public Task<T?> AskAsync<T>(string sql) => SampleRun.ScalarAsync<T>(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await SampleRun.ScalarAsync<object>((await TestServers.GetAsync()).Postgres, $"drop role if exists \"chain_{_database.Name}\"");
    }

    private string Uri
    {
        get
        {
            var settings = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString);
            return $"postgresql://{settings.Username}:{settings.Password}@{settings.Host}:{settings.Port}/{settings.Database}";
        }
    }
}
