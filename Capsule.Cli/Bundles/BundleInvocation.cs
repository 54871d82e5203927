using Capsule.Cli.Processes;

namespace Capsule.Cli.Bundles;

/// <summary>Runs a bundle and returns its exit code; told to stop, it passes that on and waits.</summary>
internal delegate Task<int> BundleRunner(BundleInvocation invocation, CancellationToken stop);

/// <summary>One run of a bundle.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Folder">Its working folder.</param>
/// <param name="Environment">Its environment, whole.</param>
internal sealed record BundleInvocation(
    Bundle Bundle,
    IReadOnlyList<string> Arguments,
    string Folder,
    IReadOnlyDictionary<string, string> Environment
)
{
    /// <summary>Receives the lines of its standard output.</summary>
    public required Action<string> Output { get; init; }

    /// <summary>Receives the lines of its standard error.</summary>
    public required Action<string> Error { get; init; }

    /// <summary>Ends it at once, when it does not stop by itself.</summary>
    public CancellationToken Kill { get; init; }

    /// <summary>Runs the bundle as a process of its own.</summary>
    public static Task<int> RunAsProcessAsync(BundleInvocation invocation, CancellationToken stop)
    {
        var bundle = invocation.Bundle;
        var program = bundle.IsAssembly
            ? new ChildProgram(
                DotnetProgram.Path,
                ["exec", bundle.Program, .. invocation.Arguments],
                invocation.Folder,
                invocation.Environment
            )
            {
                Output = invocation.Output,
                Error = invocation.Error,
                Kill = invocation.Kill,
            }
            : new ChildProgram(bundle.Program, invocation.Arguments, invocation.Folder, invocation.Environment)
            {
                Output = invocation.Output,
                Error = invocation.Error,
                Kill = invocation.Kill,
            };
        return program.RunAsync(stop);
    }
}
