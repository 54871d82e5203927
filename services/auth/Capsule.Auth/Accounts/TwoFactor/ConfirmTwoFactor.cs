using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Turns two factors on for a user who enters a code of the app, and ends the sessions that began without one.</summary>
internal sealed class ConfirmTwoFactor(
    AuthDbContext database,
    SecondFactor factor,
    SecondFactorTable table,
    Lockout lockout,
    EndSession sessions,
    EmailOutbox emails,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    /// <summary>Returns the recovery codes, which cannot be shown again.</summary>
    public async Task<Outcome<RecoveryCodesResponse>> ExecuteAsync(
        Guid userId,
        Guid? sessionId,
        string code,
        CancellationToken cancellationToken
    )
    {
        var authenticator = await database
            .Authenticators.AsNoTracking()
            .SingleOrDefaultAsync(row => row.UserId == userId, cancellationToken);
        if (authenticator is null or { ConfirmedAt: not null })
        {
            return authenticator is null ? TwoFactorRefusals.NotBegun : TwoFactorRefusals.AlreadyOn;
        }

        var now = timeProvider.GetUtcNow();
        var user = await database.Users.SingleOrDefaultAsync(user => user.Id == userId && user.Active, cancellationToken);
        var counted = await lockout.CountCodeAsync(userId, cancellationToken);
        if (user is null || counted is null || factor.FindStep(authenticator, code) is not { } step)
        {
            await lockout.RefusedCodeAsync(userId, counted, AuditEvents.CodeRefused, cancellationToken);
            return SecondFactorRefusals.Wrong(RefusalKind.Forbidden);
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await table.ConfirmAsync(authenticator, step, now, cancellationToken) || !await TurnOnAsync(user, cancellationToken))
        {
            return TwoFactorRefusals.AlreadyOn;
        }

        await lockout.ForgiveCodesAsync(userId, cancellationToken);
        var codes = RecoveryCodes.Make();
        await table.ReplaceRecoveryCodesAsync(userId, codes, cancellationToken);
        await sessions.OfUserAsync(userId, sessionId, RevocationReason.TwoFactorOn, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RecoveryCodesResponse(codes);
    }

    // The new security stamp makes a sign-in fail that is under way without a code.
    private async Task<bool> TurnOnAsync(User user, CancellationToken cancellationToken)
    {
        user.SecurityStamp = Guid.NewGuid().ToString();
        emails.Add(EmailTemplates.TwoFactorOn, Recipient.Of(user));
        audit.Add(AuditEvents.TwoFactorOn, user.Id);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // The password was changed meanwhile, or the account closed.
        }
    }
}
