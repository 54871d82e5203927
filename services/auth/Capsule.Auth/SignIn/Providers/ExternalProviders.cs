using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>The configured providers.</summary>
internal sealed class ExternalProviders : IDisposable
{
    private readonly List<ProviderMetadata> _metadata = [];
    private readonly SortedDictionary<string, IExternalProvider> _providers = new(StringComparer.Ordinal);

    public ExternalProviders(
        IOptions<ExternalSignInOptions> options,
        ProviderClient client,
        IHttpClientFactory clients,
        IHostEnvironment environment,
        TimeProvider timeProvider
    )
    {
        foreach (var (name, given) in options.Value.Providers)
        {
            var settings = ProviderPresets.Complete(name, given);
            _providers[name] = settings.Issuer is null
                ? new OAuthProvider(name, settings, client)
                : new OidcProvider(
                    name,
                    settings,
                    client,
                    Keep(new ProviderMetadata(Address(settings), clients, !environment.IsDevelopment(), timeProvider))
                );
        }
    }

    /// <summary>All providers, sorted by name.</summary>
    public IReadOnlyCollection<IExternalProvider> All => _providers.Values;

    /// <summary>Returns the provider of a name; null when there is none.</summary>
    public IExternalProvider? Find(string name) => _providers.GetValueOrDefault(name);

    public void Dispose() => _metadata.ForEach(static metadata => metadata.Dispose());

    private static string Address(ProviderOptions settings) => $"{settings.Issuer!.TrimEnd('/')}/.well-known/openid-configuration";

    private ProviderMetadata Keep(ProviderMetadata metadata)
    {
        _metadata.Add(metadata);
        return metadata;
    }
}
