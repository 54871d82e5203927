using System.Net;
using System.Text.Json.Nodes;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Capsule.Testing.ProtectedService;

namespace Capsule.Security.Tests.Tokens;

public sealed class BearerTests
{
    [Fact]
    public async Task A_valid_token_is_accepted_and_names_its_subject()
    {
        await using var authority = await TestAuthority.StartAsync(0, TestSigningKey.Es256("ec"), TestSigningKey.Rs256("rsa"));
        await using var service = await StartAsync(authority.Address);

        using var ec = await service.GetAsync("/mine", authority.Token(("sub", "ann")));
        using var rsa = await service.GetAsync("/mine", authority.Published[1].Token(TestAuthority.Claims(("sub", "ben"))));

        Assert.Equal("ann", await ec.Content.ReadAsStringAsync());
        Assert.Equal("ben", await rsa.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_a_token_it_is_401_and_says_what_is_needed()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync("/mine", null);

        await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    public static TheoryData<string, JsonNode?, string> Refusals =>
        new()
        {
            { "exp", 1_000_000_000, "The access token has expired." },
            { "exp", null, "The access token has no valid lifetime." },
            { "nbf", 99_999_999_999, "The access token has no valid lifetime." },
            { "iss", "https://evil.test\"\\\r\nX: y", "The access token is from another issuer." },
            { "aud", "evil\"\\\r\nX: y\u20ac", "The access token is meant for another audience." },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_token_that_is_not_valid_is_401_and_says_why_without_repeating_it(string claim, JsonNode? value, string detail)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync("/mine", authority.Token((claim, value?.DeepClone())));

        var problem = await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:invalid-token");
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
        Assert.Equal($"Bearer error=\"invalid_token\", error_description=\"{detail}\"", response.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain("evil", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("")]
    [InlineData("id+jwt")]
    public async Task A_token_of_another_type_is_no_access_token(string type)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync("/mine", authority.Published[0].Token(TestAuthority.Claims(), type));

        var problem = await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:invalid-token");
        Assert.Equal("The token is not an access token.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_token_must_name_its_key_and_be_signed_by_it()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);
        var claims = TestAuthority.Claims().ToJsonString();
        string[] tokens =
        [
            authority.Published[0].Token("""{"alg":"ES256","typ":"at+jwt"}""", claims),
            authority.Published[0].Token("""{"alg":"ES256","typ":"at+jwt","kid":"unpublished"}""", claims),
            TestSigningKey.Es256("key-1").Token(TestAuthority.Claims()),
            "x.y.z",
        ];

        foreach (var token in tokens)
        {
            using var response = await service.GetAsync("/mine", token);
            await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:invalid-token");
        }
    }

    [Fact]
    public async Task Endpoints_that_ask_for_nothing_are_open_whatever_the_token()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        Assert.Equal("nobody", await (await service.GetAsync("/open", null)).Content.ReadAsStringAsync());
        Assert.Equal("nobody", await (await service.GetAsync("/open", "x.y.z")).Content.ReadAsStringAsync());
        Assert.Equal("ann", await (await service.GetAsync("/open", authority.Token(("sub", "ann")))).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/alive", "x.y.z")).StatusCode);
    }

    [Theory]
    [InlineData("""["operator","admin"]""", HttpStatusCode.OK)]
    [InlineData("\"admin\"", HttpStatusCode.OK)]
    [InlineData("\"Admin\"", HttpStatusCode.Forbidden)]
    [InlineData("[]", HttpStatusCode.Forbidden)]
    public async Task Roles_come_from_the_claim_role(string role, HttpStatusCode status)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync("/admin", authority.Token(("role", JsonNode.Parse(role))));

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.Forbidden)
        {
            await ProblemAsync(response, status, "urn:capsule:problem:forbidden");
        }
    }

    [Fact]
    public async Task Nothing_of_a_token_is_logged()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(
            authority.Address,
            settings: [("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace")]
        );
        string[] tokens =
        [
            authority.Token(("sub", "subject-of-mine")),
            authority.Token(("exp", 1), ("sub", "subject-of-mine")),
            "aaaa.bbbb.cccc",
        ];

        foreach (var token in tokens)
        {
            using var response = await service.GetAsync("/mine", token);
        }

        var parts = tokens.SelectMany(token => token.Split('.')).Distinct().ToList();
        Assert.Contains(service.Log.Entries, entry => entry.Text.Contains("Failed to validate the token", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log.Entries, entry => parts.Any(part => entry.Text.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_settings_reach_the_validation()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(
            "http://127.0.0.1:1",
            settings:
            [
                ("Authentication:Authority", authority.Address),
                ("Authentication:Audience", "other"),
                ("Authentication:ClockSkew", "00:00:05"),
            ]
        );
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        using var accepted = await service.GetAsync("/mine", authority.Token(("aud", "other")));
        using var expired = await service.GetAsync("/mine", authority.Token(("aud", "other"), ("exp", now - 10)));
        var bearer = service.App.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("Bearer");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (accepted.StatusCode, expired.StatusCode));
        Assert.Equal(["ES256", "RS256"], bearer.TokenValidationParameters.ValidAlgorithms);
        Assert.Equal(
            (false, false, "sub", "role"),
            (
                bearer.MapInboundClaims,
                bearer.SaveToken,
                bearer.TokenValidationParameters.NameClaimType,
                bearer.TokenValidationParameters.RoleClaimType
            )
        );
    }
}
