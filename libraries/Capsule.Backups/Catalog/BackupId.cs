using System.Globalization;

namespace Capsule.Backups;

/// <summary>Names of backups: the moment in UTC, and a number if there were several in that second.</summary>
internal static class BackupId
{
    /// <summary>Ends the name of a folder while a backup in it is written or removed.</summary>
    public const string Partial = ".partial";

    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    public static string Of(DateTimeOffset moment, int number) =>
        moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture) + (number > 1 ? $"-{number}" : "");

    /// <summary>The moment in the name of a folder; null when it is no backup's.</summary>
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
