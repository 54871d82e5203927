using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.ServiceDefaults.Authentication;

/// <summary>
/// Spares tokens that come again the signature, which takes longer than most requests do otherwise. Each time anew it is asked whether the key that
/// signed is still one of the authority's and whether the token has expired; and, by <see cref="BearerProblems"/>, whether its session has ended.
/// </summary>
internal sealed class RememberedTokens(TokenHandler inner, TimeProvider time) : TokenHandler
{
    /// <summary>How many are kept at most, each with its claims.</summary>
    internal const int MostKept = 5_000;

    // By hash of all of the token, the signature included: what differs in a bit is another token.
    private readonly ConcurrentDictionary<(UInt128 High, UInt128 Low), TokenValidationResult> _valid = new();

    internal int Kept => _valid.Count;

    /// <inheritdoc/>
    public override int MaximumTokenSizeInBytes
    {
        get => inner.MaximumTokenSizeInBytes;
        set => inner.MaximumTokenSizeInBytes = value;
    }

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var hash = Hash(token);
        if (_valid.TryGetValue(hash, out var known) && IsOfNow(known.SecurityToken!) && await IsTrustedAsync(known.SecurityToken!.SigningKey!, validationParameters))
        {
            return Copy(known);
        }

        var result = await inner.ValidateTokenAsync(token, validationParameters);
        if (result is { IsValid: true, SecurityToken.SigningKey: not null, ClaimsIdentity: not null })
        {
            Remember(hash, Copy(result));
        }

        return result;
    }

    private static (UInt128 High, UInt128 Low) Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), hash);
        return (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    // Without clock skew: that is left to whoever validates.
    private bool IsOfNow(SecurityToken token)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return token.ValidFrom <= now && now < token.ValidTo;
    }

    // The very object: keys that were fetched anew verify anew.
    private static async ValueTask<bool> IsTrustedAsync(SecurityKey key, TokenValidationParameters parameters)
    {
        var keys = parameters.ConfigurationManager is { } manager
            ? (await manager.GetBaseConfigurationAsync(CancellationToken.None)).SigningKeys
            : parameters.IssuerSigningKeys ?? [];
        return keys.Contains(key, ReferenceEqualityComparer.Instance);
    }

    // An identity of the request's own, to which it may add.
    private static TokenValidationResult Copy(TokenValidationResult result) => new()
    {
        IsValid = true,
        SecurityToken = result.SecurityToken,
        Issuer = result.Issuer,
        TokenType = result.TokenType,
        ClaimsIdentity = result.ClaimsIdentity!.Clone(),
    };

    private void Remember((UInt128 High, UInt128 Low) hash, TokenValidationResult result)
    {
        if (_valid.Count >= MostKept)
        {
            // They can be validated again.
            _valid.Clear();
        }

        _valid[hash] = result;
    }
}
