namespace Capsule.Auth.SignIn.External;

/// <summary>A provider that users can sign in at.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="DisplayName">What users know it by.</param>
/// <param name="AuthorizePath">Where an app sends the browser.</param>
public sealed record ProviderResponse(string Name, string DisplayName, string AuthorizePath);
