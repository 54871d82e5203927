using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Capsule.Auth.ExternalSignIn.Providers;

/// <summary>The providers that the settings name.</summary>
internal sealed class ExternalProviders
{
    private readonly SortedDictionary<string, IExternalProvider> _providers = new(StringComparer.Ordinal);

    public ExternalProviders(IOptions<ExternalSignInOptions> options, ProviderClient client, IHttpClientFactory clients, IHostEnvironment environment)
    {
        foreach (var (name, given) in options.Value.Providers)
        {
            var settings = ProviderPresets.Complete(name, given);
            _providers[name] = settings.Issuer is null
                ? new OAuthProvider(name, settings, client)
                : Oidc(name, settings, client, clients.CreateClient(ProviderClient.Name), environment);
        }
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<IExternalProvider> All => _providers.Values;

    /// <summary>Returns one; null when there is none of the name.</summary>
    public IExternalProvider? Find(string name) => _providers.GetValueOrDefault(name);

    private static OidcProvider Oidc(string name, ProviderOptions settings, ProviderClient client, HttpClient http, IHostEnvironment environment)
    {
        var metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{settings.Issuer!.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http) { RequireHttps = !environment.IsDevelopment() });
        return new OidcProvider(name, settings, client, metadata, metadata);
    }
}
