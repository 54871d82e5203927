namespace Capsule.Migrations;

/// <summary>One statement of a migration.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="OutsideTransaction">Whether the migration runs it outside its transaction (suppressTransaction).</param>
internal sealed record SqlStatement(IReadOnlyList<SqlToken> Tokens, bool OutsideTransaction)
{
    private static readonly string[] BlockStarts = ["begin", "then", "else", "loop"];

    /// <summary>Cuts <paramref name="sql"/> into its statements; the statements of a DO block come in place of the block.</summary>
    public static IReadOnlyList<SqlStatement> Split(string sql, bool outsideTransaction)
    {
        var statements = new List<SqlStatement>();
        foreach (var tokens in Cut(SqlTokenizer.Tokens(sql)))
        {
            if (tokens[0].Is("do") && tokens.FirstOrDefault(token => token.Kind == SqlTokenKind.Text) is { Value: { } body })
            {
                // A guess at PL/pgSQL that finds statements which stand for themselves; what it builds at run time stays unseen.
                statements.AddRange(CutBlock(SqlTokenizer.Tokens(body)).Select(inner => new SqlStatement(inner, outsideTransaction)));
            }
            else
            {
                statements.Add(new SqlStatement(tokens, outsideTransaction));
            }
        }

        return statements;
    }

    private static List<List<SqlToken>> Cut(IReadOnlyList<SqlToken> tokens)
    {
        var depth = 0;
        return Cut(
            tokens,
            (token, before) =>
            {
                // The body of a function may be SQL itself: begin atomic …; …; end.
                depth +=
                    token.Is("atomic") && before.Is("begin") || (depth > 0 && token.Is("case")) ? 1
                    : depth > 0 && token.Is("end") ? -1
                    : 0;
                return token.Is(";") && depth == 0;
            }
        );
    }

    private static List<List<SqlToken>> CutBlock(IReadOnlyList<SqlToken> tokens) =>
        Cut(tokens, (token, _) => token.Is(";") || BlockStarts.Any(token.Is));

    private static List<List<SqlToken>> Cut(IReadOnlyList<SqlToken> tokens, Func<SqlToken, SqlToken, bool> isBoundary)
    {
        var found = new List<List<SqlToken>>();
        var current = new List<SqlToken>();
        var before = default(SqlToken);
        foreach (var token in tokens)
        {
            var boundary = isBoundary(token, before);
            before = token;
            if (!boundary)
            {
                current.Add(token);
            }

            if (boundary && current.Count > 0)
            {
                found.Add(current);
                current = [];
            }
        }

        if (current.Count > 0)
        {
            found.Add(current);
        }

        return found;
    }
}
