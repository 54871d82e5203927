using Capsule.Data;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>
/// A way that a user takes to a provider and back: begun by an app, answered by the provider, used by the app. Each step works once, and
/// only for who took the one before.
/// </summary>
public sealed class SignInAttempt : Entity
{
    /// <summary>Longest redirect URI in characters: one of this service's own carries all that a client asked for.</summary>
    public const int RedirectUriLength = 8000;

    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>SHA-256 of what the provider sends back.</summary>
    public required byte[] StateHash { get; init; }

    /// <summary>SHA-256 of the cookie of the browser in which it began.</summary>
    public required byte[] BrowserHash { get; init; }

    /// <summary>The verifier that the provider is to be shown (RFC 7636), sealed.</summary>
    public required byte[] Verifier { get; init; }

    /// <summary>Where the user goes in the end.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>What the app wants to find again there.</summary>
    public string? ClientState { get; init; }

    /// <summary>SHA-256 of the verifier that the app has to show, in base64url.</summary>
    public required string CodeChallenge { get; init; }

    /// <summary>Until when it can go on (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the provider sent the user back (UTC).</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>SHA-256 of the code that the app gets; null unless the provider said who it is.</summary>
    public byte[]? CodeHash { get; init; }

    /// <summary>Who it is there.</summary>
    public string? Subject { get; init; }

    /// <summary>Their address there.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the provider has proof of the address.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>Their name there.</summary>
    public string? Name { get; init; }

    /// <summary>When the user had proved at the provider who they are (UTC), where that was before the attempt began.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>When the app used it (UTC).</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
