using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Capsule.Auth.SigningKeys;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tokens;

/// <summary>Writes and signs access tokens: JWT (RFC 7519) with the claims of RFC 9068, signed with ES256. Nothing else signs.</summary>
internal sealed class AccessTokenWriter(
    KeyRing keys, TimeProvider time, IOptions<AccessTokenOptions> options, IOptions<ServiceAuthenticationOptions> expected)
{
    private const int SignatureSize = 64;

    /// <summary>Returns the token in its compact form (RFC 7515).</summary>
    public async ValueTask<string> WriteAsync(AccessToken token, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(cancellation);
        return Sign(key, Payload(token));
    }

    private static string Sign(KeyPair key, ReadOnlySpan<byte> payload)
    {
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{key.Kid}}"}""");
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

    private ReadOnlySpan<byte> Payload(AccessToken token)
    {
        var now = time.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("iss", expected.Value.Issuer);
        json.WriteString("sub", token.Subject);
        json.WriteString("aud", expected.Value.Audience);
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + options.Value.Lifetime).ToUnixTimeSeconds());
        json.WriteString("jti", Guid.CreateVersion7(now));
        if (token.SessionId is { } session)
        {
            json.WriteString("sid", session);
        }

        json.WriteString("scope", string.Join(' ', token.Scopes));
        WriteArray(json, "role", token.Roles);
        json.WriteNumber("auth_time", token.AuthenticatedAt.ToUnixTimeSeconds());
        WriteArray(json, "amr", token.Methods);
        if (token.Actor is { } actor)
        {
            json.WriteStartObject("act");
            json.WriteString("sub", actor);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
