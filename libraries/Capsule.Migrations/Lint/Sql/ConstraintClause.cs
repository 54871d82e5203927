namespace Capsule.Migrations;

/// <summary>What a constraint asks for.</summary>
internal enum ConstraintKind
{
    /// <summary>check</summary>
    Check,

    /// <summary>foreign key, or references</summary>
    ForeignKey,

    /// <summary>primary key, unique or exclude: it has an index.</summary>
    Key,
}

/// <summary>A constraint as a statement makes it.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Name">Its name; empty when PostgreSQL chooses one.</param>
/// <param name="Columns">Its columns, in order; none for a check.</param>
/// <param name="NotValid">Whether it is not valid: rows that are there are not looked at.</param>
/// <param name="UsingIndex">Whether it takes over an index that is there.</param>
/// <param name="ExcludesNull">The column that the check keeps from being null; null when it is about something else.</param>
internal sealed record ConstraintClause(
    ConstraintKind Kind,
    string Name,
    IReadOnlyList<string> Columns,
    bool NotValid = false,
    bool UsingIndex = false,
    string? ExcludesNull = null
)
{
    /// <summary>Reads a constraint if one comes next; <paramref name="column"/> is the one that it is written behind.</summary>
    public static ConstraintClause? TryRead(TokenCursor cursor, string? column = null)
    {
        var name = cursor.Take("constraint") ? cursor.Name() : "";
        if (cursor.Take("check"))
        {
            var check = cursor.Parenthesised().SelectMany(part => part).ToList();
            return new ConstraintClause(
                ConstraintKind.Check,
                name,
                [],
                column is null && EndsNotValid(cursor),
                ExcludesNull: NotNullColumn(check)
            );
        }

        if (cursor.Take("foreign", "key"))
        {
            return new ConstraintClause(ConstraintKind.ForeignKey, name, Names(cursor), EndsNotValid(cursor));
        }

        if (column is not null && cursor.Take("references"))
        {
            return new ConstraintClause(ConstraintKind.ForeignKey, name, [column]);
        }

        if (cursor.Take("primary", "key") || cursor.Take("unique") || cursor.Take("exclude"))
        {
            var usingIndex = cursor.Take("using", "index");
            return new ConstraintClause(ConstraintKind.Key, name, column is null ? Names(cursor) : [column], UsingIndex: usingIndex);
        }

        return null;
    }

    private static List<string> Names(TokenCursor cursor) =>
        [.. cursor.Parenthesised().Where(part => part.Count > 0).Select(part => part[0].Value)];

    private static bool EndsNotValid(TokenCursor cursor)
    {
        while (!cursor.AtEnd && !cursor.Peek.Is("constraint") && !cursor.Peek.Is("references") && !cursor.Peek.Is("not"))
        {
            cursor.Next();
        }

        if (cursor.Take("references"))
        {
            cursor.QualifiedName();
            return EndsNotValid(cursor);
        }

        if (cursor.Take("not", "valid"))
        {
            return true;
        }

        // "not deferrable" may stand in front; "not null" of a column is the column's.
        return cursor.Take("not", "deferrable") && EndsNotValid(cursor);
    }

    private static string? NotNullColumn(List<SqlToken> check)
    {
        var bare = check.Where(token => !token.Is("(") && !token.Is(")")).ToList();
        return bare is [{ IsName: true } column, _, _, _] && bare[1].Is("is") && bare[2].Is("not") && bare[3].Is("null")
            ? column.Value
            : null;
    }
}
