namespace Capsule.Migrations;

/// <summary>Walks over tokens, one way.</summary>
internal sealed class TokenCursor(IReadOnlyList<SqlToken> tokens)
{
    private int _at;

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd => _at >= tokens.Count;

    /// <summary>The token to come; none of any kind at the end.</summary>
    public SqlToken Peek => AtEnd ? new SqlToken(SqlTokenKind.Symbol, "") : tokens[_at];

    /// <summary>Takes <paramref name="words"/> if they come next, all of them.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (_at + i >= tokens.Count || !tokens[_at + i].Is(words[i]))
            {
                return false;
            }
        }

        _at += words.Length;
        return true;
    }

    /// <summary>Takes the next token.</summary>
    public SqlToken Next() => AtEnd ? Peek : tokens[_at++];

    /// <summary>Takes one name.</summary>
    public string Name() => Next().Value;

    /// <summary>
    /// Takes a name that may have a schema in front; the schema is public when it has none, as on the bundle's connection.
    /// </summary>
    public string QualifiedName()
    {
        var name = Name();
        if (!Take("."))
        {
            return $"public.{name}";
        }

        return $"{name}.{Name()}";
    }

    /// <summary>
    /// Takes what is in the parentheses that come next, as far as commas outside inner ones part it; nothing when none come.
    /// </summary>
    public List<List<SqlToken>> Parenthesised()
    {
        if (!Take("("))
        {
            return [];
        }

        var inside = new List<SqlToken>();
        for (var depth = 1; !AtEnd; inside.Add(Next()))
        {
            depth += Depth(Peek);
            if (depth == 0)
            {
                Next();
                break;
            }
        }

        return ByComma(inside);
    }

    /// <summary>Takes all that is left.</summary>
    public List<SqlToken> Rest()
    {
        var rest = tokens.Skip(_at).ToList();
        _at = tokens.Count;
        return rest;
    }

    /// <summary>Parts <paramref name="tokens"/> at commas outside parentheses.</summary>
    public static List<List<SqlToken>> ByComma(IReadOnlyList<SqlToken> tokens)
    {
        var parts = new List<List<SqlToken>> { new() };
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += Depth(token);
            if (depth == 0 && token.Is(","))
            {
                parts.Add([]);
            }
            else
            {
                parts[^1].Add(token);
            }
        }

        return parts;
    }

    private static int Depth(SqlToken token) =>
        token.Is("(") || token.Is("[") ? 1
        : token.Is(")") || token.Is("]") ? -1
        : 0;
}
