using System.Net;
using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Passwords;
using Capsule.Auth.Roles;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Sessions;

/// <summary>Begins a session for who knows the password.</summary>
internal sealed class SignIn(
    AuthDbContext database, PasswordHashing passwords, Lockout lockout, RefreshTokens refreshTokens, TokenResponses responses, AuditLog audit,
    TimeProvider time, IOptions<SessionOptions> options, IOptions<AccountOptions> accounts)
{
    private static readonly string[] ByPassword = ["pwd"];

    /// <summary>
    /// Returns tokens; none when there is no such user, the password is wrong, or the user may not sign in: a caller cannot tell which, by the
    /// answer or by the time that it takes.
    /// </summary>
    public async Task<SignInAnswer> ExecuteAsync(SignInRequest request, string device, IPAddress? address, CancellationToken cancellation)
    {
        var user = await database.Users.SingleOrDefaultAsync(user => user.Email == request.Email.Trim(), cancellation);
        var result = await passwords.VerifyAsync(user, request.Password, cancellation);
        if (user is null)
        {
            await RefuseStrangerAsync(request.Email.Trim(), cancellation);
            return SignInAnswer.Refused;
        }

        var now = time.GetUtcNow();
        if (result == PasswordVerificationResult.Failed || user.LockoutEnd > now || !user.Active)
        {
            var reason = result == PasswordVerificationResult.Failed ? "wrong-password" : user.Active ? "locked-out" : "not-active";
            await lockout.FailedAsync(user.Id, AuditEvents.SignInFailed, reason, cancellation);
            return SignInAnswer.Refused;
        }

        if (accounts.Value.RequireVerifiedEmail && !user.EmailConfirmed)
        {
            return SignInAnswer.Unverified;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = await passwords.HashAsync(user, request.Password, cancellation);
        }

        (user.AccessFailedCount, user.LockoutEnd, user.LastSignInAt) = (0, null, now);
        return await BeginAsync(user, device, address, now, cancellation);
    }

    // What is no address may be a password in the wrong field: it is not kept.
    private async Task RefuseStrangerAsync(string email, CancellationToken cancellation)
    {
        audit.Add(AuditEvents.SignInFailed, data: new { Reason = "unknown", Email = RegisterUserRequest.LooksLikeAddress(email) ? email : null });
        await database.SaveChangesAsync(cancellation);
    }

    private async Task<SignInAnswer> BeginAsync(User user, string device, IPAddress? address, DateTimeOffset now, CancellationToken cancellation)
    {
        var roles = await database.UserRoles.Where(role => role.UserId == user.Id).Select(role => role.Role).ToListAsync(cancellation);
        var id = Guid.CreateVersion7(now);
        var (token, kept) = refreshTokens.Make(id, generation: 0);
        var session = new Session
        {
            Id = id,
            UserId = user.Id,
            Device = device,
            Address = address,
            Methods = ByPassword,
            Scopes = Permissions.Of(roles),
            LastSeenAt = now,
            ExpiresAt = now + (options.Value.IdleLifetime < options.Value.Lifetime ? options.Value.IdleLifetime : options.Value.Lifetime),
            TokenHashes = [kept.Hash],
        };
        database.Sessions.Add(session);
        audit.Add(AuditEvents.SignedIn, user.Id, new { Methods = ByPassword }, actor: user.Id, session: id);
        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SignInAnswer.Refused; // The password was changed since it was checked, or the account closed.
        }

        return new SignInAnswer(await responses.WriteAsync(new AccessToken(user.Id, id, session.Scopes, roles, now, ByPassword), token, cancellation));
    }
}
