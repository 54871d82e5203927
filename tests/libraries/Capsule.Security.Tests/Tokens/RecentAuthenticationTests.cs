using System.Net;
using System.Text.Json.Nodes;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Builder;
using static Capsule.Testing.ProtectedService;

namespace Capsule.Security.Tests.Tokens;

/// <summary>The challenge of RFC 9470.</summary>
public sealed class RecentAuthenticationTests
{
    [Theory]
    [InlineData(0, "/recent", null)]
    [InlineData(290, "/recent", null)]
    [InlineData(310, "/recent", 300)]
    [InlineData(310, "/stricter", 60)]
    [InlineData(90, "/stricter", 60)]
    [InlineData(30, "/stricter", null)]
    public async Task A_proof_that_is_too_old_gets_401_and_is_told_how_recent_it_must_be(int ageSeconds, string path, int? maxAge)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);
        var token = authority.Token(
            ("auth_time", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - ageSeconds),
            ("scope", "users:read")
        );

        using var response = await service.GetAsync(path, token);

        if (maxAge is null)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:insufficient-user-authentication");
        Assert.Equal(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"This requires a more recent authentication "
                + $"of the user.\", max_age=\"{maxAge}\"",
            response.Headers.WwwAuthenticate.ToString()
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"soon\"")]
    [InlineData("-1")]
    [InlineData("{}")]
    [InlineData("1e99")]
    public async Task A_token_that_does_not_say_when_is_not_recent(string? claim)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync(
            "/recent",
            authority.Token(("auth_time", claim is null ? null : JsonNode.Parse(claim)), ("scope", "users:read"))
        );

        await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:insufficient-user-authentication");
    }

    [Fact]
    public async Task A_scope_that_is_missing_comes_first_and_without_a_token_it_is_the_usual_401()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var forbidden = await service.GetAsync("/recent", authority.Token(("scope", "other")));
        using var missing = await service.GetAsync("/recent", null);

        await ProblemAsync(forbidden, HttpStatusCode.Forbidden, "urn:capsule:problem:insufficient-scope");
        await ProblemAsync(missing, HttpStatusCode.Unauthorized, "urn:capsule:problem:unauthorized");
    }

    [Fact]
    public async Task No_time_is_refused_when_the_endpoint_is_mapped()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<ArgumentOutOfRangeException>(() => app.MapGet("/", () => "fine").RequireRecentAuthentication(0));
    }
}
