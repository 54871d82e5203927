namespace Capsule.Security;

/// <summary>Announces ended sessions to all services, so that they refuse the sessions' access tokens.</summary>
public interface ISessionRevocations
{
    /// <summary>
    /// Announces ended sessions in one round trip. Repeating an announcement is harmless. Throws when Redis does not answer; the caller
    /// must announce the sessions again.
    /// </summary>
    /// <param name="sessions">The sessions' identifiers.</param>
    /// <param name="tokenLifetime">How long an access token of these sessions may still be valid.</param>
    /// <param name="cancellationToken">Stops waiting for Redis; an announcement that was sent is not undone.</param>
    Task AnnounceAsync(IReadOnlyCollection<Guid> sessions, TimeSpan tokenLifetime, CancellationToken cancellationToken);
}
