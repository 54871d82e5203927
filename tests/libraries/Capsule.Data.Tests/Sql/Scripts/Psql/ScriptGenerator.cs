namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>Makes random scripts whose strings, names and comments are full of what ends others.</summary>
internal sealed class ScriptGenerator(Random random)
{
    private readonly TokenGenerator _tokens = new(random);

    /// <summary>Makes a script, and says how many statements it has.</summary>
    public (string Script, int Statements) Script()
    {
        var count = random.Next(1, 8);
        var script = random.Next(20) == 0 ? "\uFEFF" : "";
        for (var i = 0; i < count; i++)
        {
            script += _tokens.Space() + Statement() + _tokens.Space() + ";" + (random.Next(5) == 0 ? _tokens.Space() + ";" : "");
        }

        return (random.Next(4) == 0 ? script.TrimEnd(';') : script, count);
    }

    private string Statement() =>
        random.Next(10) switch
        {
            0 => Join("create", "rule", "r", "as", "on", "insert", "to", "t", "do", "also", $"({Select()};{_tokens.Space()}{Select()})"),
            1 => Join("do", _tokens.DollarQuote()),
            2 => Join(Routine(), "language", "sql", "as", random.Next(2) == 0 ? _tokens.DollarQuote() : _tokens.String()),
            3 or 4 => Join(Routine(), "begin", "atomic", Body(), "end"),
            5 => Join("create", "index", "concurrently", _tokens.Name(), "on", "t", $"({Expression(2)})"),
            6 => Join("insert", "into", _tokens.Name(), "values", $"({Expression(2)},{_tokens.Space()}{Expression(2)})"),
            7 => _tokens.OneOf("begin", "commit", "end", "rollback", "begin /* atomic */"),
            _ => Select(),
        };

    private string Routine() =>
        Join(
            "create",
            random.Next(2) == 0 ? "or\nreplace" : "",
            _tokens.OneOf("function", "procedure", "FUNCTION"),
            _tokens.Name(),
            _tokens.OneOf("()", "(begin int, atomic int)", $"(a int default {Expression(1)})")
        );

    private string Body() => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Select() + ";" + _tokens.Space()));

    private string Select() => Join("select", Expression(3), random.Next(2) == 0 ? Join("from", _tokens.Name()) : "");

    private string Expression(int depth) =>
        random.Next(depth > 0 ? 10 : 6) switch
        {
            0 or 1 => _tokens.String(),
            2 => _tokens.DollarQuote(),
            3 => _tokens.OneOf("1", "1.5e-3", "$1", ".5", "$12"),
            4 or 5 => _tokens.Name(),
            6 => Join(Expression(depth - 1), _tokens.OneOf("+", "-", "/", "*", "<->", "||", "::", ",", "and"), Expression(depth - 1)),
            7 => $"({_tokens.Space()}{Expression(depth - 1)}{_tokens.Space()})",
            8 => Join("case", "when", Expression(depth - 1), "then", Expression(depth - 1), "end"),
            _ => Join("a", $"[{Expression(depth - 1)} : {Expression(depth - 1)}]"),
        };

    private string Join(params string[] parts) =>
        parts.Where(part => part.Length > 0).Aggregate((joined, part) => joined + _tokens.Space() + part);
}
