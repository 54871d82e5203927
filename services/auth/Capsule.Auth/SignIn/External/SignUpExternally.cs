using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.SignIn.External;

/// <summary>
/// Signs up who comes from a provider for the first time. Nobody gets an account that is there because the provider tells the same address:
/// its owner links the login, signed in. And nobody signs up with an address that not even the provider has proof of.
/// </summary>
internal sealed class SignUpExternally(AuthDbContext database, RegisterUser register, AuditLog audit)
{
    /// <summary>Whether the provider has proof of an address, with which the user can sign up.</summary>
    public static bool HasProvenAddress(SignInAttempt attempt) => attempt is { Email: not null, EmailVerified: true };

    /// <summary>Returns the user, in the caller's transaction; null when there is an account with the address or the login.</summary>
    public async Task<User?> ExecuteAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var email = attempt.Email!;
        var user = new User
        {
            Email = email,
            EmailConfirmed = true,
            Name = attempt.Name ?? email[..email.IndexOf('@', StringComparison.Ordinal)],
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        database.UserLogins.Add(
            new UserLogin
            {
                UserId = user.Id,
                Provider = attempt.Provider,
                Subject = attempt.Subject!,
                Email = email,
                LastUsedAt = attempt.AnsweredAt,
            }
        );
        audit.Add(AuditEvents.LoginLinked, user.Id, new { attempt.Provider }, actor: user.Id);
        try
        {
            return await register.AddAsync(user, cancellationToken) ? user : null;
        }
        catch (DbUpdateException exception) when (UserLoginConfiguration.IsLinked(exception.InnerException as PostgresException))
        {
            return null;
        }
    }
}
