using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tokens;

/// <summary>Writes ID tokens (OpenID Connect Core 1.0, section 2): they tell a client who signed in, and open nothing.</summary>
internal sealed class IdTokenWriter(
    TokenSigner signer, TimeProvider time, IOptions<AccessTokenOptions> options, IOptions<ServiceAuthenticationOptions> issuer)
{
    /// <summary>Returns the ID token that goes with an access token.</summary>
    /// <param name="token">What the access token says.</param>
    /// <param name="accessToken">The access token.</param>
    /// <param name="nonce">What the client wants to find again.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<string> WriteAsync(AccessToken token, string accessToken, string? nonce, CancellationToken cancellation) =>
        signer.SignAsync("JWT", Payload(token, accessToken, nonce), cancellation);

    private ReadOnlyMemory<byte> Payload(AccessToken token, string accessToken, string? nonce)
    {
        var now = time.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("iss", issuer.Value.Issuer);
        json.WriteString("sub", token.Subject);
        json.WriteString("aud", token.ClientId!.Value);
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + options.Value.Lifetime).ToUnixTimeSeconds());
        json.WriteNumber("auth_time", token.AuthenticatedAt!.Value.ToUnixTimeSeconds());
        json.WriteString("at_hash", HashOf(accessToken));
        json.WriteString("sid", token.SessionId!.Value);
        if (nonce is not null)
        {
            json.WriteString("nonce", nonce);
        }

        json.WriteStartArray("amr");
        foreach (var method in token.Methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    // The left half of the hash that goes with ES256 (section 3.1.3.6).
    private static string HashOf(string accessToken) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, SHA256.HashSizeInBytes / 2));
}
