namespace Capsule.Auth.SignIn.External;

/// <summary>A provider that users can sign in at.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="DisplayName">The name that users see.</param>
/// <param name="AuthorizePath">The path that an app sends the browser to.</param>
public sealed record ProviderResponse(string Name, string DisplayName, string AuthorizePath);
