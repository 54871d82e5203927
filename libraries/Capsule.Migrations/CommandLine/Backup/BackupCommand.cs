using System.CommandLine;
using Capsule.Backups;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>What the commands on backups have in common: where backups are, and how a failure ends the process.</summary>
internal abstract class BackupCommand<TContext> : BundleCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Option<string?> _folder;

    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "How many processes work at a time.",
        DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, 8),
    };

    protected BackupCommand(string name, string description, bool works, string folder = "--from")
        : base(name, description)
    {
        _folder = new Option<string?>(folder)
        {
            Description =
                "Folder of the backups; CAPSULE_BACKUPS, or capsule/backups in the user's data folder (/var/lib for root), when not given.",
        };
        Add(_folder);
        if (works)
        {
            _jobs.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError("--jobs must be at least 1.");
                }
            });
            Add(_jobs);
        }
    }

    public sealed override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var options = BackupSettings.Of(session) with { Jobs = parsed.GetResult(_jobs) is null ? 1 : parsed.GetValue(_jobs) };
            if (parsed.GetValue(_folder) is { } folder)
            {
                options = options with { Folder = folder };
            }

            return await RunAsync(session, new ServiceBackups(session.Owner, options), parsed, cancellationToken);
        }
        catch (BackupException exception)
        {
            throw BackupSettings.Ends(exception);
        }
        catch (NpgsqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BundleException(
                BundleExitCode.BackupFailed,
                exception is PostgresException server ? $"{server.SqlState}: {server.MessageText}" : exception.Message,
                exception
            );
        }
    }

    protected abstract Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    );
}
