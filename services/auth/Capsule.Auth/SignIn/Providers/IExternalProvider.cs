using Capsule.Auth.Credentials.Logins;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>Somebody else who knows who users are.</summary>
internal interface IExternalProvider
{
    /// <summary>Its name in addresses and rows.</summary>
    string Name { get; }

    /// <summary>What users know it by.</summary>
    string DisplayName { get; }

    /// <summary>What it names as <c>iss</c> in redirects (RFC 9207), where that is known.</summary>
    string? Issuer { get; }

    /// <summary>Returns where a user signs in.</summary>
    /// <exception cref="ProviderException">The provider does not answer.</exception>
    Task<string> AuthorizationUriAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Returns who signed in, for the code that the provider sent back.</summary>
    /// <exception cref="ProviderException">The provider does not answer, refuses the code, or tells what cannot be trusted.</exception>
    Task<ExternalIdentity> IdentifyAsync(string code, ProviderRequest request, CancellationToken cancellationToken);
}
