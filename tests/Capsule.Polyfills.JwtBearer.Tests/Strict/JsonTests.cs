using System.Text;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Strict;

/// <summary>Signed, and still refused: JSON that two readers could understand differently, or that is not of the claims' types.</summary>
public sealed class JsonTests(BearerFixture fixture)
{
    private readonly BearerService _service = fixture.Service;

    [Theory]
    [InlineData("\"exp\":9999999999")]
    [InlineData("\"\\u0065xp\":9999999999")]
    [InlineData("\"sub\":\"admin\"")]
    [InlineData("\"iss\":\"https://auth.capsule.test\"")]
    [InlineData("\"aud\":\"capsule\"")]
    [InlineData("\"other\":1,\"other\":1")]
    [InlineData("\"deep\":{\"a\":1,\"a\":2}")]
    public async Task A_claim_that_is_there_twice_is_refused(string again) =>
        await _service.RefusesAsync<SecurityTokenMalformedException>(Signed(Forged.Payload()[..^1] + "," + again + "}"));

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"ec-1","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","alg":"none"}""")]
    [InlineData("""{"alg":"none","kid":"ec-1","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","kid":"ec-2"}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","k\u0069d":"ec-1"}""")]
    public async Task A_header_member_that_is_there_twice_is_refused(string header) => await HeaderRefusedAsync(header);

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"ec-1","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","crit":[]}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","crit":null}""")]
    public async Task A_critical_extension_is_refused(string header) => await HeaderRefusedAsync(header);

    [Theory]
    [InlineData("""{"kid":"ec-1"}""")]
    [InlineData("""{"alg":null,"kid":"ec-1"}""")]
    [InlineData("""{"alg":["ES256"],"kid":"ec-1"}""")]
    [InlineData("""{"alg":256,"kid":"ec-1"}""")]
    [InlineData("""{"alg":"ES256","kid":1}""")]
    [InlineData("""{"alg":"ES256","kid":["ec-1"]}""")]
    [InlineData("""{"alg":"ES256","kid":null}""")]
    [InlineData("""{"alg":"ES256","kid":"ec-1","typ":{}}""")]
    [InlineData("""{"alg":"ES256","kid":"\ud800"}""")]
    [InlineData("""["ES256"]""")]
    [InlineData("\"ES256\"")]
    [InlineData("")]
    [InlineData("{'alg':'ES256','kid':'ec-1'}")]
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"ec-1\",}")]
    [InlineData("{\"alg\":\"ES256\",/**/\"kid\":\"ec-1\"}")]
    public async Task A_header_of_other_types_is_refused(string header) => await HeaderRefusedAsync(header);

    [Theory]
    [InlineData("exp", "\"9999999999\"")]
    [InlineData("exp", "NaN")]
    [InlineData("exp", "Infinity")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "-1e400")]
    [InlineData("exp", "null")]
    [InlineData("exp", "true")]
    [InlineData("exp", "[9999999999]")]
    [InlineData("exp", "{\"at\":9999999999}")]
    [InlineData("exp", "09999999999")]
    [InlineData("exp", "0x7fffffff")]
    [InlineData("nbf", "\"0\"")]
    [InlineData("nbf", "-1e400")]
    [InlineData("iat", "\"0\"")]
    [InlineData("sub", "1")]
    [InlineData("sub", "null")]
    [InlineData("sub", "[\"admin\"]")]
    [InlineData("sub", "\"\\udc00\"")]
    [InlineData("iss", "[\"https://auth.capsule.test\"]")]
    [InlineData("jti", "7")]
    [InlineData("aud", "1")]
    [InlineData("aud", "{\"capsule\":true}")]
    [InlineData("aud", "[\"capsule\",1]")]
    [InlineData("aud", "[[\"capsule\"]]")]
    [InlineData("aud", "null")]
    [InlineData("other", "\"\\ud800\"")]
    public async Task A_registered_claim_of_another_type_is_refused(string claim, string value)
    {
        var claims = TestAuthority.Claims();
        claims.Remove(claim);

        await _service.RefusesAsync<SecurityTokenMalformedException>(Signed(claims.ToJsonString()[..^1] + $",\"{claim}\":{value}}}"));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("-99999999999999999999")]
    [InlineData("-1e300")]
    [InlineData("1e-300")]
    public async Task An_expiry_before_1970_or_in_no_calendar_is_long_past(string exp) =>
        await _service.RefusesAsync<SecurityTokenExpiredException>(Signed(WithExpiry(exp)));

    [Theory]
    [InlineData("9999999999")]
    [InlineData("9999999999.75")]
    [InlineData("1e15")]
    [InlineData("9.999999999e9")]
    public async Task An_expiry_is_any_number_of_seconds(string exp) => await _service.AcceptsAsync(Signed(WithExpiry(exp)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deep_nesting_is_refused(bool header)
    {
        var deep = $"{new string('[', 5000)}{new string(']', 5000)}";

        await _service.RefusesAsync<SecurityTokenMalformedException>(header
            ? fixture.Ec.Token($$"""{"alg":"ES256","kid":"ec-1","deep":{{deep}}}""", Forged.Payload())
            : Signed(Forged.Payload()[..^1] + $",\"deep\":{deep}}}"));
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("C0AF")]
    [InlineData("EDA080")]
    [InlineData("F4908080")]
    [InlineData("E282")]
    public async Task Text_that_is_no_UTF_8_is_refused_wherever_it_is(string bytes)
    {
        var text = Convert.FromHexString(bytes);
        byte[] header = [.. Encoding.UTF8.GetBytes(Forged.Header(fixture.Ec))];
        byte[] payload = [.. Encoding.UTF8.GetBytes(Forged.Payload())];

        await RefusedAsync(header, [.. payload[..^1], .. ",\"name\":\""u8, .. text, .. "\"}"u8]);
        await RefusedAsync(header, [.. payload[..^1], .. ",\"nested\":{\"name\":\""u8, .. text, .. "\"}}"u8]);
        await RefusedAsync([.. header[..^1], .. ",\"other\":\""u8, .. text, .. "\"}"u8], payload);

        async Task RefusedAsync(byte[] header, byte[] payload)
        {
            var input = $"{TestSigningKey.Encode(header)}.{TestSigningKey.Encode(payload)}";
            await _service.RefusesAsync<SecurityTokenMalformedException>($"{input}.{TestSigningKey.Encode(fixture.Ec.Sign(input))}");
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_payload_that_is_no_object_is_refused(string payload) =>
        await _service.RefusesAsync<SecurityTokenMalformedException>(Signed(payload));

    private string Signed(string payload) => fixture.Ec.Token(Forged.Header(fixture.Ec), payload);

    private static string WithExpiry(string exp)
    {
        var claims = TestAuthority.Claims(("exp", null), ("iat", null));
        return claims.ToJsonString()[..^1] + $",\"exp\":{exp}}}";
    }

    private async Task HeaderRefusedAsync(string header) =>
        await _service.RefusesAsync<SecurityTokenMalformedException>(fixture.Ec.Token(header, Forged.Payload()));
}
