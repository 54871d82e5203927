using Capsule.Cli.Output;

namespace Capsule.Cli.Operations;

/// <summary>All that bundles can be asked to do.</summary>
internal static class OperationTable
{
    private static readonly OperationOption Force = new("--force", "Do it outside Development; needs --confirm.");

    private static readonly OperationOption Confirm = new(
        "--confirm",
        "The name of the database that is meant; with several services SERVICE=NAME for each.",
        "NAME"
    )
    {
        PerService = true,
    };

    private static readonly OperationOption Jobs = new("--jobs", "How many processes work at a time.", "N");
    private static readonly OperationOption Folder = new("--from", "Folder of the backups (else CAPSULE_BACKUPS).", "DIR");
    private static readonly OperationOption Backup = new("--backup", "The backup; the newest unless given.", "ID") { Values = true };

    private static readonly OperationOption Ids = new("--id", "The message; may be given several times.", "ID")
    {
        Values = true,
        OneService = true,
    };
    private static readonly OperationOption AllMessages = new("--all", "All of them, or all of --consumer.");
    private static readonly OperationOption Consumer = new("--consumer", "Only those of this queue.", "QUEUE");

    private static readonly OperationOption Key = new("--key", "The setting's name, as settings list shows it.", "KEY")
    {
        OneService = true,
    };

    private static readonly RowView Setting = new(
        new("setting", "key"),
        new("value", "value"),
        new("default", "default"),
        new("allowed", "allowed"),
        new("set", "setAt")
    );

    /// <summary>The commands in the order of the help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [.. Everyday(), .. Checks(), .. Rebuilding(), .. Backups(), .. Messages(), .. Settings(), .. OfServices()];

    private static IEnumerable<Operation> Everyday() =>
        [
            new("db", "info", "List the migrations of each service and where each stands; changes nothing.")
            {
                Options = [new("--target", "Tell what is above this version.", "VERSION")],
                View = new InfoView(),
            },
            new("db", "migrate", "Apply pending migrations and grant the API's role its rights.")
            {
                Options =
                [
                    new("--target", "The last migration to apply.", "VERSION"),
                    new("--dry-run", "Print the SQL of what would run; changes nothing."),
                    new("--backup-first", "Take and verify a backup before, and restore it if the migration fails half-way."),
                    new("--out-of-order", "Apply migrations that are older than the newest applied one."),
                ],
                View = new SqlView(ResultViews.Report),
            },
            new(
                "db",
                "status",
                "One line per service: server, size, connections, oldest transaction, vacuum, pending migrations; changes nothing."
            )
            {
                View = ResultViews.Status,
            },
            new("db", "script", "Write the SQL of the migrations, for a reviewer; changes nothing.")
            {
                Options =
                [
                    new("--from", "The migration that is there already.", "VERSION"),
                    new("--to", "The last migration.", "VERSION"),
                    new("--idempotent", "Skip what a database already has."),
                    new("--output", "File to write instead of the screen; one service only.", "FILE") { OneService = true },
                    new("--to-dir", "Folder to write a file SERVICE.sql into for each service.", "DIR") { File = new("--output", ".sql") },
                ],
                View = new SqlView(new RowView(new Column("file", "file"))),
            },
        ];

    private static IEnumerable<Operation> Checks() =>
        [
            new("db", "validate", "Check checksums, order, missing and failed migrations, and the model; exit code 2 on any finding.")
            {
                View = new ListView("findings", "nothing found", new("kind", "kind"), new("finding", "text")),
            },
            new("db", "drift", "Compare the live catalog with what the migrations make; exit code 3 on any difference.")
            {
                View = new ListView(
                    "differences",
                    "as its migrations make it",
                    new("kind", "kind"),
                    new("change", "change"),
                    new("difference", "text")
                ),
            },
            new("db", "lint", "Read pending migrations for what hurts in production; exit code 2 on any error.")
            {
                Options =
                [
                    new("--all", "Read every migration, applied ones as well."),
                    new("--from", "Read this migration and those after it.", "VERSION"),
                ],
                View = ResultViews.Lint,
            },
        ];

    private static IEnumerable<Operation> Rebuilding() =>
        [
            new("db", "repair", "Remove failed rows, realign checksums after showing them, mark missing migrations as deleted.")
            {
                Options = [new("--dry-run", "Say what there is to repair; changes nothing.")],
                View = new ListView("repaired", "nothing to repair", new("kind", "kind"), new("repaired", "text")),
            },
            new("db", "baseline", "Adopt an existing schema as being at a version.")
            {
                Options = [new("--version", "The migration that the schema is at.", "VERSION")],
                View = new RowView(new("database", "database"), new("adopted", "adopted", Cell.List)),
            },
            new("db", "undo", "Take back the newest migration, or all above the target (Down).")
            {
                Options = [new("--target", "The migration to go back to, which stays; 0 for none.", "VERSION"), Force, Confirm],
                View = new RowView(new("database", "database"), new("undone", "undone", Cell.List)),
            },
            new("db", "reset", "Drop the schema with all its data, and build it again.")
            {
                Options = [Force, Confirm],
                View = ResultViews.Report,
            },
            new("db", "seed", "Write deterministic development data; again changes nothing.")
            {
                Options = [new("--users", "How many users.", "N")],
                View = new RowView(),
            },
            new("db", "unlock", "End a dead holder of the migration lock.")
            {
                Options = [new("--force", "End it even if it seems to work.")],
                View = new RowView(new("database", "database"), new("ended", "ended")),
            },
        ];

    private static IEnumerable<Operation> Backups() =>
        [
            new("backup", "create", "Take a backup of each service's database as it is at this moment.")
            {
                Options = [new("--to", "Folder of the backups (else CAPSULE_BACKUPS).", "DIR"), Jobs],
                View = ResultViews.Backup,
            },
            new("backup", "list", "List the backups and when each was proved by a restore.")
            {
                Options = [Folder],
                View = ResultViews.Backups,
            },
            new("backup", "prune", "Remove the backups that no rule keeps.")
            {
                Options =
                [
                    new("--keep-daily", "Days to keep one backup of each.", "N"),
                    new("--keep-weekly", "Weeks to keep one backup of each.", "N"),
                    new("--keep-monthly", "Months to keep one backup of each.", "N"),
                    new("--dry-run", "Say what would go; removes nothing."),
                    Folder,
                ],
                View = new ListView("backups", "no backups", new("backup", "id"), new("kept", "keep"), new("why", "reason")),
            },
            new("backup", "verify", "Restore a backup into a scratch database, compare it with its manifest, and drop it.")
            {
                Options = [Backup, Folder, Jobs],
                View = ResultViews.Verified,
            },
            new("backup", "restore", "Restore a backup into a new database; never over a live one.")
            {
                Options =
                [
                    Backup,
                    new("--into", "Name of the new database.", "NAME"),
                    new("--swap", "Rename the two once the restore has verified."),
                    Force,
                    Confirm,
                    Folder,
                    Jobs,
                ],
                View = ResultViews.Restored,
            },
        ];

    private static IEnumerable<Operation> OfServices() =>
        [
            new(
                "auth",
                "verify-audit",
                "Check the audit log's chain; exit code 2 when a row was removed, changed, added or moved. Changes nothing."
            )
            {
                OnlyService = "auth",
                Options = [new("--expect-head", "Hash of a head that was noted before: it must still be in the log.", "HASH")],
                View = new RowView(
                    new("rows", "rows"),
                    new("pending", "pending"),
                    new("head", "head"),
                    new("hash of the head", "headHash"),
                    new("damage", "damage.kind"),
                    new("first bad row", "damage.sequence"),
                    new("what", "damage.text")
                ),
            },
            new(
                "auth",
                "create-admin",
                "Create the first administrator and print a token, good once and for an hour, that sets their password; refuses when there is one."
            )
            {
                OnlyService = "auth",
                Options =
                [
                    new("--email", "Their e-mail address, which no account may have.", "ADDRESS"),
                    new("--name", "Their name (Administrator unless given).", "NAME"),
                    new(
                        "--page",
                        "Address of the page on which people set a new password; the link to it is printed, with the token as its parameter.",
                        "URL"
                    ),
                ],
                View = new RowView(
                    new("e-mail", "email"),
                    new("user", "userId"),
                    new("token", "token"),
                    new("link", "link"),
                    new("until", "expiresAt")
                ),
            },
        ];

    private static IEnumerable<Operation> Settings() =>
        [
            new("settings", "list", "List the settings that may be changed while a service runs, and what is set; changes nothing.")
            {
                View = new ListView(
                    "settings",
                    "no settings",
                    new("setting", "key"),
                    new("value", "value"),
                    new("default", "default"),
                    new("allowed", "allowed"),
                    new("set", "setAt")
                ),
            },
            new("settings", "get", "Show a setting; changes nothing.") { Options = [Key], View = Setting },
            new("settings", "set", "Change a setting of a running service, which follows within Settings:RefreshInterval (10 s).")
            {
                Options =
                [
                    Key,
                    new("--value", "The value.", "VALUE") { OneService = true },
                    new("--unset", "Remove the value: the service goes back to its configuration, or the default."),
                ],
                View = Setting,
            },
        ];

    private static IEnumerable<Operation> Messages() =>
        [
            new("messages", "list", "List the messages that consumers could not handle, oldest first; changes nothing.")
            {
                Options =
                [
                    Consumer,
                    new("--after", "Those after this one, which ends the page before; one service only.", "ID") { OneService = true },
                    new("--limit", "How many of each service at most (50 unless given).", "N"),
                ],
                View = new MessagesView(),
            },
            new("messages", "show", "Show why a message could not be handled, its headers and its body; changes nothing.")
            {
                Options = [Ids],
                View = new MessageView(),
            },
            new("messages", "replay", "Give messages back to their queues at once; the running service does it.")
            {
                Options = [Ids, AllMessages, Consumer],
                View = new RowView(new("database", "database"), new("replayed", "replayed")),
            },
            new("messages", "discard", "Remove messages for good, with what they would have done.")
            {
                Options = [Ids, AllMessages, Consumer, Force, Confirm],
                View = new RowView(new("database", "database"), new("discarded", "discarded")),
            },
        ];
}
