using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Asks who is signed in for password and code once more, before what loosens two factors.</summary>
internal sealed class BothFactors(CurrentPassword passwords, SecondFactor factor)
{
    /// <summary>Does the work in the transaction in which the code was taken, and commits it if it was done.</summary>
    public async Task<TwoFactorOutcome> ThenAsync(
        Guid userId,
        FactorsRequest request,
        Func<User, Task<TwoFactorOutcome>> work,
        CancellationToken cancellationToken
    )
    {
        if (await passwords.CheckPasswordIfAnyAsync(userId, request.Password, cancellationToken) is not { } user)
        {
            return TwoFactorOutcome.WrongPassword;
        }

        if (await factor.FindAsync(userId, cancellationToken) is not { } authenticator)
        {
            return TwoFactorOutcome.Off;
        }

        await using IDbContextTransaction? transaction = await factor.TakeAsync(
            user,
            authenticator,
            request.Code,
            AuditEvents.CodeRefused,
            cancellationToken
        );
        if (transaction is null)
        {
            return TwoFactorOutcome.WrongCode;
        }

        var outcome = await work(user);
        if (outcome == TwoFactorOutcome.Done)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }
}
