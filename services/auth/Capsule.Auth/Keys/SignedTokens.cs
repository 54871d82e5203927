namespace Capsule.Auth.Keys;

/// <summary>The tokens that the keys sign. A replaced key stays published until the last of them has expired.</summary>
/// <param name="Lifetime">How long a token is valid.</param>
internal sealed record SignedTokens(TimeSpan Lifetime);
