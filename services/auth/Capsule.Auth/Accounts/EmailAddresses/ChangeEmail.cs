using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;
using Capsule.Auth.Secrets;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>Changes a user's e-mail address after both the old and the new address have confirmed the change.</summary>
internal sealed class ChangeEmail(
    AuthDbContext database,
    AccountTokenTable tokens,
    AccountOwner owners,
    SecondFactorTable factors,
    CloseOlderAccess close,
    EmailOutbox emails,
    SendNotice notice,
    AccountChanges changes,
    AuditLog audit,
    AuditedAddress addresses,
    TimeProvider timeProvider,
    IOptions<AccountOptions> options
)
{
    private static readonly string[] Purposes = [TokenPurpose.ChangeEmailOld, TokenPurpose.ChangeEmailNew];

    /// <summary>
    /// Sends a token to both addresses. If another account has the new address, its owner gets a notice instead, and the answer is the
    /// same. Refuses while the last tokens are too recent to be replaced.
    /// </summary>
    public async Task<Outcome<Done>> RequestAsync(User user, string newAddress, CancellationToken cancellationToken)
    {
        var (old, @new) = (OneTimeSecret.Make(), OneTimeSecret.Make());
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (
            !await tokens.IssueChangeAsync(
                user.Id,
                newAddress,
                old,
                @new,
                options.Value.VerificationLifetime,
                options.Value.EmailInterval,
                cancellationToken
            )
        )
        {
            return Refusal.Conflict("email-change-too-soon", "E-mails for a change of address were sent a moment ago: wait a minute.");
        }

        emails.Add(EmailTemplates.ChangeEmailOld, Recipient.Of(user), ("token", old.Text), ("newEmail", newAddress));
        if (await database.Users.AnyAsync(other => other.Email == newAddress, cancellationToken))
        {
            await notice.SendAsync(EmailTemplates.EmailInUse, newAddress, cancellationToken);
        }
        else
        {
            emails.Add(EmailTemplates.ChangeEmailNew, Recipient.Of(user) with { Email = newAddress }, ("token", @new.Text));
        }

        audit.Add(AuditEvents.EmailChangeRequested, user.Id, new { NewEmailHash = addresses.Of(newAddress) });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Records the confirmation of one of the two addresses, and changes the address after the second confirmation.</summary>
    public async Task<Outcome<EmailChangeResponse>> ConfirmAsync(EmailTokenRequest request, CancellationToken cancellationToken)
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

        await NoteAsync(used, owner, cancellationToken);

        // The user's row is locked, so that the other confirmation is either visible here or waits.
        var now = timeProvider.GetUtcNow();
        var confirmed = await database
            .AccountTokens.AsNoTracking()
            .Where(row => row.UserId == used.UserId && Purposes.Contains(row.Purpose) && row.UsedAt != null && row.ExpiresAt > now)
            .ToListAsync(cancellationToken);
        if (confirmed.Count == Purposes.Length && !await ReplaceAsync(used.UserId, confirmed, cancellationToken))
        {
            return Refusal.Conflict("email-taken", "Another account has the new address by now.");
        }

        await transaction.CommitAsync(cancellationToken);
        return new EmailChangeResponse(Changed: confirmed.Count == Purposes.Length);
    }

    private async Task NoteAsync(UsedToken used, AccountOwner.Answer owner, CancellationToken cancellationToken)
    {
        if (owner.MadeIt(await database.Users.AsNoTracking().SingleAsync(user => user.Id == used.UserId, cancellationToken)))
        {
            await database
                .AccountTokens.Where(row => row.UserId == used.UserId && row.Purpose == used.Purpose && row.UsedAt != null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedByOwner, true), cancellationToken);
        }
    }

    private async Task<bool> ReplaceAsync(Guid userId, List<AccountToken> confirmed, CancellationToken cancellationToken)
    {
        // The reader of the new address may be another person than the one who asked for the change, and may have confirmed it without
        // knowing the account.
        if (!confirmed.Single(row => row.Purpose == TokenPurpose.ChangeEmailNew).UsedByOwner)
        {
            await close.ExecuteAsync(userId, passwordHash: null, keepFactors: false, RevocationReason.AddressProved, cancellationToken);
        }

        var user = await database.Users.SingleAsync(user => user.Id == userId, cancellationToken);
        var (before, address) = (Recipient.Of(user), confirmed.Single(row => row.Purpose == TokenPurpose.ChangeEmailNew).Email);
        (user.Email, user.EmailConfirmed) = (address, true);
        await database
            .AccountTokens.Where(row => row.UserId == userId && Purposes.Contains(row.Purpose))
            .ExecuteDeleteAsync(cancellationToken);
        emails.Add(EmailTemplates.EmailChanged, before, ("newEmail", address));
        audit.Add(AuditEvents.EmailChanged, userId, new { NewEmailHash = addresses.Of(address) });
        try
        {
            await changes.SaveAndPublishAsync(userId, cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (UserConfiguration.IsTakenEmail(exception.InnerException as PostgresException))
        {
            return false;
        }
    }
}
