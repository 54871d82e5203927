using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Security;

/// <summary>
/// Caches verified tokens, because verifying a signature takes longer than the rest of most requests. Each request still checks that the
/// signing key is one of the authority's and that the token has not expired; <see cref="BearerProblems"/> checks that its session has not
/// ended. A token is cached from its second use on, because caching tokens that are used once would add a quarter to their cost through
/// garbage collection.
/// </summary>
internal sealed class RememberedTokens(TokenHandler inner, TimeProvider timeProvider) : TokenHandler
{
    /// <summary>The maximum number of cached tokens, each with its claims.</summary>
    internal const int MaxEntries = 5_000;

    private const int Marks = 16_384;
    private const int DefaultLength = 1_024;

    // Keyed by the hash of the whole token, signature included: a token that differs in one bit is another token.
    private readonly BoundedCache<(UInt128 High, UInt128 Low), TokenValidationResult> _valid = new(MaxEntries);

    // Marks of tokens that were valid once, indexed by part of the hash; a later token replaces an earlier one.
    private readonly ulong[] _marks = new ulong[Marks];

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
        if (
            _valid.TryGet(hash, out var known)
            && IsOfNow(known.SecurityToken!)
            && await IsTrustedAsync(known.SecurityToken!.SigningKey!, validationParameters)
        )
        {
            return Copy(known, known.SecurityToken!);
        }

        var result = await inner.ValidateTokenAsync(token, validationParameters);
        if (result is { IsValid: true, SecurityToken.SigningKey: not null, ClaimsIdentity: not null } && IsMarked(hash))
        {
            _valid.Set(hash, Copy(result, new KnownToken(result.SecurityToken)));
        }

        return result;
    }

    private static (UInt128 High, UInt128 Low) Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[DefaultLength];

        // Both branches hash UTF-8, so that no other text has the same bytes as a token.
        SHA256.HashData(
            token.Length <= DefaultLength && Ascii.FromUtf16(token, text, out var length) == OperationStatus.Done
                ? text[..length]
                : Encoding.UTF8.GetBytes(token),
            hash
        );
        return (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    /// <summary>
    /// Returns whether the token was used before, and marks it. A collision only means that a token is cached one use too early.
    /// </summary>
    private bool IsMarked((UInt128 High, UInt128 Low) hash)
    {
        ref var place = ref _marks[(int)hash.Low & (Marks - 1)];
        var mark = (ulong)hash.High;
        if (Volatile.Read(ref place) == mark)
        {
            return true;
        }

        Volatile.Write(ref place, mark);
        return false;
    }

    // No clock skew is allowed here; the full validation allows it.
    private bool IsOfNow(SecurityToken token)
    {
        var now = timeProvider.GetUtcNow().UtcDateTime;
        return token.ValidFrom <= now && now < token.ValidTo;
    }

    // The keys are compared by reference, so a token is verified again after the keys were fetched again.
    private static async ValueTask<bool> IsTrustedAsync(SecurityKey key, TokenValidationParameters parameters)
    {
        var keys = parameters.ConfigurationManager is { } manager
            ? (await manager.GetBaseConfigurationAsync(CancellationToken.None)).SigningKeys
            : parameters.IssuerSigningKeys ?? [];
        return keys.Contains(key, ReferenceEqualityComparer.Instance);
    }

    // Each request gets its own identity, because it may add claims.
    private static TokenValidationResult Copy(TokenValidationResult result, SecurityToken token) =>
        new()
        {
            IsValid = true,
            SecurityToken = token,
            Issuer = result.Issuer,
            TokenType = result.TokenType,
            ClaimsIdentity = result.ClaimsIdentity!.Clone(),
        };
}
