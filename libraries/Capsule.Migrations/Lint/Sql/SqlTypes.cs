using System.Globalization;
using System.Text.RegularExpressions;

namespace Capsule.Migrations;

/// <summary>What PostgreSQL does to a table when a column changes its type.</summary>
internal static partial class SqlTypes
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["character varying"] = "varchar",
        ["character"] = "char",
        ["int"] = "integer",
        ["int4"] = "integer",
        ["int8"] = "bigint",
        ["int2"] = "smallint",
        ["bool"] = "boolean",
        ["decimal"] = "numeric",
        ["timestamp with time zone"] = "timestamptz",
        ["timestamp without time zone"] = "timestamp",
        ["time with time zone"] = "timetz",
        ["time without time zone"] = "time",
        ["float8"] = "double precision",
        ["float4"] = "real",
        ["bit varying"] = "varbit",
    };

    /// <summary>Returns a type in the shortest of its names, such as <c>varchar(50)</c>.</summary>
    public static string Normal(IReadOnlyList<SqlToken> tokens)
    {
        var text = string.Join(' ', tokens.Select(token => token.Value)).Replace("pg_catalog . ", "", StringComparison.Ordinal);
        text = Spaces().Replace(text, "$1");
        var (name, arguments) = Parts(text);
        // timestamp(3) with time zone has its argument in the middle.
        var rest = text.Contains(')') ? text[(text.LastIndexOf(')') + 1)..].Trim() : "";
        var full = rest.StartsWith("with", StringComparison.Ordinal) ? $"{name} {rest}" : name;
        return Synonyms.GetValueOrDefault(full, full)
            + (arguments.Length > 0 ? $"({string.Join(',', arguments)})" : "")
            + (rest.StartsWith('[') ? rest : "");
    }

    /// <summary>
    /// Whether a column of type <paramref name="from"/> becomes one of type <paramref name="to"/> without writing every row anew.
    /// </summary>
    public static bool KeepsRows(string from, string to)
    {
        if (from == to)
        {
            return true;
        }

        var ((oldName, oldArguments), (newName, newArguments)) = (Parts(from), Parts(to));
        return (oldName, newName) switch
        {
            ("varchar", "text") or ("cidr", "inet") or ("text", "citext") or ("citext", "text") or ("varchar", "citext") =>
                newArguments.Length == 0,
            ("text" or "citext", "varchar") => newArguments.Length == 0,

            ("varchar" or "varbit" or "timestamptz" or "timestamp" or "time", _) when oldName == newName => newArguments.Length == 0
                || (oldArguments.Length == 1 && oldArguments[0] <= newArguments[0]),
            ("numeric", "numeric") => newArguments.Length == 0
                || (
                    oldArguments.Length > 0
                    && oldArguments[0] <= newArguments[0]
                    && oldArguments.ElementAtOrDefault(1) == newArguments.ElementAtOrDefault(1)
                ),
            _ => false,
        };
    }

    private static (string Name, int[] Arguments) Parts(string type)
    {
        var match = Typmod().Match(type);
        return match.Success
            ? (type[..match.Index], [.. match.Groups[1].Value.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))])
            : (type, []);
    }

    [GeneratedRegex(@"\(([0-9]+(?:,[0-9]+)?)\)")]
    private static partial Regex Typmod();

    [GeneratedRegex(@" ?([(),.\[\]]) ?")]
    private static partial Regex Spaces();
}
