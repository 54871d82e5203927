using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>A service's context as the bundle migrates with it, for commands that read migrations without running them.</summary>
internal static class BundleContext
{
    /// <summary>Creates the context of <paramref name="session"/> on <paramref name="connection"/>, which need not be open.</summary>
    public static TContext Create<TContext>(BundleSession<TContext> session, NpgsqlConnection connection)
        where TContext : ServiceDbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        // The model keeps the schema that the migrations were written for; the generator moves it.
        builder.UseServiceSchema(session.Options.Service.Replace('-', '_'));
        builder.UseNpgsql(connection, npgsql => npgsql
            .MigrationsAssembly(session.Migrations.GetName().Name)
            .MigrationsHistoryTable(ServiceDbContextOptions.HistoryTable, session.Schema));
        builder.ReplaceService<IHistoryRepository, SessionLockedHistory>();
        builder.ReplaceService<IMigrationsSqlGenerator, SchemaMovingSqlGenerator>();
        return (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!;
    }
}
