using System.Net;
using System.Security.Cryptography;
using Capsule.Auth.Audit;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Administration;

/// <summary>
/// Issues an access token with which an administrator acts as a user until it expires. The token names both (<c>act</c>, RFC 8693, section
/// 4.1), gives no access to the account itself (profile, password, sessions, keys), and belongs to a session that the user sees and can
/// end.
/// </summary>
internal sealed class Impersonate(
    AuthDbContext database,
    UserLock users,
    TokenResponses responses,
    AuditLog audit,
    TimeProvider timeProvider,
    IOptions<AccessTokenOptions> options
)
{
    public async Task<Outcome<TokenResponse>> ExecuteAsync(
        Guid userId,
        Guid administrator,
        string reason,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await users.TakeAsync(userId, cancellationToken))
        {
            return Refusal.NotFound("user-not-found", $"There is no user {userId} who may sign in.");
        }

        var roles = await database.UserRoles.Where(role => role.UserId == userId).Select(role => role.Role).ToListAsync(cancellationToken);
        if (roles.Exists(role => role != RoleNames.User))
        {
            return Refusal.Forbidden(
                "privileged-account",
                "You cannot act as a user with other roles than user: remove the other roles first."
            );
        }

        var now = timeProvider.GetUtcNow();
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            UserId = userId,
            Device = $"Administrator: {reason}",
            Address = address,
            Methods = [],
            Scopes = [.. Permissions.Of(roles).Where(scope => scope != Scopes.Account)],
            LastSeenAt = now,
            ExpiresAt = now + options.Value.Lifetime,
            TokenHashes = [RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)], // The session has no refresh token.
        };
        database.Sessions.Add(session);
        audit.Add(AuditEvents.Impersonated, userId, new { Reason = reason }, session: session.Id);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // The user did not sign in, so endpoints that require a recent authentication refuse the token.
        var token = new AccessToken(userId, session.Id, session.Scopes, roles, DateTimeOffset.UnixEpoch, [], administrator);
        return await responses.WriteAsync(token, refreshToken: null, cancellationToken);
    }
}
