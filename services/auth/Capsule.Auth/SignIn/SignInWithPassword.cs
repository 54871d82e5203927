using System.Net;
using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn;

/// <summary>Begins a session for who knows the password, and has the second factor where there is one.</summary>
internal sealed class SignInWithPassword(
    AuthDbContext database,
    PasswordHashing passwords,
    Lockout lockout,
    SecondFactor secondFactor,
    BeginSession begin,
    AuditLog audit,
    AuditedAddress addresses,
    IOptions<AccountOptions> accounts
)
{
    /// <summary>
    /// Returns tokens; none when there is no such user, the password is wrong, or the user may not sign in: a caller cannot tell which, by
    /// the answer or by the time that it takes. What else is missing is told to who knows the password.
    /// </summary>
    public async Task<SignInAnswer> ExecuteAsync(
        SignInRequest request,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        var (user, authenticator) = await FindAsync(request.Email.Trim(), cancellationToken);
        var (counted, result) = await lockout.CheckPasswordAsync(request.Email.Trim(), user, request.Password, cancellationToken);
        if (user is null)
        {
            await RefuseStrangerAsync(request.Email.Trim(), cancellationToken);
            return SignInOutcome.Refused;
        }

        if (result == PasswordVerificationResult.Failed || !user.Active)
        {
            await lockout.RefusedAsync(counted, AuditEvents.SignInFailed, Reason(counted, result), cancellationToken);
            return SignInOutcome.Refused;
        }

        if (accounts.Value.RequireVerifiedEmail && !user.EmailConfirmed)
        {
            return SignInOutcome.EmailIsUnverified;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = await passwords.HashAsync(user, request.Password, cancellationToken);
        }

        return authenticator is null
            ? await WithoutCodeAsync(user, counted, device, address, cancellationToken)
            : await WithCodeAsync(user, authenticator, counted, request.Code, device, address, cancellationToken);
    }

    private static string Reason(PasswordTry counted, PasswordVerificationResult result) =>
        (counted.IsAllowed, result) switch
        {
            (false, _) => "locked-out",
            (_, PasswordVerificationResult.Failed) => "wrong-password",
            _ => "not-active",
        };

    // One round trip: who has two factors is found as fast as who has not. Relies on ix_users_email and pk_authenticators.
    private async Task<(User? User, Authenticator? Authenticator)> FindAsync(string email, CancellationToken cancellationToken)
    {
        var found = await (
            from user in database.Users.Where(user => user.Email == email)
            from authenticator in database.Authenticators.Where(row => row.UserId == user.Id && row.ConfirmedAt != null).DefaultIfEmpty()
            select new { User = user, Authenticator = authenticator }
        ).SingleOrDefaultAsync(cancellationToken);
        return (found?.User, found?.Authenticator);
    }

    // What is no address may be a password in the wrong field: it is not kept.
    private async Task RefuseStrangerAsync(string email, CancellationToken cancellationToken)
    {
        audit.Add(
            AuditEvents.SignInFailed,
            data: new { Reason = "unknown", EmailHash = EmailAddresses.LooksLikeOne(email) ? addresses.Of(email) : null }
        );
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<SignInAnswer> WithoutCodeAsync(
        User user,
        PasswordTry counted,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        return await BeginAsync(user, counted, Methods.Password, device, address, transaction, cancellationToken);
    }

    private async Task<SignInAnswer> WithCodeAsync(
        User user,
        Authenticator authenticator,
        PasswordTry counted,
        string? code,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            // Earlier wrong passwords and codes stay counted: this is not a sign-in yet.
            audit.Add(AuditEvents.CodeMissing, user.Id);
            await database.SaveChangesAsync(cancellationToken);
            return SignInOutcome.CodeIsMissing;
        }

        await using var transaction = await secondFactor.TakeAsync(user, authenticator, code, AuditEvents.SignInFailed, cancellationToken);
        if (transaction is null)
        {
            return SignInOutcome.CodeIsWrong;
        }

        return await BeginAsync(user, counted, Methods.PasswordAndCode, device, address, transaction, cancellationToken);
    }

    private async Task<SignInAnswer> BeginAsync(
        User user,
        PasswordTry counted,
        string[] methods,
        string device,
        IPAddress? address,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        if (await begin.ExecuteAsync(user, methods, device, address, transaction, cancellationToken) is { } tokens)
        {
            await lockout.ForgiveAsync(counted, cancellationToken);
            return new SignInAnswer(SignInOutcome.SignedIn, tokens);
        }

        // The user's sessions were ended meanwhile. The password was right, so it does not count.
        await transaction.RollbackAsync(cancellationToken);
        return SignInOutcome.Refused;
    }
}
