namespace Capsule.Migrations.Tests.CommandLine;

public sealed class ErrorExitCodeTests
{
    private static readonly Dictionary<MigrationErrorKind, int> Expected = new()
    {
        [MigrationErrorKind.MigrationFailed] = 1,
        [MigrationErrorKind.HistoryConflict] = 2,
        [MigrationErrorKind.Irreversible] = 2,
        [MigrationErrorKind.UnknownMigration] = 64,
        [MigrationErrorKind.DatabaseUnavailable] = 4,
        [MigrationErrorKind.LockTimeout] = 5,
        [MigrationErrorKind.RoleRefused] = 6,
        [MigrationErrorKind.Configuration] = 78,
    };

    [Fact]
    public void Each_kind_of_engine_error_has_its_documented_exit_code()
    {
        var codes = Enum.GetValues<MigrationErrorKind>().ToDictionary(kind => kind, kind => (int)ErrorExitCode.Of(kind));

        Assert.Equal(Expected, codes);
    }
}
