using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Capsule.Migrations;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>
/// Sessions like those of a sign-in, with refresh tokens that the bare server can create and read: identifier and 32 random bytes.
/// </summary>
internal static class BareSessions
{
    private const int IdSize = 16;
    private const int Size = IdSize + 32;

    /// <summary>
    /// Creates sessions of the users numbered from 1, or all of <paramref name="user"/>, and returns a refresh token of each.
    /// </summary>
    public static async Task<IReadOnlyList<string>> CreateAsync(BenchServers servers, int count, int? user = null)
    {
        await using var source = NpgsqlDataSource.Create(servers.Owner);
        var tokens = new List<string>();
        for (var i = 1; i <= count; i++)
        {
            var (id, (token, hash)) = (Guid.CreateVersion7(), ("", Array.Empty<byte>()));
            (token, hash) = Next(id);
            tokens.Add(token);
            await using var insert = source.CreateCommand(
                """
                insert into auth.sessions (id, user_id, device, address, methods, scopes, expires_at, token_hashes)
                values ($1, $2, 'bench', $3, '{pwd}', '{account,billing,deployments}', now() + interval '14 days', array[$4])
                """
            );
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = DevelopmentData.Id("user", user ?? i) });
            insert.Parameters.Add(new NpgsqlParameter<IPAddress> { TypedValue = IPAddress.Loopback });
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
            await insert.ExecuteNonQueryAsync();
        }

        return tokens;
    }

    /// <summary>Returns a session's next token and the token's hash.</summary>
    public static (string Token, byte[] Hash) Next(Guid session)
    {
        Span<byte> token = stackalloc byte[Size];
        session.TryWriteBytes(token, bigEndian: true, out _);
        RandomNumberGenerator.Fill(token[IdSize..]);
        return (Base64Url.EncodeToString(token), SHA256.HashData(token));
    }

    /// <summary>Returns the session of a token and the token's hash.</summary>
    public static (Guid Session, byte[] Hash) Of(string token)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Base64Url.DecodeFromChars(token, bytes);
        return (new Guid(bytes[..IdSize], bigEndian: true), SHA256.HashData(bytes));
    }

    /// <summary>Returns the user and the session of an access token.</summary>
    public static (Guid User, Guid Session) Read(string accessToken)
    {
        var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(accessToken.Split('.')[1])).RootElement;
        return (payload.GetProperty("sub").GetGuid(), payload.GetProperty("sid").GetGuid());
    }
}
