using Capsule.Security;

namespace Capsule.Auth.Sessions.Refresh;

/// <summary>Describes refresh tokens of users' own sessions, for introspection (RFC 7662).</summary>
internal sealed class InspectRefreshToken(RefreshTokenTable table)
{
    /// <summary>Describes a refresh token without changing its session.</summary>
    public async Task<IntrospectedToken> ExecuteAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        await table.InspectAsync(presented, cancellationToken) is { } session
            ? new IntrospectedToken
            {
                Active = true,
                Subject = session.UserId.ToString(),
                Scope = string.Join(' ', SessionScopes.Of(session.Scopes, session.Roles)),
                SessionId = presented.SessionId,
                IssuedAt = session.RotatedAt.ToUnixTimeSeconds(),
                ExpiresAt = session.ExpiresAt.ToUnixTimeSeconds(),
            }
            : IntrospectedToken.Inactive;
}
