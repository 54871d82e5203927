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
    private Task<bool>? _question;
    private volatile bool _known;

    public ValueTask<bool> AreKnownAsync(IConfigurationManager<OpenIdConnectConfiguration> manager, CancellationToken cancellationToken) =>
        _known ? ValueTask.FromResult(true) : WaitAsync(manager, cancellationToken);

    private async ValueTask<bool> WaitAsync(IConfigurationManager<OpenIdConnectConfiguration> manager, CancellationToken cancellationToken)
    {
        try
        {
            return await Question(manager).WaitAsync(Timeout, timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return _known;
        }
    }

    private Task<bool> Question(IConfigurationManager<OpenIdConnectConfiguration> manager)
    {
        lock (_lock)
        {
            if (_question is { IsCompleted: false } underWay)
            {
                return underWay;
            }

            if (_pause.IsOn)
            {
                return Task.FromResult(false);
            }

            return _question = Task.Run(() => AskAsync(manager), CancellationToken.None);
        }
    }

    private async Task<bool> AskAsync(IConfigurationManager<OpenIdConnectConfiguration> manager)
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
