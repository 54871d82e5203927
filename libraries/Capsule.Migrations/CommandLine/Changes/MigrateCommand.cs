using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>migrate</c>: applies what is pending.</summary>
internal sealed class MigrateCommand<TContext>(MigrateDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public MigrateCommand()
        : this(new MigrateDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        // Run as the default, without its name, it has no options.
        var isNamed = parsed.CommandResult.Command == this;
        var chosen = session with
        {
            Options = session.Options with
            {
                Target = isNamed ? parsed.GetValue(definition.Target) : null,
                OutOfOrder = session.Options.OutOfOrder || (isNamed && parsed.GetValue(definition.OutOfOrder)),
            },
        };
        if (isNamed && parsed.GetValue(definition.DryRun))
        {
            await DryRunAsync(chosen, cancellationToken);
        }
        else
        {
            var safeguard =
                isNamed && parsed.GetValue(definition.BackupFirst)
                    ? BackupSafeguard.Of(chosen, parsed.GetValue(definition.Including) ?? [])
                    : null;
            chosen.Output.Report(await chosen.Run.MigrateAsync(safeguard, cancellationToken));
        }

        return BundleExitCode.Success;
    }

    private static async Task DryRunAsync(BundleSession<TContext> session, CancellationToken cancellationToken)
    {
        await using var run = await MigrationSession.OpenAsync<TContext>(
            session.Owner,
            session.Options,
            session.Migrations,
            cancellationToken
        );
        var script = new MigrationScript(run.Catalog, session.Schema);
        var pending = PendingMigrations
            .Of(run.Catalog, await run.StatesAsync(cancellationToken), session.Options)
            .Select(one => new { one.Migration.Name, Sql = script.Write(one.Migration) })
            .ToList();
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    run.Connection.Database,
                    DryRun = true,
                    Pending = pending,
                }
            );
            return;
        }

        foreach (var migration in pending)
        {
            session.Output.Text(migration.Sql);
        }

        session.Output.Line($"{pending.Count} migrations would run; nothing was changed");
    }
}
