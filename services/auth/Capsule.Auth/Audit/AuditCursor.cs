using System.Globalization;

namespace Capsule.Auth.Audit;

/// <summary>A place in the list: microseconds since 1970, as far as the database counts, and sequence.</summary>
internal readonly record struct AuditCursor(DateTimeOffset OccurredAt, long Sequence)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is none.</summary>
    public static AuditCursor? TryParse(string text)
    {
        var parts = text.Split('-');
        const long Most = 253_402_300_799_999_999; // The last microsecond of 9999.
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds <= Most
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new AuditCursor(DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), sequence)
            : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(OccurredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}-{Sequence}");
}
