using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>repair</c>: makes the history agree with the bundle again.</summary>
internal sealed class RepairCommand<TContext>(RepairDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public RepairCommand()
        : this(new RepairDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var dryRun = parsed.GetValue(definition.DryRun);
        await using var run = await MigrationSession.OpenAsync<TContext>(
            session.Owner,
            session.Options,
            session.Migrations,
            cancellationToken
        );
        var repaired = await HistoryRepair.RunAsync(run, dryRun, parsed.GetValue(definition.Forget), cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    run.Connection.Database,
                    DryRun = dryRun,
                    Repaired = repaired,
                }
            );
            return BundleExitCode.Success;
        }

        foreach (var finding in repaired)
        {
            session.Output.Text(finding.Text);
        }

        var changes = repaired.Count(finding => finding.Kind != "kept");
        session.Output.Line(changes == 0 ? "nothing to repair" : $"{changes} {(dryRun ? "to repair" : "repaired")}");
        return BundleExitCode.Success;
    }
}
