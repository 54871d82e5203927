using Capsule.Auth.Audit;
using Capsule.Auth.ExternalSignIn.Attempts;
using Capsule.Auth.ExternalSignIn.Logins;
using Capsule.Auth.Users;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.ExternalSignIn;

/// <summary>
/// Signs up who comes from a provider for the first time. Nobody gets an account that is there because the provider tells the same address: its
/// owner links the login, signed in. And nobody signs up with an address that not even the provider has proof of.
/// </summary>
internal sealed class SignUpExternally(AuthDbContext database, RegisterUser register, AuditLog audit)
{
    /// <summary>Returns the user, in the caller's transaction, or what is in the way; neither when there is an account with the address or the login.</summary>
    public async Task<(User? User, ProblemHttpResult? Problem)> ExecuteAsync(SignInAttempt attempt, CancellationToken cancellation)
    {
        if (attempt is not { Email: { } email, EmailVerified: true })
        {
            return (null, ApiProblem.Unprocessable(
                "provider-email-missing",
                $"{attempt.Provider} tells no e-mail address that it has proof of: verify one there and let it be told, or sign up with a password and link {attempt.Provider} then."));
        }

        var user = new User { Email = email, EmailConfirmed = true, Name = attempt.Name ?? email[..email.IndexOf('@', StringComparison.Ordinal)], SecurityStamp = Guid.NewGuid().ToString() };
        database.UserLogins.Add(new UserLogin { UserId = user.Id, Provider = attempt.Provider, Subject = attempt.Subject!, Email = email, LastUsedAt = attempt.AnsweredAt });
        audit.Add(AuditEvents.LoginLinked, user.Id, new { attempt.Provider }, actor: user.Id);
        try
        {
            return (await register.AddAsync(user, cancellation) ? user : null, null);
        }
        catch (DbUpdateException exception) when (UserLoginConfiguration.IsLinked(exception.InnerException as PostgresException))
        {
            return (null, null);
        }
    }

    /// <summary>The problem when there is an account with the address.</summary>
    public static ProblemHttpResult Taken(SignInAttempt attempt) => ApiProblem.Conflict(
        "email-taken",
        $"There is an account with this address. If it is yours, sign in to it as you did before and link {attempt.Provider}: POST /api/users/me/logins takes the same code.");
}
