using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Asks a signed-in user for password and code once more, before a change that weakens two factors.</summary>
internal sealed class BothFactors(CurrentPassword passwords, SecondFactor factor)
{
    /// <summary>Does the work in the transaction that uses the code up, and commits the transaction unless the work is refused.</summary>
    public async Task<Outcome<T>> ThenAsync<T>(
        Guid userId,
        FactorsRequest request,
        Func<User, Task<Outcome<T>>> work,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        var proved = await passwords.CheckPasswordIfAnyAsync(userId, request.Password, cancellationToken);
        if (proved.Refusal is { } refusal)
        {
            return refusal;
        }

        var user = proved.Value;
        if (await factor.FindAsync(userId, cancellationToken) is not { } authenticator)
        {
            return TwoFactorRefusals.Off;
        }

        await using var transaction = await factor.TakeAsync(user, authenticator, request.Code, AuditEvents.CodeRefused, cancellationToken);
        if (transaction is null)
        {
            return SecondFactorRefusals.Wrong(RefusalKind.Forbidden);
        }

        var outcome = await work(user);
        if (outcome.Refusal is null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }
}
