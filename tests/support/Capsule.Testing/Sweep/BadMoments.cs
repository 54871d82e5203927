namespace Capsule.Testing.Sweep;

/// <summary>Times that are none, or at the ends of what a program or a database can hold.</summary>
internal static class BadMoments
{
    public static readonly string[] NoMoments =
    [
        "yesterday",
        "2026-13-45T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:00:00+99:00",
        "10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "0000-00-00T00:00:00Z",
    ];

    public static readonly string[] Moments =
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "0001-01-02T00:00:00+14:00",
        "1582-10-10T00:00:00Z",
        "2100-01-01T00:00:00.123456789+05:45",
        "9999-12-31T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59.9999999-14:00",
    ];
}
