namespace Capsule.Security;

/// <summary>
/// Introspects tokens at auth to find out whether their sessions have ended, while Redis is down. Results are cached for some seconds.
/// </summary>
internal sealed class AskedSessions(TokenQuestions questions, TimeProvider timeProvider)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private readonly ExpiringCache<Guid, IntrospectedToken> _answers = new(timeProvider, MaxKept);

    /// <summary>Returns whether a token's session has ended; null when auth does not answer.</summary>
    public async ValueTask<bool?> HasEndedAsync(Guid session, string token)
    {
        var answer = questions.IsAvailable
            ? await _answers.GetAsync(session, () => questions.AskAsync(token), static answer => (answer.Active, Kept))
            : null;
        return !answer?.Active;
    }
}
