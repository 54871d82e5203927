using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Migrations;

/// <summary>
/// The value that PostgreSQL stores for a password (SCRAM-SHA-256, RFC 7677). It is computed here, so that no statement contains the
/// password and no server log can.
/// </summary>
internal static class ScramSecret
{
    private const int Iterations = 4096;
    private const string Prefix = "SCRAM-SHA-256$";

    /// <summary>Returns a new secret of <paramref name="password"/> with a random salt.</summary>
    public static string Of(string password) => Of(password, RandomNumberGenerator.GetBytes(16), Iterations);

    /// <summary>Says whether <paramref name="stored"/> is a secret of <paramref name="password"/>.</summary>
    public static bool Matches(string? stored, string password)
    {
        // SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>
        if (
            stored?.Split('$') is not [_, var head, _]
            || !stored.StartsWith(Prefix, StringComparison.Ordinal)
            || head.Split(':') is not [var count, var salt]
            || !int.TryParse(count, CultureInfo.InvariantCulture, out var iterations)
        )
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(stored),
            Encoding.ASCII.GetBytes(Of(password, Convert.FromBase64String(salt), iterations))
        );
    }

    private static string Of(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC)),
            salt,
            iterations,
            HashAlgorithmName.SHA256,
            SHA256.HashSizeInBytes
        );
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}"
        );
    }
}
