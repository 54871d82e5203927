using Capsule.Cli.Operations;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>One table with a row per service.</summary>
internal sealed class RowView(params Column[] columns) : IResultView
{
    private static readonly Column Service = new("service", "service");
    private readonly bool _everything;

    /// <summary>With every property that the documents have.</summary>
    public RowView(bool everything)
        : this() => _everything = everything;

    /// <inheritdoc/>
    public void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services)
    {
        var rows = services.Where(service => service.Document is not null).Select(service => service.Document!.Value).ToArray();
        if (rows.Length > 0)
        {
            var shown = _everything ? Tables.ColumnsOf(rows) : columns;
            console.Write(Tables.Of(rows, shown.Where(column => column.Property != Service.Property).Prepend(Service)));
        }
    }
}
