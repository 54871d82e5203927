using Capsule.Cli.Results;
using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Shows people what bundles said; failures are shown after it, by <see cref="FailureView"/>.</summary>
internal interface IResultView
{
    /// <summary>Shows the documents of the services that have one.</summary>
    void Show(IAnsiConsole console, IReadOnlyList<ServiceResult> services);
}
