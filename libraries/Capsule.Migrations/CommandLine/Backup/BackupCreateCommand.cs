using System.CommandLine;
using System.Globalization;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup create</c>: takes a backup.</summary>
internal sealed class BackupCreateCommand<TContext>() : BackupCommand<TContext>(new BackupCreateDefinition())
    where TContext : ServiceDbContext
{
    protected override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        // Waits for a server that is still starting.
        await (await session.OpenAsync(cancellationToken)).DisposeAsync();
        var backup = await backups.TakeAsync(cancellationToken);
        var manifest = backup.Manifest!;
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    backup.Id,
                    backup.Folder,
                    Manifest = manifest,
                }
            );
        }
        else
        {
            session.Output.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"backup {backup.Id} of {manifest.Database}: {manifest.Tables.Count} tables, {BackupText.Rows(manifest)} rows, {BackupText.Size(manifest.DumpBytes)} in {BackupText.Seconds(manifest.Milliseconds)}, in {backup.Folder}"
                )
            );
        }

        return BundleExitCode.Success;
    }
}
