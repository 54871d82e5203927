namespace Capsule.Migrations;

/// <summary>The exit code of each kind of engine error.</summary>
internal static class ErrorExitCode
{
    /// <summary>Returns the exit code of <paramref name="kind"/>.</summary>
    public static BundleExitCode Of(MigrationErrorKind kind) =>
        kind switch
        {
            MigrationErrorKind.HistoryConflict or MigrationErrorKind.Irreversible => BundleExitCode.Findings,
            MigrationErrorKind.UnknownMigration => BundleExitCode.Usage,
            MigrationErrorKind.DatabaseUnavailable => BundleExitCode.DatabaseUnavailable,
            MigrationErrorKind.LockTimeout => BundleExitCode.LockTimeout,
            MigrationErrorKind.RoleRefused => BundleExitCode.RoleRefused,
            MigrationErrorKind.Configuration => BundleExitCode.Configuration,
            _ => BundleExitCode.MigrationFailed,
        };
}
