using Capsule.Auth.OAuth.Store;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// Where a form may lead: to the addresses of the client that the user came from, as a content security policy names them.
/// </summary>
internal static class FormTargets
{
    public static IReadOnlyList<string> Of(OAuthApplication? client) =>
        client is null ? [] : [.. client.RedirectAddresses().Select(Source).Distinct(StringComparer.Ordinal)];

    // A policy knows no IPv6 addresses and no scheme of an app's own beside a host; an app on the device may use any port.
    private static string Source(string address) =>
        new Uri(address) switch
        {
            { Scheme: "https" } uri => uri.GetLeftPart(UriPartial.Authority),
            { Scheme: "http", HostNameType: not UriHostNameType.IPv6 } uri => $"http://{uri.Host}:*",
            var uri => uri.Scheme + ":",
        };
}
