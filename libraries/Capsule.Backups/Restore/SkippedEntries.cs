using System.Text.RegularExpressions;
using Npgsql;

namespace Capsule.Backups;

/// <summary>The entries of a dump that the restoring role may not restore.</summary>
/// <param name="Extensions">Extensions that only a superuser may create.</param>
/// <param name="Roles">Roles whose default privileges the restoring role may not set.</param>
internal sealed partial record SkippedEntries(IReadOnlyList<string> Extensions, IReadOnlyList<string> Roles)
{
    // A superuser has the privileges of every role.
    private const string OtherRoles = """
        select rolname from pg_roles where rolname = any ($1) and not pg_has_role(oid, 'usage') order by 1
        """;

    /// <summary>Whether there may be entries to skip.</summary>
    public bool Any => Extensions.Count + Roles.Count > 0;

    /// <summary>Finds what the role of <paramref name="server"/>'s session may not restore.</summary>
    /// <exception cref="BackupException">An extension is not installed on the server.</exception>
    public static async Task<SkippedEntries> FindAsync(
        NpgsqlConnection server,
        BackupManifest manifest,
        bool asSuperuser,
        CancellationToken cancellationToken
    ) =>
        new(
            await RestoredExtensions.FindSkippedAsync(server, manifest, asSuperuser, cancellationToken),
            await server.RowsAsync(OtherRoles, row => row.GetString(0), cancellationToken, [manifest.Roles.ToArray()])
        );

    /// <summary>Returns the lines of pg_restore's list that are restored, and reports the others.</summary>
    public IEnumerable<string> Remove(IEnumerable<string> lines, Action<string> progress)
    {
        foreach (var line in lines)
        {
            if (Extension(line) is { } extension)
            {
                if (line.Contains(" EXTENSION - ", StringComparison.Ordinal))
                {
                    progress($"the extension {extension} is skipped: only a superuser may create it");
                }
            }
            else if (DefaultPrivileges().Match(line) is { Success: true } match && Roles.Contains(match.Groups["role"].Value))
            {
                var (schema, role) = (match.Groups["schema"].Value, match.Groups["role"].Value);
                var where = schema == "-" ? "" : $" in schema {schema}";
                progress(
                    $"the default privileges for {match.Groups["kind"].Value.ToLowerInvariant()} of the role {role}{where} are skipped: "
                        + "only a superuser or a member of that role may set them"
                );
            }
            else
            {
                yield return line;
            }
        }
    }

    private string? Extension(string line) =>
        Extensions.FirstOrDefault(name =>
            line.EndsWith($" EXTENSION - {name} ", StringComparison.Ordinal)
            || line.Contains($" COMMENT - EXTENSION {name} ", StringComparison.Ordinal)
        );

    [GeneratedRegex(
        @"^\d+; \d+ \d+ DEFAULT ACL (?<schema>.+) DEFAULT PRIVILEGES FOR (?<kind>TABLES|SEQUENCES|FUNCTIONS|TYPES|SCHEMAS|LARGE OBJECTS) (?<role>.+)$"
    )]
    private static partial Regex DefaultPrivileges();
}
