namespace Aspire.Hosting.Embedded;

/// <summary>How a PostgreSQL server is to be.</summary>
/// <param name="User">Its superuser.</param>
/// <param name="Password">The superuser's password.</param>
/// <param name="Databases">The databases that it must have.</param>
/// <param name="Image">The container image that the official host would run; it tells whether TimescaleDB is wanted.</param>
/// <param name="Tag">The image's tag; it tells the version.</param>
internal sealed record PostgresSettings(string User, string Password, IReadOnlyList<string> Databases, string Image, string? Tag)
{
    /// <summary>Arguments of the server's program, after those of embedded mode: a setting given here wins.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether TimescaleDB is wanted.</summary>
    public bool Timescale => Image.Contains("timescale", StringComparison.Ordinal);
}
