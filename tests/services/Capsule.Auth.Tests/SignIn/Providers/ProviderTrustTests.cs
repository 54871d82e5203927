using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Http;

namespace Capsule.Auth.Tests.SignIn.Providers;

/// <summary>
/// What a provider says is checked before it counts (OpenID Connect Core 1.0, section 3.1.3.7), and one that fails is no error of ours.
/// </summary>
public sealed class ProviderTrustTests(TrustingHost trusting) : IClassFixture<TrustingHost>
{
    private static readonly TestSigningKey Stranger = TestSigningKey.Rs256("key-1");

    private static readonly Dictionary<string, Func<FakeProviderOf, string>> Tokens = new(StringComparer.Ordinal)
    {
        { "another sign-in's", fake => fake.Good(("nonce", "another")) },
        { "without a nonce", fake => fake.Good(("nonce", null)) },
        { "for another client", fake => fake.Good(("aud", "another")) },
        { "for others as well", fake => fake.Good(("aud", new JsonArray("capsule", "another"))) },
        { "for others, and theirs", fake => fake.Good(("aud", new JsonArray("capsule", "another")), ("azp", "another")) },
        { "of another issuer", fake => fake.Good(("iss", "https://evil.example.com")) },
        { "expired", fake => fake.Good(("exp", 1_700_000_000)) },
        { "without an end", fake => fake.Good(("exp", null)) },
        { "without a subject", fake => fake.Good(("sub", null)) },
        { "with a subject too long", fake => fake.Good(("sub", new string('s', 256))) },
        { "with half a letter as subject", fake => fake.Raw("""{"sub":"\ud800"}""") },
        { "signed by another key", fake => fake.By(Stranger) },
        { "not signed", fake => fake.Proved("none") },
        { "signed by the public key", fake => fake.Proved("HS256") },
        { "no token", _ => "nonsense" },
    };

    public static TheoryData<string> Forged { get; } = [.. Tokens.Keys];

    // wavelens/gradient#38; mattrobinsonsre/bamf#153: nonce, aud, iss or alg of an ID token were not checked.
    [Theory]
    [Trait("Case", "A-AUT-33")]
    [MemberData(nameof(Forged))]
    public async Task An_ID_token_with_a_flaw_signs_nobody_in(string what)
    {
        var (fake, auth) = trusting;
        fake.Tokens = _ => FakeProvider.WithIdToken(Tokens[what](new FakeProviderOf(fake)));

        Assert.Equal("server_error", await ErrorAsync(auth, fake));

        // The flaw is the reason, not a provider that is no longer asked.
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good());
        Assert.Null(await ErrorAsync(auth, fake));
    }

    [Fact]
    public async Task A_provider_may_rotate_its_keys_at_any_time_and_again_at_once()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await TrustingHost.StartAsync(fake);
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good());
        Assert.Null(await ErrorAsync(auth, fake));

        foreach (var kid in new[] { "key-2", "key-3", "key-4" })
        {
            fake.Key = TestSigningKey.Rs256(kid);

            Assert.Null(await ErrorAsync(auth, fake));
        }

        Assert.Null(await ErrorAsync(auth, fake));
        Assert.Equal(4, fake.KeyRequests);
    }

    [Fact]
    public async Task A_provider_that_signs_with_keys_that_it_does_not_publish_is_not_asked_each_time()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await TrustingHost.StartAsync(fake);
        var unpublished = TestSigningKey.Rs256("unpublished");
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).By(unpublished));

        for (var i = 0; i < 12; i++)
        {
            Assert.Equal("server_error", await ErrorAsync(auth, fake));
        }

        Assert.InRange(fake.KeyRequests, 2, 7);
    }

    [Fact]
    public async Task The_same_token_without_a_flaw_is_good()
    {
        var (fake, auth) = trusting;
        fake.Tokens = _ =>
            FakeProvider.WithIdToken(new FakeProviderOf(fake).Good(("aud", new JsonArray("capsule", "another")), ("azp", "capsule")));

        Assert.Null(await ErrorAsync(auth, fake));
        Assert.Equal(fake.Exchanged["redirect_uri"], ProviderHosts.Callback("fake"));
        Assert.Equal(43, fake.Exchanged["code_verifier"].Length);
        Assert.Equal(Apps.Basic(OidcProviderProcess.ClientId, OidcProviderProcess.ClientSecret), fake.Exchanged["authorization"]);
        Assert.DoesNotContain("client_secret", fake.Exchanged.Keys);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(400, """{"error":"invalid_grant"}""")]
    [InlineData(200, "not JSON")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(302, "")]
    public async Task A_provider_that_fails_sends_the_user_back_with_an_error(int status, string body)
    {
        var (fake, auth) = trusting;
        fake.Tokens = _ => Results.Text(body, "application/json", Encoding.UTF8, status);

        Assert.Equal("server_error", await ErrorAsync(auth, fake));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_read()
    {
        var (fake, auth) = trusting;
        fake.Tokens = _ => Results.Text($$"""{"id_token":"{{new string('x', 2 * 1024 * 1024)}}"}""", "application/json");

        Assert.Equal("server_error", await ErrorAsync(auth, fake));
    }

    [Fact]
    public async Task The_user_must_be_the_same_wherever_the_provider_tells_of_them()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await TrustingHost.StartAsync(fake);
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good(("email", null)));
        fake.User = () =>
            FakeProvider.Json(
                new JsonObject
                {
                    ["sub"] = "2",
                    ["email"] = Accounts.Email,
                    ["email_verified"] = true,
                }
            );

        Assert.Equal("server_error", await ErrorAsync(auth, fake));
        fake.User = () =>
            FakeProvider.Json(
                new JsonObject
                {
                    ["sub"] = "1",
                    ["email"] = Accounts.Email,
                    ["email_verified"] = "true",
                }
            );
        Assert.Null(await ErrorAsync(auth, fake));
    }

    [Theory]
    [InlineData("issuer", "https://evil.example.com")]
    [InlineData("authorization_endpoint", null)]
    [InlineData("jwks_uri", "http://127.0.0.1:9/")]
    public async Task Metadata_that_cannot_be_used_sends_the_user_back_to_the_app(string name, string? value)
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Metadata[name] = value;
        await using var auth = await TrustingHost.StartAsync(fake);
        using var browser = new Browser(auth);

        var query = Browser.AppQuery(await browser.GoAsync(Browser.AuthorizePath("fake")));

        Assert.Equal(("temporarily_unavailable", "app & state"), (query["error"], query["state"]));
    }

    private static async Task<string?> ErrorAsync(ServiceHost<Program> auth, FakeProvider fake)
    {
        using var browser = new Browser(auth);
        var destination = (await browser.GoAsync(Browser.AuthorizePath("fake"))).Headers.Location!;
        var query = Browser.AppQuery(await browser.GoAsync(fake.Agree(destination, "fake")));
        Assert.Equal(query["error"] is null, query["code"] is not null);
        Assert.Equal(HttpStatusCode.OK, (await auth.Client.GetAsync("/alive")).StatusCode);
        return query["error"];
    }
}
