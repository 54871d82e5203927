using System.Buffers.Text;
using System.Text;
using Capsule.Auth.Keys;

namespace Capsule.Auth.Tokens;

/// <summary>Signs access tokens with ES256, in the compact serialization of RFC 7515.</summary>
internal sealed class TokenSigner(KeyRing keys)
{
    private const int SignatureSize = 64;

    /// <summary>Returns a signed token.</summary>
    /// <param name="type">The header <c>typ</c>.</param>
    /// <param name="claims">The claims as JSON.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    public async ValueTask<string> SignAsync(string type, ReadOnlyMemory<byte> claims, CancellationToken cancellationToken) =>
        Sign(await keys.CurrentAsync(cancellationToken), type, claims.Span);

    private static string Sign(KeyPair key, string type, ReadOnlySpan<byte> payload)
    {
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"{{type}}","kid":"{{key.Kid}}"}""");
        var signed = Base64Url.GetEncodedLength(header.Length) + 1 + Base64Url.GetEncodedLength(payload.Length);
        var token = new byte[signed + 1 + Base64Url.GetEncodedLength(SignatureSize)];
        var length = Base64Url.EncodeToUtf8(header, token);
        token[length++] = (byte)'.';
        length += Base64Url.EncodeToUtf8(payload, token.AsSpan(length));
        Span<byte> signature = stackalloc byte[SignatureSize];
        key.Sign(token.AsSpan(0, length), signature);
        token[length++] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, token.AsSpan(length));
        return Encoding.ASCII.GetString(token);
    }
}
