using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.Protocols;

/// <summary>
/// Keeps what an authority published. One request at a time goes out for all who wait; a failed one leaves what is known in use, and is not
/// followed by another before <see cref="BaseConfigurationManager.RefreshInterval"/> has passed.
/// </summary>
public class ConfigurationManager<T> : BaseConfigurationManager, IConfigurationManager<T>
    where T : class
{
    private const double Jitter = 0.05;

    private static readonly Task<Exception?> NoFailure = Task.FromResult<Exception?>(null);

    private readonly IConfigurationRetriever<T> _retriever;
    private readonly IDocumentRetriever _documents;
    private readonly Lock _lock = new();
    private Known? _known;
    private Task<Exception?>? _refresh;
    private long _refreshAt;
    private long? _requestedAt;

    public ConfigurationManager(string metadataAddress, IConfigurationRetriever<T> configRetriever, HttpClient httpClient)
        : this(metadataAddress, configRetriever, new HttpDocumentRetriever(httpClient))
    {
    }

    public ConfigurationManager(string metadataAddress, IConfigurationRetriever<T> configRetriever, IDocumentRetriever docRetriever)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metadataAddress);
        ArgumentNullException.ThrowIfNull(configRetriever);
        ArgumentNullException.ThrowIfNull(docRetriever);
        MetadataAddress = metadataAddress;
        _retriever = configRetriever;
        _documents = docRetriever;
    }

    internal override Task RefreshUnderWay
    {
        get
        {
            lock (_lock)
            {
                return _refresh ?? Task.CompletedTask;
            }
        }
    }

    private bool IsDue => TimeProvider.GetTimestamp() >= Volatile.Read(ref _refreshAt);

    /// <exception cref="InvalidOperationException">The authority has never answered, and does not now.</exception>
    public virtual Task<T> GetConfigurationAsync(CancellationToken cancel) =>
        Current() is { } known ? known.Typed : FirstAsync(static known => known.Typed, cancel);

    /// <inheritdoc cref="GetConfigurationAsync"/>
    public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
        Current() is { } known ? known.Base : FirstAsync(static known => known.Base, cancel);

    public override void RequestRefresh()
    {
        lock (_lock)
        {
            var now = TimeProvider.GetTimestamp();
            if (_requestedAt is not { } last || TimeProvider.GetElapsedTime(last, now) >= RefreshInterval)
            {
                _requestedAt = now;
                _ = Refresh();
            }
        }
    }

    private Known? Current()
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && IsDue)
        {
            lock (_lock)
            {
                // Again: the refresh that was due may have ended meanwhile.
                _ = IsDue ? Refresh() : null;
            }
        }

        return known;
    }

    private async Task<TResult> FirstAsync<TResult>(Func<Known, Task<TResult>> select, CancellationToken cancel)
    {
        var failure = await Missing().WaitAsync(cancel);
        return Volatile.Read(ref _known) is { } known
            ? await select(known)
            : throw new InvalidOperationException($"The configuration at {MetadataAddress} cannot be had.", failure);
    }

    private Task<Exception?> Missing()
    {
        lock (_lock)
        {
            return _known is null ? Refresh() : NoFailure;
        }
    }

    private Task<Exception?> Refresh()
    {
        lock (_lock)
        {
            return _refresh is { IsCompleted: false } underWay ? underWay : _refresh = Task.Run(RetrieveAsync);
        }
    }

    /// <summary>Returns what went wrong. Nobody's cancellation ends it: all who wait share it.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong, what is known stays in use.")]
    private async Task<Exception?> RetrieveAsync()
    {
        try
        {
            var configuration = await _retriever.GetConfigurationAsync(MetadataAddress!, _documents, CancellationToken.None);
            RefreshAfter(AutomaticRefreshInterval * (1 + (Jitter * Random.Shared.NextDouble())));
            Volatile.Write(ref _known, new Known(configuration));
            return null;
        }
        catch (Exception exception)
        {
            RefreshAfter(RefreshInterval);
            return exception;
        }
    }

    private void RefreshAfter(TimeSpan time) =>
        Volatile.Write(ref _refreshAt, TimeProvider.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.TimestampFrequency));

    private sealed class Known(T configuration)
    {
        public Task<T> Typed { get; } = Task.FromResult(configuration);

        public Task<BaseConfiguration> Base { get; } = Task.FromResult((configuration as BaseConfiguration)!);
    }
}
