using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Replaces a user's recovery codes: the ones before are good for nothing.</summary>
internal sealed class RenewRecoveryCodes(AuthDbContext database, BothFactors factors, SecondFactorTable table, AuditLog audit)
{
    public async Task<RecoveryCodesAnswer> ExecuteAsync(Guid userId, FactorsRequest request, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.Make();
        var outcome = await factors.ThenAsync(
            userId,
            request,
            async _ =>
            {
                if (!await table.ReplaceRecoveryCodesAsync(userId, codes, cancellationToken))
                {
                    return TwoFactorOutcome.Off;
                }

                audit.Add(AuditEvents.RecoveryCodesRenewed, userId);
                await database.SaveChangesAsync(cancellationToken);
                return TwoFactorOutcome.Done;
            },
            cancellationToken
        );
        return new RecoveryCodesAnswer(outcome, outcome == TwoFactorOutcome.Done ? codes : null);
    }
}
