using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>
/// Unmodified clients from npm (openid-client, oauth4webapi, jose) against the service, in a browser where a user is needed.
/// </summary>
public sealed class NpmClientTests
{
    private static readonly string[] Packages = ["jose@6.2.18", "oauth4webapi@3.8.8", "openid-client@6.9.0"];
    private const string RedirectUri = "https://app.example.com/callback";
    private const string PostLogoutRedirectUri = "https://app.example.com/bye";
    private const string Resource = "https://api.example.com/reports";

    [Fact]
    public async Task A_user_signs_in_at_a_client_consents_once_and_the_tokens_are_what_they_say()
    {
        var answer = await RunAsync("code");

        Assert.Equal(
            ["Sign in · Capsule", "Allow web? · Capsule"],
            answer.GetProperty("pages").EnumerateArray().Select(page => page.GetProperty("title").GetString())
        );
        Assert.All(
            answer.GetProperty("pages").EnumerateArray(),
            page =>
                Assert.Matches(
                    "^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' https://app.example.com; base-uri 'none'; frame-ancestors 'none'$",
                    page.GetProperty("policy").GetString()
                )
        );
        Assert.Equal(("ES256", "ES256"), (Text(answer, "algorithm"), Text(answer, "accessAlgorithm")));
        Assert.Equal("Ada Lovelace", answer.GetProperty("info").GetProperty("name").GetString());
        Assert.True(answer.GetProperty("secondHasCode").GetBoolean());
    }

    // keycloak/keycloak#24323; thephpleague/oauth2-server#1117
    [Fact]
    [Trait("Case", "A-AUT-08")]
    public async Task A_narrower_scope_is_for_one_access_token_and_a_wider_one_is_refused()
    {
        var answer = await RunAsync("code");

        Assert.Equal(
            ["account email openid profile", "openid", "account email openid profile"],
            answer.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString())
        );
        Assert.Equal(("openid", "invalid_scope"), (Text(answer, "narrowedClaim"), Text(answer, "unknown")));
    }

    [Fact]
    public async Task An_access_token_that_its_client_revokes_is_inactive_and_its_family_over()
    {
        var answer = await RunAsync("code");

        Assert.True(answer.GetProperty("before").GetBoolean());
        Assert.Equal("""{"active":false}""", answer.GetProperty("after").GetRawText());
        Assert.Equal("invalid_grant", Text(answer, "refreshAfter"));
    }

    // ory/hydra#693; mosip/esignet#2262; cloudflare/workers-oauth-provider#148
    [Fact]
    [Trait("Case", "A-AUT-07")]
    public async Task A_code_that_is_used_again_ends_the_tokens_of_its_first_use()
    {
        var answer = await RunAsync("replayedCode");

        Assert.Equal(("invalid_grant", "invalid_grant"), (Text(answer, "again"), Text(answer, "refresh")));
        Assert.Equal("""{"active":false}""", answer.GetProperty("access").GetRawText());
    }

    [Fact]
    public async Task A_native_app_uses_any_port_of_its_machine_and_gets_ID_tokens_by_RS256_where_it_asks()
    {
        var answer = await RunAsync("publicClientWithRs256");

        Assert.Equal(("51234", "RS256", "ES256"), (Text(answer, "port"), Text(answer, "algorithm"), Text(answer, "accessAlgorithm")));
    }

    [Fact]
    public async Task An_authorization_can_be_pushed() =>
        Assert.Equal("account email openid profile", Text(await RunAsync("pushed"), "scope"));

    [Fact]
    public async Task A_user_who_denies_or_would_have_to_be_asked_sends_the_client_an_error()
    {
        var answer = await RunAsync("denied");

        Assert.Equal(
            ("access_denied", "login_required", "consent_required"),
            (Text(answer, "denied"), Text(answer, "signedOut"), Text(answer, "notAsked"))
        );
        Assert.True(answer.GetProperty("state").GetBoolean());
    }

    [Fact]
    public async Task A_device_is_signed_in_by_its_code_or_denied()
    {
        var answer = await RunAsync("device");

        Assert.EndsWith("/device", Text(answer, "uri"), StringComparison.Ordinal);
        Assert.Equal(
            ("authorization_pending", "access_denied", "account openid"),
            (Text(answer, "pending"), Text(answer, "denied"), Text(answer, "scope"))
        );
        Assert.True(answer.GetProperty("shown").GetBoolean() && answer.GetProperty("hasRefresh").GetBoolean());
    }

    [Fact]
    public async Task A_client_signs_its_user_out()
    {
        var answer = await RunAsync("endSession");

        Assert.Equal(
            (PostLogoutRedirectUri + "?state=left", "login_required", "invalid_grant"),
            (Text(answer, "to"), Text(answer, "silent"), Text(answer, "refresh"))
        );
    }

    // OpenID Connect Core, section 3.1.2.1: id_token_hint.
    [Fact]
    public async Task A_client_that_shows_an_ID_token_of_one_user_does_not_get_another()
    {
        var answer = await RunAsync("otherUser");

        Assert.True(answer.GetProperty("differs").GetBoolean());
        Assert.Equal(("code", "login_required", "code"), (Text(answer, "own"), Text(answer, "another"), Text(answer, "unreadable")));
        Assert.StartsWith("/sign-in?", Text(answer, "asked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_proves_who_it_is_by_its_key()
    {
        var answer = await RunAsync("privateKeyJwt");

        Assert.Equal(("deployments:read", "invalid_client"), (Text(answer, "scope"), Text(answer, "stranger")));
    }

    [Fact]
    public async Task Metadata_tokens_and_resources_are_what_oauth4webapi_takes()
    {
        var answer = await RunAsync("oauth4webapi");

        Assert.True(answer.GetProperty("same").GetBoolean());
        Assert.Equal(("deployments:read", "", Resource), (Text(answer, "scope"), Text(answer, "none"), Text(answer, "audience")));
        Assert.NotEqual("none", Text(answer, "elsewhere"));
        Assert.Equal("invalid_target", Text(answer, "stranger"));
    }

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();

    private static async Task<JsonElement> RunAsync(string flow)
    {
        var source = Path.Combine(RepositoryFolder.Root, "tests/services/Capsule.Auth.Tests/OAuth/Node");
        var packages = await NodePackages.InstallAsync(Packages);
        Assert.SkipWhen(packages.Missing is not null, packages.Missing ?? "");
        await using var auth = await AuthHost.StartListeningAsync();
        var given = await GivenAsync(auth);
        var scripts = Directory.CreateDirectory(Path.Combine(packages.Folder, $"{Guid.NewGuid():n}"));
        foreach (var script in Directory.GetFiles(source, "*.mjs"))
        {
            File.Copy(script, Path.Combine(scripts.FullName, Path.GetFileName(script)));
        }

        var (code, output, errors) = await packages.RunAsync(Path.Combine(scripts.Name, "flows.mjs"), flow, given);
        scripts.Delete(recursive: true);
        Assert.True(code == 0, errors);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    private static async Task<string> GivenAsync(ServiceHost<Program> auth)
    {
        var admin = await auth.AdminAsync();
        await auth.SignUpAsync();
        await auth.SignUpAsync("grace@example.com");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = key.ExportParameters(includePrivateParameters: true);
        var (x, y) = (Base64Url.EncodeToString(parts.Q.X), Base64Url.EncodeToString(parts.Q.Y));
        string[] user = ["account", "email", "openid", "profile"];
        var web = await ClientAsync(
            auth,
            admin,
            new
            {
                name = "web",
                grantTypes = new[] { "authorization_code", "refresh_token" },
                redirectUris = new[] { RedirectUri },
                postLogoutRedirectUris = new[] { PostLogoutRedirectUri },
                scopes = user,
            }
        );
        var app = await ClientAsync(
            auth,
            admin,
            new
            {
                name = "app",
                isPublic = true,
                grantTypes = new[] { "authorization_code", "refresh_token", GrantTypes.DeviceCode },
                redirectUris = new[] { "http://127.0.0.1/callback" },
                scopes = user,
                idTokenSignedResponseAlg = "RS256",
            }
        );
        var batch = await ClientAsync(
            auth,
            admin,
            new
            {
                name = "batch",
                grantTypes = new[] { "client_credentials" },
                scopes = new[] { "deployments:read" },
                resources = new[] { Resource },
            }
        );
        var asker = await ClientAsync(auth, admin, new { name = "asker", scopes = new[] { "tokens:introspect" } });
        var signer = await ClientAsync(
            auth,
            admin,
            new
            {
                name = "signer",
                grantTypes = new[] { "client_credentials" },
                scopes = new[] { "deployments:read" },
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
                            kid = "k1",
                            alg = "ES256",
                            use = "sig",
                        },
                    },
                },
            }
        );
        return JsonSerializer.Serialize(
            new
            {
                issuer = auth.Client.BaseAddress!.GetLeftPart(UriPartial.Authority),
                redirectUri = RedirectUri,
                postLogoutRedirectUri = PostLogoutRedirectUri,
                resource = Resource,
                user = new { email = Accounts.Email, password = Accounts.Password },
                other = new { email = "grace@example.com", password = Accounts.Password },
                key = new
                {
                    kty = "EC",
                    crv = "P-256",
                    x,
                    y,
                    d = Base64Url.EncodeToString(parts.D),
                    kid = "k1",
                    alg = "ES256",
                },
                clients = new
                {
                    web,
                    app,
                    batch,
                    asker,
                    signer,
                },
            }
        );
    }

    private static async Task<object> ClientAsync(ServiceHost<Program> auth, string admin, object client)
    {
        var made = await Apps.ReadAsync<ClientResponse>(await auth.SendAsync(HttpMethod.Post, "/api/clients", admin, client));
        return new { id = made.Id, secret = made.ClientSecret };
    }
}
