using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Capsule.Data;

/// <summary>Sets a context up for a service's schema.</summary>
public static class ServiceDbContextOptions
{
    /// <summary>The table in the service's schema that holds the names of the migrations that were applied.</summary>
    public const string HistoryTable = "__ef_migrations_history";

    /// <summary>Uses <paramref name="connectionString"/> with the service's <paramref name="schema"/>.</summary>
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

    /// <summary>Uses <paramref name="dataSource"/> with the service's <paramref name="schema"/>.</summary>
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
    /// Puts the model and the history of migrations into <paramref name="schema"/>; for code that calls UseNpgsql itself, before or after.
    /// </summary>
    public static DbContextOptionsBuilder UseServiceSchema(this DbContextOptionsBuilder options, string schema)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);

        options.UseNpgsql(npgsql => npgsql.MigrationsHistoryTable(HistoryTable, schema));
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new ServiceSchemaExtension(schema));

        // Else EF only logs that the connection was lost there, opens another with the next statement, and goes on without the transaction.
        options.ConfigureWarnings(warnings =>
            warnings.Throw(
                RelationalEventId.BatchExecutorFailedToReleaseSavepoint,
                RelationalEventId.BatchExecutorFailedToRollbackToSavepoint
            )
        );
        return options.ReplaceService<IModelCacheKeyFactory, SchemaModelCacheKeyFactory>();
    }
}
