using System.CommandLine;
using System.Globalization;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup verify</c>: proves a backup by a restore.</summary>
internal sealed class BackupVerifyCommand<TContext> : BackupCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Argument<string?> _backup = new("backup")
    {
        Description = "Its name, or the path of its folder; the newest complete one when not given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public BackupVerifyCommand()
        : base("verify", "Restore a backup into a scratch database, compare it with the manifest, and drop it again.", works: true) =>
        Add(_backup);

    protected override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var backup = backups.Catalog.Find(parsed.GetValue(_backup));
        var verified = await backups.VerifyAsync(backup, cancellationToken);
        var manifest = backup.Manifest!;
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    backup.Id,
                    backup.Folder,
                    Tables = manifest.Tables.Count,
                    Rows = BackupText.Rows(manifest),
                    Verified = verified,
                }
            );
        }
        else
        {
            session.Output.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"backup {backup.Id} is good: {manifest.Tables.Count} tables, {BackupText.Rows(manifest)} rows, {manifest.Migrations.Count} migrations as in the manifest; restored in {BackupText.Seconds(verified.RestoreMilliseconds)}, {BackupText.Seconds(verified.Milliseconds)} with all checks"
                )
            );
        }

        return BundleExitCode.Success;
    }
}
