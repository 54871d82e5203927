using Capsule.Auth.Protocol;
using Capsule.Auth.SignIn.Providers;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// The addresses that users may be sent back to, so that no link to this service can take a user, and a code, anywhere else.
/// </summary>
internal sealed class AllowedRedirects(IOptions<ExternalSignInOptions> options, IHostEnvironment environment)
{
    private readonly HashSet<string> _named = new(Split(options.Value.RedirectUris), StringComparer.Ordinal);

    public static string[] Split(string addresses) =>
        addresses.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether an address is in the settings, character by character, or in Development an address of this machine.</summary>
    public bool Has(string address) =>
        _named.Contains(address)
        || (environment.IsDevelopment() && RedirectUris.IsOne(address) && new Uri(address) is { IsLoopback: true, Scheme: "http" });
}
