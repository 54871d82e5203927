using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Brings one database to the schema that a bundle was built with.</summary>
/// <typeparam name="TContext">The service's context; its migrations are in <paramref name="migrations"/>.</typeparam>
/// <param name="owner">Connects as the owner of the schema.</param>
/// <param name="options">Service, role and deadlines.</param>
/// <param name="migrations">The bundle's assembly.</param>
public sealed class MigrationRun<TContext>(NpgsqlConnectionStringBuilder owner, MigrationOptions options, Assembly migrations)
    where TContext : ServiceDbContext
{
    private string Schema => options.Schema ?? options.Service.Replace('-', '_');

    /// <summary>Applies what is pending, each migration in its own transaction, and grants the API's role its rights.</summary>
    /// <exception cref="BundleException">The run cannot go on; says why and how the process should end.</exception>
    public async Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken = default)
    {
        var start = options.Clock.GetTimestamp();
        await using var connection = await OwnerConnection.OpenAsync(owner, options, cancellationToken);
        await MigrationLock.TakeAsync(connection, options, cancellationToken);
        await using var context = CreateContext(connection);
        if (options.ApiRole is { } account)
        {
            await new ApiRoleAccount(connection, account).EnsureAsync(cancellationToken);
        }

        var before = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var applied = await ApplyAsync(context, context.Database.GetMigrations().Where(name => !before.Contains(name)), cancellationToken);
        if (options.ApiRole is { } role && before.Count + applied.Count > 0)
        {
            await new ApiRoleGrants(connection, Schema, role).GrantAsync(cancellationToken);
        }

        return new MigrationReport(
            options.Service, connection.Database, Schema, applied, before.Count, options.ApiRole?.Name, Elapsed(start));
    }

    /// <summary>Tells where each migration stands; changes nothing.</summary>
    /// <exception cref="BundleException">The database cannot be reached.</exception>
    public async Task<IReadOnlyList<MigrationInfo>> InfoAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await OwnerConnection.OpenAsync(owner, options, cancellationToken);
        await using var context = CreateContext(connection);
        var history = context.GetService<IHistoryRepository>();
        var applied = (await history.GetAppliedMigrationsAsync(cancellationToken)).ToDictionary(row => row.MigrationId, row => row.ProductVersion);
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);

        return [.. known.Union(applied.Keys).Order(StringComparer.Ordinal).Select(name => new MigrationInfo(
            name,
            !known.Contains(name) ? MigrationState.Unknown : applied.ContainsKey(name) ? MigrationState.Applied : MigrationState.Pending,
            applied.GetValueOrDefault(name)))];
    }

    private async Task<List<AppliedMigration>> ApplyAsync(TContext context, IEnumerable<string> pending, CancellationToken cancellationToken)
    {
        var migrator = context.GetService<IMigrator>();
        var applied = new List<AppliedMigration>();
        foreach (var name in pending)
        {
            var start = options.Clock.GetTimestamp();
            try
            {
                await migrator.MigrateAsync(name, cancellationToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or DbUpdateException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new BundleException(BundleExitCode.MigrationFailed, $"{name} failed and was rolled back: {Explain(exception)}", exception);
            }

            applied.Add(new AppliedMigration(name, Elapsed(start)));
            options.Progress($"applied {name} in {applied[^1].Milliseconds} ms");
        }

        return applied;
    }

    private TContext CreateContext(NpgsqlConnection connection)
    {
        // The model keeps the schema that the migrations were written for; the generator moves it (EF compares model and snapshot).
        var written = options.Service.Replace('-', '_');
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseServiceSchema(written);
        builder.UseNpgsql(connection, npgsql => npgsql
            .MigrationsAssembly(migrations.GetName().Name)
            .MigrationsHistoryTable(ServiceDbContextOptions.HistoryTable, Schema));
        builder.ReplaceService<IHistoryRepository, SessionLockedHistory>();
        builder.ReplaceService<IMigrationsSqlGenerator, SchemaMovingSqlGenerator>();
        var context = (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!;
        context.Database.SetCommandTimeout(0);
        return context;
    }

    private static string Explain(Exception exception) =>
        exception is PostgresException server ? $"{server.SqlState}: {server.MessageText}{(server.Hint is { } hint ? $" ({hint})" : "")}" : exception.Message;

    private long Elapsed(long start) => (long)options.Clock.GetElapsedTime(start).TotalMilliseconds;
}
