using System.Globalization;
using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows which services failed and why, and how many succeeded.</summary>
internal static class FailureView
{
    /// <summary>Shows the failures below the results.</summary>
    public static void Show(IAnsiConsole console, OperationResult result)
    {
        var failures = result.Services.Where(service => !service.IsOk).ToArray();
        foreach (var failure in failures)
        {
            var code = failure.ExitCode.ToString(CultureInfo.InvariantCulture);
            console.MarkupLine($"[red]{Markup.Escape(failure.Service)}[/]: {Markup.Escape(failure.Reason)} (exit code {code})");
        }

        if (failures.Length > 0)
        {
            console.MarkupLine(
                $"{result.Services.Count - failures.Length} ok, {failures.Length} not: "
                    + Markup.Escape(string.Join(", ", failures.Select(failure => failure.Service)))
            );
        }
    }
}
