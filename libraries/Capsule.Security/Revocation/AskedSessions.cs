namespace Capsule.Security;

/// <summary>Asks auth whether sessions have ended, while Redis is away. The answer is kept for some seconds.</summary>
internal sealed class AskedSessions(TokenQuestions questions, TimeProvider timeProvider)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private readonly ExpiringCache<Guid, IntrospectedToken> _answers = new(timeProvider, MaxKept);

    /// <summary>Returns whether the session of a token has ended; null when auth does not answer.</summary>
    public async ValueTask<bool?> HasEndedAsync(Guid session, string token)
    {
        var answer = questions.IsAvailable
            ? await _answers.GetAsync(session, () => questions.AskAsync(token), static answer => (answer.Active, Kept))
            : null;
        return !answer?.Active;
    }
}
