using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Capsule.Security;

/// <summary>
/// The Basic credentials with which services authenticate to each other: a client id and a secret that all services share.
/// </summary>
public static class ServiceCredentials
{
    /// <summary>Returns the Authorization header that a service sends; null without a secret.</summary>
    /// <param name="options">The settings that all services share.</param>
    public static AuthenticationHeaderValue? Header(IntrospectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ClientId.Length == 0)
        {
            return null;
        }

        // Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1).
        var credentials = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}";
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
    }

    /// <summary>Returns whether a request carries the services' credentials.</summary>
    internal static bool ArePresented(HttpRequest request, IntrospectionOptions options) =>
        Header(options) is { } expected && IsSame(request.Headers.Authorization.ToString(), expected.ToString());

    // Both values are hashed before the comparison, so that its duration does not depend on their length.
    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(one)),
            SHA256.HashData(Encoding.UTF8.GetBytes(other))
        );
}
