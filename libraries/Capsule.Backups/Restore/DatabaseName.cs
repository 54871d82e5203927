using System.Globalization;
using System.Text;

namespace Capsule.Backups;

/// <summary>Names of databases that are made from a service's.</summary>
internal static class DatabaseName
{
    /// <summary>PostgreSQL cuts longer names off without an error.</summary>
    private const int MaxBytes = 63;

    /// <summary>Begins the names of databases that a verification makes and drops.</summary>
    public static string ScratchPrefix(string service) => $"capsule_verify_{service}_";

    public static string Scratch(string service) => Joined(ScratchPrefix(service), Guid.NewGuid().ToString("n")[..12]);

    /// <summary>Such as <c>auth_service_db_before_20261121_150405</c>.</summary>
    public static string Stamped(string database, string word, DateTimeOffset moment) =>
        Joined(database, $"_{word}_{moment.UtcDateTime.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}");

    public static bool IsTooLong(string name) => Encoding.UTF8.GetByteCount(name) > MaxBytes;

    private static string Joined(string start, string end)
    {
        while (IsTooLong(start + end))
        {
            start = start[..^1];
        }

        return start + end;
    }
}
