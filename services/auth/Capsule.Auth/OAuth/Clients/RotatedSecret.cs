namespace Capsule.Auth.OAuth.Clients;

/// <summary>A client's new secret.</summary>
/// <param name="ClientSecret">The secret, which cannot be shown again.</param>
/// <param name="PreviousSecretExpiresAt">When the previous secret expires, UTC.</param>
public sealed record RotatedSecret(string ClientSecret, DateTimeOffset PreviousSecretExpiresAt);
