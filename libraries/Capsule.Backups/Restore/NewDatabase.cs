using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Creates an empty database with the properties of the backed-up one, and applies what the dump does not contain.</summary>
internal sealed class NewDatabase(NpgsqlConnection server, BackupManifest manifest, string name, Action<string> progress)
{
    // pg_dump does not quote these settings either: they are lists, whose parts are already quoted in the catalog.
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase)
    {
        "search_path",
        "temp_tablespaces",
        "local_preload_libraries",
        "session_preload_libraries",
    };

    private DatabaseProperties Properties => manifest.Properties;

    private string Quoted => SqlText.Identifier(name);

    /// <summary>Creates the database from template0, so that it contains no object that the dump would create.</summary>
    /// <exception cref="BackupException">
    /// The name is taken or too long, a role is missing, or the owner may not create databases.
    /// </exception>
    public async Task CreateAsync(bool asSuperuser, CancellationToken cancellationToken)
    {
        await RequireRolesAsync(cancellationToken);
        var owner = asSuperuser ? $" owner {SqlText.Identifier(Properties.Owner)}" : "";
        var sql = $"""
            create database {Quoted}{owner} template template0 encoding {SqlText.Literal(Properties.Encoding)}
                lc_collate {SqlText.Literal(Properties.Collation)} lc_ctype {SqlText.Literal(Properties.CharacterType)}{Locale()}
            """;
        try
        {
            await server.ExecuteAsync(sql, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The database \"{name}\" exists. A backup is restored into a new one only.",
                exception
            );
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The role \"{server.UserName}\" may not create databases: alter role {SqlText.Identifier(server.UserName!)} createdb",
                exception
            );
        }
    }

    /// <summary>Applies the privileges on the database and its settings.</summary>
    public async Task ApplyPropertiesAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in Statements())
        {
            try
            {
                await server.ExecuteAsync(statement, cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                progress($"skipped, because only a superuser may do it: {statement} ({exception.MessageText})");
            }
        }
    }

    private IEnumerable<string> Statements()
    {
        if (Properties.Grants is { } grants)
        {
            yield return $"revoke all on database {Quoted} from public";
            foreach (var grant in grants)
            {
                var role = grant.Role is null ? "public" : SqlText.Identifier(grant.Role);
                yield return $"grant {Word(grant.Privilege)} on database {Quoted} to {role}{(grant.Grantable ? " with grant option" : "")}";
            }
        }

        foreach (var setting in Properties.Settings)
        {
            var whose = setting.Role is null
                ? $"alter database {Quoted}"
                : $"alter role {SqlText.Identifier(setting.Role)} in database {Quoted}";
            var value = Lists.Contains(setting.Name) ? setting.Value : SqlText.Literal(setting.Value);
            yield return $"{whose} set {string.Join('.', setting.Name.Split('.').Select(SqlText.Identifier))} = {value}";
        }
    }

    private async Task RequireRolesAsync(CancellationToken cancellationToken)
    {
        var missing = await server.RowsAsync(
            "select r from unnest($1::text[]) r where not exists (select from pg_roles where rolname = r) order by 1",
            row => row.GetString(0),
            cancellationToken,
            [manifest.Roles.ToArray()]
        );
        if (missing.Count > 0)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The server lacks the role{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing.Select(SqlText.Identifier))} that the backup grants rights to. Create {(missing.Count > 1 ? "them" : "it")} first."
            );
        }
    }

    private string Locale() =>
        (Properties.LocaleProvider, Properties.Locale) switch
        {
            ("i", { } locale) => $" locale_provider icu icu_locale {SqlText.Literal(locale)}",
            ("b", { } locale) => $" locale_provider builtin builtin_locale {SqlText.Literal(locale)}",
            _ => "",
        };

    private static string Word(string privilege) =>
        privilege.All(letter => letter is (>= 'A' and <= 'Z') or ' ')
            ? privilege
            : throw new BackupException(BackupFault.Refused, $"\"{privilege}\" is not a database privilege.");
}
