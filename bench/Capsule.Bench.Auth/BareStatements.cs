using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Capsule.Auth;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Data;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>The service's SQL statements.</summary>
internal sealed class BareStatements(NpgsqlDataSource source)
{
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");
    private static readonly SessionOptions Options = new();

    // As long as the text that the service signs.
    private static readonly string Unsigned = $"{Base64Url.EncodeToString(new byte[80])}.{Base64Url.EncodeToString(new byte[390])}";
    private readonly string _exchange = RefreshTokenTable.Exchange.In(Context());
    private readonly string _list = SessionTable.List.In(Context());

    public async Task<BareTokens> RefreshAsync(string token, CancellationToken cancellationToken)
    {
        var (session, hash) = BareSessions.Of(token);
        var (next, nextHash) = BareSessions.Next(session);
        await using var command = source.CreateCommand(_exchange);
        command.Parameters.Add(new NpgsqlParameter<Guid>("session_id", session));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("hash", hash));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("next_hash", nextHash));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("repeat_window", Options.RepeatWindow));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("lifetime", Options.Lifetime));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("idle_lifetime", Options.IdleLifetime));
        command.Parameters.Add(new NpgsqlParameter<string>("device", "bench"));
        command.Parameters.Add(new NpgsqlParameter<IPAddress>("address", IPAddress.Loopback));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("salt", RandomNumberGenerator.GetBytes(RefreshTokens.SaltSize)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return !reader.Field<bool>("revoked")
            ? new BareTokens(Unsigned, "Bearer", 600, next, string.Join(' ', reader.Field<string[]>("scopes")))
            : throw new InvalidOperationException("The session has ended.");
    }

    public async Task<BareTokens> ClientTokenAsync(string client, string secret, CancellationToken cancellationToken)
    {
        await using var find = source.CreateCommand("select * from auth.oauth_applications where client_id = $1");
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client });
        Guid id;
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            id = reader.GetGuid(reader.GetOrdinal("id"));
            if (!ClientSecret.Matches(secret, reader.GetString(reader.GetOrdinal("client_secret"))))
            {
                throw new InvalidOperationException("The secret is wrong.");
            }
        }

        await using var note = source.CreateCommand(
            """
            insert into auth.audit_pending (event, target_id, actor_id, address, user_agent, data)
            values ('client.token', $1, $1, $2, 'bench', '{"scopes":["deployments:read"]}')
            """
        );
        note.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        note.Parameters.Add(new NpgsqlParameter<IPAddress> { TypedValue = IPAddress.Loopback });
        await note.ExecuteNonQueryAsync(cancellationToken);
        return new BareTokens(Unsigned, "Bearer", 600, "", "deployments:read");
    }

    public async Task<Page<SessionResponse>> ListAsync(Guid user, Guid current, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(_list);
        command.Parameters.Add(new NpgsqlParameter<Guid>("user_id", user));
        command.Parameters.Add(new NpgsqlParameter<Guid>("before", Last));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", 51));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<SessionResponse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(SessionTable.Read(reader, current));
        }

        return new Page<SessionResponse>(sessions, null);
    }

    /// <summary>Knows the schema, and connects to nothing.</summary>
    public static AuthDbContext Context()
    {
        var options = new DbContextOptionsBuilder<AuthDbContext>();
        ServiceDbContextOptions.Configure(options, "", "auth");
        return new AuthDbContext(options.Options);
    }
}
