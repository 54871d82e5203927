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
        NpgsqlConnectionStringBuilder restored,
        BackupManifest manifest,
        CancellationToken cancellationToken
    )
    {
        await using var run = await MigrationSession.OpenAsync<TContext>(restored, session.Options, session.Migrations, cancellationToken);
        var migrations = (await run.StatesAsync(cancellationToken)).All();
        var applied = (await run.AppliedAsync(cancellationToken)).Order(StringComparer.Ordinal).ToList();
        foreach (var future in migrations.Where(migration => migration.State == MigrationState.Future))
        {
            session.Options.Progress($"{future.Name} is newer than this bundle");
        }

        return
        [
            .. manifest.Migrations.Except(applied).Select(name => $"the migration {name} of the manifest was not applied"),
            .. applied.Except(manifest.Migrations).Select(name => $"the migration {name} was applied, but is not in the manifest"),
            .. (await MigrationValidation.FindAsync(run, cancellationToken))
                .Where(finding => finding.Kind is "changed" or "missing" or "failed")
                .Select(finding => finding.Text),
        ];
    }
}
