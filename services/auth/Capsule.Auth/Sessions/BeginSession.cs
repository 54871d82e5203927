using System.Net;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Sessions;

/// <summary>Begins a session for a user who has just authenticated.</summary>
internal sealed class BeginSession(
    AuthDbContext database,
    RefreshTokens refreshTokens,
    TokenResponses responses,
    KnownDevice devices,
    AuditLog audit,
    IHttpContextAccessor requests,
    TimeProvider timeProvider,
    IOptions<SessionOptions> options
)
{
    /// <summary>
    /// Returns tokens. Refuses when the user's sessions were ended after the user was read, for example by a changed password or role, by a
    /// second factor that was turned on, by a sign-out everywhere, or because the account was closed.
    /// </summary>
    /// <param name="user">The user, tracked by the context; its changes are saved with the session.</param>
    /// <param name="methods">How the user proved who they are (RFC 8176).</param>
    /// <param name="device">The user agent.</param>
    /// <param name="address">The address that the request comes from.</param>
    /// <param name="transaction">The caller's transaction, which is committed with the session; null when there is none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="provedAt">When the user proved who they are; null for now.</param>
    public async Task<Outcome<TokenResponse>> ExecuteAsync(
        User user,
        string[] methods,
        string device,
        IPAddress? address,
        IDbContextTransaction? transaction,
        CancellationToken cancellationToken,
        DateTimeOffset? provedAt = null
    )
    {
        var now = timeProvider.GetUtcNow();
        var roles = await database.UserRoles.Where(role => role.UserId == user.Id).Select(role => role.Role).ToListAsync(cancellationToken);
        var id = Guid.CreateVersion7(now);
        var (token, kept) = refreshTokens.Make(id);
        var session = new Session
        {
            Id = id,
            UserId = user.Id,
            Device = device,
            Address = address,
            Methods = methods,
            SignedInAt = provedAt,
            Scopes = Permissions.Of(roles),
            LastSeenAt = now,
            ExpiresAt = now + (options.Value.IdleLifetime < options.Value.Lifetime ? options.Value.IdleLifetime : options.Value.Lifetime),
            TokenHashes = [kept.Hash],
        };

        // The user's row is always updated: its lock and the check of its security stamp put this before or after whatever ends the user's
        // sessions (UserLock).
        user.LastSignInAt = now;
        database.Entry(user).Property(row => row.LastSignInAt).IsModified = true;
        database.Sessions.Add(session);
        audit.Add(AuditEvents.SignedIn, user.Id, new { Methods = methods }, actor: user.Id, session: id);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SessionRefusals.AccountChanged;
        }

        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
        if (requests.HttpContext is { } context)
        {
            devices.Remember(context, user.Id);
        }

        return await responses.WriteAsync(
            new AccessToken(user.Id, id, session.Scopes, roles, provedAt ?? now, methods),
            token,
            cancellationToken
        );
    }
}
