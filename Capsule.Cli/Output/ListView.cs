using System.Text.Json;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows a table per service with a row per list item; a document without the list uses another view.</summary>
/// <param name="list">The list's property.</param>
/// <param name="nothing">The text for a service whose list is empty.</param>
/// <param name="columns">The columns.</param>
internal sealed class ListView(string list, string nothing, params Column[] columns) : IResultView
{
    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        foreach (var service in services.Where(service => service.Document is not null))
        {
            var property = Cell.Property(service.Document!.Value, list);
            if (property.ValueKind != JsonValueKind.Array)
            {
                new DocumentView().Show(console, [service]);
                continue;
            }

            var rows = Cell.Items(property);
            console.MarkupLine($"[bold]{Markup.Escape(service.Service)}[/]{(rows.Count == 0 ? $": {nothing}" : "")}");
            if (rows.Count > 0)
            {
                console.Write(Tables.Of(rows, columns));
            }
        }
    }
}
