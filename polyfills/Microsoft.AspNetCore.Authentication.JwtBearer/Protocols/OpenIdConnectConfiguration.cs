using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.Protocols.OpenIdConnect;

/// <summary>What an OpenID provider publishes of itself (OpenID Connect Discovery 1.0 §3), and its keys.</summary>
public class OpenIdConnectConfiguration : BaseConfiguration
{
    public OpenIdConnectConfiguration()
    {
    }

    /// <exception cref="ArgumentException">The text is not a JSON object, or a member is of the wrong type.</exception>
    public OpenIdConnectConfiguration(string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(json);
        try
        {
            using var document = StrictJson.ReadObject(Encoding.UTF8.GetBytes(json));
            Issuer = StrictJson.Text(document.RootElement, "issuer"u8);
            JwksUri = StrictJson.Text(document.RootElement, "jwks_uri"u8);
            AuthorizationEndpoint = StrictJson.Text(document.RootElement, "authorization_endpoint"u8);
            TokenEndpoint = StrictJson.Text(document.RootElement, "token_endpoint"u8);
            UserInfoEndpoint = StrictJson.Text(document.RootElement, "userinfo_endpoint"u8);
            EndSessionEndpoint = StrictJson.Text(document.RootElement, "end_session_endpoint"u8);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("The text is not the metadata of an OpenID provider.", nameof(json), exception);
        }
    }

    public string? JwksUri { get; set; }

    public JsonWebKeySet? JsonWebKeySet { get; set; }

    public string? AuthorizationEndpoint { get; set; }

    public string? UserInfoEndpoint { get; set; }

    public string? EndSessionEndpoint { get; set; }
}
