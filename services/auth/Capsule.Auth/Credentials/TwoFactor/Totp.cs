using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>Time-based codes (RFC 6238) as authenticator apps create them: HMAC-SHA-1, six digits, steps of 30 seconds.</summary>
internal static class Totp
{
    /// <summary>The size of a secret in bytes (RFC 4226, section 4, R6).</summary>
    public const int SecretSize = 20;

    /// <summary>The length of a code.</summary>
    public const int Digits = 6;

    /// <summary>The length of a time step in seconds.</summary>
    public const int StepSeconds = 30;

    // Accepts the steps before and after, because clocks differ and typing takes time (RFC 6238, section 5.2).
    private const int Skew = 1;

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>Returns the code of a step (RFC 4226, section 5.3).</summary>
    public static string CodeOf(byte[] secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Many apps support only SHA-1, whose collisions do not matter in HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>Returns the time step of a code near now, the latest if there are several; null when there is none.</summary>
    public static long? FindStep(byte[] secret, string code, DateTimeOffset now)
    {
        long? found = null;
        for (var step = StepAt(now) - Skew; step <= StepAt(now) + Skew; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), Encoding.ASCII.GetBytes(code)))
            {
                found = step;
            }
        }

        return found;
    }
}
