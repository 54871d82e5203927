using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Users;
using Capsule.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts;

/// <summary>
/// Decides whether the caller who presents the token of an e-mail has also created the account: the caller proves it by a session of the
/// account, or by its password.
/// </summary>
internal sealed class AccountOwner(
    AuthDbContext database,
    AccountTokenTable tokens,
    Lockout lockout,
    IHttpContextAccessor requests,
    TimeProvider timeProvider
)
{
    /// <summary>Checks session and password, before any transaction. Null when the token is not valid.</summary>
    public async Task<Answer?> FindAsync(EmailTokenRequest request, string[] purposes, CancellationToken cancellationToken)
    {
        if (await tokens.FindOwnerAsync(request.Token, purposes, timeProvider.GetUtcNow(), cancellationToken) is not { } userId)
        {
            return null;
        }

        var caller = requests.HttpContext?.User;
        if (caller?.IsFirstParty() == true && caller.UserId() == userId)
        {
            var session = caller.SessionId();
            return await database.Sessions.AnyAsync(
                own => own.Id == session && own.UserId == userId && own.RevokedAt == null,
                cancellationToken
            )
                ? new Answer(userId, await StampAsync(userId, cancellationToken))
                : new Answer(userId, ProvedStamp: null);
        }

        return request.Password is { Length: > 0 } password
            ? await CheckAsync(userId, password, cancellationToken)
            : new Answer(userId, ProvedStamp: null);
    }

    private async Task<Answer> CheckAsync(Guid userId, string password, CancellationToken cancellationToken)
    {
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId, cancellationToken);
        var (counted, result) = await lockout.CheckPasswordAsync(userId.ToString(), user, password, cancellationToken);
        if (result == PasswordVerificationResult.Failed)
        {
            await lockout.RefusedAsync(counted with { UserId = userId }, AuditEvents.PasswordRefused, "refused", cancellationToken);
            return new Answer(userId, ProvedStamp: null, IsRefused: true);
        }

        return new Answer(userId, user!.SecurityStamp);
    }

    private Task<string?> StampAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Users.Where(user => user.Id == userId).Select(user => user.SecurityStamp).SingleAsync(cancellationToken);

    /// <summary>The result of the check.</summary>
    /// <param name="UserId">The token's user.</param>
    /// <param name="ProvedStamp">The security stamp at the time of the proof; null without a proof.</param>
    /// <param name="IsRefused">Whether the given password is wrong.</param>
    internal sealed record Answer(Guid UserId, string? ProvedStamp, bool IsRefused = false)
    {
        /// <summary>Whether the caller has proved to own the account, and the account's security has not changed since.</summary>
        public bool MadeIt(User user) => ProvedStamp is not null && ProvedStamp == user.SecurityStamp;
    }
}
