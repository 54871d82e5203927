using Capsule.Cli.Output;

namespace Capsule.Cli.Operations;

/// <summary>All that bundles can be asked to do.</summary>
internal static class OperationTable
{
    private static readonly OperationOption Force = new("--force", "Allow what destroys data outside Development; needs --confirm.");

    private static readonly OperationOption Confirm =
        new("--confirm", "The name of the database that is meant; with several services SERVICE=NAME for each.", "NAME") { PerService = true };

    private static readonly OperationOption Target = new("--target", "Version to end at.", "VERSION");
    private static readonly OperationOption From = new("--from", "Version to begin after.", "VERSION");

    private static readonly Column Database = new("database", "database");
    private static readonly Column Schema = new("schema", "schema");
    private static readonly Column Took = new("ms", "milliseconds");

    /// <summary>The commands in the order of the help.</summary>
    public static IReadOnlyList<Operation> All { get; } = [.. Everyday(), .. Checks(), .. Rebuilding(), .. Backups()];

    private static IEnumerable<Operation> Everyday() =>
    [
        new("db", "info", "List the migrations of each service and where each stands; changes nothing.") { View = new InfoView() },
        new("db", "migrate", "Apply pending migrations and grant the API's role its rights.")
        {
            Options =
            [
                Target,
                new("--dry-run", "Print the SQL of what would run; changes nothing."),
                new("--backup-first", "Take and verify a backup before, and restore it if the migration fails half-way."),
                new("--out-of-order", "Apply migrations that are older than the last one applied."),
            ],
            View = new SqlView("sql", new RowView(Database, Schema, new("applied", "applied"), new("before", "alreadyApplied"), new("role", "apiRole"), Took)),
        },
        new("db", "status", "One line per service: server, size, connections, oldest transaction, vacuum, pending migrations; changes nothing.")
        {
            View = new RowView(everything: true),
        },
        new("db", "script", "Write the SQL of the migrations, for a reviewer; changes nothing.")
        {
            Options =
            [
                From,
                new("--to", "Version to end at.", "VERSION"),
                new("--idempotent", "Make each migration check whether it has been applied."),
                new("--output", "File to write instead of the screen; one service only.", "FILE") { OneService = true },
                new("--to-dir", "Folder to write a file SERVICE.sql into for each service.", "DIR") { File = new("--output", ".sql") },
            ],
            View = new SqlView("sql", new DocumentView()),
        },
    ];

    private static IEnumerable<Operation> Checks() =>
    [
        new("db", "validate", "Check checksums, order, missing and failed migrations, and the model; exit code 2 on any finding."),
        new("db", "drift", "Compare the live catalog with what the migrations make; exit code 3 on any difference."),
        new("db", "lint", "Read pending migrations for what hurts in production; exit code 2 on any finding.")
        {
            Options = [new("--all", "Read every migration, applied ones as well."), From],
        },
    ];

    private static IEnumerable<Operation> Rebuilding() =>
    [
        new("db", "repair", "Remove failed rows, realign checksums after showing them, mark missing migrations as deleted.") { Options = [Force, Confirm] },
        new("db", "baseline", "Adopt an existing schema as being at a version.")
        {
            Options = [new("--version", "The version that the schema is at.", "VERSION")],
        },
        new("db", "undo", "Take migrations back (Down).") { Options = [Target, Force, Confirm] },
        new("db", "reset", "Drop the schema and build it again; all its data is lost.") { Options = [Force, Confirm] },
        new("db", "seed", "Write deterministic development data; again changes nothing.")
        {
            Options = [new("--users", "How many users.", "N")],
        },
        new("db", "unlock", "End a dead holder of the migration lock."),
    ];

    private static IEnumerable<Operation> Backups() =>
    [
        new("backup", "create", "Take a backup with a manifest of what is in it.")
        {
            Options =
            [
                new("--to", "Folder for backups.", "DIR"),
                new("--jobs", "Tables to dump at a time.", "N"),
            ],
        },
        new("backup", "list", "List the backups of each service.") { Options = [new("--to", "Folder for backups.", "DIR")] },
        new("backup", "prune", "Remove old backups.")
        {
            Options =
            [
                new("--to", "Folder for backups.", "DIR"),
                new("--keep-daily", "Days to keep one backup of each.", "N"),
                new("--keep-weekly", "Weeks to keep one backup of each.", "N"),
                new("--keep-monthly", "Months to keep one backup of each.", "N"),
                new("--dry-run", "Say what would go; removes nothing."),
            ],
        },
        new("backup", "verify", "Restore a backup into a scratch database, compare, and drop it.")
        {
            Options = [new("--backup", "The backup; the newest unless given.", "ID"), new("--to", "Folder for backups.", "DIR")],
        },
        new("backup", "restore", "Restore a backup into a new database; never over a live one.")
        {
            Options =
            [
                new("--backup", "The backup; the newest unless given.", "ID"),
                new("--to", "Folder for backups.", "DIR"),
                new("--into", "Name of the new database.", "NAME"),
                new("--swap", "Rename the two once the restore has verified."),
                Force,
                Confirm,
            ],
        },
    ];
}
