using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Numerics;
using Npgsql;

namespace Capsule.Backups;

/// <summary>
/// Counts and hashes the rows of tables on the server. A table's hash is the sum of its rows' hashes, so the order of rows does not matter,
/// and one scan suffices, which parallel workers share if the table is large. The hash functions are those of hash partitioning, so they
/// are the same in every version. The hashes detect damage, not forgery.
/// </summary>
internal static class TableContent
{
    // The query lists leaf tables and not partitioned roots, so that a row in a different partition is a difference. It skips tables of
    // extensions, which the extensions restore, and generated columns, which are not in the dump. Columns are ordered by name, because
    // pg_restore may order the columns of child tables differently. A value is hashed directly if equal hashes mean equal values, which
    // halves the time; all others are hashed as text, because citext and numeric treat 'A' and 'a', or 1.0 and 1.00, as equal, and the hash
    // of an enum depends on its number in this database.
    private const string Tables = """
        select n.nspname, c.relname,
               format(
                   'select count(*), coalesce(sum(hash_record_extended(row(%s), 0)), 0)::text from only %I.%I',
                   string_agg(
                       quote_ident(a.attname) || case
                           when a.atttypid = any ('{bool,int2,int4,int8,oid,uuid,date,time,timestamp,timestamptz,bytea,name}'::regtype[]) then ''
                           when a.atttypid = any ('{text,varchar}'::regtype[]) then ' collate "C"'
                           else '::text collate "C"' end,
                       ', ' order by a.attname),
                   n.nspname, c.relname)
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
           and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
         group by c.oid, n.nspname, c.relname
         order by c.relpages desc, pg_relation_size(c.oid) desc
        """;

    private const string LargeObjects = """
        select count(*), coalesce(sum(hashtextextended(oid || ' ' || md5(lo_get(oid)), 0)), 0)::text from pg_largeobject_metadata
        """;

    /// <summary>
    /// Reads all tables, the largest first, on up to <paramref name="jobs"/> connections that <paramref name="open"/> creates.
    /// </summary>
    public static async Task<IReadOnlyList<BackedUpTable>> ReadAsync(
        Func<CancellationToken, Task<NpgsqlConnection>> open,
        int jobs,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var first = await open(stop.Token);
        var list = await first.RowsAsync(
            Tables,
            row => (Schema: row.GetString(0), Name: row.GetString(1), Sql: row.GetString(2)),
            stop.Token
        );
        var waiting = new ConcurrentQueue<(string Schema, string Name, string Sql)>([
            .. list,
            ("pg_catalog", "pg_largeobject", LargeObjects),
        ]);
        var read = new ConcurrentBag<BackedUpTable>();
        try
        {
            await Task.WhenAll(
                Enumerable.Range(0, Math.Min(jobs, waiting.Count)).Select(job => job == 0 ? WorkAsync(first) : OpenAndWorkAsync())
            );
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }

        return [.. read.OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal)];

        async Task OpenAndWorkAsync()
        {
            await using var connection = await open(stop.Token);
            await WorkAsync(connection);
        }

        async Task WorkAsync(NpgsqlConnection connection)
        {
            while (waiting.TryDequeue(out var table))
            {
                var (rows, hash) = await ContentAsync(connection, table.Schema, table.Name, table.Sql, stop.Token);
                // Few databases have large objects, and an empty entry among the tables would be confusing.
                if (rows > 0 || table.Sql != LargeObjects)
                {
                    read.Add(new BackedUpTable(table.Schema, table.Name, rows, hash));
                }
            }
        }
    }

    private static async Task<(long Rows, string Hash)> ContentAsync(
        NpgsqlConnection connection,
        string schema,
        string name,
        string sql,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await connection.RowsAsync(sql, Content, cancellationToken))[0];
        }
        catch (PostgresException exception) when (connection.State == ConnectionState.Open && !cancellationToken.IsCancellationRequested)
        {
            throw await UnreadableTable.ExplainAsync(connection, schema, name, exception, cancellationToken);
        }
    }

    private static (long Rows, string Hash) Content(NpgsqlDataReader row) => (row.GetInt64(0), Folded(row.GetString(1)));

    // The sum of 64-bit numbers has any number of digits; its last 64 bits are an equally good hash.
    private static string Folded(string sum) =>
        ((ulong)(BigInteger.Parse(sum, CultureInfo.InvariantCulture) & ulong.MaxValue)).ToString("x16", CultureInfo.InvariantCulture);
}
