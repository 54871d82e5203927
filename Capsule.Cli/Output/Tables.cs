using System.Text.Json;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Makes the tables that results are shown in.</summary>
internal static class Tables
{
    /// <summary>An empty table with these headers.</summary>
    public static Table Create(params IEnumerable<string> headers)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Markup(Markup.Escape(header))).NoWrap());
        }

        return table;
    }

    /// <summary>A row for each of <paramref name="rows"/>, without the columns that none of them has.</summary>
    public static Table Of(IReadOnlyList<JsonElement> rows, params IEnumerable<Column> columns)
    {
        var present = columns.Where(column => rows.Any(row => Cell.Property(row, column.Property).ValueKind != JsonValueKind.Undefined)).ToArray();
        var table = Create(present.Select(column => column.Header));
        foreach (var row in rows)
        {
            table.AddRow(present.Select(column => Cell.Styled(Cell.Property(row, column.Property))));
        }

        return table;
    }

    /// <summary>The columns that some of <paramref name="rows"/> has, in the order in which they first appear.</summary>
    public static IEnumerable<Column> ColumnsOf(IEnumerable<JsonElement> rows) => rows
        .Where(row => row.ValueKind == JsonValueKind.Object)
        .SelectMany(row => row.EnumerateObject())
        .Where(property => !Cell.IsLong(property.Value))
        .Select(property => property.Name)
        .Distinct(StringComparer.Ordinal)
        .Select(name => new Column(Header(name), name));

    /// <summary><c>installedOn</c> as people write it: <c>installed on</c>.</summary>
    public static string Header(string property) =>
        string.Concat(property.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
