using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Emails;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>Lets who is signed in sign in with their account at a provider as well.</summary>
internal sealed class LinkLogin(
    AuthDbContext database,
    OpenedAttempt opened,
    AttemptTable attempts,
    CurrentPassword password,
    EmailOutbox emails,
    AuditLog audit
)
{
    public async Task<Outcome<LoginResponse>> ExecuteAsync(Guid userId, LinkLoginRequest request, CancellationToken cancellationToken)
    {
        if (await opened.FindAsync(request.ExternalCode, request.CodeVerifier, cancellationToken) is not { } attempt)
        {
            return OpenedAttempt.NotValid();
        }

        // A login is a way into the account for ever: a stolen access token must not be able to make one.
        if (await password.CheckAsync(userId, request, cancellationToken) is not { } user)
        {
            return CurrentPassword.Wrong("password");
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await attempts.UseAsync(attempt, cancellationToken))
        {
            return OpenedAttempt.NotValid();
        }

        var login = new UserLogin
        {
            UserId = userId,
            Provider = attempt.Provider,
            Subject = attempt.Subject!,
            Email = attempt.Email,
        };
        database.UserLogins.Add(login);

        // Written unchanged, so that a reset since the proof is noticed.
        database.Entry(user).Property(owner => owner.SecurityStamp).IsModified = true;
        emails.Add(EmailTemplates.LoginLinked, Recipient.Of(user), ("provider", attempt.Provider));
        audit.Add(AuditEvents.LoginLinked, userId, new { attempt.Provider });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return CurrentPassword.Wrong("password");
        }
        catch (DbUpdateException exception) when (UserLoginConfiguration.IsLinked(exception.InnerException as PostgresException))
        {
            return Refusal.Conflict("login-taken", $"This account at {attempt.Provider} is linked already, to yours or somebody else's.");
        }

        await transaction.CommitAsync(cancellationToken);
        return LoginResponse.From(login);
    }
}
