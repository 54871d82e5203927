using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Explains why a table cannot be read, because the server's own message names no table or no remedy.</summary>
internal static class UnreadableTable
{
    private const string Forbidden = """
        select format('%I.%I', n.nspname, c.relname)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
           and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))
           and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
         order by 1 limit 1
        """;

    // Planning any query on a table loads the expressions of all its indexes and extended statistics, and inlines SQL functions in them.
    private const string Expressions = """
        select 'index ' || quote_ident(n.nspname) || '.' || quote_ident(i.relname), pg_get_indexdef(i.oid), i.oid, 'pg_class'
          from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
         where x.indrelid = format('%I.%I', $1, $2)::regclass and (x.indexprs is not null or x.indpred is not null)
        union all
        select 'statistics ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname), pg_get_statisticsobjdef(s.oid), s.oid,
               'pg_statistic_ext'
          from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
         where s.stxrelid = format('%I.%I', $1, $2)::regclass and s.stxexprs is not null
        """;

    // The context of the error names the functions that were called, without their schemas.
    private const string Named = $"""
        select e.name || ' (' || e.definition || ')', exists (
                   select from pg_depend d join pg_proc p on p.oid = d.refobjid
                    where d.classid = e.kind::regclass and d.objid = e.oid and d.refclassid = 'pg_proc'::regclass
                      and (strpos($3, format('function "%s"', p.proname)) > 0 or strpos($3, quote_ident(p.proname) || '(') > 0))
          from ({Expressions}) e (name, definition, oid, kind)
         order by 1
        """;

    /// <summary>Requires that the session's role may read every table of the database, because a backup holds them all.</summary>
    /// <exception cref="BackupException">The role may not read a table.</exception>
    public static async Task RequireNoneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var forbidden = await connection.RowsAsync(Forbidden, row => row.GetString(0), cancellationToken);
        if (forbidden.Count > 0)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The role \"{connection.UserName}\" may not read {forbidden[0]}, but a backup holds every table of the database. "
                    + $"As a superuser: grant pg_read_all_data to {SqlText.Identifier(connection.UserName!)}"
            );
        }
    }

    /// <summary>Returns the failure with the table and the indexes or statistics whose expressions raised it.</summary>
    public static async Task<BackupException> ExplainAsync(
        NpgsqlConnection connection,
        string schema,
        string name,
        PostgresException failure,
        CancellationToken cancellationToken
    )
    {
        // The failed statement ended the connection's transaction; the catalog needs no snapshot.
        await connection.ExecuteAsync("rollback", cancellationToken);
        var found = await connection.RowsAsync(
            Named,
            row => (Text: row.GetString(0), IsNamed: row.GetBoolean(1)),
            cancellationToken,
            schema,
            name,
            failure.Where ?? ""
        );
        var culprits = found.Any(one => one.IsNamed) ? found.Where(one => one.IsNamed) : found;
        return new BackupException(
            BackupFault.Failed,
            $"The table {schema}.{name} cannot be read: {failure.SqlState}: {failure.MessageText}{Cause(culprits)}",
            failure
        );
    }

    private static string Cause(IEnumerable<(string Text, bool IsNamed)> culprits)
    {
        var named = string.Join("; ", culprits.Select(one => one.Text));
        return named.Length == 0
            ? ""
            : $". An expression of this table raises it: {named}. Backups run with an empty search_path, as pg_dump and pg_restore do, "
                + "so functions in expressions must name the schemas of what they call. Repair the function, or drop the object.";
    }
}
