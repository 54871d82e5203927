using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers the Redis client.</summary>
public static class AspireRedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";
    private const string TraceSource = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    /// <summary>Registers <see cref="IConnectionMultiplexer"/> with health check and tracing.</summary>
    /// <param name="builder">The application that is being built.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings after they have been read.</param>
    /// <param name="configureOptions">Changes the client's options after they have been read.</param>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        builder.AddRedisClientBuilder(connectionName, configureSettings, configureOptions);

    /// <inheritdoc cref="AddRedisClient"/>
    public static AspireRedisClientBuilder AddRedisClientBuilder(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        Add(builder, connectionName, serviceKey: null, configureSettings, configureOptions);

    /// <summary>Registers <see cref="IConnectionMultiplexer"/> under a key with health check and tracing.</summary>
    /// <param name="builder">The application that is being built.</param>
    /// <param name="name">The key, and the name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings after they have been read.</param>
    /// <param name="configureOptions">Changes the client's options after they have been read.</param>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        builder.AddKeyedRedisClientBuilder(name, configureSettings, configureOptions);

    /// <inheritdoc cref="AddKeyedRedisClient"/>
    public static AspireRedisClientBuilder AddKeyedRedisClientBuilder(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(builder, name, name, configureSettings, configureOptions);
    }

    private static AspireRedisClientBuilder Add(
        IHostApplicationBuilder builder,
        string connectionName,
        string? serviceKey,
        Action<StackExchangeRedisSettings>? configureSettings,
        Action<ConfigurationOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var section = builder.Configuration.GetSection(Section);
        var named = section.GetSection(connectionName);
        var settings = ReadSettings(builder.Configuration, section, named, connectionName);
        configureSettings?.Invoke(settings);

        var optionsName = serviceKey is null ? Options.Options.DefaultName : connectionName;
        builder.Services.AddKeyedSingleton(optionsName, new ClientSettings(settings));
        builder.Services.TryAddTransient<IOptionsFactory<ConfigurationOptions>, ConfigurationOptionsFactory>();
        builder.Services.Configure<ConfigurationOptions>(optionsName, options =>
        {
            section.GetSection("ConfigurationOptions").Bind(options);
            named.GetSection("ConfigurationOptions").Bind(options);
            configureOptions?.Invoke(options);
        });

        AddMultiplexer(builder.Services, settings, connectionName, serviceKey, optionsName);
        if (!settings.DisableTracing)
        {
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(TraceSource));
        }

        if (!settings.DisableHealthChecks)
        {
            AddHealthCheck(builder, serviceKey is null ? "StackExchange.Redis" : $"StackExchange.Redis_{connectionName}", serviceKey);
        }

        return new AspireRedisClientBuilder(builder, settings, serviceKey);
    }

    private static StackExchangeRedisSettings ReadSettings(
        IConfiguration configuration, IConfiguration section, IConfiguration named, string connectionName)
    {
        var settings = new StackExchangeRedisSettings();
        section.Bind(settings);
        named.Bind(settings);
        settings.ConnectionString = configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        return settings;
    }

    private static void AddMultiplexer(
        IServiceCollection services, StackExchangeRedisSettings settings, string connectionName, string? serviceKey, string optionsName)
    {
        // Both take the key: a null key is the registration without one.
        services.AddKeyedSingleton<IConnectionMultiplexer>(
            serviceKey, (provider, _) => MultiplexerFactory.Connect(provider, connectionName, Section, optionsName));
        if (!settings.DisableAutoActivation)
        {
            services.AddSingleton<IHostedService>(provider => new MultiplexerActivation(provider, serviceKey));
        }
    }

    private static void AddHealthCheck(IHostApplicationBuilder builder, string name, string? serviceKey)
    {
        var mark = $"Aspire.HealthChecks.{name}";
        if (builder.Properties.TryAdd(mark, true))
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                name, provider => new RedisHealthCheck(provider, serviceKey), failureStatus: null, tags: null));
        }
    }
}
