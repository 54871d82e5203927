using Capsule.Auth.OAuth.Store;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// The addresses of a client that a form may lead to, in the notation of a content security policy.
/// </summary>
internal static class FormTargets
{
    public static IReadOnlyList<string> Of(OAuthApplication? client) =>
        client is null ? [] : [.. client.RedirectAddresses().Select(Source).Distinct(StringComparer.Ordinal)];

    // A policy cannot name IPv6 addresses, or a host with an app's own scheme. An app on the device may use any port.
    private static string Source(string address) =>
        new Uri(address) switch
        {
            { Scheme: "https" } uri => uri.GetLeftPart(UriPartial.Authority),
            { Scheme: "http", HostNameType: not UriHostNameType.IPv6 } uri => $"http://{uri.Host}:*",
            var uri => uri.Scheme + ":",
        };
}
