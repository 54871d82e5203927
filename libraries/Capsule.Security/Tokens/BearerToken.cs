using Microsoft.AspNetCore.Http;

namespace Capsule.Security;

/// <summary>Reads the bearer token from the header <c>Authorization</c> (RFC 6750, section 2.1).</summary>
internal static class BearerToken
{
    private const string Prefix = "Bearer ";

    /// <summary>Returns the token; null if the request has none.</summary>
    public static string? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var token = authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? authorization[Prefix.Length..].Trim() : "";
        return token.Length > 0 ? token : null;
    }
}
