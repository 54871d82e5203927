namespace Capsule.Security;

/// <summary>Announces to all services which sessions have ended, so that they refuse the sessions' access tokens.</summary>
public interface ISessionRevocations
{
    /// <summary>
    /// Announces sessions that have ended, in one round trip. Announcing one twice is harmless. Throws while Redis does not answer: the
    /// caller announces them again.
    /// </summary>
    /// <param name="sessions">Their identifiers.</param>
    /// <param name="tokenLifetime">How long an access token of theirs may still be in use.</param>
    /// <param name="cancellationToken">Stops waiting for Redis; an announcement that was sent stays.</param>
    Task AnnounceAsync(IReadOnlyCollection<Guid> sessions, TimeSpan tokenLifetime, CancellationToken cancellationToken);
}
