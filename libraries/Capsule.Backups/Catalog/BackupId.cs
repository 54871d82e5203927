using System.Globalization;

namespace Capsule.Backups;

/// <summary>Names of backups: the time in UTC, with a number if several backups were started within a second.</summary>
internal static class BackupId
{
    /// <summary>The suffix of a folder's name while its backup is written or removed.</summary>
    public const string Partial = ".partial";

    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    public static string Of(DateTimeOffset moment, int number) =>
        moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture) + (number > 1 ? $"-{number}" : "");

    /// <summary>Returns the time in a folder's name; null when the folder is not a backup's.</summary>
    public static DateTimeOffset? Moment(string name)
    {
        var id = name.EndsWith(Partial, StringComparison.Ordinal) ? name[..^Partial.Length] : name;
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return
            (dash < 0 || int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            && DateTimeOffset.TryParseExact(
                dash < 0 ? id : id[..dash],
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var moment
            )
            ? moment
            : null;
    }
}
