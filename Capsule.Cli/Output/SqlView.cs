using System.Text.Json;
using Capsule.Cli.Operations;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>SQL as it is, ready for psql, when documents hold any; else another view.</summary>
internal sealed class SqlView(string property, IResultView otherwise) : IResultView
{
    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        var withSql = services.Where(service => Sql(service).ValueKind == JsonValueKind.String).ToArray();
        foreach (var service in withSql)
        {
            // Not through the console: it would break long lines.
            console.Profile.Out.Writer.WriteLine($"-- {service.Service}\n{Sql(service).GetString()!.TrimEnd()}\n");
        }

        otherwise.Show(console, [.. services.Except(withSql)]);
    }

    private JsonElement Sql(ServiceResult service) => Cell.Property(service.Document ?? default, property);
}
