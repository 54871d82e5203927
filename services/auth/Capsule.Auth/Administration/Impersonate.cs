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
/// Lets an administrator act as a user for as long as one access token lasts: it names both (<c>act</c>, RFC 8693 section 4.1), reaches
/// nothing of the account itself (profile, password, sessions, keys), and is a session that the user sees and can end.
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
                "Nobody acts as a user with more rights than any user has: take the other roles away first."
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
            TokenHashes = [RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)], // Of no token.
        };
        database.Sessions.Add(session);
        audit.Add(AuditEvents.Impersonated, userId, new { Reason = reason }, session: session.Id);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // The user did not sign in: never recently enough for what asks for that.
        var token = new AccessToken(userId, session.Id, session.Scopes, roles, DateTimeOffset.UnixEpoch, [], administrator);
        return await responses.WriteAsync(token, refreshToken: null, cancellationToken);
    }
}
