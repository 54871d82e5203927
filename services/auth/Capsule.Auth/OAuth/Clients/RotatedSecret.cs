namespace Capsule.Auth.OAuth.Clients;

/// <summary>A client's new secret.</summary>
/// <param name="ClientSecret">The secret; nobody can show it again.</param>
/// <param name="PreviousSecretExpiresAt">Until when the one before is good, UTC.</param>
public sealed record RotatedSecret(string ClientSecret, DateTimeOffset PreviousSecretExpiresAt);
