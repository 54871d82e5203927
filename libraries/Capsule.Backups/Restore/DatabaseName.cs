using System.Globalization;
using System.Text;

namespace Capsule.Backups;

/// <summary>Names of databases that are derived from a service's name.</summary>
internal static class DatabaseName
{
    /// <summary>PostgreSQL truncates longer names without an error.</summary>
    private const int MaxBytes = 63;

    /// <summary>Returns the prefix of the names of scratch databases.</summary>
    public static string ScratchPrefix(string service) => $"capsule_verify_{service}_";

    public static string Scratch(string service) => Joined(ScratchPrefix(service), Guid.NewGuid().ToString("n")[..12]);

    /// <summary>Returns a name such as <c>auth_service_db_before_20261121_150405</c>.</summary>
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
