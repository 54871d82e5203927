using System.Text.Json;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows any document: single values as names and values, lists as tables.</summary>
internal sealed class DocumentView : IResultView
{
    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        foreach (var service in services.Where(service => service.Document is not null))
        {
            console.MarkupLine($"[bold]{Markup.Escape(service.Service)}[/]");
            Show(console, service.Document!.Value);
        }
    }

    private static void Show(IAnsiConsole console, JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            console.WriteLine(document.GetRawText());
            return;
        }

        var properties = document.EnumerateObject().Where(property => property.Name != "service").ToArray();
        var singles = new Grid().AddColumns(2);
        foreach (
            var single in properties.Where(property => property.Value.ValueKind != JsonValueKind.Array && !Cell.IsLong(property.Value))
        )
        {
            singles.AddRow(new Markup($"  {Markup.Escape(Cell.Words(single.Name))}"), Cell.Styled(Cell.Text(single.Value)));
        }

        console.Write(singles);
        foreach (var list in properties.Where(property => property.Value.ValueKind == JsonValueKind.Array))
        {
            List(console, Cell.Words(list.Name), [.. list.Value.EnumerateArray()]);
        }

        foreach (var text in properties.Where(property => Cell.IsLong(property.Value)))
        {
            console.Profile.Out.Writer.WriteLine(text.Value.GetString());
        }
    }

    private static void List(IAnsiConsole console, string name, JsonElement[] items)
    {
        if (items.Any(item => item.ValueKind == JsonValueKind.Object))
        {
            console.MarkupLine($"  {Markup.Escape(name)}");
            console.Write(Tables.Of(items, Tables.ColumnsOf(items)));
        }
        else
        {
            console.WriteLine($"  {name}: {(items.Length == 0 ? "none" : string.Join(", ", items.Select(Cell.Text)))}");
        }
    }
}
