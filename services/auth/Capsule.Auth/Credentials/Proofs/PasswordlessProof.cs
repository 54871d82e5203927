using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Credentials.Proofs;

/// <summary>
/// Checks the proof of a user without a password. A recent sign-in is no proof, because it comes with a stolen access token as well.
/// </summary>
internal sealed class PasswordlessProof(AuthDbContext database, SecondFactor factor, OpenedAttempt opened, AttemptTable attempts)
{
    /// <summary>
    /// Takes a code of the user's second factor or, when the user has none, a new sign-in at a linked provider. Each works once.
    /// </summary>
    public async Task<bool> CheckAsync(User user, ProofRequest proof, CancellationToken cancellationToken)
    {
        if (await factor.FindAsync(user.Id, cancellationToken) is not { } authenticator)
        {
            return await CheckProviderAsync(user, proof, cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(proof.Code))
        {
            return false;
        }

        await using var transaction = await factor.TakeAsync(user, authenticator, proof.Code, AuditEvents.CodeRefused, cancellationToken);
        if (transaction is null)
        {
            return false;
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Takes a new sign-in at a provider that is linked to the account. Relies on ix_user_logins_provider_subject.</summary>
    public async Task<bool> CheckProviderAsync(User user, ProofRequest proof, CancellationToken cancellationToken)
    {
        if (proof is not { ProofCode: { Length: > 0 } code, ProofVerifier: { Length: > 0 } verifier })
        {
            return false;
        }

        var found = await opened.FindAsync(code, verifier, cancellationToken);
        if (found.Refusal is not null)
        {
            return false;
        }

        var attempt = found.Value;
        return await database.UserLogins.AnyAsync(
                login => login.Provider == attempt.Provider && login.Subject == attempt.Subject && login.UserId == user.Id,
                cancellationToken
            ) && await attempts.UseAsync(attempt, cancellationToken);
    }
}
