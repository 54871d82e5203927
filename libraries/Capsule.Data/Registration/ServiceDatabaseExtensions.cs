using System.Diagnostics;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a service's database.</summary>
public static class ServiceDatabaseExtensions
{
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Registers the database of <paramref name="service"/> ("auth"): one <see cref="NpgsqlDataSource"/>, a pooled <typeparamref
    /// name="TContext"/> on it, the health check <c>database</c>, traces, metrics and <c>/api/database/status</c>. The settings are read
    /// when the host starts; if none is set, the host fails with an error that names all of them.
    /// </summary>
    public static IHostApplicationBuilder AddServiceDatabase<TContext>(
        this IHostApplicationBuilder builder,
        string service,
        Action<ServiceDatabaseOptions>? configure = null
    )
        where TContext : ServiceDbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(service);
        var options = new ServiceDatabaseOptions();
        configure?.Invoke(options);

        AddDataSource(builder, service, options);
        builder.Services.AddDbContextPool<TContext>(
            (services, context) =>
            {
                var schema = ServiceDatabaseSettings.Schema(builder.Configuration, service);
                ServiceDbContextOptions.Configure(
                    context,
                    services.GetRequiredService<NpgsqlDataSource>(),
                    schema,
                    static npgsql => npgsql.ExecutionStrategy(static dependencies => new SafeRetryStrategy(dependencies))
                );
                context.ConfigureWarnings(Quieten);
                options.Context?.Invoke(services, context);
            }
        );
        AddStatements(builder, service);
        builder.AddStoredSettings<TContext>();
        builder.Services.AddSingleton(services => Describe(builder, services, service, Expected<TContext>(options)));
        builder.Services.AddHostedService<ServiceDatabaseCheck>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>(DatabaseHealthCheck.Name, timeout: HealthTimeout);
        return builder;
    }

    // EF logs every failed command as an error, even one that the code expects and handles, such as a violated unique constraint. Unhandled
    // exceptions are logged by the caller.
    private static void Quieten(WarningsConfigurationBuilder warnings) =>
        warnings.Log(
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug)
        );

    private static void AddDataSource(IHostApplicationBuilder builder, string service, ServiceDatabaseOptions options)
    {
        var name = $"{service}-db";
        builder.AddNpgsqlDataSource(
            name,
            settings =>
            {
                settings.DisableHealthChecks = true;
                settings.DisableTracing = !builder.ExportsTelemetry();
                settings.DisableMetrics = settings.DisableTracing;

                // This value is replaced below when the data source is built, because tests and tools add settings after this call.
                settings.ConnectionString = $"Application Name={service}";
            },
            source =>
            {
                source.ConnectionStringBuilder.Clear();
                var settings = ServiceDatabaseSettings.Resolve(builder.Configuration, builder.Environment, service);
                foreach (var (key, value) in settings)
                {
                    source.ConnectionStringBuilder[key] = value;
                }

                // Statements are traced only as part of a request or message; polls and pool maintenance create no traces.
                source.ConfigureTracing(static tracing =>
                    tracing
                        .EnablePhysicalOpenTracing(false)
                        .ConfigureCommandFilter(static _ => Activity.Current is not null)
                        .ConfigureBatchFilter(static _ => Activity.Current is not null)
                );

                // Metrics carry this name instead of the connection string.
                source.Name = name;
                options.DataSource?.Invoke(source);
            }
        );
    }

    private static void AddStatements(IHostApplicationBuilder builder, string service)
    {
        builder.Services.AddSingleton(services => new DirectStatements(
            services.GetRequiredService<NpgsqlDataSource>(),
            ServiceDatabaseSettings.Schema(builder.Configuration, service),
            services.GetRequiredService<TimeProvider>()
        ));
        builder.Services.AddSingleton(services => new StatementBatcher(
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<DirectStatements>(),
            ServiceDatabaseSettings.Schema(builder.Configuration, service),
            services.GetRequiredService<TimeProvider>()
        ));
    }

    private static IReadOnlyList<string> Expected<TContext>(ServiceDatabaseOptions options) =>
        [.. LibrarySchemas.StepsOf(typeof(TContext)), .. ExpectedMigrations.Of(options.Migrations ?? typeof(TContext).Assembly)];

    private static ServiceDatabase Describe(
        IHostApplicationBuilder builder,
        IServiceProvider services,
        string service,
        IReadOnlyList<string> expected
    )
    {
        var source = services.GetRequiredService<NpgsqlDataSource>();
        var schema = ServiceDatabaseSettings.Schema(builder.Configuration, service);
        return new ServiceDatabase(
            service,
            source,
            new DatabaseStatusReader(source, schema, expected),
            builder.Environment,
            services.GetRequiredService<TimeProvider>()
        );
    }
}
