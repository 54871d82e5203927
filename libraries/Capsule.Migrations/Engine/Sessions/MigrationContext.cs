using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Creates a service's context on the run's connection and for its schema.</summary>
internal static class MigrationContext
{
    /// <summary>Creates the context; the caller keeps the connection.</summary>
    public static TContext Create<TContext>(NpgsqlConnection connection, MigrationOptions options, Assembly migrations)
        where TContext : ServiceDbContext
    {
        // The model keeps the schema that the migrations were written for; the generator moves it (EF compares model and snapshot).
        var written = options.Service.Replace('-', '_');
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseServiceSchema(written);
        builder.UseNpgsql(
            connection,
            npgsql => npgsql.MigrationsAssembly(migrations).MigrationsHistoryTable(ServiceDbContextOptions.HistoryTable, options.SchemaName)
        );
        builder.ReplaceService<IHistoryRepository, SessionLockedHistory>();
        builder.ReplaceService<IMigrationsSqlGenerator, SchemaMovingSqlGenerator>();
        var context = (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!;
        context.Database.SetCommandTimeout(0);
        return context;
    }
}
