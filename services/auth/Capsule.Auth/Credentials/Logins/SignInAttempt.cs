using Capsule.Data;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>
/// An attempt to sign in at a provider: begun by an app, answered by the provider, used by the app. Each step works once, and only for the
/// browser or app of the step before.
/// </summary>
public sealed class SignInAttempt : Entity
{
    /// <summary>Maximum length of a redirect URI in characters; the sign-in page's own carries the whole request of a client.</summary>
    public const int MaxRedirectUriLength = 8000;

    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>SHA-256 of the state that the provider sends back.</summary>
    public required byte[] StateHash { get; init; }

    /// <summary>SHA-256 of the cookie of the browser in which the attempt began.</summary>
    public required byte[] BrowserHash { get; init; }

    /// <summary>The sealed verifier for the provider (RFC 7636).</summary>
    public required byte[] Verifier { get; init; }

    /// <summary>The address that the user is sent to at the end.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>The app's state, which it gets back in the redirect.</summary>
    public string? ClientState { get; init; }

    /// <summary>SHA-256 of the app's verifier in base64url.</summary>
    public required string CodeChallenge { get; init; }

    /// <summary>When the attempt expires (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the provider sent the user back (UTC).</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>SHA-256 of the code that the app gets; null before the user is identified.</summary>
    public byte[]? CodeHash { get; init; }

    /// <summary>The user's identifier at the provider.</summary>
    public string? Subject { get; init; }

    /// <summary>The user's address at the provider.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the provider has verified the address.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>The user's name at the provider.</summary>
    public string? Name { get; init; }

    /// <summary>When the user signed in at the provider (UTC), if that was before the attempt began.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>When the app used the attempt (UTC).</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
