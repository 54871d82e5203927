using Capsule.Data;
using Npgsql;
using Xunit;

namespace Capsule.Testing;

/// <summary>
/// What every service must do and every database must be like; a service's tests inherit it and say what is particular to the service.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
/// <param name="service">The service's name, e.g. <c>auth</c>.</param>
/// <param name="paths">Paths that its OpenAPI document must have.</param>
/// <param name="open">The endpoints under <c>/api</c> that ask for no token, as in <c>POST /api/users</c>.</param>
public abstract class ServiceContractTests<TProgram>(string service, string[] paths, params string[] open)
    where TProgram : class
{
    [Fact]
    public async Task It_answers_health_liveness_database_status_and_OpenAPI()
    {
        await using var host = await StartAsync();

        await ServiceCompliance.AssertDefaultEndpointsAsync(host.Client, service, paths);
    }

    [Fact]
    public async Task Endpoints_ask_for_a_token()
    {
        await using var host = await SharedAsync();
        host.Client.DefaultRequestHeaders.Authorization = null;

        await host.InScopeAsync(services => ServiceCompliance.AssertEndpointsAskForTokensAsync(services, host.Client, open));
    }

    [Fact]
    public async Task DATABASE_md_describes_the_migrated_database()
    {
        await using var database = await DatabaseAsync();

        var context = typeof(TProgram).Assembly.GetTypes().Single(type => type.IsSubclassOf(typeof(ServiceDbContext)));

        await DatabaseDocument.AssertMatchesAsync(database.ConnectionString, service, context);
    }

    [Fact]
    public async Task Every_table_has_audit_columns_that_a_trigger_keeps()
    {
        await using var database = await DatabaseAsync();

        await ServiceCompliance.AssertAuditColumnsAsync(database.ConnectionString, service);
    }

    [Fact]
    public async Task The_API_role_can_create_alter_and_drop_nothing()
    {
        await using var database = await DatabaseAsync();
        await using var api = NpgsqlDataSource.Create(
            database.ConnectionStringFor($"{service}_user", ServiceHost.ApiPassword) + ";Pooling=false"
        );
        var tables = await TablesAsync(database.ConnectionString);

        var attempts = tables
            .SelectMany(table =>
                new[]
                {
                    $"alter table {table} add column extra int",
                    $"drop table {table}",
                    $"truncate {table}",
                    $"create index on {table} ((1))",
                }
            )
            .Concat([
                $"create table {service}.extra ()",
                "create schema extra",
                $"drop schema {service} cascade",
                $"create view {service}.extra as select 1",
            ]);

        Assert.NotEmpty(tables);
        foreach (var attempt in attempts)
        {
            await using var command = api.CreateCommand(attempt);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{attempt}: {refused.MessageText}");
        }
    }

    // PostgreSQL: CVE-2018-1058 and "Writing SECURITY DEFINER Functions Safely" in its manual.
    [Fact]
    public async Task No_function_runs_temporary_objects_of_its_caller()
    {
        await using var database = await DatabaseAsync();
        var attacker = database.ConnectionStringFor($"{service}_user", ServiceHost.ApiPassword);
        await database.ExecuteAsync($"grant temporary on database \"{database.Name}\" to {service}_user");
        if (RowsToAttackWith is { } rows)
        {
            await database.ExecuteAsync(rows);
        }

        var calls = await FunctionPrivileges.DefinerCallsAsync(database.Source);
        var attack = await TemporaryObjectAttack.RunAsync(attacker, calls);

        Assert.NotEmpty(calls);
        Assert.Empty(attack.Roles);
        Assert.True(attack.Errors.Count < calls.Count, string.Join('\n', attack.Errors));
        Assert.Empty(await FunctionPrivileges.WithUnsafeSearchPathAsync(database.Source));
    }

    [Fact]
    public async Task The_API_role_may_not_create_temporary_objects()
    {
        await using var database = await DatabaseAsync();
        await using var api = NpgsqlDataSource.Create(
            database.ConnectionStringFor($"{service}_user", ServiceHost.ApiPassword) + ";Pooling=false"
        );
        await using var command = api.CreateCommand("create domain pg_temp.regclass as pg_catalog.regclass");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    /// <summary>SQL that adds the rows without which a SECURITY DEFINER function has nothing to do.</summary>
    protected virtual string? RowsToAttackWith => null;

    /// <summary>Starts the service on a migrated database of its own.</summary>
    protected abstract Task<ServiceHost<TProgram>> StartAsync();

    /// <summary>Starts the service, or returns one that other tests use as well.</summary>
    protected virtual Task<ServiceHost<TProgram>> SharedAsync() => StartAsync();

    /// <summary>Makes a migrated database.</summary>
    protected abstract Task<TestDatabase> DatabaseAsync();

    private async Task<List<string>> TablesAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            select format('%I.%I', relnamespace::regnamespace::text, relname)
              from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relispartition
            """
        );
        command.Parameters.AddWithValue(service);
        var tables = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
