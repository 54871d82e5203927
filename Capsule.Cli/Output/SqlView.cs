using System.Text.Json;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>
/// Shows SQL unformatted and ready for psql, when documents contain SQL that is in no file: in <c>sql</c>, or in <c>sql</c> of each of
/// <c>pending</c>. Other documents use another view.
/// </summary>
internal sealed class SqlView(IResultView otherwise) : IResultView
{
    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        var others = new List<ServiceResult>();
        foreach (var service in services)
        {
            if (Sql(service.Document ?? default) is { } sql)
            {
                // The text is written directly, because the console would wrap long lines.
                console.Profile.Out.Writer.WriteLine($"-- {service.Service}\n{sql}");
            }
            else
            {
                others.Add(service);
            }
        }

        otherwise.Show(console, others);
    }

    private static string? Sql(JsonElement document)
    {
        var pending = Cell.Property(document, "pending");
        if (Cell.Property(document, "dryRun").ValueKind == JsonValueKind.True && pending.ValueKind == JsonValueKind.Array)
        {
            return pending.GetArrayLength() == 0
                ? "-- nothing is pending\n"
                : string.Concat(Cell.Items(pending).Select(one => $"-- {Cell.Text(Cell.Property(one, "name"))}\n{Text(one)}"));
        }

        return Cell.Property(document, "file").ValueKind == JsonValueKind.String ? null : Text(document);
    }

    private static string? Text(JsonElement element) =>
        Cell.Property(element, "sql") is { ValueKind: JsonValueKind.String } sql ? sql.GetString()!.TrimEnd() + "\n" : null;
}
