using System.CommandLine;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup restore</c>: restores a backup beside the live database, and with <c>--swap</c> puts it in its place.</summary>
internal sealed class BackupRestoreCommand<TContext>(BackupRestoreDefinition definition) : BackupCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public BackupRestoreCommand()
        : this(new BackupRestoreDefinition()) { }

    protected override BackupOptions Configure(BackupOptions options, ParseResult parsed) =>
        options with
        {
            Including = parsed.GetValue(definition.Including) ?? [],
        };

    protected override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var swap = parsed.GetValue(definition.Swap);
        if (swap)
        {
            definition.Confirmation.Require(
                parsed,
                session.Environment,
                session.Owner.Database!,
                $"takes the database {session.Owner.Database} out of service"
            );
        }

        var chosen = parsed.GetValue(definition.Backup);
        var backup = backups.Catalog.Find(chosen);
        if (chosen is null)
        {
            BackupText.ReportNewer(session.Output, backups.Catalog, backup);
        }

        var into = parsed.GetValue(definition.Into)!;
        var restored = swap
            ? await backups.RestoreInPlaceAsync(backup, into, cancellationToken)
            : await backups.RestoreAsync(backup, into, cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(restored);
        }
        else
        {
            session.Output.Line(
                $"backup {restored.Backup} is in the database {restored.Database}, restored in {BackupText.Seconds(restored.RestoreMilliseconds)} and compared with its manifest"
            );
            if (restored.Before is { } before)
            {
                session.Output.Line($"the database that was live is now called {before}");
            }
        }

        return BundleExitCode.Success;
    }
}
