using System.Net;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Builder;
using static Capsule.Testing.ProtectedService;

namespace Capsule.Security.Tests.Tokens;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("\"users:read\"", true)]
    [InlineData("\"openid users:read users:write\"", true)]
    [InlineData("\"users:write  users:read\"", true)]
    [InlineData("""["openid","users:read"]""", true)]
    [InlineData("\"users:write\"", false)]
    [InlineData("\"users:read2\"", false)]
    [InlineData("\"Users:Read\"", false)]
    [InlineData("\"users:read,users:write\"", false)]
    [InlineData("\"users\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    [InlineData("{\"users:read\":true}", false)]
    [InlineData("\"users:read\\tx\"", false)]
    public async Task An_endpoint_asks_for_a_scope_by_its_whole_name(string scope, bool allowed)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);
        var claims = TestAuthority.Claims().ToJsonString()[..^1] + $",\"scope\":{scope}}}";
        var token = authority.Published[0].Token("""{"alg":"ES256","kid":"key-1","typ":"at+jwt"}""", claims);

        using var response = await service.GetAsync("/users", token);
        using var grouped = await service.GetAsync("/group/item", token);

        Assert.Equal(response.StatusCode, grouped.StatusCode);
        if (allowed)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        var problem = await ProblemAsync(response, HttpStatusCode.Forbidden, "urn:capsule:problem:insufficient-scope");
        Assert.Equal("The access token lacks the scope users:read.", problem.GetProperty("detail").GetString());
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"users:read\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("users:read users:write", "")]
    [InlineData("users:read", "users:write")]
    [InlineData("users:write", "users:read")]
    [InlineData("openid", "users:read users:write")]
    public async Task Two_scopes_are_both_needed_and_the_missing_ones_named(string scope, string missing)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync("/both", authority.Token(("scope", scope)));

        Assert.Equal(
            missing.Length == 0 ? "" : $"Bearer error=\"insufficient_scope\", scope=\"{missing}\"",
            response.Headers.WwwAuthenticate.ToString()
        );
        Assert.Equal(missing.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_a_scope_is_401()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        using var response = await service.GetAsync("/users", null);

        await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:unauthorized");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("quo\"te")]
    [InlineData("back\\slash")]
    [InlineData("n\u00f6n-ascii")]
    public async Task What_is_no_scope_is_refused_when_the_endpoint_is_mapped(string scope)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<ArgumentException>(() => app.MapGet("/", () => "fine").RequireScope(scope));
    }
}
