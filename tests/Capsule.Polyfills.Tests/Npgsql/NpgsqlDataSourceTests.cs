using System.Data.Common;
using System.Diagnostics;
using Aspire.Npgsql;
using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using global::Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Capsule.Polyfills.Tests.Npgsql;

/// <summary>Aspire.Npgsql, as documented: settings, registrations, health checks and telemetry.</summary>
public sealed class NpgsqlDataSourceTests
{
    private const string Dead = "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=p";

    [Fact]
    public void Nothing_is_disabled_by_default()
    {
        var settings = new NpgsqlSettings();

        Assert.Null(settings.ConnectionString);
        Assert.False(settings.DisableHealthChecks);
        Assert.False(settings.DisableMetrics);
        Assert.False(settings.DisableTracing);
    }

    [Fact]
    public void Settings_come_from_the_section_then_the_names_section_then_ConnectionStrings_then_code()
    {
        var builder = Builder(
            ("Aspire:Npgsql:ConnectionString", "Host=section"),
            ("Aspire:Npgsql:DisableTracing", "true"),
            ("Aspire:Npgsql:orders:ConnectionString", "Host=named"),
            ("Aspire:Npgsql:orders:DisableMetrics", "true"));
        NpgsqlSettings? seen = null;

        builder.AddNpgsqlDataSource("orders", settings => seen = settings);

        Assert.Equal("Host=named", seen!.ConnectionString);
        Assert.True(seen.DisableTracing);
        Assert.True(seen.DisableMetrics);
        builder.Configuration["ConnectionStrings:orders"] = "Host=connection-strings";
        builder.AddNpgsqlDataSource("orders", settings => seen = settings);
        Assert.Equal("Host=connection-strings", seen.ConnectionString);
    }

    [Fact]
    public async Task A_data_source_its_base_type_and_connections_are_registered()
    {
        await using var database = await TestDatabase.CreateAsync();
        var builder = Builder(("ConnectionStrings:orders", database.ConnectionString));
        builder.AddNpgsqlDataSource("orders", null, source => source.ConnectionStringBuilder.ApplicationName = "changed by code");
        using var host = builder.Build();

        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = host.Services.GetRequiredService<NpgsqlConnection>();
        await using var command = source.CreateCommand("select current_setting('application_name')");

        Assert.Equal("changed by code", await command.ExecuteScalarAsync());
        Assert.Same(source, host.Services.GetRequiredService<DbDataSource>());
        Assert.Contains("changed by code", connection.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_connection_string_is_reported_at_first_use()
    {
        var builder = Builder();
        builder.AddNpgsqlDataSource("orders");
        using var host = builder.Build();

        var exception = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<NpgsqlDataSource>());

        Assert.Contains("ConnectionStrings:orders", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Aspire:Npgsql", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keyed_data_sources_stand_side_by_side()
    {
        var builder = Builder(("ConnectionStrings:a", "Host=a"), ("ConnectionStrings:b", "Host=b"));
        builder.AddKeyedNpgsqlDataSource("a");
        builder.AddKeyedNpgsqlDataSource("b");
        using var host = builder.Build();

        Assert.Contains("Host=a", host.Services.GetRequiredKeyedService<NpgsqlDataSource>("a").ConnectionString, StringComparison.Ordinal);
        Assert.Contains("Host=b", host.Services.GetRequiredKeyedService<NpgsqlDataSource>("b").ConnectionString, StringComparison.Ordinal);
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(["PostgreSql_a", "PostgreSql_b"], report.Entries.Keys.Order());
    }

    [Theory]
    [InlineData(true, HealthStatus.Healthy)]
    [InlineData(false, HealthStatus.Unhealthy)]
    public async Task The_health_check_PostgreSql_asks_the_server(bool up, HealthStatus expected)
    {
        await using var database = await TestDatabase.CreateAsync();
        var builder = Builder(("ConnectionStrings:orders", up ? database.ConnectionString : Dead));
        builder.AddNpgsqlDataSource("orders");
        builder.AddNpgsqlDataSource("orders");
        using var host = builder.Build();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal("PostgreSql", Assert.Single(report.Entries).Key);
        Assert.Equal(expected, report.Status);
    }

    [Fact]
    public void Health_checks_can_be_disabled()
    {
        var builder = Builder(("ConnectionStrings:orders", Dead), ("Aspire:Npgsql:DisableHealthChecks", "true"));
        builder.AddNpgsqlDataSource("orders");
        using var host = builder.Build();

        Assert.Null(host.Services.GetService<HealthCheckService>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Traces_are_of_the_source_Npgsql_and_metrics_of_the_meter_Npgsql(bool disabled)
    {
        await using var database = await TestDatabase.CreateAsync();
        var builder = Builder(
            ("ConnectionStrings:orders", database.ConnectionString),
            ("Aspire:Npgsql:DisableTracing", $"{disabled}"),
            ("Aspire:Npgsql:DisableMetrics", $"{disabled}"));
        var spans = new Spans();
        var metrics = new Metrics();
        builder.AddNpgsqlDataSource("orders");
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddProcessor(spans))
            .WithMetrics(meters => meters.AddReader(new BaseExportingMetricReader(metrics)));
        using var host = builder.Build();
        await host.StartAsync();

        await using (var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select 1"))
        {
            await command.ExecuteScalarAsync();
        }

        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.Equal(!disabled, spans.Sources.Contains("Npgsql"));
        Assert.Equal(!disabled, metrics.Meters.Contains("Npgsql"));
        await host.StopAsync();
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return builder;
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public HashSet<string> Sources { get; } = [];

        public override void OnEnd(Activity data)
        {
            lock (Sources)
            {
                Sources.Add(data.Source.Name);
            }
        }
    }

    private sealed class Metrics : BaseExporter<Metric>
    {
        public HashSet<string> Meters { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                Meters.Add(metric.MeterName);
            }

            return ExportResult.Success;
        }
    }
}
