using System.Text.Json.Nodes;
using Capsule.Testing.Tokens;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>Makes the ID tokens of a fake provider.</summary>
public sealed class FakeProviderOf
{
    private readonly FakeProvider _provider;

    internal FakeProviderOf(FakeProvider provider) => _provider = provider;

    /// <summary>A good one but for these claims.</summary>
    public string Good(params (string Name, JsonNode? Value)[] changes) => _provider.Key.Token(_provider.Claims(changes), "JWT");

    public string By(TestSigningKey key) => key.Token(_provider.Claims(), "JWT");

    /// <summary>A signed one whose claims are those of a good one and then this JSON object's.</summary>
    public string Raw(string more) =>
        _provider.Key.Token(
            """{"alg":"RS256","kid":"key-1","typ":"JWT"}""",
            _provider.Claims(("sub", null)).ToJsonString()[..^1] + "," + more[1..]
        );

    /// <summary>One whose header asks for another way to prove it; for HS256 by what everybody knows, the public key.</summary>
    public string Proved(string algorithm)
    {
        var input =
            $"{TestSigningKey.Encode(System.Text.Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"key-1","typ":"JWT"}"""))}."
            + TestSigningKey.Encode(System.Text.Encoding.UTF8.GetBytes(_provider.Claims().ToJsonString()));
        return algorithm == "none"
            ? $"{input}."
            : $"{input}.{TestSigningKey.Encode(System.Security.Cryptography.HMACSHA256.HashData(_provider.Key.PublicKey, System.Text.Encoding.UTF8.GetBytes(input)))}";
    }
}
