using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Security;

/// <summary>
/// Spares tokens that come again the signature, which takes longer than most requests do otherwise. Each time anew it is asked whether the key that
/// signed is still one of the authority's and whether the token has expired; and, by <see cref="BearerProblems"/>, whether its session has ended.
/// A token is kept when it comes for the second time: those that come once would cost the collector a quarter of the time that they take.
/// </summary>
internal sealed class RememberedTokens(TokenHandler inner, TimeProvider time) : TokenHandler
{
    /// <summary>How many are kept at most, each with its claims.</summary>
    internal const int MostKept = 5_000;

    private const int Marks = 16_384;
    private const int UsualLength = 1_024;

    // By hash of all of the token, the signature included: what differs in a bit is another token.
    private readonly BoundedCache<(UInt128 High, UInt128 Low), TokenValidationResult> _valid = new(MostKept);

    // Of tokens that were valid once, by a part of the hash; a later one takes the place of an earlier.
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
        if (_valid.TryGet(hash, out var known) && IsOfNow(known.SecurityToken!) && await IsTrustedAsync(known.SecurityToken!.SigningKey!, validationParameters))
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
        Span<byte> text = stackalloc byte[UsualLength];

        // In UTF-8 either way, so that no other text has the bytes of a token.
        SHA256.HashData(token.Length <= UsualLength && Ascii.FromUtf16(token, text, out var length) == OperationStatus.Done ? text[..length] : Encoding.UTF8.GetBytes(token), hash);
        return (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    /// <summary>Whether a token was here before; marks it. One that is taken for another is kept one time early.</summary>
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
    private static TokenValidationResult Copy(TokenValidationResult result, SecurityToken token) => new()
    {
        IsValid = true,
        SecurityToken = token,
        Issuer = result.Issuer,
        TokenType = result.TokenType,
        ClaimsIdentity = result.ClaimsIdentity!.Clone(),
    };
}
