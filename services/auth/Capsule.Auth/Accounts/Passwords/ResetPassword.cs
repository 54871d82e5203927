using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.Passwords;

/// <summary>
/// Sets a new password for a caller who can read the account's e-mails. This also proves the address, closes all older access
/// (<see cref="CloseOlderAccess"/>), and ends the lockout for wrong passwords.
/// </summary>
internal sealed class ResetPassword(
    AuthDbContext database,
    AccountTokenTable tokens,
    PasswordFailureTable passwordFailures,
    PasswordHashing passwords,
    SecondFactorTable factors,
    CloseOlderAccess close,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    private static readonly string[] Purposes = [TokenPurpose.ResetPassword];
    private static readonly User Anybody = new() { Email = "", Name = "" };

    public async Task<Outcome<Done>> ExecuteAsync(ResetPasswordRequest request, CancellationToken cancellationToken)
    {
        // The token is checked first, because hashing is expensive.
        if (await tokens.FindOwnerAsync(request.Token, Purposes, timeProvider.GetUtcNow(), cancellationToken) is not { } owner)
        {
            return AccountTokenRefusals.NotValid;
        }

        var hash = await passwords.HashAsync(Anybody, request.NewPassword, cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await factors.LockAsync(owner, cancellationToken);
        if (await tokens.UseAsync(request.Token, Purposes, cancellationToken) is not { } used)
        {
            return AccountTokenRefusals.NotValid;
        }

        // The second factor stays if the address was proved before, so that an e-mail alone is not enough to turn it off.
        var isProved = await database.Users.AnyAsync(user => user.Id == used.UserId && user.EmailConfirmed, cancellationToken);
        var closed = await close.ExecuteAsync(
            used.UserId,
            hash,
            keepFactors: isProved,
            RevocationReason.PasswordChanged,
            cancellationToken
        );
        audit.Add(AuditEvents.PasswordReset, used.UserId, new { Closed = closed });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // Outside the transaction, because other transactions lock these rows in another order.
        await passwordFailures.ForgiveAllAsync(used.UserId, cancellationToken);
        return Outcome.Done;
    }
}
