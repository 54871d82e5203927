using System.Net;
using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.External;

/// <summary>Begins a session for a user who signed in at a provider; the first time it registers the user.</summary>
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
    /// Returns tokens and uses the code up. After a refusal the same code can be sent again, with what was missing.
    /// </summary>
    public async Task<Outcome<TokenResponse>> ExecuteAsync(
        ExternalSignInRequest request,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        var attempt = await opened.FindAsync(request.ExternalCode, request.CodeVerifier, cancellationToken);
        if (attempt.Refusal is { } refusal)
        {
            return refusal;
        }

        var arrival = new Arrival(attempt.Value, request.Code, device, address);
        return await FindAsync(arrival.Attempt, cancellationToken) is { } account
            ? await SignInAsync(arrival, account, cancellationToken)
            : await SignUpAsync(arrival, cancellationToken);
    }

    // One round trip. Relies on ix_user_logins_provider_subject, pk_users and pk_authenticators.
    private Task<LinkedAccount?> FindAsync(SignInAttempt attempt, CancellationToken cancellationToken) =>
        (
            from login in database.UserLogins.Where(login => login.Provider == attempt.Provider && login.Subject == attempt.Subject)
            from user in database.Users.Where(user => user.Id == login.UserId)
            from authenticator in database.Authenticators.Where(row => row.UserId == user.Id && row.ConfirmedAt != null).DefaultIfEmpty()
            select new LinkedAccount(login, user, authenticator)
        ).SingleOrDefaultAsync(cancellationToken);

    private async Task<Outcome<TokenResponse>> SignUpAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var attempt = arrival.Attempt;
        if (!SignUpExternally.HasProvenAddress(attempt))
        {
            return ExternalSignInRefusals.AddressMissing(attempt.Provider);
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await attempts.UseAsync(attempt, cancellationToken))
        {
            return OpenedAttempt.NotValid;
        }

        if (await signUp.ExecuteAsync(attempt, cancellationToken) is { } user)
        {
            return await BeginAsync(arrival, user, hasCode: false, transaction, cancellationToken);
        }

        // Another account has the address, or another request registered this login first: two tabs, or a client that tried again.
        await transaction.RollbackAsync(cancellationToken);
        database.ChangeTracker.Clear();
        return await FindAsync(attempt, cancellationToken) is { } account
            ? await SignInAsync(arrival, account, cancellationToken)
            : await ClaimAsync(arrival, cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> ClaimAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await attempts.UseAsync(arrival.Attempt, cancellationToken))
        {
            return OpenedAttempt.NotValid;
        }

        var claimed = await claim.ExecuteAsync(arrival.Attempt, cancellationToken);
        return claimed.Refusal is { } refusal
            ? refusal
            : await BeginAsync(arrival, claimed.Value, hasCode: false, transaction, cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> SignInAsync(Arrival arrival, LinkedAccount account, CancellationToken cancellationToken)
    {
        var (login, user, authenticator) = account;
        if (Missing(user, authenticator, arrival.Code) is { } missing)
        {
            audit.Add(missing.Event, user.Id, new { arrival.Attempt.Provider, missing.Reason });
            await database.SaveChangesAsync(cancellationToken);
            return missing.Refusal;
        }

        await using var transaction = authenticator is null
            ? await database.Database.BeginTransactionAsync(cancellationToken)
            : await secondFactor.TakeAsync(user, authenticator, arrival.Code!, AuditEvents.SignInFailed, cancellationToken);
        if (transaction is null)
        {
            return SecondFactorRefusals.Wrong(RefusalKind.Unauthorized);
        }

        if (!await attempts.UseAsync(arrival.Attempt, cancellationToken))
        {
            return OpenedAttempt.NotValid;
        }

        login.LastUsedAt = timeProvider.GetUtcNow();
        return await BeginAsync(arrival, user, hasCode: authenticator is not null, transaction, cancellationToken);
    }

    private MissingProof? Missing(User user, Authenticator? authenticator, string? code) =>
        user switch
        {
            { Active: false } => new(AuditEvents.SignInFailed, "not-active", ExternalSignInRefusals.NotActive),
            { EmailConfirmed: false } when accounts.Value.RequireVerifiedEmail => new(
                AuditEvents.SignInFailed,
                "email-not-verified",
                SignInRefusals.EmailNotVerified
            ),
            _ when authenticator is not null && string.IsNullOrWhiteSpace(code) => new(
                AuditEvents.CodeMissing,
                "code-missing",
                SecondFactorRefusals.Required(RefusalKind.Unauthorized)
            ),
            _ => null,
        };

    private Task<Outcome<TokenResponse>> BeginAsync(
        Arrival arrival,
        User user,
        bool hasCode,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    ) =>
        begin.ExecuteAsync(
            user,
            hasCode ? Methods.FederatedAndCode : Methods.Federated,
            arrival.Device,
            arrival.Address,
            transaction,
            cancellationToken,
            // A code of the second factor is a proof of this moment, whenever the user signed in at the provider.
            provedAt: hasCode ? null : arrival.Attempt.AuthenticatedAt
        );

    private sealed record Arrival(SignInAttempt Attempt, string? Code, string Device, IPAddress? Address);

    private sealed record LinkedAccount(UserLogin Login, User User, Authenticator? Authenticator);

    private sealed record MissingProof(string Event, string Reason, Refusal Refusal);
}
