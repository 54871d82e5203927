using System.Text;
using Capsule.Testing.Tokens;

namespace Capsule.Security.Tests.Tokens;

/// <summary>Takes tokens apart and puts them together again.</summary>
internal static class Forged
{
    public const string BadSignature = "The access token is not signed by a key of its issuer.";

    public static string Encode(string text) => TestSigningKey.Encode(Encoding.UTF8.GetBytes(text));

    public static string Header(TestSigningKey key) => $$"""{"alg":"{{key.Algorithm}}","kid":"{{key.Kid}}","typ":"at+jwt"}""";

    public static string Payload() => TestAuthority.Claims().ToJsonString();

    /// <summary>Returns the signed part of a valid token.</summary>
    public static string Input(TestSigningKey key) => $"{Encode(Header(key))}.{Encode(Payload())}";

    /// <summary>Returns the token with one of its parts replaced.</summary>
    public static string With(string token, int part, Func<string, string> change)
    {
        var parts = token.Split('.');
        parts[part] = change(parts[part]);
        return string.Join('.', parts);
    }
}
