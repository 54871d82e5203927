using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Web;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Replaces a user's recovery codes; the old ones are no longer accepted.</summary>
internal sealed class RenewRecoveryCodes(AuthDbContext database, BothFactors factors, SecondFactorTable table, AuditLog audit)
{
    public Task<Outcome<RecoveryCodesResponse>> ExecuteAsync(Guid userId, FactorsRequest request, CancellationToken cancellationToken) =>
        factors.ThenAsync(userId, request, _ => RenewAsync(userId, cancellationToken), cancellationToken);

    private async Task<Outcome<RecoveryCodesResponse>> RenewAsync(Guid userId, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.Make();
        if (!await table.ReplaceRecoveryCodesAsync(userId, codes, cancellationToken))
        {
            return TwoFactorRefusals.Off;
        }

        audit.Add(AuditEvents.RecoveryCodesRenewed, userId);
        await database.SaveChangesAsync(cancellationToken);
        return new RecoveryCodesResponse(codes);
    }
}
