using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.Protocols.OpenIdConnect;

/// <summary>Reads a provider's metadata, then the keys that it points to.</summary>
public class OpenIdConnectConfigurationRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
{
    /// <exception cref="InvalidOperationException">The provider publishes no key: better to go on with those known before.</exception>
    public static async Task<OpenIdConnectConfiguration> GetAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(retriever);
        var configuration = new OpenIdConnectConfiguration(await retriever.GetDocumentAsync(address, cancel));
        if (string.IsNullOrEmpty(configuration.JwksUri))
        {
            throw new InvalidOperationException($"The metadata at {address} names no jwks_uri.");
        }

        configuration.JsonWebKeySet = new JsonWebKeySet(await retriever.GetDocumentAsync(configuration.JwksUri, cancel));
        foreach (var key in configuration.JsonWebKeySet.GetSigningKeys())
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration.SigningKeys.Count > 0
            ? configuration
            : throw new InvalidOperationException($"{configuration.JwksUri} holds no key that verifies signatures.");
    }

    Task<OpenIdConnectConfiguration> IConfigurationRetriever<OpenIdConnectConfiguration>.GetConfigurationAsync(
        string address, IDocumentRetriever retriever, CancellationToken cancel) => GetAsync(address, retriever, cancel);
}
