using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Claims;

/// <summary>From whom, for whom, of what type; and what becomes of the rest.</summary>
public sealed class ClaimTests(BearerFixture fixture)
{
    private readonly BearerService _service = fixture.Service;

    [Theory]
    [InlineData("https://auth.capsule.test/")]
    [InlineData("https://auth.capsule.test.evil")]
    [InlineData("HTTPS://AUTH.CAPSULE.TEST")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_issuer_is_refused(string? issuer) =>
        await _service.RefusesAsync<SecurityTokenInvalidIssuerException>(fixture.Ec.Token(TestAuthority.Claims(("iss", issuer))));

    [Theory]
    [InlineData("capsule2")]
    [InlineData("Capsule")]
    [InlineData("capsule ")]
    [InlineData("capsule,other")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_audience_is_refused(string? audience) =>
        await _service.RefusesAsync<SecurityTokenInvalidAudienceException>(fixture.Ec.Token(TestAuthority.Claims(("aud", audience))));

    [Theory]
    [InlineData("""["capsule"]""", true)]
    [InlineData("""["other","capsule"]""", true)]
    [InlineData("""["other"]""", false)]
    [InlineData("[]", false)]
    [InlineData("""[""]""", false)]
    public async Task Of_several_audiences_one_must_be_the_services(string audiences, bool valid)
    {
        var token = fixture.Ec.Token(TestAuthority.Claims(("aud", JsonNode.Parse(audiences))));

        using var response = await _service.GetAsync(token);

        Assert.Equal(valid ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("at+jwt", true)]
    [InlineData("JWT", false)]
    [InlineData("AT+JWT", false)]
    [InlineData("", false)]
    public async Task Of_valid_types_the_token_must_be_one(string type, bool valid)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, options => options.TokenValidationParameters.ValidTypes = ["at+jwt"]);
        var token = authority.Published[0].Token(TestAuthority.Claims(), type);

        if (valid)
        {
            await service.AcceptsAsync(token);
        }
        else
        {
            await service.RefusesAsync<SecurityTokenInvalidTypeException>(token);
        }
    }

    [Fact]
    public async Task Issuers_and_audiences_of_the_parameters_count_besides_the_metadatas()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await BearerService.StartAsync(authority, options =>
        {
            options.TokenValidationParameters.ValidIssuers = ["https://old.capsule.test"];
            options.TokenValidationParameters.ValidAudiences = ["old"];
        });

        await service.AcceptsAsync(authority.Token(("iss", "https://old.capsule.test"), ("aud", "old")));
        await service.AcceptsAsync(authority.Token());
        await service.RefusesAsync<SecurityTokenInvalidIssuerException>(authority.Token(("iss", "old")));
    }

    [Fact]
    public async Task Claims_keep_their_names_and_arrays_become_a_claim_each()
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            fixture.Ec.Token(TestAuthority.Claims(
                ("role", new JsonArray("admin", "operator")), ("scope", "users:read users:write"), ("email_verified", true), ("level", 7),
                ("big", 5_000_000_000), ("nested", new JsonObject { ["a"] = 1 }))),
            Parameters());

        var identity = result.ClaimsIdentity!;
        Assert.True(result.IsValid);
        Assert.True(identity.IsAuthenticated);
        Assert.Equal("6f1f4d9e-0000-7000-8000-000000000001", identity.Name);
        Assert.Equal(["admin", "operator"], identity.FindAll("role").Select(claim => claim.Value));
        Assert.True(new ClaimsPrincipal(identity).IsInRole("operator"));
        Assert.Equal("users:read users:write", identity.FindFirst("scope")!.Value);
        Assert.Equal(("true", ClaimValueTypes.Boolean), Typed("email_verified"));
        Assert.Equal(("7", ClaimValueTypes.Integer32), Typed("level"));
        Assert.Equal(("5000000000", ClaimValueTypes.Integer64), Typed("big"));
        Assert.Equal(("{\"a\":1}", "JSON"), Typed("nested"));
        Assert.All(identity.Claims, claim => Assert.Equal(TestAuthority.Issuer, claim.Issuer));

        (string, string) Typed(string type) => (identity.FindFirst(type)!.Value, identity.FindFirst(type)!.ValueType);
    }

    [Fact]
    public void A_token_can_be_read_without_being_trusted()
    {
        var token = new JsonWebToken(fixture.Rsa.Token(TestAuthority.Claims(("jti", "id-1"), ("exp", 1_700_000_000), ("nbf", 1_600_000_000))));

        Assert.Equal(("RS256", "rsa-1", "at+jwt"), (token.Alg, token.Kid, token.Typ));
        Assert.Equal(("id-1", TestAuthority.Issuer), (token.Id, token.Issuer));
        Assert.Equal(["capsule"], token.Audiences);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).UtcDateTime, token.ValidTo);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_600_000_000).UtcDateTime, token.ValidFrom);
        Assert.True(token.TryGetClaim("jti", out var id));
        Assert.Equal("id-1", id.Value);
        Assert.False(token.TryGetClaim("none", out _));
    }

    [Fact]
    public async Task A_resolver_may_choose_the_keys()
    {
        var asked = new List<string?>();
        var parameters = Parameters();
        parameters.IssuerSigningKey = null;
        parameters.IssuerSigningKeyResolver = (_, _, kid, _) =>
        {
            asked.Add(kid);
            return kid == "ec-1" ? [new JsonWebKey(fixture.Ec.ToJwk().ToJsonString())] : [];
        };

        Assert.True((await new JsonWebTokenHandler().ValidateTokenAsync(fixture.Ec.Token(TestAuthority.Claims()), parameters)).IsValid);
        Assert.False((await new JsonWebTokenHandler().ValidateTokenAsync(fixture.OtherEc.Token(TestAuthority.Claims()), parameters)).IsValid);
        Assert.Equal(["ec-1", "ec-2"], asked);
    }

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new JwtBearerOptions();
        var parameters = options.TokenValidationParameters;

        Assert.Equal("Bearer", JwtBearerDefaults.AuthenticationScheme);
        Assert.Equal((true, true, true, true), (options.RequireHttpsMetadata, options.SaveToken, options.IncludeErrorDetails, options.MapInboundClaims));
        Assert.Equal((TimeSpan.FromHours(12), TimeSpan.FromMinutes(5)), (options.AutomaticRefreshInterval, options.RefreshInterval));
        Assert.Equal((TimeSpan.FromMinutes(5), true), (parameters.ClockSkew, parameters.TryAllIssuerSigningKeys));
        Assert.Equal((true, true, true), (parameters.ValidateIssuer, parameters.ValidateAudience, parameters.ValidateLifetime));
        Assert.Equal((true, true), (parameters.RequireAudience, parameters.RequireExpirationTime));
    }

    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = TestAuthority.Issuer,
        ValidAudience = TestAuthority.Audience,
        IssuerSigningKey = new JsonWebKey(fixture.Ec.ToJwk().ToJsonString()),
        NameClaimType = "sub",
        RoleClaimType = "role",
    };
}
