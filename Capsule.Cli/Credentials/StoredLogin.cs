using System.Text.Json.Serialization;

namespace Capsule.Cli.Credentials;

/// <summary>The tokens of a <c>capsule login</c> at an address of auth.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token.</param>
/// <param name="ExpiresAt">When the access token expires, by this machine's clock.</param>
/// <param name="Scope">The scopes of the tokens, separated by spaces.</param>
/// <param name="SignedInAt">When the user approved the login.</param>
internal sealed record StoredLogin(
    string AccessToken,
    string RefreshToken,
    DateTimeOffset ExpiresAt,
    string Scope,
    DateTimeOffset SignedInAt
)
{
    // The margin covers the duration of a request and differences between clocks.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>The scopes of the tokens.</summary>
    [JsonIgnore]
    public string[] Scopes => Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns whether the access token is still valid.</summary>
    public bool IsFresh(DateTimeOffset now) => now + Margin < ExpiresAt;

    // Tokens must not appear in logs.
    public override string ToString() => $"login of {SignedInAt:O}";
}
