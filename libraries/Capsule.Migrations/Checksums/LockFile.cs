using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Capsule.Migrations;

/// <summary>
/// <c>Migrations/migrations.lock</c>: a line for each migration, committed with it and embedded in the bundle. It is what a database's
/// history is compared with, so that an upgrade of EF Core cannot change a checksum (docs/decisions/010).
/// </summary>
internal sealed class LockFile
{
    /// <summary>Its name, also of the embedded resource.</summary>
    public const string FileName = "migrations.lock";

    private const string Head = """
        # What each migration does, as SHA-256 of its operations and of its source. Written by `capsule db add`; commit it with the migrations.

        """;

    private readonly Dictionary<string, LockedMigration> _lines;

    private LockFile(IEnumerable<LockedMigration> lines) => _lines = lines.ToDictionary(line => line.Name, StringComparer.Ordinal);

    /// <summary>The versions that build operations now.</summary>
    public static string CurrentEngine { get; } =
        $"{ProductInfo.GetVersion()}+{typeof(NpgsqlDbContextOptionsBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";

    /// <summary>The lock file that is embedded in a bundle; an empty one when there is none.</summary>
    /// <exception cref="MigrationException">A line of it cannot be read.</exception>
    public static LockFile Of(Assembly migrations)
    {
        using var stream = migrations.GetManifestResourceStream(FileName);
        if (stream is null)
        {
            return new LockFile([]);
        }

        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads the text of a lock file.</summary>
    /// <exception cref="MigrationException">A line of it cannot be read.</exception>
    public static LockFile Parse(string text) =>
        new(
            text.Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line =>
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var checksum, var source, var engine]
                        ? new LockedMigration(name, checksum, source, engine)
                        : throw new MigrationException(
                            MigrationErrorKind.Configuration,
                            $"{FileName}: \"{line}\" is not a migration, two checksums and versions."
                        )
                )
        );

    /// <summary>The line of a migration; null when it has none.</summary>
    public LockedMigration? this[string name] => _lines.GetValueOrDefault(name);

    /// <summary>Writes the lines of <paramref name="migrations"/>: what is there stays while it is still true.</summary>
    public static string Write(IEnumerable<LockedMigration> migrations) =>
        Head + string.Concat(migrations.Select(line => $"{line.Name} {line.Checksum} {line.Source} {line.Engine}\n"));
}
