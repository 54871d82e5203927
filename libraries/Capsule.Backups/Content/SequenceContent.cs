using Npgsql;

namespace Capsule.Backups;

/// <summary>Reads the next values of sequences. Cyclic sequences are excluded, because their values cannot be compared.</summary>
internal static class SequenceContent
{
    private const string Sequences = """
        select string_agg(format(
                   'select %L, %L, last_value::numeric + case when is_called then %s else 0 end from %I.%I',
                   n.nspname, c.relname, s.seqincrement, n.nspname, c.relname), ' union all ')
          from pg_sequence s
          join pg_class c on c.oid = s.seqrelid
          join pg_namespace n on n.oid = c.relnamespace
         where not s.seqcycle and c.relpersistence <> 't'
           and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        """;

    /// <summary>Returns the next value of each sequence, by schema and name.</summary>
    public static async Task<IReadOnlyDictionary<(string Schema, string Name), decimal>> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var sql = await connection.ScalarAsync<object>(Sequences, cancellationToken);
        return sql is string text
            ? (
                await connection.RowsAsync(text, row => ((row.GetString(0), row.GetString(1)), row.GetDecimal(2)), cancellationToken)
            ).ToDictionary()
            : new Dictionary<(string, string), decimal>();
    }
}
