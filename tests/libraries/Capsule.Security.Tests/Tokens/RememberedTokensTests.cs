using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Security.Tests.Tokens;

public sealed class RememberedTokensTests
{
    private readonly TestSigningKey _key = TestSigningKey.Es256("key-1");
    private readonly ManualClock _clock = new();
    private readonly CountingHandler _inner = new();
    private readonly RememberedTokens _tokens;

    public RememberedTokensTests() => _tokens = new RememberedTokens(_inner, _clock);

    [Fact]
    public async Task A_token_that_comes_a_third_time_is_not_verified_again_and_says_the_same()
    {
        var parameters = Parameters(Public(_key));
        var token = _key.Token(TestAuthority.Claims(("scope", "account")));

        var first = await _tokens.ValidateTokenAsync(token, parameters);
        Assert.Equal(0, _tokens.Kept);
        await _tokens.ValidateTokenAsync(token, parameters);
        Assert.Equal((2, 1), (_inner.Asked, _tokens.Kept));
        var third = await _tokens.ValidateTokenAsync(token, parameters);

        Assert.Equal(2, _inner.Asked);
        Assert.True(third.IsValid);
        Assert.Equal(Claims(first), Claims(third));
        Assert.Equal(
            (first.Issuer, first.TokenType, first.ClaimsIdentity!.Name),
            (third.Issuer, third.TokenType, third.ClaimsIdentity!.Name)
        );
        Assert.Equal(Times(first.SecurityToken!), Times(third.SecurityToken!));
    }

    [Fact]
    public async Task What_a_request_adds_to_its_identity_is_its_own()
    {
        var parameters = Parameters(Public(_key));
        var token = _key.Token(TestAuthority.Claims());

        for (var i = 0; i < 5; i++)
        {
            var result = await _tokens.ValidateTokenAsync(token, parameters);
            Assert.False(result.ClaimsIdentity!.HasClaim("role", "admin"));
            result.ClaimsIdentity.AddClaim(new Claim("role", "admin"));
        }

        Assert.Equal(2, _inner.Asked);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_not_remembered()
    {
        var parameters = Parameters(Public(_key));
        var token = _key.Token(TestAuthority.Claims());
        await KeepAsync(token, parameters);

        _clock.Advance(TimeSpan.FromSeconds(590));
        await _tokens.ValidateTokenAsync(token, parameters);
        Assert.Equal(2, _inner.Asked);

        _clock.Advance(TimeSpan.FromSeconds(11));
        await _tokens.ValidateTokenAsync(token, parameters);
        Assert.Equal(3, _inner.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_is_withdrawn_takes_its_tokens_with_it(bool fromAuthority)
    {
        var token = _key.Token(TestAuthority.Claims());
        await KeepAsync(token, Parameters(Public(_key), fromAuthority));

        var result = await _tokens.ValidateTokenAsync(token, Parameters(Public(TestSigningKey.Es256("key-2")), fromAuthority));

        Assert.False(result.IsValid);
        Assert.Equal(3, _inner.Asked);
    }

    [Fact]
    public async Task A_key_that_was_fetched_anew_verifies_anew_and_is_remembered()
    {
        var token = _key.Token(TestAuthority.Claims());
        await KeepAsync(token, Parameters(Public(_key), fromAuthority: true));
        var fetched = Parameters(Public(_key), fromAuthority: true);

        Assert.True((await _tokens.ValidateTokenAsync(token, fetched)).IsValid);
        Assert.True((await _tokens.ValidateTokenAsync(token, fetched)).IsValid);

        Assert.Equal(3, _inner.Asked);
    }

    [Fact]
    public async Task What_differs_from_a_valid_token_in_a_character_is_refused_each_time()
    {
        var parameters = Parameters(Public(_key));
        var token = _key.Token(TestAuthority.Claims());
        await KeepAsync(token, parameters);
        var forged = token[..^10] + (token[^10] == 'A' ? 'B' : 'A') + token[^9..];

        Assert.False((await _tokens.ValidateTokenAsync(forged, parameters)).IsValid);
        Assert.False((await _tokens.ValidateTokenAsync(forged, parameters)).IsValid);
        Assert.False((await _tokens.ValidateTokenAsync("", parameters)).IsValid);
        Assert.False((await _tokens.ValidateTokenAsync(token[..^10] + '\u0141' + token[^9..], parameters)).IsValid);

        Assert.False(
            (await _tokens.ValidateTokenAsync(Encoding.Unicode.GetString(Encoding.ASCII.GetBytes(token + token)), parameters)).IsValid
        );
        Assert.False((await _tokens.ValidateTokenAsync(Encoding.Unicode.GetString(Encoding.ASCII.GetBytes(token)), parameters)).IsValid);

        Assert.Equal(8, _inner.Asked);
    }

    [Fact]
    public async Task No_more_are_kept_than_there_is_room_for()
    {
        var parameters = Parameters(Public(_key));
        for (var i = 0; i <= RememberedTokens.MaxEntries; i++)
        {
            await KeepAsync(_key.Token(TestAuthority.Claims(("jti", $"{i}"))), parameters);
            Assert.InRange(_tokens.Kept, 1, RememberedTokens.MaxEntries);
        }
    }

    private async Task KeepAsync(string token, TokenValidationParameters parameters)
    {
        Assert.True((await _tokens.ValidateTokenAsync(token, parameters)).IsValid);
        Assert.True((await _tokens.ValidateTokenAsync(token, parameters)).IsValid);
    }

    private static (DateTime, DateTime) Times(SecurityToken token) => (token.ValidFrom, token.ValidTo);

    private static ECDsaSecurityKey Public(TestSigningKey key)
    {
        var algorithm = ECDsa.Create();
        algorithm.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
        return new ECDsaSecurityKey(algorithm) { KeyId = key.Kid };
    }

    private static TokenValidationParameters Parameters(SecurityKey key, bool fromAuthority = false)
    {
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = TestAuthority.Issuer,
            ValidAudience = TestAuthority.Audience,
            NameClaimType = "sub",
        };
        if (fromAuthority)
        {
            var configuration = new OpenIdConnectConfiguration { Issuer = TestAuthority.Issuer };
            configuration.SigningKeys.Add(key);
            parameters.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
        }
        else
        {
            parameters.IssuerSigningKeys = [key];
        }

        return parameters;
    }

    private static IEnumerable<(string, string, string)> Claims(TokenValidationResult result) =>
        result.ClaimsIdentity!.Claims.Select(claim => (claim.Type, claim.Value, claim.ValueType));

    /// <summary>Validates as a service does, and counts how often.</summary>
    private sealed class CountingHandler : JsonWebTokenHandler
    {
        private int _asked;

        public int Asked => _asked;

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            Interlocked.Increment(ref _asked);
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }
}
