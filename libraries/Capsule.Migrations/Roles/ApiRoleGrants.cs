using Capsule.Data;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Grants the API's role what <see cref="ApiRoleSql"/> lists, revokes everything else, and checks the result.</summary>
internal sealed class ApiRoleGrants(NpgsqlConnection connection, string schema, ApiRole role, IReadOnlyModel model)
{
    private string Role => SqlText.Identifier(role.Name);

    /// <summary>Grants and revokes in one transaction, so that a running service never misses a right in between.</summary>
    /// <exception cref="MigrationException">Afterwards the role may still do too little or too much.</exception>
    public async Task GrantAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rights = new ApiRoleSql(schema, role.Name, model);
        var sql = rights.OnDatabase(SqlText.Identifier(connection.Database)) + rights.OnSchema();
        await using (var command = new NpgsqlCommand(sql, connection, transaction))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await CheckAsync(cancellationToken);
        await new TemporaryPrivilege(connection, role).RefuseAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Checks what the role can do in the end, because a revoke without the right to revoke is only a warning.</summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            select concat_ws(', ',
                case when not has_database_privilege($1, current_database(), 'connect') then 'it may not connect to the database' end,
                case when not has_schema_privilege($1, $2, 'usage') then 'it may not use its schema' end,
                case when has_database_privilege($1, current_database(), 'create') then 'it may create schemas' end,
                case when has_schema_privilege($1, $2, 'create') then 'it may create in its schema' end,
                case when has_schema_privilege($1, 'public', 'create') then 'it may create in the schema public' end)
            """;
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = role.Name },
                new() { Value = schema },
            },
        };
        if (await command.ExecuteScalarAsync(cancellationToken) is string { Length: > 0 } findings)
        {
            throw new MigrationException(
                MigrationErrorKind.RoleRefused,
                $"The API's role {Role}: {findings}, and the migrating role cannot change that. Migrate as the owner of the database and the schema."
            );
        }
    }
}
