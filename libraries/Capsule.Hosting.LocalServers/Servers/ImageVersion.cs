using System.Text.RegularExpressions;

namespace Capsule.Hosting.LocalServers;

/// <summary>Reads the version of a server from an image's tag.</summary>
internal static partial class ImageVersion
{
    /// <summary>
    /// Returns PostgreSQL's major version from "15", "18.1-alpine" or TimescaleDB's "2.24.0-pg15"; null when the tag has none.
    /// </summary>
    public static string? OfPostgres(string? tag) =>
        tag switch
        {
            null => null,
            _ when TimescaleTag().Match(tag) is { Success: true } timescale => timescale.Groups[1].Value,
            _ when PostgresTag().Match(tag) is { Success: true } postgres => postgres.Groups[1].Value,
            _ => null,
        };

    [GeneratedRegex(@"pg(\d+)")]
    private static partial Regex TimescaleTag();

    [GeneratedRegex(@"^(\d+)")]
    private static partial Regex PostgresTag();
}
