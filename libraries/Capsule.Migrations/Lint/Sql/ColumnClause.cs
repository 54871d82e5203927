namespace Capsule.Migrations;

/// <summary>A column as a statement makes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, words parted by one space.</param>
/// <param name="NotNull">Whether it takes no null.</param>
/// <param name="Default">The tokens of its default; null when it has none.</param>
/// <param name="IsFilled">Whether the server fills it by itself: identity, serial or generated.</param>
/// <param name="Constraints">The constraints that are written behind it.</param>
internal sealed record ColumnClause(
    string Name,
    string Type,
    bool NotNull,
    IReadOnlyList<SqlToken>? Default,
    bool IsFilled,
    IReadOnlyList<ConstraintClause> Constraints
)
{
    private static readonly string[] AfterType =
    [
        "not",
        "null",
        "default",
        "primary",
        "unique",
        "references",
        "check",
        "generated",
        "collate",
        "constraint",
        "storage",
        "compression",
        "using",
    ];

    /// <summary>Reads a column from "name type …".</summary>
    public static ColumnClause Read(IReadOnlyList<SqlToken> tokens)
    {
        var cursor = new TokenCursor(tokens);
        var name = cursor.Name();
        var type = ReadType(cursor);
        var (notNull, filled) = (false, type.EndsWith("serial", StringComparison.Ordinal));
        IReadOnlyList<SqlToken>? defaultValue = null;
        var constraints = new List<ConstraintClause>();
        while (!cursor.AtEnd)
        {
            if (cursor.Take("not", "null"))
            {
                notNull = true;
            }
            else if (cursor.Take("default"))
            {
                defaultValue = ReadUntilClause(cursor);
            }
            else if (cursor.Take("generated"))
            {
                filled = true;
            }
            else if (ConstraintClause.TryRead(cursor, name) is { } constraint)
            {
                constraints.Add(constraint);
            }
            else
            {
                cursor.Next();
            }
        }

        return new ColumnClause(
            name,
            type,
            notNull || filled && type.EndsWith("serial", StringComparison.Ordinal),
            defaultValue,
            filled,
            constraints
        );
    }

    /// <summary>Reads a type, up to whatever may follow one.</summary>
    public static string ReadType(TokenCursor cursor) => SqlTypes.Normal(ReadUntilClause(cursor));

    private static List<SqlToken> ReadUntilClause(TokenCursor cursor)
    {
        var taken = new List<SqlToken>();
        var depth = 0;
        while (!cursor.AtEnd && (depth > 0 || taken.Count == 0 || !AfterType.Any(cursor.Peek.Is)))
        {
            depth +=
                cursor.Peek.Is("(") ? 1
                : cursor.Peek.Is(")") ? -1
                : 0;
            taken.Add(cursor.Next());
        }

        return taken;
    }
}
