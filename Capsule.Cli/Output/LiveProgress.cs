using System.Globalization;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows a row per service with its last message and its running time, drawn in place and removed at the end.</summary>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider timeProvider) : IProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<T> WhileAsync<T>(Func<Action<ServiceProgress>, Task<T>> work) =>
        console
            .Live(Draw())
            .AutoClear(true)
            .StartAsync(async context =>
            {
                var running = work(Add);
                do
                {
                    context.UpdateTarget(Draw());
                } while (await Task.WhenAny(running, Task.Delay(Interval, timeProvider)) != running);
                return await running;
            });

    private void Add(ServiceProgress progress)
    {
        lock (_lock)
        {
            var start = _rows.TryGetValue(progress.Service, out var row) ? row.Start : timeProvider.GetTimestamp();
            _rows[progress.Service] = new Row(
                start,
                progress.Line,
                progress.Phase == ServicePhase.Over ? timeProvider.GetElapsedTime(start) : null
            );
        }
    }

    private Grid Draw()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        lock (_lock)
        {
            foreach (var (service, row) in _rows)
            {
                var seconds = (row.Took ?? timeProvider.GetElapsedTime(row.Start)).TotalSeconds;
                grid.AddRow(
                    new Markup($"[bold]{Markup.Escape(service)}[/]"),
                    new Markup(string.Create(CultureInfo.InvariantCulture, $"[grey]{seconds:0.0} s[/]")),
                    new Text(row.Line)
                );
            }
        }

        return grid;
    }

    private sealed record Row(long Start, string Line, TimeSpan? Took);
}
