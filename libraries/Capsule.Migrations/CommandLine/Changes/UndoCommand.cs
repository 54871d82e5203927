using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>undo</c>: takes back the newest migration, or all above a target.</summary>
internal sealed class UndoCommand<TContext>(UndoDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public UndoCommand()
        : this(new UndoDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var run = await MigrationSession.OpenAsync<TContext>(
            session.Owner,
            session.Options,
            session.Migrations,
            cancellationToken
        );
        await RenamesInHistory.NoteAsync(run, await run.LockAsync(cancellationToken), cancellationToken);
        var migrations = await MigrationUndo.PlanAsync(run, parsed.GetValue(definition.Target), cancellationToken);
        if (migrations.Count > 0)
        {
            definition.Confirmation.Require(
                parsed,
                session.Environment,
                run.Connection.Database,
                $"takes back {string.Join(", ", migrations.Select(migration => migration.Name))} of {run.Connection.Database}, and the data in what they made"
            );
        }

        var undone = await MigrationUndo.RunAsync(run, session.Owner, migrations, cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    run.Connection.Database,
                    Undone = undone,
                }
            );
        }
        else
        {
            session.Output.Line(undone.Count == 0 ? "nothing to undo" : $"{undone.Count} undone");
        }

        return BundleExitCode.Success;
    }
}
