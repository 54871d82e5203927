using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Emails;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>Links an account at a provider to the user's account, so that the user can sign in with it.</summary>
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
        var found = await opened.FindAsync(request.ExternalCode, request.CodeVerifier, cancellationToken);
        if (found.Refusal is { } notFound)
        {
            return notFound;
        }

        // A login is a permanent way into the account, so a stolen access token must not be enough to link one.
        var proved = await password.CheckAsync(userId, request, cancellationToken);
        if (proved.Refusal is { } refusal)
        {
            return refusal;
        }

        return await LinkAsync(proved.Value, found.Value, request, cancellationToken);
    }

    private async Task<Outcome<LoginResponse>> LinkAsync(
        User user,
        SignInAttempt attempt,
        LinkLoginRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await attempts.UseAsync(attempt, cancellationToken))
        {
            return OpenedAttempt.NotValid;
        }

        var login = new UserLogin
        {
            UserId = user.Id,
            Provider = attempt.Provider,
            Subject = attempt.Subject!,
            Email = attempt.Email,
        };
        database.UserLogins.Add(login);

        // Written although it is unchanged, so that a reset since the proof is noticed.
        database.Entry(user).Property(owner => owner.SecurityStamp).IsModified = true;
        emails.Add(EmailTemplates.LoginLinked, Recipient.Of(user), ("provider", attempt.Provider));
        audit.Add(AuditEvents.LoginLinked, user.Id, new { attempt.Provider });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return CurrentPassword.Wrong(request.PasswordField);
        }
        catch (DbUpdateException exception) when (UserLoginConfiguration.IsLinked(exception.InnerException as PostgresException))
        {
            return Refusal.Conflict("login-taken", $"This account at {attempt.Provider} is linked already, to yours or somebody else's.");
        }

        await transaction.CommitAsync(cancellationToken);
        return LoginResponse.From(login);
    }
}
