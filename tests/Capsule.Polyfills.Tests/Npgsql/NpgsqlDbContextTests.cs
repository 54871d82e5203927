using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.Polyfills.Tests.Npgsql;

/// <summary>Aspire.Npgsql.EntityFrameworkCore.PostgreSQL, as documented: settings, retries, health checks.</summary>
public sealed class NpgsqlDbContextTests
{
    private const string Dead = "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=p";
    private const string Section = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    [Fact]
    public void Nothing_is_disabled_by_default()
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();

        Assert.Null(settings.ConnectionString);
        Assert.Null(settings.CommandTimeout);
        Assert.False(settings.DisableRetry);
        Assert.False(settings.DisableHealthChecks);
        Assert.False(settings.DisableMetrics);
        Assert.False(settings.DisableTracing);
    }

    [Fact]
    public void Settings_come_from_the_section_the_connections_and_the_types()
    {
        var builder = Builder(
            ($"{Section}:ConnectionString", "Host=section"),
            ($"{Section}:orders:CommandTimeout", "7"),
            ($"{Section}:{nameof(OrdersContext)}:DisableRetry", "true"));
        NpgsqlEntityFrameworkCorePostgreSQLSettings? seen = null;

        builder.AddNpgsqlDbContext<OrdersContext>("orders", settings => seen = settings);

        Assert.Equal("Host=section", seen!.ConnectionString);
        Assert.Equal(7, seen.CommandTimeout);
        Assert.True(seen.DisableRetry);
    }

    [Theory]
    [InlineData(true, HealthStatus.Healthy)]
    [InlineData(false, HealthStatus.Unhealthy)]
    public async Task The_health_check_is_named_after_the_context(bool up, HealthStatus expected)
    {
        await using var database = await TestDatabase.CreateAsync();
        var builder = Builder(("ConnectionStrings:orders", up ? database.ConnectionString : Dead));
        builder.AddNpgsqlDbContext<OrdersContext>("orders", settings => settings.DisableRetry = true);
        using var host = builder.Build();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(nameof(OrdersContext), Assert.Single(report.Entries).Key);
        Assert.Equal(expected, report.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commands_are_retried_unless_disabled(bool disabled)
    {
        var builder = Builder(("ConnectionStrings:orders", Dead));
        builder.AddNpgsqlDbContext<OrdersContext>("orders", settings => settings.DisableRetry = disabled);
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();

        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();

        Assert.Equal(!disabled, context.Database.CreateExecutionStrategy().RetriesOnFailure);
    }

    [Fact]
    public void A_missing_connection_string_is_reported_at_first_use()
    {
        var builder = Builder();
        builder.AddNpgsqlDbContext<OrdersContext>("orders");
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();

        var exception = Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<OrdersContext>());

        Assert.Contains("ConnectionStrings:orders", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registered_context_can_be_enriched()
    {
        var builder = Builder();
        builder.Services.AddDbContextPool<OrdersContext>(options => options.UseNpgsql(Dead));
        builder.EnrichNpgsqlDbContext<OrdersContext>(settings => settings.CommandTimeout = 7);
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();

        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();

        Assert.True(context.Database.CreateExecutionStrategy().RetriesOnFailure);
        Assert.Equal(7, context.Database.GetCommandTimeout());
    }

    [Fact]
    public void Another_timeout_in_the_options_is_a_conflict()
    {
        var builder = Builder();
        builder.Services.AddDbContextPool<OrdersContext>(options => options.UseNpgsql(Dead, npgsql => npgsql.CommandTimeout(3)));
        builder.EnrichNpgsqlDbContext<OrdersContext>(settings => settings.CommandTimeout = 7);
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();

        var exception = Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<OrdersContext>());

        Assert.Contains("CommandTimeout", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_registered_context_can_be_enriched_and_only_a_new_one_added()
    {
        var builder = Builder();
        Assert.Throws<InvalidOperationException>(() => builder.EnrichNpgsqlDbContext<OrdersContext>());

        builder.Environment.EnvironmentName = Environments.Development;
        builder.AddNpgsqlDbContext<OrdersContext>("orders");
        Assert.Throws<InvalidOperationException>(() => builder.AddNpgsqlDbContext<OrdersContext>("orders"));
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return builder;
    }

    public sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options);
}
