using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Turns two factors off: authenticator and recovery codes are gone.</summary>
internal sealed class TurnOffTwoFactor(
    AuthDbContext database,
    BothFactors factors,
    SecondFactorTable table,
    EmailOutbox emails,
    AuditLog audit
)
{
    public Task<TwoFactorOutcome> ExecuteAsync(Guid userId, FactorsRequest request, CancellationToken cancellationToken) =>
        factors.ThenAsync(
            userId,
            request,
            async user =>
            {
                if (!await table.RemoveAsync(userId, cancellationToken))
                {
                    return TwoFactorOutcome.Off;
                }

                emails.Add(EmailTemplates.TwoFactorOff, Recipient.Of(user));
                audit.Add(AuditEvents.TwoFactorOff, userId);
                await database.SaveChangesAsync(cancellationToken);
                return TwoFactorOutcome.Done;
            },
            cancellationToken
        );
}
