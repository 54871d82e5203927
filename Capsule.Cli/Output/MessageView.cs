using System.Text.Encodings.Web;
using System.Text.Json;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows one dead letter: its properties, its body in readable form, and the stack trace.</summary>
internal sealed class MessageView : IResultView
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Column[] Columns =
    [
        new("id", "id"),
        new("consumer", "consumer"),
        new("message", "messageId"),
        new("type", "type"),
        new("since", "createdAt"),
        new("redeliveries", "redeliveries"),
        new("comes again", "redeliverAt"),
        new("reason", "reason"),
        new("content type", "contentType"),
        new("headers", "headers", value => value.GetRawText().ReplaceLineEndings("")),
        new("size", "bytes", Cell.Bytes),
    ];

    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        foreach (var service in services.Where(service => service.Document is not null))
        {
            var document = service.Document!.Value;

            // The text is written directly, because the console would wrap long lines.
            var output = console.Profile.Out.Writer;
            foreach (var column in Columns)
            {
                output.WriteLine($"{column.Header, -12}  {column.TextOf(document)}");
            }

            output.WriteLine($"\n{Body(document)}");
            if (Cell.Property(document, "detail") is { ValueKind: JsonValueKind.String } detail)
            {
                output.WriteLine($"\n{detail.GetString()}");
            }
        }
    }

    private static string Body(JsonElement document) =>
        Cell.Property(document, "body") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } json
            ? JsonSerializer.Serialize(json, Indented)
        : Cell.Property(document, "text") is { ValueKind: JsonValueKind.String } text ? text.GetString()!
        : $"base64: {Cell.Text(Cell.Property(document, "base64"))}";
}
