using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows a page of dead letters per service, and how to get the next page.</summary>
internal sealed class MessagesView : IResultView
{
    private static readonly ListView Letters = new(
        "deadLetters",
        "no dead letters",
        new("id", "id"),
        new("consumer", "consumer"),
        new("type", "type"),
        new("since", "createdAt"),
        new("redeliveries", "redeliveries"),
        new("comes again", "redeliverAt"),
        new("reason", "reason")
    );

    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        Letters.Show(console, services);
        foreach (var service in services.Where(service => service.Document is not null))
        {
            if (Cell.Property(service.Document!.Value, "next") is { ValueKind: System.Text.Json.JsonValueKind.String } next)
            {
                console.WriteLine($"{service.Service} has more: --after {next.GetString()}");
            }
        }
    }
}
