namespace Capsule.Migrations;

/// <summary>What a statement says about the rights and the search path of a function or procedure.</summary>
/// <param name="Name">The name, with its schema if the statement has one.</param>
/// <param name="IsSecurityDefiner">Whether the statement makes it run with its owner's rights.</param>
/// <param name="SearchPath">
/// The schemas that the statement sets, empty where they are not to be known; null when it sets none.
/// </param>
internal sealed record RoutineClause(string Name, bool IsSecurityDefiner, IReadOnlyList<string>? SearchPath)
{
    /// <summary>Reads <c>create function</c> and <c>alter function</c>; null for any other statement.</summary>
    public static RoutineClause? Read(SqlStatement statement)
    {
        var cursor = new TokenCursor(statement.Tokens);
        if (!(cursor.Take("create", "or", "replace") || cursor.Take("create") || cursor.Take("alter")))
        {
            return null;
        }

        if (!(cursor.Take("function") || cursor.Take("procedure") || cursor.Take("routine")))
        {
            return null;
        }

        var name = cursor.QualifiedName();
        cursor.Parenthesised();
        var isSecurityDefiner = false;
        IReadOnlyList<string>? searchPath = null;
        while (!cursor.AtEnd && !cursor.Take("begin", "atomic") && !cursor.Take("return"))
        {
            if (cursor.Take("security", "definer"))
            {
                isSecurityDefiner = true;
            }
            else if (cursor.Take("set"))
            {
                searchPath = ReadSearchPath(cursor) ?? searchPath;
            }
            else if (cursor.Take("reset", "search_path") || cursor.Take("reset", "all"))
            {
                searchPath = [];
            }
            else
            {
                cursor.Next();
            }
        }

        return new RoutineClause(name, isSecurityDefiner, searchPath);
    }

    // A text is one schema even with commas in it; "from current" and "default" are not to be known. "set schema 'x'" is short for the
    // same.
    private static List<string>? ReadSearchPath(TokenCursor cursor)
    {
        var setting = cursor.Next();
        if (!setting.IsName || setting.Value is not ("search_path" or "schema"))
        {
            return null;
        }

        var schemas = new List<string>();
        if (!(cursor.Take("=") || cursor.Take("to")) || cursor.Peek.Is("default"))
        {
            return schemas;
        }

        do
        {
            schemas.Add(cursor.Next().Value);
        } while (cursor.Take(","));
        return schemas;
    }
}
