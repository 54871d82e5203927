using System.Globalization;

namespace Capsule.Migrations;

/// <summary>Describes a database's status in one line.</summary>
internal static class StatusLine
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Returns the line.</summary>
    public static string Of(ServiceStatus status) =>
        string.Join(
            ", ",
            $"{status.Service}: PostgreSQL {status.ServerVersion}",
            $"{status.Database} {Size(status.SizeBytes)}",
            Connections(status.Connections),
            (status.OldestTransaction is { } open ? $"oldest transaction {Age(open.Seconds)} {Who(open)}" : "no open transaction")
                + (status.SeesAllSessions ? "" : " (of the owner; others' need pg_read_all_stats)"),
            Vacuum(status.Vacuum),
            status.Replicas == 0
                ? "no replicas"
                : $"{status.Replicas} replicas, the slowest {Size(status.ReplicationLagBytes ?? 0)} behind",
            $"{status.Pending.Count} pending" + (status.Ahead.Count > 0 ? $" ({status.Ahead.Count} of a newer build)" : ""),
            status.InvalidIndexes.Count == 0 ? "no invalid indexes" : $"invalid indexes {string.Join(" ", status.InvalidIndexes)}"
        );

    private static string Connections(ConnectionFigures connections) =>
        $"connections {connections.Used} of {connections.Allowed} "
        + $"(database {Of(connections.OfDatabase, connections.DatabaseLimit)}, API {Of(connections.OfRole, connections.RoleLimit)})";

    private static string Of(int used, int? limit) => limit is null ? $"{used}" : $"{used} of {limit}";

    private static string Who(OpenTransaction open) =>
        $"({open.State}, {open.Role}{(open.Application.Length > 0 ? $", {open.Application}" : "")}{(open.Pid is { } pid ? $", session {pid}" : "")})";

    private static string Vacuum(VacuumFigures vacuum)
    {
        var late = vacuum.Late ? $" wraparound age {vacuum.WraparoundAge}" : "";
        var tables = string.Concat(vacuum.Tables.Select(table => $" {table.Name} with {table.DeadRows} dead rows"));
        return late.Length + tables.Length == 0 ? "vacuum in time" : $"vacuum behind:{late}{tables}";
    }

    private static string Age(double seconds) =>
        seconds switch
        {
            < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
            < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h"),
        };

    private static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1000 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1000, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }
}
