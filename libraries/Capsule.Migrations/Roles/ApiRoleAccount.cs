using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Creates the API's role, sets its password, and refuses a role with too many privileges.</summary>
internal sealed class ApiRoleAccount(NpgsqlConnection connection, ApiRole role)
{
    private const int Attempts = 5;

    private string Name => SqlText.Identifier(role.Name);

    /// <summary>Creates the role if it is missing, otherwise sets its password if one is given and differs.</summary>
    /// <exception cref="MigrationException">The role cannot be made or is not fit for a service.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EnsureOnceAsync(cancellationToken);
                return;
            }
            catch (PostgresException exception) when (IsRace(exception) && attempt < Attempts)
            {
                // Roles belong to the server, so a migrator of another database may have created it first: look again.
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw Refused(
                    $"the owner may not create or change roles ({exception.MessageText}). Give it CREATEROLE, or create the role by hand "
                        + $"(create role {Name} login password '…') and leave API_ROLE_PASSWORD unset.",
                    exception
                );
            }
        }
    }

    private async Task EnsureOnceAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        if (found is null)
        {
            var password = role.Password ?? throw Refused("it does not exist and API_ROLE_PASSWORD is not set.");
            await ExecuteAsync($"create role {Name} login password {SqlText.Literal(ScramSecret.Of(password))}", cancellationToken);
            return;
        }

        if (found.Excess is { } excess)
        {
            throw Refused($"it {excess}. The API's role may read and write rows of its own schema and nothing more.");
        }

        if (!found.CanLogIn)
        {
            await ExecuteAsync($"alter role {Name} login", cancellationToken);
        }

        if (role.Password is { } given && !await HasPasswordAsync(given, cancellationToken))
        {
            await ExecuteAsync($"alter role {Name} password {SqlText.Literal(ScramSecret.Of(given))}", cancellationToken);
        }
    }

    private async Task<FoundRole?> FindAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            select rolcanlogin,
                   case when rolname = current_user then 'is the owner itself'
                        when rolsuper then 'is a superuser'
                        when pg_has_role(oid, current_user, 'member') then 'is a member of the owner'
                        when rolcreaterole then 'may create roles'
                        when rolcreatedb then 'may create databases'
                        when rolreplication then 'may replicate'
                        when rolbypassrls then 'bypasses row security' end
              from pg_roles where rolname = $1
            """;
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = role.Name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new FoundRole(reader.GetBoolean(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1))
            : null;
    }

    /// <summary>Only a superuser can read the stored value; others set the password again each time, which ends no session.</summary>
    private async Task<bool> HasPasswordAsync(string password, CancellationToken cancellationToken)
    {
        const string Sql = "select has_table_privilege('pg_catalog.pg_authid', 'select')";
        await using var allowed = new NpgsqlCommand(Sql, connection);
        if (!(bool)(await allowed.ExecuteScalarAsync(cancellationToken))!)
        {
            return false;
        }

        await using var stored = new NpgsqlCommand("select rolpassword from pg_catalog.pg_authid where rolname = $1", connection)
        {
            Parameters = { new() { Value = role.Name } },
        };
        return ScramSecret.Matches(await stored.ExecuteScalarAsync(cancellationToken) as string, password);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static bool IsRace(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation
        || (
            exception.SqlState == PostgresErrorCodes.InternalError
            && exception.MessageText.Contains("concurrently", StringComparison.Ordinal)
        );

    private MigrationException Refused(string why, Exception? inner = null) =>
        new(MigrationErrorKind.RoleRefused, $"The API's role {Name}: {why}", inner);

    private sealed record FoundRole(bool CanLogIn, string? Excess);
}
