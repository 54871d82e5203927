namespace Capsule.Migrations;

/// <summary>Reads the actions of alter table.</summary>
internal static class AlterTableReader
{
    /// <summary>Returns the changes of what follows "alter table".</summary>
    public static IReadOnlyList<SchemaChange> Read(TokenCursor cursor)
    {
        cursor.Take("if", "exists");
        cursor.Take("only");
        var table = cursor.QualifiedName();
        cursor.Take("*");
        return [.. TokenCursor.ByComma(cursor.Rest()).Select(action => Action(table, new TokenCursor(action))).OfType<SchemaChange>()];
    }

    private static SchemaChange? Action(string table, TokenCursor cursor) =>
        cursor switch
        {
            _ when cursor.Take("rename") => Rename(table, cursor),
            _ when cursor.Take("set", "schema") => new TableRenamed(
                table,
                $"{cursor.Name()}.{table[(table.IndexOf('.', StringComparison.Ordinal) + 1)..]}"
            ),
            _ when cursor.Take("validate", "constraint") => new ConstraintValidated(table, cursor.Name()),
            _ when cursor.Take("add") => Add(table, cursor),
            _ when cursor.Take("drop") => Drop(table, cursor),
            _ when cursor.Take("alter", "constraint") => null,
            _ when cursor.Take("alter") => Alter(table, cursor),
            _ => null,
        };

    private static SchemaChange? Rename(string table, TokenCursor cursor)
    {
        if (cursor.Take("to"))
        {
            return new TableRenamed(table, $"{table[..table.IndexOf('.', StringComparison.Ordinal)]}.{cursor.Name()}");
        }

        if (cursor.Take("constraint"))
        {
            return null;
        }

        cursor.Take("column");
        var column = cursor.Name();
        cursor.Take("to");
        return new ColumnRenamed(table, column, cursor.Name());
    }

    private static SchemaChange Add(string table, TokenCursor cursor)
    {
        if (ConstraintClause.TryRead(cursor) is { } constraint)
        {
            return new ConstraintAdded(table, constraint);
        }

        cursor.Take("column");
        cursor.Take("if", "not", "exists");
        return new ColumnAdded(table, ColumnClause.Read(cursor.Rest()));
    }

    private static SchemaChange Drop(string table, TokenCursor cursor)
    {
        var constraint = cursor.Take("constraint");
        cursor.Take("column");
        cursor.Take("if", "exists");
        var name = cursor.Name();
        return constraint ? new ConstraintDropped(table, name) : new ColumnDropped(table, name);
    }

    private static SchemaChange? Alter(string table, TokenCursor cursor)
    {
        cursor.Take("column");
        var column = cursor.Name();
        if (cursor.Take("set", "not", "null"))
        {
            return new ColumnMadeNotNull(table, column);
        }

        if (!cursor.Take("type") && !cursor.Take("set", "data", "type"))
        {
            return null;
        }

        var type = ColumnClause.ReadType(cursor);
        return new ColumnRetyped(table, column, type, cursor.Rest().Any(token => token.Is("using")));
    }
}
