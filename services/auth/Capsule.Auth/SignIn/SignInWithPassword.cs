using System.Net;
using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn;

/// <summary>Begins a session for a user who knows the password, and has the second factor if there is one.</summary>
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
    /// Returns tokens. Whether the user exists, the password is wrong or the user may not sign in can be told neither by the refusal nor by
    /// the time that it takes. Only a caller who knows the password learns what else is missing.
    /// </summary>
    public async Task<Outcome<TokenResponse>> ExecuteAsync(
        SignInRequest request,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        var email = request.Email.Trim();
        var (user, authenticator) = await FindAsync(email, cancellationToken);
        var (counted, result) = await lockout.CheckPasswordAsync(email, user, request.Password, cancellationToken);
        if (user is null)
        {
            await NoteUnknownAsync(email, cancellationToken);
            return SignInRefusals.InvalidCredentials;
        }

        if (result == PasswordVerificationResult.Failed || !user.Active)
        {
            await lockout.RefusedAsync(counted, AuditEvents.SignInFailed, Reason(counted, result), cancellationToken);
            return SignInRefusals.InvalidCredentials;
        }

        if (accounts.Value.RequireVerifiedEmail && !user.EmailConfirmed)
        {
            return SignInRefusals.EmailNotVerified;
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

    // One round trip, so that a user with two factors is found as fast as one without. Relies on ix_users_email and pk_authenticators.
    private async Task<(User? User, Authenticator? Authenticator)> FindAsync(string email, CancellationToken cancellationToken)
    {
        var found = await (
            from user in database.Users.Where(user => user.Email == email)
            from authenticator in database.Authenticators.Where(row => row.UserId == user.Id && row.ConfirmedAt != null).DefaultIfEmpty()
            select new { User = user, Authenticator = authenticator }
        ).SingleOrDefaultAsync(cancellationToken);
        return (found?.User, found?.Authenticator);
    }

    // A text that is no address may be a password typed into the wrong field, so not even its hash is kept.
    private async Task NoteUnknownAsync(string email, CancellationToken cancellationToken)
    {
        audit.Add(
            AuditEvents.SignInFailed,
            data: new { Reason = "unknown", EmailHash = EmailAddresses.LooksLikeOne(email) ? addresses.Of(email) : null }
        );
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> WithoutCodeAsync(
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

    private async Task<Outcome<TokenResponse>> WithCodeAsync(
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
            // The sign-in is not complete, so earlier wrong passwords and codes stay counted.
            audit.Add(AuditEvents.CodeMissing, user.Id);
            await database.SaveChangesAsync(cancellationToken);
            return SecondFactorRefusals.Required(RefusalKind.Unauthorized);
        }

        await using var transaction = await secondFactor.TakeAsync(user, authenticator, code, AuditEvents.SignInFailed, cancellationToken);
        return transaction is null
            ? SecondFactorRefusals.Wrong(RefusalKind.Unauthorized)
            : await BeginAsync(user, counted, Methods.PasswordAndCode, device, address, transaction, cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> BeginAsync(
        User user,
        PasswordTry counted,
        string[] methods,
        string device,
        IPAddress? address,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var begun = await begin.ExecuteAsync(user, methods, device, address, transaction, cancellationToken);
        if (begun.Refusal is null)
        {
            await lockout.ForgiveAsync(counted, cancellationToken);
            return begun;
        }

        // The user's sessions were ended meanwhile. The password was right, so the try does not count as wrong.
        await transaction.RollbackAsync(cancellationToken);
        return SignInRefusals.InvalidCredentials;
    }
}
