using System.Buffers.Binary;
using System.Security.Cryptography;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users.Roles;
using Capsule.Migrations;
using Npgsql;

namespace Capsule.Auth.Migrations;

/// <summary>Seeds users for development, all with the password <see cref="Password"/>.</summary>
public sealed class AuthSeed : IServiceSeed
{
    /// <summary>The password of all seeded users.</summary>
    public const string Password = "development password";

    /// <inheritdoc/>
    public async Task<long> WriteAsync(
        NpgsqlConnection connection,
        string schema,
        DevelopmentData data,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(data);

        var hash = Hash();
        var table = new SeedTable(connection, schema);
        var users = await table.WriteAsync(
            "users",
            ["id", "email", "name", "password_hash", "created_at"],
            data.Numbers.Select(number =>
                (object[])
                    [
                        DevelopmentData.Id("user", number),
                        DevelopmentData.Email(number),
                        DevelopmentData.Name(number),
                        hash,
                        DevelopmentData.SignedUp(number),
                    ]
            ),
            cancellationToken
        );
        await table.WriteAsync(
            "user_roles",
            ["user_id", "role"],
            data.Numbers.Select(number => (object[])[DevelopmentData.Id("user", number), RoleNames.User]),
            cancellationToken
        );
        return users;
    }

    // Version 3 of ASP.NET Core Identity's format: marker, PRF, iterations, length of the salt, salt, key. The salt is fixed, so that the
    // seed is repeatable; Identity's own hasher would choose a random one.
    private static string Hash()
    {
        const int Iterations = PasswordOptions.MinIterations;
        const int HmacSha512 = 2;
        var salt = SHA256.HashData("capsule development data"u8)[..16];
        var key = Rfc2898DeriveBytes.Pbkdf2(Password, salt, Iterations, HashAlgorithmName.SHA512, 32);
        var hash = new byte[13 + salt.Length + key.Length];
        hash[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(1), HmacSha512);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), Iterations);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(9), salt.Length);
        salt.CopyTo(hash, 13);
        key.CopyTo(hash, 13 + salt.Length);
        return Convert.ToBase64String(hash);
    }
}
