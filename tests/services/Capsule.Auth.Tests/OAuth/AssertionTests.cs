using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>Clients that prove who they are by a signed assertion (private_key_jwt, RFC 7523), as clients write it.</summary>
public sealed class AssertionTests : IDisposable
{
    private const string KeyId = "k1";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    // Apache's mod_auth_openidc and OpenID Connect Core, section 9, name the token endpoint; RFC 9126, section 2, takes all three.
    [Theory]
    [InlineData("/connect/token", "")]
    [InlineData("/connect/token", "/connect/token")]
    [InlineData("/connect/par", "")]
    [InlineData("/connect/par", "/connect/token")]
    [InlineData("/connect/par", "/connect/par")]
    [InlineData("/connect/introspect", "/connect/introspect")]
    [InlineData("/connect/introspect", "/connect/token")]
    [InlineData("/connect/revoke", "/connect/revoke")]
    [InlineData("/connect/device-authorization", "/connect/device-authorization")]
    public async Task An_assertion_is_for_the_issuer_the_token_endpoint_or_the_endpoint_that_is_called(string path, string audience)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await SignerAsync(auth);

        var answer = await SendAsync(auth, path, Claims(client, AuthHost.Issuer + audience));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // RFC 7523, section 3.2.
    [Theory]
    [InlineData("aud", "https://other.example.com/connect/token")]
    [InlineData("aud", AuthHost.Issuer + "/connect/par")]
    [InlineData("aud", AuthHost.Issuer + "/connect")]
    [InlineData("aud", null)]
    [InlineData("sub", "somebody else")]
    [InlineData("sub", null)]
    [InlineData("exp", null)]
    public async Task Any_other_assertion_proves_nothing(string claim, string? value)
    {
        await using var auth = await AuthHost.SharedAsync();
        var claims = Claims(await SignerAsync(auth), AuthHost.Issuer);
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        await Apps.AssertErrorAsync(await SendAsync(auth, "/connect/token", claims), HttpStatusCode.Unauthorized, "invalid_client");
    }

    [Fact]
    public async Task An_assertion_that_has_expired_proves_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        var claims = Claims(await SignerAsync(auth), AuthHost.Issuer);
        claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds();

        await Apps.AssertErrorAsync(await SendAsync(auth, "/connect/token", claims), HttpStatusCode.Unauthorized, "invalid_client");
    }

    public void Dispose() => _key.Dispose();

    private static Dictionary<string, object> Claims(ClientResponse client, string audience) =>
        new(StringComparer.Ordinal)
        {
            ["iss"] = client.Id.ToString(),
            ["sub"] = client.Id.ToString(),
            ["aud"] = audience,
            ["jti"] = $"{Guid.NewGuid()}",
            ["exp"] = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds(),
        };

    private async Task<HttpResponseMessage> SendAsync(ServiceHost<Program> auth, string path, Dictionary<string, object> claims)
    {
        var assertion = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = claims,
                SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256),
            }
        );
        return await auth.PostFormAsync(
            path,
            null,
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
            ("grant_type", "client_credentials"),
            ("token", "none"),
            ("response_type", "code"),
            ("scope", path == "/connect/token" ? "tokens:introspect" : "openid"),
            ("client_id", $"{claims["iss"]}"),
            ("redirect_uri", Apps.Callback),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256")
        );
    }

    private async Task<ClientResponse> SignerAsync(ServiceHost<Program> auth)
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return await Apps.ReadAsync<ClientResponse>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/clients",
                await auth.AdminAsync(),
                new
                {
                    name = "signer",
                    grantTypes = new[] { GrantTypes.ClientCredentials, GrantTypes.AuthorizationCode, GrantTypes.DeviceCode },
                    redirectUris = new[] { Apps.Callback },
                    scopes = new[] { "openid", "tokens:introspect" },
                    jwks = new
                    {
                        keys = new[]
                        {
                            new
                            {
                                kty = "EC",
                                crv = "P-256",
                                x,
                                y,
                                kid = KeyId,
                                alg = "ES256",
                                use = "sig",
                            },
                        },
                    },
                }
            )
        );
    }
}
