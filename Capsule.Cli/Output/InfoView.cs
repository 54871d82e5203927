using System.Text.Json;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows a table of migrations per service, and the holder of the lock.</summary>
internal sealed class InfoView : IResultView
{
    private static readonly Column Name = new("migration", "name");

    private static readonly string[] Where = ["database", "schema"];

    private static readonly Column[] Columns =
    [
        new("version", "version"),
        new("description", "description"),
        new("state", "state", value => Cell.Words(Cell.Text(value))),
        new("installed on", "installedOn"),
        new("ms", "milliseconds"),
        new("checksum", "checksum"),
        new("EF", "productVersion"),
    ];

    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        foreach (var service in services.Where(service => service.Document is not null))
        {
            var document = service.Document!.Value;
            console.MarkupLine($"[bold]{Markup.Escape(Heading(service.Service, document))}[/]");
            if (Holder(document) is { } holder)
            {
                console.MarkupLine($"[yellow]{Markup.Escape(holder)}[/]");
            }

            var rows = Cell.Items(Cell.Property(document, "migrations"));
            // The name repeats the version and the description.
            var named = rows.Any(row => Cell.Property(row, "version").ValueKind == JsonValueKind.String);
            console.Write(Tables.Of(rows, named ? Columns : Columns.Prepend(Name)));
            foreach (var remark in rows.SelectMany(Remarks))
            {
                console.WriteLine(remark);
            }
        }
    }

    // Why a migration failed does not fit into a table.
    private static IEnumerable<string> Remarks(JsonElement row)
    {
        var name = Cell.Text(Cell.Property(row, "name"));
        if (Cell.Property(row, "error") is { ValueKind: JsonValueKind.String } error)
        {
            yield return $"{name}: {error.GetString()}";
        }

        if (Cell.Property(row, "oldName") is { ValueKind: JsonValueKind.String } oldName)
        {
            yield return $"{name}: is applied as {oldName.GetString()}";
        }
    }

    private static string Heading(string service, JsonElement document) =>
        string.Join(
            " · ",
            Where
                .Select(property => (property, value: Cell.Property(document, property)))
                .Where(pair => pair.value.ValueKind == JsonValueKind.String)
                .Select(pair => $"{pair.property} {pair.value.GetString()}")
                .Prepend(service)
        );

    private static string? Holder(JsonElement document) =>
        Cell.Property(document, "lock") is { ValueKind: JsonValueKind.Object } held
        && Cell.Property(held, "held").ValueKind != JsonValueKind.False
            ? $"locked: {Cell.Text(JsonSerializer.SerializeToElement(held.EnumerateObject().Where(property => property.Name != "held").ToDictionary(property => property.Name, property => property.Value)))}"
            : null;
}
