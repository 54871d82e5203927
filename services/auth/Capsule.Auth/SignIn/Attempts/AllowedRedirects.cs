using Capsule.Auth.Protocol;
using Capsule.Auth.SignIn.Providers;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>Where users may be sent back to: else a link to this service could take them, and a code, anywhere.</summary>
internal sealed class AllowedRedirects(IOptions<ExternalSignInOptions> options, IHostEnvironment environment)
{
    private readonly HashSet<string> _named = new(Split(options.Value.RedirectUris), StringComparer.Ordinal);

    public static string[] Split(string addresses) =>
        addresses.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether an address is one of the settings', character by character, or in Development of this machine.</summary>
    public bool Has(string address) =>
        _named.Contains(address)
        || (environment.IsDevelopment() && RedirectUris.IsOne(address) && new Uri(address) is { IsLoopback: true, Scheme: "http" });
}
