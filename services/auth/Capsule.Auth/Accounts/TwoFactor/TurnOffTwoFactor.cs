using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Turns two factors off by deleting the authenticator and the recovery codes.</summary>
internal sealed class TurnOffTwoFactor(
    AuthDbContext database,
    BothFactors factors,
    SecondFactorTable table,
    EmailOutbox emails,
    AuditLog audit
)
{
    public Task<Outcome<Done>> ExecuteAsync(Guid userId, FactorsRequest request, CancellationToken cancellationToken) =>
        factors.ThenAsync(userId, request, user => TurnOffAsync(user, cancellationToken), cancellationToken);

    private async Task<Outcome<Done>> TurnOffAsync(User user, CancellationToken cancellationToken)
    {
        if (!await table.RemoveAsync(user.Id, cancellationToken))
        {
            return TwoFactorRefusals.Off;
        }

        emails.Add(EmailTemplates.TwoFactorOff, Recipient.Of(user));
        audit.Add(AuditEvents.TwoFactorOff, user.Id);
        await database.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
