using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows the results of bundles; <see cref="FailureView"/> shows failures afterwards.</summary>
internal interface IResultView
{
    /// <summary>Shows the documents of the services that returned one.</summary>
    void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services);
}
