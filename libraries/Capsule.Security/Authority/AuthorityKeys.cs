using Capsule.Data;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Capsule.Security;

/// <summary>
/// Tracks whether the authority's keys are known. Until they are, all requests share one attempt to fetch them, no request waits longer
/// than 2 s, and after a failure there is no new attempt for a second. The configuration manager refreshes known keys.
/// </summary>
internal sealed class AuthorityKeys(TimeProvider timeProvider, ILogger<AuthorityKeys> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly OutagePause _pause = new(timeProvider);
    private Task<bool>? _fetch;
    private volatile bool _known;

    public ValueTask<bool> AreKnownAsync(IConfigurationManager<OpenIdConnectConfiguration> manager, CancellationToken cancellationToken) =>
        _known ? ValueTask.FromResult(true) : WaitAsync(manager, cancellationToken);

    private async ValueTask<bool> WaitAsync(IConfigurationManager<OpenIdConnectConfiguration> manager, CancellationToken cancellationToken)
    {
        try
        {
            return await StartFetch(manager).WaitAsync(Timeout, timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return _known;
        }
    }

    private Task<bool> StartFetch(IConfigurationManager<OpenIdConnectConfiguration> manager)
    {
        lock (_lock)
        {
            if (_fetch is { IsCompleted: false } running)
            {
                return running;
            }

            if (_pause.IsOn)
            {
                return Task.FromResult(false);
            }

            return _fetch = Task.Run(() => FetchAsync(manager), CancellationToken.None);
        }
    }

    private async Task<bool> FetchAsync(IConfigurationManager<OpenIdConnectConfiguration> manager)
    {
        try
        {
            await manager.GetConfigurationAsync(CancellationToken.None);
            _known = true;
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            if (_pause.Failed())
            {
                logger.LogWarning(exception, "The authority does not answer and its keys are not known: requests with a token get 503");
            }
        }

        return _known;
    }
}
