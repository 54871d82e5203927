using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.SignIn.External;

/// <summary>
/// Registers a user who comes from a provider for the first time. An existing account is never given away because the provider tells the
/// same address: its owner has to sign in and link the login. An address that the provider has not verified is not accepted.
/// </summary>
internal sealed class SignUpExternally(AuthDbContext database, RegisterUser register, AuditLog audit)
{
    /// <summary>Whether the provider has verified an address, so that the user can sign up with it.</summary>
    public static bool HasProvenAddress(SignInAttempt attempt) => attempt is { Email: not null, EmailVerified: true };

    /// <summary>Adds the user in the caller's transaction; null when an account has the address or the login.</summary>
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
