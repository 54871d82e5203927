using System.Collections.Concurrent;

namespace Capsule.Testing;

/// <summary>
/// Services that tests of an assembly use together, one for each set of settings, started when first asked for: a test that only looks at
/// the rows of accounts that it made itself needs no service of its own.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
public sealed class SharedHosts<TProgram> : IAsyncDisposable
    where TProgram : class
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ServiceHost<TProgram>>>> _running = new(StringComparer.Ordinal);

    /// <summary>The service that runs with these settings, started with <paramref name="start"/> if none does.</summary>
    /// <param name="start">Starts it.</param>
    /// <param name="settings">What tells it from the others.</param>
    public Task<ServiceHost<TProgram>> GetAsync(Func<Task<ServiceHost<TProgram>>> start, params (string Name, string Value)[] settings) =>
        GetAsync(null, start, settings);

    /// <summary>The same, for the test that is known as <paramref name="share"/> at another service on this database.</summary>
    /// <param name="share">The test's <see cref="ServiceHost{TProgram}.Share"/> there; null for a new one.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="settings">What tells it from the others.</param>
    public async Task<ServiceHost<TProgram>> GetAsync(
        string? share,
        Func<Task<ServiceHost<TProgram>>> start,
        params (string Name, string Value)[] settings
    )
    {
        var key = string.Join('\n', settings.Order());
        var running = await _running.GetOrAdd(key, _ => new Lazy<Task<ServiceHost<TProgram>>>(start)).Value;
        return running.Shared(share);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running.Values.Where(host => host is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            await (await running.Value).DisposeAsync();
        }
    }
}
