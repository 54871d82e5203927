using System.Net;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth;

public sealed class RedirectTests
{
    private const string Registered = "https://app.example.com/cb";

    // keycloak/keycloak#48430; keycloak/keycloak#49109; keycloak/keycloak#47718
    [Theory]
    [Trait("Case", "A-AUT-10")]
    [InlineData("https://app.example.com.evil.test/cb")]
    [InlineData("https://app.example.com@evil.test/cb")]
    [InlineData("https://a@b@evil.test/cb")]
    [InlineData("https://app.example.com/cb/..;/x")]
    [InlineData(@"https://app.example.com\@evil.test/cb")]
    [InlineData("HTTPS://APP.example.com/cb/")]
    [InlineData("https://app.example.com/cb?x=1")]
    [InlineData("https://app.example.com:444/cb")]
    [InlineData("//app.example.com/cb")]
    [InlineData("")]
    public async Task An_address_that_is_not_registered_gets_nothing(string address)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await ClientAsync(auth, Registered);

        var response = await GoAsync(auth, client, address);

        Assert.Equal((HttpStatusCode.BadRequest, null), (response.StatusCode, response.Headers.Location));
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    [Trait("Case", "A-AUT-10")]
    public async Task An_address_with_a_wildcard_cannot_be_registered()
    {
        await using var auth = await AuthHost.SharedAsync();

        await ServiceCompliance.AssertProblemAsync(
            await RegisterAsync(auth, "https://app.example.com*"),
            HttpStatusCode.BadRequest,
            "redirectUris"
        );
    }

    // RFC 8252, section 7.3.
    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:51234/cb", true)]
    [InlineData("http://[::1]/cb", "http://[::1]:51234/cb", true)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:51234/other", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.2:51234/cb", false)]
    [InlineData("https://app.example.com/cb", "http://127.0.0.1:51234/cb", false)]
    public async Task An_app_on_the_device_may_use_any_port_there(string registered, string address, bool isTaken)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await ClientAsync(auth, registered);

        var response = await GoAsync(auth, client, address);

        Assert.Equal(isTaken ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(isTaken, response.Headers.Location?.OriginalString.StartsWith("/sign-in?", StringComparison.Ordinal) == true);
    }

    private static async Task<ClientResponse> ClientAsync(ServiceHost<Program> auth, string address) =>
        await Apps.ReadAsync<ClientResponse>(await RegisterAsync(auth, address));

    private static async Task<HttpResponseMessage> RegisterAsync(ServiceHost<Program> auth, string address) =>
        await auth.SendAsync(
            HttpMethod.Post,
            "/api/clients",
            await auth.AdminAsync(),
            new
            {
                name = "app",
                isPublic = true,
                scopes = new[] { "openid" },
                grantTypes = new[] { "authorization_code" },
                redirectUris = new[] { address },
            }
        );

    private static Task<HttpResponseMessage> GoAsync(ServiceHost<Program> auth, ClientResponse client, string address) =>
        auth.CreateBareClient()
            .GetAsync(
                $"/connect/authorize?response_type=code&scope=openid&client_id={client.Id}&redirect_uri={Uri.EscapeDataString(address)}&code_challenge_method=S256"
                    + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            );
}
