using Capsule.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>
/// Limits introspection requests: a maximum number at once, 2 s each, and none for a second after a failure. Returns null when there is no
/// result.
/// </summary>
internal sealed class ThrottledIntrospection(
    ITokenIntrospection introspection,
    IOptions<IntrospectionOptions> options,
    TimeProvider timeProvider,
    ILogger<ThrottledIntrospection> logger
) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turns = new(options.Value.Concurrency);
    private readonly OutagePause _pause = new(timeProvider);

    public bool IsAvailable => introspection.IsAvailable;

    /// <summary>Introspects a token; returns null when auth does not answer, or failed within the last second.</summary>
    public async Task<IntrospectedToken?> IntrospectAsync(string token)
    {
        if (!IsAvailable || _pause.IsOn || !await _turns.WaitAsync(Timeout))
        {
            return null;
        }

        // The request's cancellation token is not used, because other requests may wait for the same result.
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        try
        {
            return _pause.IsOn ? null : await introspection.IntrospectAsync(token, timeout.Token);
        }
        catch (Exception exception)
        {
            if (_pause.Failed())
            {
                logger.LogWarning("The authority cannot introspect tokens: {Reason}", exception.GetBaseException().Message);
            }

            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
