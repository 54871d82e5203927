using Capsule.Backups;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>What a bundle asks of a restored database: the migrations that the manifest lists, and no others, have been applied.</summary>
internal sealed class BackupValidation<TContext>(BundleSession<TContext> session)
    where TContext : ServiceDbContext
{
    /// <summary>What does not hold. A database ahead of this build is allowed, as it is in rolling releases, and reported.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(
        NpgsqlConnectionStringBuilder restored, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var migrations = await new MigrationRun<TContext>(restored, session.Options, session.Migrations).InfoAsync(cancellationToken);
        var applied = migrations.Where(migration => migration.State != MigrationState.Pending).Select(migration => migration.Name).ToList();
        foreach (var unknown in migrations.Where(migration => migration.State == MigrationState.Unknown))
        {
            session.Options.Progress($"{unknown.Name} is newer than this bundle");
        }

        return
        [
            .. manifest.Migrations.Except(applied).Select(name => $"the migration {name} of the manifest was not applied"),
            .. applied.Except(manifest.Migrations).Select(name => $"the migration {name} was applied, but is not in the manifest"),
        ];
    }
}
