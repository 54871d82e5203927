using System.CommandLine;
using System.Globalization;
using Capsule.Backups;

namespace Capsule.Migrations;

/// <summary>Backups in words and columns.</summary>
internal static class BackupText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Such as <c>1.4 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1024 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }

    /// <summary>Such as <c>1.4 s</c>.</summary>
    public static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s");

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What is wrong with a backup; null when nothing is known to be.</summary>
    public static string? Fault(Backup backup) => backup.Damage?.ToString() ?? backup.Failed?.Reason;

    /// <summary>Says which newer backups are passed over for <paramref name="backup"/>, which was not chosen by name.</summary>
    public static void ReportNewer(BundleOutput output, BackupCatalog catalog, Backup backup)
    {
        foreach (var newer in catalog.NewerThan(backup))
        {
            output.Line($"the newer backup {newer.Id} is passed over, it is {newer.State.ToString().ToLowerInvariant()}: {Fault(newer)}");
        }
    }

    /// <summary>The retention rules of a command line.</summary>
    public static RetentionRules Rules(RetentionOptions keep, ParseResult parsed) =>
        new(parsed.GetValue(keep.Daily), parsed.GetValue(keep.Weekly), parsed.GetValue(keep.Monthly));

    public static long Rows(BackupManifest manifest) => manifest.Tables.Sum(table => table.Rows);
}
