using Capsule.Data;
using Capsule.Security;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Capsule.Auth.Sessions.Refresh;

/// <summary>Describes refresh tokens of users' own sessions, for introspection (RFC 7662).</summary>
internal sealed class InspectRefreshToken(DirectStatements statements, IOptions<SessionOptions> options)
{
    // Relies on pk_sessions and pk_users.
    private static readonly SchemaSql Inspect = new(
        """
        select session.user_id, session.scopes, session.rotated_at, session.expires_at,
            array(select role from {schema}.user_roles where user_id = owner.id) as roles
        from {schema}.sessions session join {schema}.users owner on owner.id = session.user_id
        where session.id = $1 and session.revoked_at is null and session.expires_at > clock_timestamp() and owner.active
            and ($2 = any(session.token_hashes) or ($2 = any(session.parent_hashes) and session.rotated_at > clock_timestamp() - $3))
        """
    );

    /// <summary>Describes a refresh token without changing its session.</summary>
    public async Task<IntrospectedToken> ExecuteAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        var rows = await statements.ReadAsync(
            Inspect,
            [Parameter(presented.SessionId), Parameter(presented.Hash), Parameter(options.Value.RepeatWindow)],
            row => new IntrospectedToken
            {
                Active = true,
                Subject = row.Field<Guid>("user_id").ToString(),
                Scope = string.Join(' ', SessionScopes.Of(row.Field<string[]>("scopes"), row.Field<string[]>("roles"))),
                SessionId = presented.SessionId,
                IssuedAt = row.Field<DateTimeOffset>("rotated_at").ToUnixTimeSeconds(),
                ExpiresAt = row.Field<DateTimeOffset>("expires_at").ToUnixTimeSeconds(),
            },
            cancellationToken
        );
        return rows.SingleOrDefault() ?? IntrospectedToken.Inactive;
    }

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };
}
