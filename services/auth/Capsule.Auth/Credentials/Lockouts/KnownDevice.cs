using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Secrets;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>
/// A cookie that proves that a browser has signed in to an account before. It grants no access: wrong passwords from such a device are
/// counted separately, so that others cannot lock the device out.
/// </summary>
internal sealed class KnownDevice(SecretBox secrets, IOptions<ServiceAuthenticationOptions> authentication)
{
    private const string Name = "capsule-device";
    private const string Purpose = "known device";
    private const int IdSize = 16;
    private const int UserSize = 16;

    // Browsers keep a cookie for at most 400 days.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    /// <summary>Returns the identifier of the device; null when it has not signed in to the account before.</summary>
    public string? Find(HttpContext context, Guid userId)
    {
        Span<byte> value = stackalloc byte[IdSize + SecretBox.TagSize];
        if (
            context.Request.Cookies[Name] is not { } text
            || text.Length != Base64Url.GetEncodedLength(value.Length)
            || !Base64Url.TryDecodeFromUtf8(Encoding.UTF8.GetBytes(text), value, out var length)
            || length != value.Length
        )
        {
            return null;
        }

        var id = value[..IdSize];
        return secrets.IsAuthentic(Signed(id, userId), value[IdSize..], Purpose) ? Convert.ToHexStringLower(id) : null;
    }

    /// <summary>Sets the cookie after a sign-in to the account.</summary>
    public void Remember(HttpContext context, Guid userId)
    {
        var id = Find(context, userId) is { } known ? Convert.FromHexString(known) : RandomNumberGenerator.GetBytes(IdSize);
        byte[] value = [.. id, .. secrets.Authenticate(Signed(id, userId), Purpose)];
        context.Response.Cookies.Append(
            Name,
            Base64Url.EncodeToString(value),
            new CookieOptions
            {
                HttpOnly = true,
                Secure = authentication.Value.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
                SameSite = SameSiteMode.Strict,
                Path = "/api",
                MaxAge = Lifetime,
                IsEssential = true,
            }
        );
    }

    private static byte[] Signed(ReadOnlySpan<byte> id, Guid userId)
    {
        var signed = new byte[IdSize + UserSize];
        id.CopyTo(signed);
        userId.TryWriteBytes(signed.AsSpan(IdSize), bigEndian: true, out _);
        return signed;
    }
}
