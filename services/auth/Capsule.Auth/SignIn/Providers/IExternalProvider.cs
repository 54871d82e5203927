using Capsule.Auth.Credentials.Logins;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>An identity provider that users can sign in at.</summary>
internal interface IExternalProvider
{
    /// <summary>The name in addresses and rows.</summary>
    string Name { get; }

    /// <summary>The name that users see.</summary>
    string DisplayName { get; }

    /// <summary>The parameter <c>iss</c> of its redirects (RFC 9207); null when it is unknown.</summary>
    string? Issuer { get; }

    /// <summary>Returns the address at which a user signs in.</summary>
    /// <exception cref="ProviderException">The provider does not answer.</exception>
    Task<string> AuthorizationUriAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Exchanges the code that the provider sent back for the identity of the user.</summary>
    /// <exception cref="ProviderException">
    /// The provider does not answer, refuses the code, or gives an answer that cannot be trusted.
    /// </exception>
    Task<ExternalIdentity> IdentifyAsync(string code, ProviderRequest request, CancellationToken cancellationToken);
}
