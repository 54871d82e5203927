using Capsule.Data;

namespace Capsule.Auth.Authorization;

/// <summary>What a user let a client have (RFC 6749, section 4.1); the client exchanges it for tokens, once.</summary>
public sealed class AuthorizationCode : Entity
{
    /// <summary>SHA-256 of the code.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>Who let it.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The session in which they did; when it ends, so does the code.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The client that it is for.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>Where it was sent.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>SHA-256 of the verifier that the client has to show, in base64url (RFC 7636).</summary>
    public required string CodeChallenge { get; init; }

    /// <summary>What the tokens will allow.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>What the ID token repeats for the client.</summary>
    public string? Nonce { get; init; }

    /// <summary>Until when it can be exchanged (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was exchanged (UTC).</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The session that began with it.</summary>
    public Guid? BegunSessionId { get; init; }
}
