using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>How a bundle uses backups.</summary>
internal static class BackupSettings
{
    /// <summary>Where the backups of the session's service are, and how they are validated.</summary>
    public static BackupOptions Of<TContext>(BundleSession<TContext> session)
        where TContext : ServiceDbContext =>
        new()
        {
            Service = session.Options.Service,
            Schema = session.Schema,
            HistoryTable = ServiceDbContextOptions.HistoryTable,
            Folder = BundleSettings.Backups(session.Configuration),
            Validate = new BackupValidation<TContext>(session).RunAsync,
            Clock = session.Options.Clock,
            Progress = session.Options.Progress,
        };

    /// <summary>How the process ends because of <paramref name="exception"/>.</summary>
    public static BundleException Ends(BackupException exception) =>
        new(
            exception.Fault switch
            {
                BackupFault.Refused => BundleExitCode.BackupRefused,
                BackupFault.NotConfirmed => BundleExitCode.NotConfirmed,
                BackupFault.Configuration => BundleExitCode.Configuration,
                _ => BundleExitCode.BackupFailed,
            },
            exception.Message,
            exception
        );
}
