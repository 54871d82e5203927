namespace Capsule.Auth.SignIn.External;

/// <summary>The providers that users can sign in at.</summary>
/// <param name="Providers">The providers, sorted by name.</param>
public sealed record ProvidersResponse(IReadOnlyList<ProviderResponse> Providers);
