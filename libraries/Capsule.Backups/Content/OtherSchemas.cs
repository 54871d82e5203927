using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>
/// The schemas with tables that a database holds besides the service's own. A backup contains the whole database, so in the live database's
/// place it puts back their rows as well.
/// </summary>
internal sealed class OtherSchemas(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    // Extensions create schemas and tables of their own, which belong to no service.
    private const string Schemas = """
        select n.nspname, min(pg_get_userbyid(c.relowner)) filter (where pg_get_userbyid(c.relowner) <> current_user)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and c.relpersistence <> 't'
           and n.nspname <> $1 and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
           and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
           and not exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')
         group by n.nspname
         order by n.nspname collate "C"
        """;

    /// <summary>Returns the schemas, and for each a role other than the current one that owns a table of it, if there is any.</summary>
    public static Task<IReadOnlyList<(string Name, string? Owner)>> ReadAsync(
        NpgsqlConnection connection,
        string own,
        CancellationToken cancellationToken
    ) => connection.RowsAsync(Schemas, row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), cancellationToken, own);

    /// <summary>
    /// Requires that the caller named each of the live database's other schemas, that the backup contains it, and that a restore keeps its
    /// owner. Without a manifest, a backup that is taken now is meant.
    /// </summary>
    /// <exception cref="BackupException">A requirement is not met.</exception>
    public async Task RequireNamedAsync(BackupManifest? manifest, CancellationToken cancellationToken)
    {
        await using var live = await DatabaseSession.OpenAsync(owner, $"{options.Service}-backup", cancellationToken);
        var others = await ReadAsync(live, options.Schema, cancellationToken);
        var unnamed = others.Select(other => other.Name).Except(options.Including, StringComparer.Ordinal).ToList();
        if (unnamed.Count > 0)
        {
            throw new BackupException(
                BackupFault.NotConfirmed,
                $"The database \"{live.Database}\" also holds the tables of {Listed(unnamed)}. A backup in its place takes "
                    + "their rows back to the time of the backup, too. To go on, stop what uses them and add "
                    + $"{string.Join(' ', unnamed.Select(name => $"--including {Word(name)}"))}. To bring back {options.Schema} alone, restore "
                    + $"without --swap and connect {options.Service} to the new database."
            );
        }

        if (manifest is not null && others.Select(other => other.Name).Except(Held(manifest)).ToList() is { Count: > 0 } lost)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The backup has no table of {Listed(lost)}, which the database \"{live.Database}\" holds now and would lose. "
                    + $"Restore without --swap and connect {options.Service} to the new database."
            );
        }

        if (
            others.Any(other => other.Owner is not null)
            && !await live.ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user", cancellationToken)
        )
        {
            var (name, foreign) = others.First(other => other.Owner is not null);
            throw new BackupException(
                BackupFault.Failed,
                $"Tables of {name} belong to {SqlText.Identifier(foreign!)}, but \"{live.UserName}\" is no superuser and would own "
                    + "everything in the restored database. Restore as a superuser."
            );
        }
    }

    private static IEnumerable<string> Held(BackupManifest manifest) => manifest.Tables.Select(table => table.Schema).Distinct();

    private static string Word(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : $"\"{name}\"";

    private static string Listed(List<string> schemas) =>
        $"the schema{(schemas.Count > 1 ? "s" : "")} {string.Join(", ", schemas.Select(SqlText.Identifier))}";
}
