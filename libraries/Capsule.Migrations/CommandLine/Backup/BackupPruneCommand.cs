using System.CommandLine;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup prune</c>: removes the backups that no rule keeps.</summary>
internal sealed class BackupPruneCommand<TContext> : BackupCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Option<int> _daily = Rule("--keep-daily", 7, "days");

    private readonly Option<int> _weekly = Rule("--keep-weekly", 4, "weeks");

    private readonly Option<int> _monthly = Rule("--keep-monthly", 6, "months");

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would go, and remove nothing." };

    public BackupPruneCommand()
        : base("prune", "Remove the backups that no rule keeps; the newest and the newest verified always stay.", works: false)
    {
        Add(_daily);
        Add(_weekly);
        Add(_monthly);
        Add(_dryRun);
    }

    protected override Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var rules = new RetentionRules(parsed.GetValue(_daily), parsed.GetValue(_weekly), parsed.GetValue(_monthly));
        var dryRun = parsed.GetValue(_dryRun);
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

    private static Option<int> Rule(string name, int periods, string unit)
    {
        var option = new Option<int>(name)
        {
            Description = $"Keep the newest backup of each of so many {unit} that have one.",
            DefaultValueFactory = _ => periods,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"{name} must not be negative.");
            }
        });
        return option;
    }
}
