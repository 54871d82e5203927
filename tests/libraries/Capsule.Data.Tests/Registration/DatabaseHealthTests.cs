using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Capsule.Data.Tests.Registration.DatabaseTests;

namespace Capsule.Data.Tests.Registration;

/// <summary>Health and status of a service's database.</summary>
public sealed class DatabaseHealthTests
{
    [Fact]
    public async Task Health_of_a_migrated_database_is_healthy()
    {
        await using var database = await OrdersDatabase.CreateAsync("20260101000000_Initial", "20260201000000_Second");
        await using var service = await StartAsync(database.Setting);

        var (status, check) = await HealthAsync(service);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Healthy", check.GetProperty("status").GetString());
        Assert.Contains("2 migrations applied", check.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_behind_the_build_is_not_ready_and_names_what_is_pending()
    {
        await using var database = await OrdersDatabase.CreateAsync("20260101000000_Initial");
        await using var service = await StartAsync(database.Setting);

        var (before, check) = await HealthAsync(service);
        await database.ApplyAsync("20260201000000_Second");
        var (after, _) = await HealthAsync(service);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before);
        Assert.Equal("Migrations are pending: 20260201000000_Second", check.GetProperty("description").GetString());
        Assert.Equal(HttpStatusCode.OK, after);
    }

    [Fact]
    public async Task A_pending_step_of_a_library_makes_the_service_not_ready_and_is_named()
    {
        var steps = LibrarySchemas.StepsOf(typeof(SettledOrdersContext));
        await using var database = await OrdersDatabase.CreateAsync([
            .. steps.SkipLast(1),
            "20260101000000_Initial",
            "20260201000000_Second",
        ]);
        await using var service = await TestService.StartAsync(
            builder => builder.AddServiceDatabase<SettledOrdersContext>("orders", options => options.Migrations = ExpectsTwo),
            _ => { },
            environment: "Development",
            settings: [database.Setting]
        );

        var (before, check) = await HealthAsync(service);
        var status = await service.Client.GetFromJsonAsync<JsonElement>("/api/database/status");
        await database.ApplyAsync(steps[^1]);
        var (after, _) = await HealthAsync(service);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before);
        Assert.Equal($"Migrations are pending: {steps[^1]}", check.GetProperty("description").GetString());
        Assert.Equal([steps[^1]], Names(status, "pending"));
        Assert.Equal([.. steps.SkipLast(1), "20260101000000_Initial", "20260201000000_Second"], Names(status, "applied"));
        Assert.Equal(HttpStatusCode.OK, after);
    }

    [Fact]
    public async Task A_database_ahead_of_the_build_is_healthy_with_a_note()
    {
        await using var database = await OrdersDatabase.CreateAsync(
            "20260101000000_Initial",
            "20260201000000_Second",
            "20260301000000_Third"
        );
        await using var service = await StartAsync(database.Setting);

        var (status, check) = await HealthAsync(service);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("20260301000000_Third", check.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_says_version_size_pool_and_migrations()
    {
        await using var database = await OrdersDatabase.CreateAsync("20260101000000_Initial", "20260301000000_Third");
        await using var service = await StartAsync(database.Setting, ("Database:Pool:Max", "7"));

        var status = await service.Client.GetFromJsonAsync<JsonElement>("/api/database/status");

        Assert.Equal("orders", status.GetProperty("service").GetString());
        Assert.Equal("orders", status.GetProperty("schema").GetString());
        Assert.Matches(@"^\d+\.\d+", status.GetProperty("version").GetString()!);
        Assert.True(status.GetProperty("sizeBytes").GetInt64() > 1_000_000);
        Assert.Equal(7, status.GetProperty("pool").GetProperty("max").GetInt32());
        Assert.Equal(30, status.GetProperty("pool").GetProperty("idleSeconds").GetInt32());
        Assert.Equal(10, status.GetProperty("pool").GetProperty("connectTimeoutSeconds").GetInt32());
        Assert.True(status.GetProperty("connections").GetProperty("database").GetInt32() > 0);
        Assert.Equal(["20260101000000_Initial", "20260301000000_Third"], Names(status, "applied"));
        Assert.Equal(["20260201000000_Second"], Names(status, "pending"));
        Assert.Equal(["20260301000000_Third"], Names(status, "ahead"));
    }

    private static IEnumerable<string?> Names(JsonElement status, string list) =>
        status.GetProperty("migrations").GetProperty(list).EnumerateArray().Select(name => name.GetString());
}
