using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Credentials.Proofs;

/// <summary>Asks who is signed in for their password once more, before what cannot be undone.</summary>
internal sealed class CurrentPassword(AuthDbContext database, PasswordlessProof passwordless, Lockout lockout)
{
    /// <summary>The problem when it is wrong.</summary>
    public static Refusal Wrong(string field) =>
        Refusal.Forbidden(
            "wrong-password",
            $"{field} is not your password, or too many wrong ones were tried: wait some minutes. An account without a password sends code of its second factor; without one, proofCode and proofVerifier of a new sign-in at a linked provider."
        );

    /// <summary>Returns the user, or null when the proof is wrong or missing; that counts as a failed sign-in.</summary>
    public async Task<User?> CheckAsync(Guid userId, ProofRequest proof, CancellationToken cancellationToken) =>
        await CheckPasswordIfAnyAsync(userId, proof.GivenPassword, cancellationToken) is { } user
        && (user.HasPassword || await passwordless.CheckAsync(user, proof, cancellationToken))
            ? user
            : null;

    /// <summary>
    /// Returns the user, or null when the password is wrong; that counts as a failed sign-in. A user without a password is returned without
    /// any proof: the caller must ask for another.
    /// </summary>
    public async Task<User?> CheckPasswordIfAnyAsync(Guid userId, string password, CancellationToken cancellationToken)
    {
        var user = await database.Users.SingleOrDefaultAsync(user => user.Id == userId && user.Active, cancellationToken);
        if (user is { HasPassword: false })
        {
            return user;
        }

        var (counted, result) = await lockout.CheckPasswordAsync(userId.ToString(), user, password, cancellationToken);
        if (result == PasswordVerificationResult.Failed)
        {
            await lockout.RefusedAsync(counted with { UserId = userId }, AuditEvents.PasswordRefused, "refused", cancellationToken);
            return null;
        }

        return user;
    }
}
