using Capsule.Auth.AccountTokens;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Audit;
using Capsule.Auth.Lockouts;
using Capsule.Auth.Passwords;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts;

/// <summary>
/// Sets a new password for who can read the account's e-mail; ends all sessions and the lockout for wrong passwords.
/// </summary>
internal sealed class ResetPassword(
    AuthDbContext database, AccountTokenTable tokens, ApiKeyTable apiKeys, PasswordFailureTable passwordFailures, PasswordHashing passwords, EndSession sessions, AuditLog audit, TimeProvider time)
{
    private static readonly string[] Purposes = [TokenPurpose.ResetPassword];
    private static readonly User Anybody = new() { Email = "", Name = "" };

    /// <summary>Returns false when the token is none, was used or replaced, or has expired.</summary>
    public async Task<bool> ExecuteAsync(ResetPasswordRequest request, CancellationToken cancellation)
    {
        // Hashing is dear: not for a stranger's guess.
        if (!await tokens.IsGoodAsync(request.Token, TokenPurpose.ResetPassword, time.GetUtcNow(), cancellation))
        {
            return false;
        }

        var hash = await passwords.HashAsync(Anybody, request.NewPassword, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (await tokens.UseAsync(request.Token, Purposes, cancellation) is not { } used)
        {
            return false;
        }

        await CloseOtherDoorsAsync(used.UserId, cancellation);

        // Whoever got the e-mail has proved the address as well. Wrong codes stay counted: they
        // could be guessed without end if each reset forgave them.
        var stamp = Guid.NewGuid().ToString();
        await database.Users.Where(user => user.Id == used.UserId).ExecuteUpdateAsync(
            set => set
                .SetProperty(user => user.PasswordHash, hash)
                .SetProperty(user => user.SecurityStamp, stamp)
                .SetProperty(user => user.EmailConfirmed, true),
            cancellation);
        await sessions.OfUserAsync(used.UserId, except: null, RevocationReason.PasswordChanged, cancellation);
        await tokens.CancelAsync(used.UserId, cancellation);
        audit.Add(AuditEvents.PasswordReset, used.UserId);
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);

        // Outside of the transaction: its statements wait for others that lock in another order.
        await passwordFailures.ForgiveAllAsync(used.UserId, cancellation);
        return true;
    }

    // Who signed up with an address that they never proved may not be its owner, and may have left other ways in for when the owner comes.
    private async Task CloseOtherDoorsAsync(Guid userId, CancellationToken cancellation)
    {
        if (!await database.Users.AnyAsync(user => user.Id == userId && user.EmailConfirmed, cancellation))
        {
            await database.UserLogins.Where(login => login.UserId == userId).ExecuteDeleteAsync(cancellation);
            await apiKeys.RevokeAllAsync(userId, cancellation);
        }
    }
}
