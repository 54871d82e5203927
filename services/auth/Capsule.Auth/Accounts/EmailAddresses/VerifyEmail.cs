using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Sessions;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>
/// Verifies a user's e-mail address. A caller who also proves to have created the account, by its session or its password, keeps all
/// access; for any other caller the proof closes all older access (<see cref="CloseOlderAccess"/>).
/// </summary>
internal sealed class VerifyEmail(
    AuthDbContext database,
    AccountTokenTable tokens,
    AccountOwner owners,
    SecondFactorTable factors,
    CloseOlderAccess close,
    AuditLog audit
)
{
    private static readonly string[] Purposes = [TokenPurpose.VerifyEmail];

    /// <summary>Verifies the address. Refuses a token that is not valid, and a password that is given and wrong.</summary>
    public async Task<Outcome<Done>> ExecuteAsync(EmailTokenRequest request, CancellationToken cancellationToken)
    {
        if (await owners.FindAsync(request, Purposes, cancellationToken) is not { } owner)
        {
            return AccountTokenRefusals.NotValid;
        }

        if (owner.IsRefused)
        {
            return CurrentPassword.Wrong("password");
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await factors.LockAsync(owner.UserId, cancellationToken);
        if (await tokens.UseAsync(request.Token, Purposes, cancellationToken) is not { } used)
        {
            return AccountTokenRefusals.NotValid;
        }

        await ProveAsync(used.UserId, owner, cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    private async Task ProveAsync(Guid userId, AccountOwner.Answer owner, CancellationToken cancellationToken)
    {
        // The token of a second e-mail proves an address that was proved before.
        var user = await database.Users.AsNoTracking().SingleAsync(user => user.Id == userId, cancellationToken);
        if (user.EmailConfirmed)
        {
            return;
        }

        if (owner.MadeIt(user))
        {
            await database
                .Users.Where(user => user.Id == userId)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.EmailConfirmed, true), cancellationToken);
            audit.Add(AuditEvents.EmailVerified, userId);
            return;
        }

        var closed = await close.ExecuteAsync(
            userId,
            passwordHash: null,
            keepFactors: false,
            RevocationReason.AddressProved,
            cancellationToken
        );
        audit.Add(AuditEvents.EmailVerified, userId, new { Closed = closed });
    }
}
