using Capsule.Auth.Audit;
using Capsule.Auth.Lockouts;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Passwords;

/// <summary>Asks who is signed in for their password once more, before what cannot be undone.</summary>
internal sealed class CurrentPassword(AuthDbContext database, Lockout lockout, IHttpContextAccessor requests, TimeProvider time)
{
    /// <summary>The problem when it is wrong.</summary>
    public static ProblemHttpResult Wrong(string field) =>
        ApiProblem.Forbidden(
            "wrong-password",
            $"{field} is not your password, or too many wrong ones were tried: wait some minutes. Who has none leaves it empty, and signs in anew within {StepUp.Minutes} minutes before.");

    /// <summary>
    /// Returns the user, or null when the password is wrong; that counts as a failed sign-in. Who has no password must have signed in, at another
    /// provider, a short time ago.
    /// </summary>
    public async Task<User?> CheckAsync(Guid userId, string password, CancellationToken cancellation)
    {
        var user = await database.Users.SingleOrDefaultAsync(user => user.Id == userId && user.Active, cancellation);
        if (user is { HasPassword: false })
        {
            return requests.HttpContext?.User.HasAuthenticatedWithin(TimeSpan.FromMinutes(StepUp.Minutes), time.GetUtcNow()) == true ? user : null;
        }

        var (counted, result) = await lockout.CheckPasswordAsync(userId.ToString(), user, password, cancellation);
        if (result == PasswordVerificationResult.Failed)
        {
            await lockout.RefusedAsync(counted with { UserId = userId }, AuditEvents.PasswordRefused, "refused", cancellation);
            return null;
        }

        await lockout.UndoAsync(counted, cancellation);
        return user;
    }
}
