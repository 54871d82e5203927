using System.CommandLine;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary><c>migrate</c>: applies what is pending.</summary>
internal sealed class MigrateCommand<TContext> : BundleCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Option<string?> _target = new("--target")
    {
        Description = "The last migration to apply: version, name or description.",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the SQL of what would run, and change nothing." };
    private readonly Option<bool> _backupFirst = new("--backup-first")
    {
        Description = "Take a backup and prove it before; put it in place if a migration stops where no rollback reaches.",
    };

    private readonly Option<bool> _outOfOrder = new("--out-of-order")
    {
        Description = "Apply migrations older than the newest applied one (in Development always).",
    };

    public MigrateCommand()
        : base("migrate", "Apply pending migrations and grant the API's role its rights (the default).")
    {
        Add(_target);
        Add(_dryRun);
        Add(_backupFirst);
        Add(_outOfOrder);
    }

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
                Target = isNamed ? parsed.GetValue(_target) : null,
                OutOfOrder = session.Options.OutOfOrder || (isNamed && parsed.GetValue(_outOfOrder)),
            },
        };
        if (isNamed && parsed.GetValue(_dryRun))
        {
            await DryRunAsync(chosen, cancellationToken);
        }
        else
        {
            var safeguard = isNamed && parsed.GetValue(_backupFirst) ? BackupFirst.Of(chosen) : null;
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
        var script = new MigrationScript(run.Catalog, run.Context.GetService<IMigrator>(), session.Schema);
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
            session.Output.Text($"-- {migration.Name}\n{migration.Sql}");
        }

        session.Output.Line($"{pending.Count} migrations would run; nothing was changed");
    }
}
