using System.Globalization;
using System.Text.Json;

namespace Capsule.Cli.Output;

/// <summary>The views of large documents.</summary>
internal static class ResultViews
{
    private static readonly Column Database = new("database", "database");

    /// <summary>Shows the result of a migration run.</summary>
    public static IResultView Report { get; } =
        new RowView(
            Database,
            new("schema", "schema"),
            new("applied", "applied"),
            new("before", "alreadyApplied"),
            new("role", "apiRole"),
            new("ms", "milliseconds")
        );

    /// <summary>Shows the state of the databases.</summary>
    public static IResultView Status { get; } =
        new RowView(
            Database,
            new("server", "serverVersion"),
            new("size", "sizeBytes", Cell.Bytes),
            new("connections", "connections", value => $"{Text(value, "used")} of {Text(value, "allowed")}"),
            new("oldest transaction", "oldestTransaction", Transaction),
            new("vacuum", "vacuum", Vacuum),
            new("pending", "pending"),
            new("ahead", "ahead"),
            new("invalid indexes", "invalidIndexes", Cell.List)
        );

    /// <summary>Shows the findings of lint and their solutions.</summary>
    public static IResultView Lint { get; } =
        new ListView(
            "findings",
            "nothing found",
            new("migration", "migration"),
            new("severity", "severity"),
            new("rule", "rule"),
            new("object", "object"),
            new("why", "why"),
            new("instead", "wayOut"),
            new("silenced", "silenced")
        );

    /// <summary>Shows a backup that was taken.</summary>
    public static IResultView Backup { get; } =
        new RowView(
            new("backup", "id"),
            new("database", "manifest.database"),
            new("tables", "manifest.tables"),
            new("size", "manifest.dumpBytes", Cell.Bytes),
            new("ms", "manifest.milliseconds"),
            new("folder", "folder")
        );

    /// <summary>Shows the existing backups.</summary>
    public static IResultView Backups { get; } =
        new ListView(
            "backups",
            "no backups",
            new("backup", "id"),
            new("state", "state"),
            new("rows", "rows"),
            new("size", "dumpBytes", Cell.Bytes),
            new("schema version", "schemaVersion"),
            new("verified", "verified.verifiedAt"),
            new("restored in ms", "verified.restoreMilliseconds"),
            new("kept", "keep"),
            new("why", "reason")
        );

    /// <summary>Shows a verified backup.</summary>
    public static IResultView Verified { get; } =
        new RowView(
            new("backup", "id"),
            new("tables", "tables"),
            new("rows", "rows"),
            new("verified", "verified.verifiedAt"),
            new("restored in ms", "verified.restoreMilliseconds"),
            new("all checks in ms", "verified.milliseconds")
        );

    /// <summary>Shows a restored backup.</summary>
    public static IResultView Restored { get; } =
        new RowView(
            new("backup", "backup"),
            new("database", "database"),
            new("before is kept as", "before"),
            new("restored in ms", "restoreMilliseconds"),
            new("all checks in ms", "milliseconds")
        );

    private static string Text(JsonElement value, string property) => Cell.Text(Cell.Property(value, property));

    private static string Transaction(JsonElement value)
    {
        var seconds = Cell.Property(value, "seconds");
        return seconds.ValueKind == JsonValueKind.Number
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds.GetDouble():0} s, {Text(value, "role")}")
            : Cell.Text(value);
    }

    private static string Vacuum(JsonElement value)
    {
        var tables = Cell.Items(Cell.Property(value, "tables")).Select(table => Text(table, "name")).ToList();
        if (Cell.Property(value, "late").ValueKind == JsonValueKind.True)
        {
            tables.Insert(0, "late in freezing");
        }

        return tables.Count == 0 ? "ok" : string.Join(", ", tables);
    }
}
