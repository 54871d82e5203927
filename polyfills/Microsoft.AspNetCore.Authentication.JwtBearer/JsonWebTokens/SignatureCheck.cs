using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>
/// Finds the key that a token names and verifies its signature. The key decides the algorithm: a token that names another than its key's is
/// refused, whatever it asks for.
/// </summary>
internal static class SignatureCheck
{
    private const int MostOnStack = 2048;
    private const int LongestSignature = 2048; // RSA of 16384 bits, the most that the platform takes.

    /// <summary>Returns the key that signed; null when no trusted key may have.</summary>
    /// <exception cref="SecurityTokenInvalidSignatureException">The key that the token names did not sign it, or it is not signed.</exception>
    public static SecurityKey? FindSigner(JsonWebToken token, TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        if (token.EncodedSignatureSpan.IsEmpty)
        {
            throw new SecurityTokenInvalidSignatureException("The token is not signed.");
        }

        Span<byte> signature = stackalloc byte[LongestSignature];
        if (Base64Url.GetMaxDecodedLength(token.EncodedSignatureSpan.Length) > LongestSignature
            || !StrictBase64Url.TryDecode(token.EncodedSignatureSpan, signature, out var length))
        {
            throw new SecurityTokenInvalidSignatureException("The signature is not base64url.");
        }

        signature = signature[..length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(token.SigningInput, hash);
        if (parameters.IssuerSigningKeyResolver is { } resolve)
        {
            return FirstThatSigned(resolve(token.EncodedToken, token, token.Kid, parameters) ?? [], token, parameters, hash, signature);
        }

        if (Named(token.Kid, parameters, configuration) is { } key)
        {
            return Signed(key, token, parameters, hash, signature)
                ? key
                : throw new SecurityTokenInvalidSignatureException("The key that the token names did not sign it.");
        }

        return parameters.TryAllIssuerSigningKeys ? FirstThatSigned(All(parameters, configuration), token, parameters, hash, signature) : null;
    }

    private static SecurityKey? FirstThatSigned(
        IEnumerable<SecurityKey> keys,
        JsonWebToken token,
        TokenValidationParameters parameters,
        ReadOnlySpan<byte> hash,
        ReadOnlySpan<byte> signature)
    {
        foreach (var key in keys)
        {
            if (Signed(key, token, parameters, hash, signature))
            {
                return key;
            }
        }

        return null;
    }

    private static bool Signed(
        SecurityKey key, JsonWebToken token, TokenValidationParameters parameters, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        key.SignatureAlgorithm is { } algorithm
        && token.Alg == algorithm
        && parameters.ValidAlgorithms?.Contains(algorithm, StringComparer.Ordinal) != false
        && key.Verify(hash, signature);

    private static SecurityKey? Named(string kid, TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        if (kid.Length == 0)
        {
            return null;
        }

        foreach (var key in configuration?.SigningKeys ?? [])
        {
            if (key.KeyId == kid)
            {
                return key;
            }
        }

        return parameters.IssuerSigningKey is { } single && single.KeyId == kid
            ? single
            : parameters.IssuerSigningKeys?.FirstOrDefault(key => key.KeyId == kid);
    }

    private static IEnumerable<SecurityKey> All(TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        IEnumerable<SecurityKey> keys = configuration?.SigningKeys ?? [];
        keys = parameters.IssuerSigningKey is { } single ? keys.Append(single) : keys;
        return parameters.IssuerSigningKeys is { } several ? keys.Concat(several) : keys;
    }

    /// <summary>A character that is no ASCII is hashed as "?"; it is refused where its part is decoded.</summary>
    private static void Hash(ReadOnlySpan<char> input, Span<byte> hash)
    {
        var rented = input.Length > MostOnStack ? ArrayPool<byte>.Shared.Rent(input.Length) : null;
        var bytes = rented ?? stackalloc byte[MostOnStack];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(input, bytes)], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
