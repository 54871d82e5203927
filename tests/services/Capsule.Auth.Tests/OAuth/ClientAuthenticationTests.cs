using System.Net;
using System.Text;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>How clients prove who they are, at the token endpoint and where tokens are asked about or given back.</summary>
public sealed class ClientAuthenticationTests
{
    internal static readonly (string, string) Grant = ("grant_type", "client_credentials");

    // openid/AppAuth-Android#337; ory/hydra#631; panva/node-oidc-provider#267
    [Fact]
    [Trait("Case", "A-AUT-03")]
    public async Task Name_and_secret_in_the_header_are_decoded_as_a_form_is_and_a_stray_percent_sign_is_no_fault_of_the_service()
    {
        await using var auth = await AuthHost.SharedAsync();
        await AddAsync(auth, "svc:ci/1 é", "p%2B:+/=&k");

        var right = await auth.PostFormAsync("/connect/token", "Basic c3ZjJTNBY2klMkYxKyVDMyVBOTpwJTI1MkIlM0ElMkIlMkYlM0QlMjZr", Grant);
        var stray = await auth.PostFormAsync("/connect/token", "Basic " + Convert.ToBase64String("abc:%zz"u8), Grant);

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        await Apps.AssertErrorAsync(stray, HttpStatusCode.Unauthorized, "invalid_client");
    }

    // DuendeArchive/IdentityModel#90; jumbojett/OpenID-Connect-PHP#230
    [Fact]
    [Trait("Case", "A-AUT-04")]
    public async Task A_plus_in_a_secret_is_what_its_encoding_says()
    {
        await using var auth = await AuthHost.SharedAsync();
        await AddAsync(auth, "plus", "a+b");

        var encoded = await auth.PostFormAsync("/connect/token", Raw("plus:a%2Bb"), Grant);
        var posted = await auth.PostFormAsync("/connect/token", null, Grant, ("client_id", "plus"), ("client_secret", "a+b"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (encoded.StatusCode, posted.StatusCode));
        for (var i = 0; i < 2; i++)
        {
            await Apps.AssertErrorAsync(
                await auth.PostFormAsync("/connect/token", Raw("plus:a+b"), Grant),
                HttpStatusCode.Unauthorized,
                "invalid_client"
            );
        }

        static string Raw(string text) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    // thephpleague/oauth2-server#1323; keycloak/keycloak#26808 (PR); kanidm/kanidm#1097
    [Fact]
    [Trait("Case", "A-AUT-05")]
    public async Task No_code_is_issued_without_a_challenge()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var response = await auth.CreateBareClient()
            .GetAsync(
                $"/connect/authorize?response_type=code&client_id={client.Id}&scope=openid&state=s&redirect_uri={Uri.EscapeDataString(Apps.Callback)}"
            );

        // RFC 7636, section 4.4.1: the client hears of it.
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith(Apps.Callback + "&error=invalid_request&", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", response.Headers.Location.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks.json")]
    public async Task Metadata_and_keys_answer_HEAD_as_they_answer_GET(string path)
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        var head = await auth.Client.SendAsync(request);
        var get = await auth.Client.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, await head.Content.ReadAsStringAsync()));
        Assert.Equal(
            ("application/json", "public, max-age=300"),
            (head.Content.Headers.ContentType!.MediaType, head.Headers.CacheControl!.ToString())
        );
        Assert.NotEqual("", await get.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Addresses_are_those_of_the_settings_whatever_host_a_request_names()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await Apps.ReadAsync<Capsule.Auth.OAuth.Clients.ClientResponse>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/clients",
                await auth.AdminAsync(),
                new
                {
                    name = "cli",
                    isPublic = true,
                    scopes = new[] { "openid" },
                    grantTypes = new[] { "urn:ietf:params:oauth:grant-type:device_code" },
                }
            )
        );
        auth.Client.DefaultRequestHeaders.Host = "evil.test";

        var metadata = await Apps.ReadAsync<JsonElement>(await auth.Client.GetAsync("/.well-known/openid-configuration"));
        var device = await Apps.ReadAsync<JsonElement>(
            await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", client.Id.ToString()), ("scope", "openid"))
        );

        Assert.DoesNotContain("evil", metadata.GetRawText() + device.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(AuthHost.Issuer + "/device", device.GetProperty("verification_uri").GetString());
        Assert.Contains(
            "ES256",
            metadata.GetProperty("token_endpoint_auth_signing_alg_values_supported").EnumerateArray().Select(name => name.GetString())
        );
        Assert.Contains(
            "none",
            metadata
                .GetProperty("pushed_authorization_request_endpoint_auth_methods_supported")
                .EnumerateArray()
                .Select(name => name.GetString())
        );
        Assert.Equal("query", Assert.Single(metadata.GetProperty("response_modes_supported").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/connect/par")]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/revoke")]
    public async Task A_client_that_names_itself_in_two_ways_is_one(string path)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.ServiceClientAsync(await auth.AdminAsync(), "users:read");

        await Apps.AssertErrorAsync(
            await auth.PostFormAsync(path, client.Basic(), Grant, ("client_id", "other")),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        var same = await auth.PostFormAsync("/connect/token", client.Basic(), Grant, ("client_id", client.Id.ToString()));

        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
    }

    // RFC 7235, section 4.1; RFC 7617, section 2.
    [Fact]
    public async Task A_client_that_is_refused_is_told_what_for_it_has_to_prove_who_it_is()
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.PostFormAsync("/connect/token", Apps.Basic("made up", "wrong"), Grant);

        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Contains("realm=\"capsule\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private static Task AddAsync(ServiceHost<Program> auth, string id, string secret) =>
        auth.InScopeAsync(async services =>
        {
            var descriptor = new OpenIddictApplicationDescriptor
            {
                ClientId = id,
                ClientSecret = secret,
                ClientType = ClientTypes.Confidential,
                DisplayName = "batch",
            };
            descriptor.Permissions.UnionWith([
                Permissions.Endpoints.Token,
                Permissions.GrantTypes.ClientCredentials,
                Permissions.Prefixes.Scope + "users:read",
            ]);
            await services.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(descriptor);
        });
}
