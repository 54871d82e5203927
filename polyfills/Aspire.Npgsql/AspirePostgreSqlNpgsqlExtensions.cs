using System.Data.Common;
using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers PostgreSQL data sources.</summary>
public static class AspirePostgreSqlNpgsqlExtensions
{
    private const string Section = "Aspire:Npgsql";

    /// <summary>Registers an <see cref="NpgsqlDataSource"/> for the connection string of the given name.</summary>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
        Add(builder, connectionName, null, configureSettings, configureDataSourceBuilder);

    /// <summary>Registers an <see cref="NpgsqlDataSource"/> as a keyed service.</summary>
    public static void AddKeyedNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string name,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
        Add(builder, name, name, configureSettings, configureDataSourceBuilder);

    private static void Add(
        IHostApplicationBuilder builder,
        string connectionName,
        string? key,
        Action<NpgsqlSettings>? configureSettings,
        Action<NpgsqlDataSourceBuilder>? configureDataSource)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new NpgsqlSettings();
        builder.Configuration.GetSection(Section).Bind(settings);
        builder.Configuration.GetSection(Section).GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        RegisterDataSource(builder.Services, key, services => Build(services, settings, connectionName, configureDataSource));
        if (!settings.DisableHealthChecks)
        {
            AddHealthCheck(builder, key);
        }

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddSource("Npgsql"));
        }

        if (!settings.DisableMetrics)
        {
            builder.Services.AddOpenTelemetry().WithMetrics(NpgsqlTelemetry.AddNpgsqlMetrics);
        }
    }

    // Only when the data source is first asked for, so that a missing connection string is reported where logs go.
    private static NpgsqlDataSource Build(
        IServiceProvider services, NpgsqlSettings settings, string connectionName, Action<NpgsqlDataSourceBuilder>? configure)
    {
        if (string.IsNullOrWhiteSpace(settings.ConnectionString))
        {
            throw new InvalidOperationException(
                $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' or under the 'ConnectionString' key in '{Section}' configuration section.");
        }

        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.UseLoggerFactory(services.GetService<ILoggerFactory>());
        configure?.Invoke(source);
        return source.Build();
    }

    private static void RegisterDataSource(IServiceCollection services, string? key, Func<IServiceProvider, NpgsqlDataSource> build)
    {
        services.TryAdd(new ServiceDescriptor(
            typeof(NpgsqlDataSource), key, (provider, _) => build(provider), ServiceLifetime.Singleton));
        services.TryAdd(new ServiceDescriptor(
            typeof(DbDataSource), key, static (provider, at) => Source(provider, at), ServiceLifetime.Singleton));
        services.TryAdd(new ServiceDescriptor(
            typeof(NpgsqlConnection), key, static (provider, at) => Source(provider, at).CreateConnection(), ServiceLifetime.Transient));
    }

    private static NpgsqlDataSource Source(IServiceProvider services, object? key) => key is null
        ? services.GetRequiredService<NpgsqlDataSource>()
        : services.GetRequiredKeyedService<NpgsqlDataSource>(key);

    private static void AddHealthCheck(IHostApplicationBuilder builder, string? key)
    {
        var name = key is null ? "PostgreSql" : $"PostgreSql_{key}";
        if (builder.Properties.TryAdd($"Aspire.HealthChecks.{name}", true))
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                name, services => new NpgsqlHealthCheck(Source(services, key)), failureStatus: null, tags: null));
        }
    }
}
