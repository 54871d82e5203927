using System.CommandLine;
using System.Globalization;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup verify</c>: proves a backup by a restore.</summary>
internal sealed class BackupVerifyCommand<TContext>(BackupVerifyDefinition definition) : BackupCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public BackupVerifyCommand()
        : this(new BackupVerifyDefinition()) { }

    protected override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var chosen = parsed.GetValue(definition.Backup);
        var backup = backups.Catalog.FindToVerify(chosen);
        if (chosen is null)
        {
            BackupText.ReportNewer(session.Output, backups.Catalog, backup);
        }

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
