using System.Text.Json;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows one table with a row per service; all properties become columns when the documents have none of the given ones.</summary>
internal sealed class RowView(params Column[] columns) : IResultView
{
    private const string Service = "service";

    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        var rows = services.Where(service => service.Document is { ValueKind: JsonValueKind.Object }).Select(Row).ToArray();
        if (rows.Length > 0)
        {
            var shown = columns.Any(column => rows.Any(row => column.Of(row).ValueKind != JsonValueKind.Undefined))
                ? columns
                : Tables.ColumnsOf(rows);
            console.Write(Tables.Of(rows, shown.Where(column => column.Property != Service).Prepend(new Column(Service, Service))));
        }
    }

    // Some documents do not name their service.
    private static JsonElement Row(ServiceResult service) =>
        JsonSerializer.SerializeToElement(
            service
                .Document!.Value.EnumerateObject()
                .ToDictionary(property => property.Name, property => property.Value)
                .Append(new(Service, JsonSerializer.SerializeToElement(service.Service)))
                .DistinctBy(property => property.Key)
                .ToDictionary()
        );
}
