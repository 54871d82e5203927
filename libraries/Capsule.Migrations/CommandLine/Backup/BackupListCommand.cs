using System.CommandLine;
using System.Globalization;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup list</c>: the backups that there are.</summary>
internal sealed class BackupListCommand<TContext>() : BackupCommand<TContext>(new BackupListDefinition())
    where TContext : ServiceDbContext
{
    protected override Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var all = backups.Catalog.List();
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    backups.Catalog.Folder,
                    Backups = all.Select(backup => new
                    {
                        backup.Id,
                        backup.State,
                        backup.TakenAt,
                        backup.Folder,
                        backup.Verified,
                        Damage = backup.Damage?.ToString(),
                        backup.Manifest?.Database,
                        backup.Manifest?.ServerVersion,
                        backup.Manifest?.DumpBytes,
                        backup.Manifest?.DatabaseBytes,
                        Rows = backup.Manifest is { } manifest ? BackupText.Rows(manifest) : (long?)null,
                        backup.Manifest?.SchemaVersion,
                    }),
                }
            );
            return Task.FromResult(BundleExitCode.Success);
        }

        if (all.Count == 0)
        {
            session.Output.Line($"no backups in {backups.Catalog.Folder}");
            return Task.FromResult(BundleExitCode.Success);
        }

        string[] head = ["backup", "state", "rows", "size", "schema version", "verified", "restored in"];
        session.Output.Table(head, all.Select(Row));

        return Task.FromResult(BundleExitCode.Success);
    }

    private static string[] Row(Backup backup) =>
        [
            backup.Id,
            backup.State.ToString().ToLowerInvariant(),
            backup.Manifest is { } manifest ? BackupText.Rows(manifest).ToString(CultureInfo.InvariantCulture) : "-",
            backup.Manifest is { } sized ? BackupText.Size(sized.DumpBytes) : "-",
            backup.Manifest?.SchemaVersion ?? backup.Damage?.ToString() ?? "-",
            backup.Verified is { } verified ? BackupText.Moment(verified.VerifiedAt) : "-",
            backup.Verified is { } restored ? BackupText.Seconds(restored.RestoreMilliseconds) : "-",
        ];
}
