using System.Text;
using Capsule.Testing.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Support;

/// <summary>Takes tokens apart and puts them together again.</summary>
internal static class Forged
{
    public static string Encode(string text) => TestSigningKey.Encode(Encoding.UTF8.GetBytes(text));

    public static string Header(TestSigningKey key) => $$"""{"alg":"{{key.Algorithm}}","kid":"{{key.Kid}}","typ":"at+jwt"}""";

    public static string Payload() => TestAuthority.Claims().ToJsonString();

    /// <summary>The token's parts with one of them replaced.</summary>
    public static string With(string token, int part, Func<string, string> change)
    {
        var parts = token.Split('.');
        parts[part] = change(parts[part]);
        return string.Join('.', parts);
    }
}
