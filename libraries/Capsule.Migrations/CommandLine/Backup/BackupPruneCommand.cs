using System.CommandLine;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup prune</c>: removes the backups that no rule keeps.</summary>
internal sealed class BackupPruneCommand<TContext>(BackupPruneDefinition definition) : BackupCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public BackupPruneCommand()
        : this(new BackupPruneDefinition()) { }

    protected override Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var rules = BackupText.Rules(definition.Keep, parsed);
        var dryRun = parsed.GetValue(definition.DryRun);
        var plan = Retention.Plan(backups.Catalog.List(), rules, session.Options.Clock.GetUtcNow());
        if (!dryRun)
        {
            Retention.Remove(plan);
        }

        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    backups.Catalog.Folder,
                    dryRun,
                    rules,
                    Backups = plan.Select(decision => new
                    {
                        decision.Backup.Id,
                        decision.Keep,
                        decision.Reason,
                    }),
                }
            );
            return Task.FromResult(BundleExitCode.Success);
        }

        var gone = dryRun ? "would go" : "removed";
        session.Output.Table(
            ["backup", "", "why"],
            plan.Select(decision => new[] { decision.Backup.Id, decision.Keep ? "kept" : gone, decision.Reason })
        );

        return Task.FromResult(BundleExitCode.Success);
    }
}
