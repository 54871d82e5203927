using System.CommandLine;
using System.Globalization;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup list</c>: the backups that there are, and why prune keeps or removes each.</summary>
internal sealed class BackupListCommand<TContext>(BackupListDefinition definition) : BackupCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public BackupListCommand()
        : this(new BackupListDefinition()) { }

    protected override Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var rules = BackupText.Rules(definition.Keep, parsed);
        var plan = Retention.Plan(backups.Catalog.List(), rules, session.Options.Clock.GetUtcNow());
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    backups.Catalog.Folder,
                    rules,
                    Backups = plan.Select(Document),
                }
            );
            return Task.FromResult(BundleExitCode.Success);
        }

        if (plan.Count == 0)
        {
            session.Output.Line($"no backups in {backups.Catalog.Folder}");
            return Task.FromResult(BundleExitCode.Success);
        }

        string[] head = ["backup", "state", "rows", "size", "schema version", "verified", "restored in", "kept", "why"];
        session.Output.Table(head, plan.Select(Row));

        return Task.FromResult(BundleExitCode.Success);
    }

    private static object Document(RetentionDecision decision)
    {
        var backup = decision.Backup;
        return new
        {
            backup.Id,
            backup.State,
            backup.TakenAt,
            backup.Folder,
            backup.Verified,
            Damage = BackupText.Fault(backup),
            backup.Failed?.FailedAt,
            backup.Manifest?.Database,
            backup.Manifest?.ServerVersion,
            backup.Manifest?.DumpBytes,
            backup.Manifest?.DatabaseBytes,
            Rows = backup.Manifest is { } manifest ? BackupText.Rows(manifest) : (long?)null,
            backup.Manifest?.SchemaVersion,
            decision.Keep,
            decision.Reason,
        };
    }

    private static string[] Row(RetentionDecision decision)
    {
        var backup = decision.Backup;
        return
        [
            backup.Id,
            backup.State.ToString().ToLowerInvariant(),
            backup.Manifest is { } manifest ? BackupText.Rows(manifest).ToString(CultureInfo.InvariantCulture) : "-",
            backup.Manifest is { } sized ? BackupText.Size(sized.DumpBytes) : "-",
            backup.Manifest?.SchemaVersion ?? "-",
            backup.Verified is { } verified ? BackupText.Moment(verified.VerifiedAt) : "-",
            backup.Verified is { } restored ? BackupText.Seconds(restored.RestoreMilliseconds) : "-",
            decision.Keep ? "yes" : "no",
            decision.Reason,
        ];
    }
}
