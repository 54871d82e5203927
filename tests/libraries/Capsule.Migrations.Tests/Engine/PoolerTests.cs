using System.Diagnostics;
using System.Globalization;
using Capsule.Migrations.Tests.Scripted;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Migrators behind PgBouncer.</summary>
public sealed class PoolerTests
{
    private const string Program = "/usr/sbin/pgbouncer";

    // goauthentik/authentik#23876, flyway/flyway#2895, jackc/tern#146
    [Theory, Trait("Case", "A-MIG-18")]
    [InlineData("server_round_robin = 0")]
    [InlineData("server_round_robin = 1")]
    public async Task A_pool_that_shares_sessions_is_refused_and_no_lock_stays(string setting)
    {
        await using var run = await ScriptedRun.CreateAsync(new ScriptedMigration("20260101000000_A", ["create table chain.a (id int)"]));
        await using var pool = await Pool.StartAsync(run, "transaction", setting);

        for (var time = 0; time < 3; time++)
        {
            var error = await run.FailAsync(BundleExitCode.Configuration, "migrate");
            Assert.Contains("is a connection pooler", error);
            Assert.Contains("pool_mode = session", error);
        }

        await Task.WhenAll(run.FailAsync(BundleExitCode.Configuration, "migrate"), run.FailAsync(BundleExitCode.Configuration, "migrate"));
        Assert.Equal(0L, await LocksAsync(run));
    }

    [Fact]
    public async Task A_pool_of_whole_sessions_is_accepted()
    {
        await using var run = await ScriptedRun.CreateAsync(new ScriptedMigration("20260101000000_A", ["create table chain.a (id int)"]));
        await using var pool = await Pool.StartAsync(run, "session", "server_reset_query = DISCARD ALL");

        await run.SucceedAsync("migrate");
        await run.SucceedAsync("migrate");

        Assert.Equal(["20260101000000_A: success"], await run.StatesAsync());
        await Eventually.TrueAsync(async () => await LocksAsync(run) == 0, "the sessions are given back");
    }

    private static Task<long> LocksAsync(ScriptedRun run) =>
        run.AskAsync<long>(
            "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
        );

    /// <summary>A PgBouncer in front of the test's database, through which the bundle connects.</summary>
    private sealed class Pool(Process process, string folder) : IAsyncDisposable
    {
        public static async Task<Pool> StartAsync(ScriptedRun run, string mode, string setting)
        {
            Assert.SkipUnless(File.Exists(Program), "PgBouncer is not installed (package pgbouncer).");
            var server = new NpgsqlConnectionStringBuilder(run.ConnectionString);
            var port = FreePort.Pick();
            var folder = Directory.CreateTempSubdirectory("capsule-pool-").FullName;
            var settings = Path.Combine(folder, "pgbouncer.ini");
            await File.WriteAllTextAsync(
                settings,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    [databases]
                    {server.Database} = host={server.Host} port={server.Port} user={server.Username} password={server.Password}
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = {port}
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = {mode}
                    default_pool_size = 5
                    min_pool_size = 5
                    {setting}
                    """
                )
            );
            string[] user = Environment.IsPrivilegedProcess ? ["-u", "postgres"] : [];
            var pool = new Pool(
                Process.Start(new ProcessStartInfo(Program, ["-q", .. user, settings]) { RedirectStandardError = true })!,
                folder
            );
            run.ConnectionString = new NpgsqlConnectionStringBuilder(run.ConnectionString)
            {
                Host = "127.0.0.1",
                Port = port,
            }.ConnectionString;
            await Eventually.TrueAsync(
                async () =>
                {
                    try
                    {
                        return await SampleRun.ScalarAsync<int>($"{run.ConnectionString};Pooling=false", "select 1") == 1;
                    }
                    catch (NpgsqlException)
                    {
                        return false;
                    }
                },
                "PgBouncer answers"
            );
            return pool;
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
