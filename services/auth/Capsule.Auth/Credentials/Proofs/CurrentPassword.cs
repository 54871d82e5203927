using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Credentials.Proofs;

/// <summary>Asks a signed-in user for the password once more, before a change that cannot be undone.</summary>
internal sealed class CurrentPassword(AuthDbContext database, PasswordlessProof passwordless, Lockout lockout)
{
    /// <summary>The refusal when the password, or what replaces it, is wrong or missing.</summary>
    /// <param name="field">The field that the password is in.</param>
    public static Refusal Wrong(string field) =>
        Refusal.Forbidden(
            "wrong-password",
            $"{field} is not your password, or too many wrong ones were tried: wait some minutes. An account without a password sends code "
                + "of its second factor; without one, proofCode and proofVerifier of a new sign-in at a linked provider."
        );

    /// <summary>Returns the user. A proof that is wrong or missing is refused, and counts as a failed sign-in.</summary>
    public async Task<Outcome<User>> CheckAsync(Guid userId, ProofRequest proof, CancellationToken cancellationToken)
    {
        var known = await CheckPasswordIfAnyAsync(userId, proof.GivenPassword, cancellationToken, proof.PasswordField);
        return known.Refusal is not null || known.Value.HasPassword || await passwordless.CheckAsync(known.Value, proof, cancellationToken)
            ? known
            : Wrong(proof.PasswordField);
    }

    /// <summary>
    /// Returns the user. A wrong password is refused, and counts as a failed sign-in. A user without a password is returned without any
    /// proof: the caller must ask for another one.
    /// </summary>
    public async Task<Outcome<User>> CheckPasswordIfAnyAsync(
        Guid userId,
        string password,
        CancellationToken cancellationToken,
        string field = "password"
    )
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
            return Wrong(field);
        }

        return user!;
    }
}
