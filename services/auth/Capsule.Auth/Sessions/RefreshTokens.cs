using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Sessions;

/// <summary>
/// Makes and reads refresh tokens: session, generation, 256 random bits, and proof that the service made it, in base64url. The proof lets a
/// token that was replaced long ago be recognised without keeping a row for it; what a token allows is decided by its hash alone.
/// </summary>
internal sealed class RefreshTokens(SecretBox secrets)
{
    private const string Purpose = "refresh token";
    private const int IdSize = 16;
    private const int RandomSize = 32;
    private const int SignedSize = IdSize + sizeof(int) + RandomSize;
    private const int Size = SignedSize + SecretBox.TagSize;

    /// <summary>Makes a token for a client, and what is kept of it.</summary>
    public (string Token, RefreshToken Kept) Make(Guid sessionId, int generation)
    {
        var token = new byte[Size];
        sessionId.TryWriteBytes(token, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(token.AsSpan(IdSize), generation);
        RandomNumberGenerator.Fill(token.AsSpan(IdSize + sizeof(int), RandomSize));
        secrets.Authenticate(token.AsSpan(0, SignedSize), Purpose).CopyTo(token, SignedSize);
        return (Base64Url.EncodeToString(token), new RefreshToken(sessionId, generation, SHA256.HashData(token)));
    }

    /// <summary>Reads a token; null when the service did not make it.</summary>
    public RefreshToken? Read(string text)
    {
        Span<byte> token = stackalloc byte[Size];
        if (text.Length != Base64Url.GetEncodedLength(Size)
            || !Base64Url.TryDecodeFromUtf8(Encoding.UTF8.GetBytes(text), token, out var length) || length != Size
            || !secrets.IsAuthentic(token[..SignedSize], token[SignedSize..], Purpose))
        {
            return null;
        }

        return new RefreshToken(
            new Guid(token[..IdSize], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(token[IdSize..]), SHA256.HashData(token));
    }
}
