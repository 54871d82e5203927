using System.Text.RegularExpressions;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// What CREATE INDEX CONCURRENTLY left when its migrator died: an invalid index, which must go before the next attempt, or a finished
/// one of which nobody took note.
/// </summary>
internal static partial class InterruptedIndex
{
    /// <summary>
    /// Removes an invalid index of the statement's name. Says whether a finished one is there, so that nothing is left to do.
    /// </summary>
    public static async Task<bool> IsFinishedAsync(
        NpgsqlConnection connection,
        string schema,
        string sql,
        CancellationToken cancellationToken
    )
    {
        if (Statement().Match(sql) is not { Success: true } match)
        {
            return false;
        }

        var name = match.Groups["quoted"] is { Success: true } quoted
            ? quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal)
            : match.Groups["plain"].Value.ToLowerInvariant();
        const string Find = """
            select i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2
            """;
        await using var find = new NpgsqlCommand(Find, connection)
        {
            Parameters =
            {
                new() { Value = schema },
                new() { Value = name },
            },
        };
        switch (await find.ExecuteScalarAsync(cancellationToken))
        {
            case true:
                return true;
            case false:
                await using (var drop = new NpgsqlCommand($"drop index concurrently {SqlText.Identifier(schema, name)}", connection))
                {
                    await drop.ExecuteNonQueryAsync(cancellationToken);
                }

                return false;
            default:
                return false;
        }
    }

    [GeneratedRegex(
        """^\s*create\s+(unique\s+)?index\s+concurrently\s+(if\s+not\s+exists\s+)?("(?<quoted>([^"]|"")+)"|(?<plain>[\w$]+))\s+on\s""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Statement();
}
