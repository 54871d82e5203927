using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>
/// Asks about tokens without harm to anybody: some questions at a time, none longer than 2 s, and after a failure none for a second. No answer
/// is null.
/// </summary>
internal sealed class TokenQuestions(
    ITokenIntrospection introspection, IOptions<IntrospectionOptions> options, TimeProvider time, ILogger<TokenQuestions> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turns = new(options.Value.Concurrency);
    private readonly Lock _lock = new();
    private long? _failedAt;
    private long? _loggedAt;

    public bool IsAvailable => introspection.IsAvailable;

    /// <summary>Returns what auth says; null when it does not answer, or did not a moment ago.</summary>
    public async Task<IntrospectedToken?> AskAsync(string token)
    {
        if (!IsAvailable || HasJustFailed() || !await _turns.WaitAsync(Patience))
        {
            return null;
        }

        // Not the request's own cancellation: others may wait for the same answer.
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return HasJustFailed() ? null : await introspection.AskAsync(token, patience.Token);
        }
        catch (Exception exception)
        {
            Failed(exception);
            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private bool HasJustFailed()
    {
        lock (_lock)
        {
            return _failedAt is { } failed && time.GetElapsedTime(failed) < Pause;
        }
    }

    private void Failed(Exception exception)
    {
        bool log;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _failedAt = now;
            log = _loggedAt is not { } last || time.GetElapsedTime(last, now) >= LogInterval;
            _loggedAt = log ? now : _loggedAt;
        }

        if (log)
        {
            logger.LogWarning("The authority does not tell about tokens for the time being: {Reason}", exception.GetBaseException().Message);
        }
    }
}
