using Capsule.Auth.Migrations.Administrators;
using Capsule.Auth.Migrations.Audit;
using Capsule.Cli.Output;
using Capsule.Migrations;

namespace Capsule.Cli.Operations;

/// <summary>
/// All that bundles can be asked to do, and how the results are shown. The command lines themselves are the bundles' own definitions.
/// </summary>
internal static class OperationTable
{
    private static readonly RowView Setting = new(
        new("setting", "key"),
        new("value", "value"),
        new("default", "default"),
        new("allowed", "allowed"),
        new("set", "setAt")
    );

    /// <summary>The commands in the order of the help. Each call makes new ones: an option belongs to the commands that hold it.</summary>
    public static IReadOnlyList<Operation> All =>
        [.. Everyday(), .. Checks(), .. Rebuilding(), .. Backups(), .. Messages(), .. Settings(), .. OfServices()];

    private static IEnumerable<Operation> Everyday() =>
        [
            new("db", new InfoDefinition(), new InfoView()),
            new("db", new MigrateDefinition(), new SqlView(ResultViews.Report)),
            new("db", new StatusDefinition(), ResultViews.Status),
            new("db", new ScriptDefinition(), new SqlView(new RowView(new Column("file", "file"))))
            {
                Folder = new("--to-dir", "Folder to write a file SERVICE.sql into for each service.", "--output", ".sql"),
            },
        ];

    private static IEnumerable<Operation> Checks() =>
        [
            new("db", new ValidateDefinition(), new ListView("findings", "nothing found", new("kind", "kind"), new("finding", "text"))),
            new(
                "db",
                new DriftDefinition(),
                new ListView(
                    "differences",
                    "as its migrations make it",
                    new("kind", "kind"),
                    new("change", "change"),
                    new("difference", "text")
                )
            ),
            new("db", new LintDefinition(), ResultViews.Lint),
        ];

    private static IEnumerable<Operation> Rebuilding() =>
        [
            new("db", new RepairDefinition(), new ListView("repaired", "nothing to repair", new("kind", "kind"), new("repaired", "text"))),
            new("db", new BaselineDefinition(), new RowView(new("database", "database"), new("adopted", "adopted", Cell.List))),
            new("db", new UndoDefinition(), new RowView(new("database", "database"), new("undone", "undone", Cell.List))),
            new("db", new ResetDefinition(), ResultViews.Report),
            new("db", new SeedDefinition(), new RowView()),
            new("db", new UnlockDefinition(), new RowView(new("database", "database"), new("ended", "ended"))),
        ];

    private static IEnumerable<Operation> Backups() =>
        [
            new("backup", new BackupCreateDefinition(), ResultViews.Backup),
            new("backup", new BackupListDefinition(), ResultViews.Backups),
            new(
                "backup",
                new BackupPruneDefinition(),
                new ListView("backups", "no backups", new("backup", "id"), new("kept", "keep"), new("why", "reason"))
            ),
            new("backup", new BackupVerifyDefinition(), ResultViews.Verified),
            new("backup", new BackupRestoreDefinition(), ResultViews.Restored),
        ];

    private static IEnumerable<Operation> Messages() =>
        [
            new("messages", new MessagesListDefinition(), new MessagesView()),
            new("messages", new MessagesShowDefinition(), new MessageView()),
            new("messages", new MessagesReplayDefinition(), new RowView(new("database", "database"), new("replayed", "replayed"))),
            new("messages", new MessagesDiscardDefinition(), new RowView(new("database", "database"), new("discarded", "discarded"))),
        ];

    private static IEnumerable<Operation> Settings() =>
        [
            new(
                "settings",
                new SettingsListDefinition(),
                new ListView(
                    "settings",
                    "no settings",
                    new("setting", "key"),
                    new("value", "value"),
                    new("default", "default"),
                    new("allowed", "allowed"),
                    new("set", "setAt")
                )
            ),
            new("settings", new SettingsGetDefinition(), Setting),
            new("settings", new SettingsSetDefinition(), Setting),
        ];

    private static IEnumerable<Operation> OfServices() =>
        [
            new(
                "auth",
                new VerifyAuditDefinition(),
                new RowView(
                    new("rows", "rows"),
                    new("pending", "pending"),
                    new("head", "head"),
                    new("hash of the head", "headHash"),
                    new("damage", "damage.kind"),
                    new("first bad row", "damage.sequence"),
                    new("what", "damage.text")
                )
            )
            {
                OnlyService = "auth",
            },
            new(
                "auth",
                new CreateAdminDefinition(),
                new RowView(
                    new("e-mail", "email"),
                    new("user", "userId"),
                    new("token", "token"),
                    new("link", "link"),
                    new("until", "expiresAt")
                )
            )
            {
                OnlyService = "auth",
            },
        ];
}
