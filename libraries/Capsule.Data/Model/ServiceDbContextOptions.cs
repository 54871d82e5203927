using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Capsule.Data;

/// <summary>Configures a context for a service's schema.</summary>
public static class ServiceDbContextOptions
{
    /// <summary>The table in the service's schema that lists the applied migrations.</summary>
    public const string HistoryTable = "__ef_migrations_history";

    /// <summary>Connects with <paramref name="connectionString"/> and uses the service's <paramref name="schema"/>.</summary>
    public static DbContextOptionsBuilder Configure(
        DbContextOptionsBuilder options,
        string connectionString,
        string schema,
        Action<NpgsqlDbContextOptionsBuilder>? npgsql = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);

        return options.UseNpgsql(connectionString, npgsql).UseServiceSchema(schema);
    }

    /// <summary>Connects through <paramref name="dataSource"/> and uses the service's <paramref name="schema"/>.</summary>
    public static DbContextOptionsBuilder Configure(
        DbContextOptionsBuilder options,
        NpgsqlDataSource dataSource,
        string schema,
        Action<NpgsqlDbContextOptionsBuilder>? npgsql = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);

        return options.UseNpgsql(dataSource, npgsql).UseServiceSchema(schema);
    }

    /// <summary>
    /// Puts the model and the history of migrations into <paramref name="schema"/>, for code that calls UseNpgsql itself before or after
    /// this call.
    /// </summary>
    public static DbContextOptionsBuilder UseServiceSchema(this DbContextOptionsBuilder options, string schema)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);

        options.UseNpgsql(npgsql => npgsql.MigrationsHistoryTable(HistoryTable, schema));
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new ServiceSchemaExtension(schema));

        // By default EF only logs that the connection was lost inside a transaction, opens a new connection for the next statement, and
        // continues without the transaction.
        options.ConfigureWarnings(warnings =>
            warnings.Throw(
                RelationalEventId.BatchExecutorFailedToReleaseSavepoint,
                RelationalEventId.BatchExecutorFailedToRollbackToSavepoint
            )
        );
        return options.ReplaceService<IModelCacheKeyFactory, SchemaModelCacheKeyFactory>();
    }
}
