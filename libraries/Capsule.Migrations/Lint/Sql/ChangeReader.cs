namespace Capsule.Migrations;

/// <summary>Reads what a statement does to tables; statements about anything else do nothing here.</summary>
internal static class ChangeReader
{
    /// <summary>Returns the changes of <paramref name="statement"/>, in order.</summary>
    public static IReadOnlyList<SchemaChange> Read(SqlStatement statement)
    {
        var cursor = new TokenCursor(statement.Tokens);
        return cursor switch
        {
            _ when cursor.Take("create", "table") || cursor.Take("create", "unlogged", "table") => CreateTable(cursor),
            _ when cursor.Take("create", "index") || cursor.Take("create", "unique", "index") => CreateIndex(cursor),
            _ when cursor.Take("alter", "table") => AlterTableReader.Read(cursor),
            _ when cursor.Take("drop", "table") => [.. Names(cursor).Select(table => new TableDropped(table))],
            _ when cursor.Take("drop", "index") => DropIndex(cursor),
            _ when cursor.Take("reindex") => Reindex(cursor),
            _ when cursor.Take("truncate") => Truncate(cursor),
            _ when cursor.Take("delete", "from") => Delete(cursor),
            _ when cursor.Take("alter", "type") => AlterType(cursor),
            _ => [],
        };
    }

    private static SchemaChange[] CreateTable(TokenCursor cursor)
    {
        cursor.Take("if", "not", "exists");
        var table = cursor.QualifiedName();
        var (columns, constraints) = (new List<ColumnClause>(), new List<ConstraintClause>());
        foreach (var part in cursor.Parenthesised().Where(part => part.Count > 0))
        {
            if (ConstraintClause.TryRead(new TokenCursor(part)) is { } constraint)
            {
                constraints.Add(constraint);
            }
            else if (!part[0].Is("like"))
            {
                columns.Add(ColumnClause.Read(part));
            }
        }

        return [new TableCreated(table, columns, constraints)];
    }

    private static SchemaChange[] CreateIndex(TokenCursor cursor)
    {
        var concurrently = cursor.Take("concurrently");
        cursor.Take("if", "not", "exists");
        var name = cursor.Peek.Is("on") ? "" : cursor.Name();
        cursor.Take("on");
        cursor.Take("only");
        var table = cursor.QualifiedName();
        if (cursor.Take("using"))
        {
            cursor.Name();
        }

        var columns = cursor
            .Parenthesised()
            .Select(part => part.Count > 0 && part[0].IsName && !part.Any(token => token.Is("(")) ? part[0].Value : "")
            .ToList();
        return [new IndexCreated(table, name, columns, concurrently, cursor.Rest().Any(token => token.Is("where")))];
    }

    private static IndexDropped[] DropIndex(TokenCursor cursor)
    {
        cursor.Take("concurrently");
        return [.. Names(cursor).Select(name => new IndexDropped(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]))];
    }

    private static SchemaChange[] Reindex(TokenCursor cursor)
    {
        cursor.Parenthesised();
        var kind = cursor.Name();
        return cursor.Take("concurrently") ? [] : [new IndexRebuilt($"{kind} {cursor.QualifiedName()}")];
    }

    private static RowsRemoved[] Truncate(TokenCursor cursor)
    {
        cursor.Take("table");
        return [.. Names(cursor).Select(table => new RowsRemoved(table, "truncate"))];
    }

    private static SchemaChange[] Delete(TokenCursor cursor)
    {
        cursor.Take("only");
        var table = cursor.QualifiedName();
        return cursor.Rest().Any(token => token.Is("where")) ? [] : [new RowsRemoved(table, "delete without where")];
    }

    private static SchemaChange[] AlterType(TokenCursor cursor)
    {
        var type = cursor.QualifiedName();
        if (!cursor.Take("add", "value"))
        {
            return [];
        }

        cursor.Take("if", "not", "exists");
        return [new EnumValueAdded(type, cursor.Next().Value)];
    }

    private static List<string> Names(TokenCursor cursor)
    {
        cursor.Take("if", "exists");
        var names = new List<string>();
        do
        {
            cursor.Take("only");
            names.Add(cursor.QualifiedName());
        } while (cursor.Take(","));
        return names;
    }
}
