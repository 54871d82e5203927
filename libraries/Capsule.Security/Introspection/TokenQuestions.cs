using Capsule.Data;
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
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turns = new(options.Value.Concurrency);
    private readonly OutagePause _pause = new(time);

    public bool IsAvailable => introspection.IsAvailable;

    /// <summary>Returns what auth says; null when it does not answer, or did not a moment ago.</summary>
    public async Task<IntrospectedToken?> AskAsync(string token)
    {
        if (!IsAvailable || _pause.IsOn || !await _turns.WaitAsync(Timeout))
        {
            return null;
        }

        // Not the request's own cancellation: others may wait for the same answer.
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            return _pause.IsOn ? null : await introspection.AskAsync(token, timeout.Token);
        }
        catch (Exception exception)
        {
            if (_pause.Failed())
            {
                logger.LogWarning("The authority does not tell about tokens for the time being: {Reason}", exception.GetBaseException().Message);
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
