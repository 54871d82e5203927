using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>backup</c>: its commands.</summary>
internal static class BackupCommands
{
    public static Command All<TContext>()
        where TContext : ServiceDbContext =>
        new("backup", "Take backups, prove them by restoring them, and restore them.")
        {
            new BackupCreateCommand<TContext>(),
            new BackupListCommand<TContext>(),
            new BackupVerifyCommand<TContext>(),
            new BackupRestoreCommand<TContext>(),
            new BackupPruneCommand<TContext>(),
        };
}
