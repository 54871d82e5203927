using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Capsule.Testing;
using Capsule.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Capsule.Data.Tests.Registration;

public sealed class DatabaseTests
{
    private const string DeadServer = "Host=127.0.0.1;Port=1;Database=orders;Username=u;Password=p;SSL Mode=Disable";
    internal static readonly Assembly ExpectsTwo = Expecting("20260101000000_Initial", "20260201000000_Second");

    [Fact]
    public async Task Without_its_database_a_service_starts_is_alive_and_not_ready()
    {
        await using var service = await StartAsync(("ConnectionStrings:orders-db", DeadServer));

        var (status, check) = await HealthAsync(service);
        var alive = await service.Client.GetAsync("/alive");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy", check.GetProperty("status").GetString());
        Assert.Contains("cannot be reached", check.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Theory]
    [InlineData("/orders")]
    [InlineData("/api/database/status")]
    public async Task Without_its_database_requests_get_503_with_Retry_After_soon(string path)
    {
        await using var service = await StartAsync(("ConnectionStrings:orders-db", DeadServer));
        var clock = Stopwatch.StartNew();

        var response = await service.Client.GetAsync(path);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(ProblemTypes.Unavailable, problem.GetProperty("type").GetString());
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.DoesNotContain("Npgsql", problem.GetRawText(), StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task Without_any_setting_the_service_does_not_start_and_names_all_four_ways()
    {
        var exception = await Assert.ThrowsAsync<DatabaseSettingsException>(() => StartAsync());

        Assert.Contains("ConnectionStrings:orders-db", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ORDERS_SERVICE_DB_HOST", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ORDERS_DB_HOST", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ORDERS_SERVICE_DATABASE_URL", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_and_data_source_share_one_pool_in_the_services_schema()
    {
        await using var database = await OrdersDatabase.CreateAsync();
        await using var service = await StartAsync(database.Setting);
        await using var scope = service.App.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        var source = service.App.Services.GetRequiredService<NpgsqlDataSource>();

        context.Orders.Add(new Order { Number = "1" });
        await context.SaveChangesAsync();

        await using var command = source.CreateCommand("select count(*) from orders.orders");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        Assert.Equal(source.ConnectionString, context.Database.GetDbConnection().ConnectionString);
    }

    [Fact]
    public async Task A_transaction_of_the_codes_own_needs_no_execution_strategy()
    {
        await using var database = await OrdersDatabase.CreateAsync();
        await using var service = await StartAsync(database.Setting);
        await using var scope = service.App.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();

        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Orders.Add(new Order { Number = "1" });
            await context.SaveChangesAsync();
            Assert.Equal(1, await context.Orders.CountAsync());
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await context.Orders.CountAsync());
    }

    [Fact]
    public async Task A_serialization_failure_is_retried_but_a_broken_connection_is_not()
    {
        await using var database = await OrdersDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            create sequence orders.attempts;
            create function orders.fails_twice(code text) returns int language plpgsql as $$
            begin
                if nextval('orders.attempts') <= 2 then raise exception using errcode = code; end if;
                return 1;
            end $$;
            """
        );
        await using var service = await StartAsync(database.Setting);
        await using var scope = service.App.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();

        Assert.Equal(1, await context.Database.SqlQuery<int>($"select orders.fails_twice('40001') as \"Value\"").SingleAsync());
        await database.ExecuteAsync("alter sequence orders.attempts restart");

        // The second statement of the batch counts how often it was sent.
        await database.ExecuteAsync("create sequence orders.sent");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            context
                .Database.SqlQuery<long>(
                    $"select nextval('orders.sent') as \"Value\" from pg_terminate_backend(pg_backend_pid()), pg_sleep(1)"
                )
                .ToListAsync()
        );
        await using var command = service
            .App.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand("select orders.fails_twice('42501')");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync());
        Assert.Equal("42501", refused.SqlState);
    }

    [Fact]
    public async Task A_violated_constraint_is_the_codes_affair_and_no_error_in_the_log()
    {
        await using var database = await OrdersDatabase.CreateAsync();
        await using var service = await StartAsync(database.Setting);
        await using var scope = service.App.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        context.Orders.AddRange(new Order { Number = "1" }, new Order { Number = "1" });

        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());

        Assert.DoesNotContain(service.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    internal static Task<TestService> StartAsync(params (string, string?)[] settings) =>
        TestService.StartAsync(
            builder => builder.AddServiceDatabase<OrdersContext>("orders", options => options.Migrations = ExpectsTwo),
            app => app.MapGet("/orders", (OrdersContext orders) => orders.Orders.ToListAsync()),
            environment: "Development",
            settings: settings
        );

    internal static async Task<(HttpStatusCode Status, JsonElement Check)> HealthAsync(TestService service)
    {
        var response = await service.Client.GetAsync("/health");
        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, document.GetProperty("checks").GetProperty("database"));
    }

    // Stands for a service's assembly: the build writes the names of its bundle's migrations into the metadata.
    internal static AssemblyBuilder Expecting(params string[] migrations)
    {
        var attribute = typeof(AssemblyMetadataAttribute).GetConstructor([typeof(string), typeof(string)])!;
        return AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName("Orders"),
            AssemblyBuilderAccess.Run,
            migrations.Select(name => new CustomAttributeBuilder(attribute, [$"Capsule.Migration:{name}", name]))
        );
    }
}
