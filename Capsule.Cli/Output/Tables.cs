using System.Text.Json;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Creates tables of results.</summary>
internal static class Tables
{
    // Longer texts are wrapped when the terminal is narrow; shorter texts are not.
    private const int MaxUnwrappedLength = 40;

    /// <summary>Creates a table with a row for each of <paramref name="rows"/>, without columns that no row has.</summary>
    public static Table Of(IReadOnlyList<JsonElement> rows, params IEnumerable<Column> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        var present = columns.Where(column => rows.Any(row => column.Of(row).ValueKind != JsonValueKind.Undefined)).ToArray();
        foreach (var column in present)
        {
            var header = new TableColumn(new Markup(Markup.Escape(column.Header)));
            table.AddColumn(rows.All(row => column.TextOf(row).Length <= MaxUnwrappedLength) ? header.NoWrap() : header);
        }

        foreach (var row in rows)
        {
            table.AddRow(present.Select(column => Cell.Styled(column.TextOf(row))));
        }

        return table;
    }

    /// <summary>Returns the columns that any of <paramref name="rows"/> has, in order of their first appearance.</summary>
    public static IEnumerable<Column> ColumnsOf(IEnumerable<JsonElement> rows) =>
        rows.Where(row => row.ValueKind == JsonValueKind.Object)
            .SelectMany(row => row.EnumerateObject())
            .Where(property => !Cell.IsLong(property.Value))
            .Select(property => property.Name)
            .Distinct(StringComparer.Ordinal)
            .Select(name => new Column(Cell.Words(name), name));
}
