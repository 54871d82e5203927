using System.Net;
using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.External;

/// <summary>Begins a session for who proved at a provider who they are; the first time it signs them up.</summary>
internal sealed class SignInExternally(
    AuthDbContext database,
    OpenedAttempt opened,
    AttemptTable attempts,
    SignUpExternally signUp,
    ClaimUnprovedAccount claim,
    SecondFactor secondFactor,
    BeginSession begin,
    AuditLog audit,
    TimeProvider timeProvider,
    IOptions<AccountOptions> accounts
)
{
    /// <summary>
    /// Returns tokens, or what is in the way. The code is used up with a session alone: what is missing can be sent with it once more.
    /// </summary>
    public async Task<ExternalSignInAnswer> ExecuteAsync(
        ExternalSignInRequest request,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        if (await opened.FindAsync(request.ExternalCode, request.CodeVerifier, cancellationToken) is not { } attempt)
        {
            return new(ExternalSignInOutcome.CodeIsNotValid);
        }

        var (login, user, authenticator) = await FindAsync(attempt, cancellationToken);
        return login is null
            ? await SignUpAsync(attempt, request, device, address, cancellationToken)
            : await SignInAsync(attempt, login, user!, authenticator, request.Code, device, address, cancellationToken);
    }

    // One round trip. Relies on ix_user_logins_provider_subject, pk_users and pk_authenticators.
    private async Task<(UserLogin? Login, User? User, Authenticator? Authenticator)> FindAsync(
        SignInAttempt attempt,
        CancellationToken cancellationToken
    )
    {
        var found = await (
            from login in database.UserLogins.Where(login => login.Provider == attempt.Provider && login.Subject == attempt.Subject)
            from user in database.Users.Where(user => user.Id == login.UserId)
            from authenticator in database.Authenticators.Where(row => row.UserId == user.Id && row.ConfirmedAt != null).DefaultIfEmpty()
            select new
            {
                Login = login,
                User = user,
                Authenticator = authenticator,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        return (found?.Login, found?.User, found?.Authenticator);
    }

    private async Task<ExternalSignInAnswer> SignUpAsync(
        SignInAttempt attempt,
        ExternalSignInRequest request,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        if (!SignUpExternally.HasProvenAddress(attempt))
        {
            return new(ExternalSignInOutcome.AddressIsMissing, attempt.Provider);
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await attempts.UseAsync(attempt, cancellationToken))
        {
            return new(ExternalSignInOutcome.CodeIsNotValid);
        }

        if (await signUp.ExecuteAsync(attempt, cancellationToken) is { } user)
        {
            return await BeginAsync(attempt, user, hasCode: false, device, address, transaction, cancellationToken);
        }

        // The address is somebody's, or another request was quicker to sign up with this login: two tabs, a client that tried again.
        await transaction.RollbackAsync(cancellationToken);
        database.ChangeTracker.Clear();
        var (login, owner, authenticator) = await FindAsync(attempt, cancellationToken);
        return login is null
            ? await ClaimAsync(attempt, device, address, cancellationToken)
            : await SignInAsync(attempt, login, owner!, authenticator, request.Code, device, address, cancellationToken);
    }

    private async Task<ExternalSignInAnswer> ClaimAsync(
        SignInAttempt attempt,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await attempts.UseAsync(attempt, cancellationToken))
        {
            return new(ExternalSignInOutcome.CodeIsNotValid);
        }

        return await claim.ExecuteAsync(attempt, cancellationToken) is { } user
            ? await BeginAsync(attempt, user, hasCode: false, device, address, transaction, cancellationToken)
            : new(ExternalSignInOutcome.AddressIsTaken, attempt.Provider);
    }

    private async Task<ExternalSignInAnswer> SignInAsync(
        SignInAttempt attempt,
        UserLogin login,
        User user,
        Authenticator? authenticator,
        string? code,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        if (Missing(user, authenticator, code) is { } missing)
        {
            audit.Add(missing.Event, user.Id, new { attempt.Provider, missing.Reason });
            await database.SaveChangesAsync(cancellationToken);
            return new(missing.Outcome, attempt.Provider);
        }

        await using var transaction = authenticator is null
            ? await database.Database.BeginTransactionAsync(cancellationToken)
            : await secondFactor.TakeAsync(user, authenticator, code!, AuditEvents.SignInFailed, cancellationToken);
        if (transaction is null)
        {
            return new(ExternalSignInOutcome.CodeIsWrong, attempt.Provider);
        }

        if (!await attempts.UseAsync(attempt, cancellationToken))
        {
            return new(ExternalSignInOutcome.CodeIsNotValid);
        }

        login.LastUsedAt = timeProvider.GetUtcNow();
        return await BeginAsync(attempt, user, hasCode: authenticator is not null, device, address, transaction, cancellationToken);
    }

    private (string Event, string Reason, ExternalSignInOutcome Outcome)? Missing(User user, Authenticator? authenticator, string? code) =>
        user switch
        {
            { Active: false } => (AuditEvents.SignInFailed, "not-active", ExternalSignInOutcome.NotActive),
            { EmailConfirmed: false } when accounts.Value.RequireVerifiedEmail => (
                AuditEvents.SignInFailed,
                "email-not-verified",
                ExternalSignInOutcome.EmailIsUnverified
            ),
            _ when authenticator is not null && string.IsNullOrWhiteSpace(code) => (
                AuditEvents.CodeMissing,
                "code-missing",
                ExternalSignInOutcome.SecondFactorIsMissing
            ),
            _ => null,
        };

    private async Task<ExternalSignInAnswer> BeginAsync(
        SignInAttempt attempt,
        User user,
        bool hasCode,
        string device,
        IPAddress? address,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        // A code of the second factor is a proof of now, however long ago the provider had its own.
        var (methods, provedAt) = hasCode ? (Methods.FederatedAndCode, null) : (Methods.Federated, attempt.AuthenticatedAt);
        return await begin.ExecuteAsync(user, methods, device, address, transaction, cancellationToken, provedAt) is { } tokens
            ? new(ExternalSignInOutcome.SignedIn, attempt.Provider, tokens)
            : new(ExternalSignInOutcome.AccountChanged, attempt.Provider);
    }
}
