using System.Buffers;
using System.Text.Json;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tokens;

/// <summary>Writes access tokens: JWT (RFC 7519) with the claims of RFC 9068.</summary>
internal sealed class AccessTokenWriter(
    TokenSigner signer,
    TimeProvider timeProvider,
    IOptions<AccessTokenOptions> options,
    IOptions<ServiceAuthenticationOptions> expected
)
{
    /// <summary>Returns the signed token.</summary>
    public ValueTask<string> WriteAsync(AccessToken token, CancellationToken cancellationToken) =>
        signer.SignAsync("at+jwt", Payload(token), cancellationToken);

    private ReadOnlyMemory<byte> Payload(AccessToken token)
    {
        var now = timeProvider.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("iss", expected.Value.Issuer);
        json.WriteString("sub", token.Subject);
        WriteAudience(json, token.Audiences);
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + options.Value.Lifetime).ToUnixTimeSeconds());
        json.WriteString("jti", Guid.CreateVersion7(now));
        if (token.SessionId is { } session)
        {
            json.WriteString("sid", session);
        }

        // RFC 9068, section 2.2 requires the claim in every access token.
        json.WriteString("client_id", token.ClientId ?? CallerClaims.FirstParty);
        json.WriteString("scope", string.Join(' ', token.Scopes));
        WriteArray(json, "role", token.Roles);
        if (token.AuthenticatedAt is { } authenticated)
        {
            json.WriteNumber("auth_time", authenticated.ToUnixTimeSeconds());
            WriteArray(json, "amr", token.Methods);
        }

        if (token.Actor is { } actor)
        {
            json.WriteStartObject("act");
            json.WriteString("sub", actor);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void WriteAudience(Utf8JsonWriter json, IReadOnlyList<string>? audiences)
    {
        if (audiences is { Count: > 1 })
        {
            WriteArray(json, "aud", audiences);
        }
        else
        {
            json.WriteString("aud", audiences?.SingleOrDefault() ?? expected.Value.Audience);
        }
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
