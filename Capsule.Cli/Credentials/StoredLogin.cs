using System.Text.Json.Serialization;

namespace Capsule.Cli.Credentials;

/// <summary>What <c>capsule login</c> got at an address of auth.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">What it is renewed with.</param>
/// <param name="ExpiresAt">When the access token expires, by this machine's clock.</param>
/// <param name="Scope">What the tokens allow, with spaces between.</param>
/// <param name="SignedInAt">When the user allowed it.</param>
internal sealed record StoredLogin(
    string AccessToken,
    string RefreshToken,
    DateTimeOffset ExpiresAt,
    string Scope,
    DateTimeOffset SignedInAt
)
{
    // A request takes time, and clocks differ.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>What the tokens allow.</summary>
    [JsonIgnore]
    public string[] Scopes => Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the access token can still be used.</summary>
    public bool IsFresh(DateTimeOffset now) => now + Margin < ExpiresAt;

    // Not the tokens.
    public override string ToString() => $"login of {SignedInAt:O}";
}
