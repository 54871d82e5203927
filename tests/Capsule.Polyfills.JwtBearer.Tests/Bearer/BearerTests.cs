using System.Net;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Bearer;

/// <summary>The handler, as documented: header, challenge, events, options.</summary>
public sealed class BearerTests(BearerFixture fixture)
{
    private readonly BearerService _service = fixture.Service;

    [Fact]
    public async Task Without_a_token_the_challenge_names_no_error()
    {
        using var response = await _service.GetAsync(null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Token {0}")]
    [InlineData("{0}")]
    public async Task Another_scheme_is_no_token(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.TryAddWithoutValidation(
            "Authorization", authorization.Replace("{0}", fixture.Ec.Token(TestAuthority.Claims()), StringComparison.Ordinal));

        using var response = await _service.Client.SendAsync(request);

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("bearer {0}")]
    [InlineData("BEARER   {0}  ")]
    public async Task The_schemes_name_is_not_case_sensitive(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.TryAddWithoutValidation(
            "Authorization", authorization.Replace("{0}", fixture.Ec.Token(TestAuthority.Claims()), StringComparison.Ordinal));

        using var response = await _service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_in_the_query_is_no_token()
    {
        using var response = await _service.GetAsync(null, $"/me?access_token={fixture.Ec.Token(TestAuthority.Claims())}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_nobody_answers_whatever_the_token()
    {
        using var with = await _service.GetAsync(fixture.Ec.Token(TestAuthority.Claims(("sub", "ann"))), "/open");
        using var without = await _service.GetAsync("x.y.z", "/open");

        Assert.Equal("ann", await with.Content.ReadAsStringAsync());
        Assert.Equal("nobody", await without.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_valid_token_that_is_not_enough_is_403()
    {
        using var response = await _service.GetAsync(fixture.Ec.Token(TestAuthority.Claims()), "/admin");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Events_take_part_at_every_step()
    {
        var steps = new List<string>();
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, options => options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context => Step("received", () => context.Token = context.Request.Headers["X-Token"]),
            OnTokenValidated = context => Step(
                "validated", () => Assert.Equal(context.SecurityToken.ValidTo, context.Properties.ExpiresUtc!.Value.UtcDateTime)),
            OnAuthenticationFailed = _ => Step("failed"),
            OnChallenge = context => Step("challenge", () => context.ErrorUri = "https://capsule.test/errors"),
            OnForbidden = _ => Step("forbidden"),
        });
        service.Client.DefaultRequestHeaders.Add("X-Token", authority.Token());

        using var accepted = await service.GetAsync(null);
        using var forbidden = await service.GetAsync(null, "/admin");
        service.Client.DefaultRequestHeaders.Remove("X-Token");
        using var refused = await service.GetAsync(authority.Token(("exp", 1), ("iat", null)));

        Assert.Equal((200, 403, 401), ((int)accepted.StatusCode, (int)forbidden.StatusCode, (int)refused.StatusCode));
        Assert.Equal(["received", "validated", "received", "validated", "forbidden", "received", "failed", "challenge"], steps);
        Assert.EndsWith("error_uri=\"https://capsule.test/errors\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        Task Step(string name, Action? act = null)
        {
            steps.Add(name);
            act?.Invoke();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_event_may_refuse_a_valid_token_or_answer_by_itself()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, options => options.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                context.Fail("revoked");
                return Task.CompletedTask;
            },
            OnChallenge = context =>
            {
                context.HandleResponse();
                context.Response.StatusCode = 418;
                return Task.CompletedTask;
            },
        });

        using var response = await service.GetAsync(authority.Token());

        Assert.Equal(418, (int)response.StatusCode);
    }

    [Fact]
    public async Task Details_can_be_kept_from_the_caller()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, options =>
        {
            options.IncludeErrorDetails = false;
            options.Challenge = "Bearer realm=\"capsule\"";
        });

        using var response = await service.GetAsync(authority.Token(("exp", 1), ("iat", null)));

        Assert.Equal("Bearer realm=\"capsule\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_configuration_can_be_given_instead_of_an_authority()
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = TestAuthority.Issuer };
        configuration.SigningKeys.Add(new JsonWebKeySet($$"""{"keys":[{{fixture.Ec.ToJwk().ToJsonString()}}]}""").GetSigningKeys()[0]);
        await using var service = await BearerService.StartAsync(null, options => options.Configuration = configuration);

        await service.AcceptsAsync(fixture.Ec.Token(TestAuthority.Claims()));
        await service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(fixture.OtherEc.Token(TestAuthority.Claims()));
    }

    [Theory]
    [InlineData(true, "access_token")]
    [InlineData(false, null)]
    public async Task The_token_is_kept_where_that_is_asked_for(bool save, string? kept)
    {
        string? found = null;
        await using var authority = await TestAuthority.StartAsync();
        var token = authority.Token();
        await using var service = await BearerService.StartAsync(authority, options =>
        {
            options.SaveToken = save;
            options.Events.OnForbidden = async context => found = await context.HttpContext.GetTokenAsync("access_token");
        });

        using var response = await service.GetAsync(token, "/admin");

        Assert.Equal(kept is null ? null : token, found);
    }

    [Fact]
    public void An_authority_without_TLS_is_refused_unless_that_is_allowed()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAuthentication().AddJwtBearer(options => (options.Authority, options.MapInboundClaims) = ("http://auth", false));
        using var provider = services.BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("Bearer"));
    }

    [Theory]
    [InlineData("https://auth.test", "https://auth.test/.well-known/openid-configuration")]
    [InlineData("https://auth.test/", "https://auth.test/.well-known/openid-configuration")]
    [InlineData("https://auth.test/realm", "https://auth.test/realm/.well-known/openid-configuration")]
    public void The_metadata_is_under_the_authority(string authority, string metadata)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAuthentication().AddJwtBearer(
            "other", options => (options.Authority, options.Audience, options.MapInboundClaims) = (authority, "a", false));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("other");

        Assert.Equal(metadata, options.MetadataAddress);
        Assert.Equal("a", options.TokenValidationParameters.ValidAudience);
        Assert.NotNull(options.ConfigurationManager);
    }
}
