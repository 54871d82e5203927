using System.CommandLine;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup restore</c>: restores a backup beside the live database, and with <c>--swap</c> puts it in its place.</summary>
internal sealed class BackupRestoreCommand<TContext> : BackupCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Argument<string?> _backup = new("backup")
    {
        Description = "Its name, or the path of its folder; the newest complete one when not given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _into = new("--into")
    {
        Description = "Name of the new database; there must be none of that name.",
        Required = true,
    };

    private readonly Option<bool> _swap = new("--swap")
    {
        Description = "Once the restore is compared with the manifest, end all sessions of the live database and rename the two.",
    };

    private readonly Confirmation _confirmation = new();

    public BackupRestoreCommand()
        : base("restore", "Restore a backup into a new database; never over a live one.", works: true)
    {
        Add(_backup);
        Add(_into);
        Add(_swap);
        _confirmation.AddTo(this);
    }

    protected override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var swap = parsed.GetValue(_swap);
        if (swap)
        {
            _confirmation.Require(
                parsed,
                session.Environment,
                session.Owner.Database!,
                $"takes the database {session.Owner.Database} out of service"
            );
        }

        var backup = backups.Catalog.Find(parsed.GetValue(_backup));
        var into = parsed.GetValue(_into)!;
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
