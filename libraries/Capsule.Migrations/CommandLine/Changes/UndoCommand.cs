using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>undo</c>: takes back the newest migration, or all above a target.</summary>
internal sealed class UndoCommand<TContext> : BundleCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Option<string?> _target = new("--target")
    {
        Description =
            "The migration or library step to go back to, which stays: version, name or description; 0 for none, Capsule.Messaging/0 for none of a library.",
    };
    private readonly Confirmation _confirmation = new();

    public UndoCommand()
        : base("undo", "Run Down of the newest migration, or of all above the target; of a library when the target is one of its steps.")
    {
        Add(_target);
        _confirmation.AddTo(this);
    }

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
        await run.LockAsync(cancellationToken);
        var migrations = await MigrationUndo.PlanAsync(run, parsed.GetValue(_target), cancellationToken);
        if (migrations.Count > 0)
        {
            _confirmation.Require(
                parsed,
                session.Environment,
                run.Connection.Database,
                $"takes back {string.Join(", ", migrations.Select(migration => migration.Name))} of {run.Connection.Database}, and the data in what they made"
            );
        }

        var undone = await MigrationUndo.RunAsync(run, migrations, cancellationToken);
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
