using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Sessions.Refresh;

/// <summary>
/// Creates and reads refresh tokens. A token is the base64url of session, generation, 256 random bits and a message authentication code.
/// The code proves that this service has created the token, also when the token was replaced long ago and its hash is no longer stored.
/// Whether a token is accepted depends on its hash alone.
/// </summary>
internal sealed class RefreshTokens(SecretBox secrets)
{
    /// <summary>The size of a salt for <see cref="MakeSuccessor"/> in bytes.</summary>
    public const int SaltSize = 32;

    private const string Purpose = "refresh token";
    private const string SuccessorPurpose = "successor of a refresh token";
    private const int IdSize = 16;
    private const int RandomSize = 32;
    private const int SignedSize = IdSize + sizeof(int) + RandomSize;
    private const int Size = SignedSize + SecretBox.TagSize;

    /// <summary>Creates the first token of a session, and what the database keeps of it.</summary>
    public (string Token, RefreshToken Kept) Make(Guid sessionId) =>
        Make(sessionId, generation: 0, RandomNumberGenerator.GetBytes(RandomSize));

    /// <summary>
    /// Creates the token that replaces <paramref name="parent"/>. The same salt gives the same token, so that requests that present the
    /// parent at the same time get the same answer. The token is derived from the parent, the salt in the database and the master key, so
    /// that nobody can compute it with one or two of them.
    /// </summary>
    public (string Token, RefreshToken Kept) MakeSuccessor(RefreshToken parent, byte[] salt) =>
        Make(parent.SessionId, parent.Generation + 1, secrets.Authenticate([.. salt, .. parent.Bytes], SuccessorPurpose));

    private (string Token, RefreshToken Kept) Make(Guid sessionId, int generation, ReadOnlySpan<byte> random)
    {
        var token = new byte[Size];
        sessionId.TryWriteBytes(token, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(token.AsSpan(IdSize), generation);
        random.CopyTo(token.AsSpan(IdSize + sizeof(int), RandomSize));
        secrets.Authenticate(token.AsSpan(0, SignedSize), Purpose).CopyTo(token, SignedSize);
        return (Base64Url.EncodeToString(token), new RefreshToken(sessionId, generation, SHA256.HashData(token), token));
    }

    /// <summary>Reads a token; null when this service did not create it.</summary>
    public RefreshToken? Read(string text)
    {
        Span<byte> token = stackalloc byte[Size];
        if (
            text.Length != Base64Url.GetEncodedLength(Size)
            || !Base64Url.TryDecodeFromUtf8(Encoding.UTF8.GetBytes(text), token, out var length)
            || length != Size
            || !secrets.IsAuthentic(token[..SignedSize], token[SignedSize..], Purpose)
        )
        {
            return null;
        }

        return new RefreshToken(
            new Guid(token[..IdSize], bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(token[IdSize..]),
            SHA256.HashData(token),
            token.ToArray()
        );
    }
}
