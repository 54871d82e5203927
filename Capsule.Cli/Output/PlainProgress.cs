namespace Capsule.Cli.Output;

/// <summary>Writes each message as a line, prefixed with the service.</summary>
internal sealed class PlainProgress(TextWriter error) : IProgressDisplay
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public Task<T> WhileAsync<T>(Func<Action<ServiceProgress>, Task<T>> work) =>
        work(progress =>
        {
            if (progress.Phase == ServicePhase.Working)
            {
                lock (_lock)
                {
                    error.WriteLine($"{progress.Service}: {progress.Line}");
                }
            }
        });
}
