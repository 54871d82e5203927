using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts;

/// <summary>
/// Closes all access to an account that is older than a proof of its address outside its sessions: the link of an e-mail, a provider or a
/// reset. An attacker may have created the account with another person's address, in order to share it with that person later (decision
/// 024).
/// </summary>
internal sealed class CloseOlderAccess(AuthDbContext database, ApiKeyTable apiKeys, SecondFactorTable secondFactors, EndSession sessions)
{
    /// <summary>
    /// Closes password, sessions, API keys, linked logins and outstanding tokens, and marks the address as proved, in the caller's
    /// transaction. The caller has locked the authenticator (<see cref="SecondFactorTable.LockAsync(Guid, CancellationToken)"/>) and then
    /// the user's row.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="passwordHash">The hash of the new password; null leaves the account without a password until a reset.</param>
    /// <param name="keepFactors">
    /// Whether second factors stay. They stay when the address was proved before, so that access to the e-mails alone is not enough.
    /// </param>
    /// <param name="reason">Why sessions end: one of <see cref="RevocationReason"/>.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <remarks>Relies on pk_users, ix_user_logins_user_id and pk_account_tokens.</remarks>
    /// <returns>What was closed, for the audit log.</returns>
    public async Task<ClosedAccess> ExecuteAsync(
        Guid userId,
        string? passwordHash,
        bool keepFactors,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var hadPassword = await database.Users.AnyAsync(
            user => user.Id == userId && user.PasswordHash != null && user.PasswordHash != "",
            cancellationToken
        );
        var closed = new ClosedAccess(
            hadPassword,
            await sessions.OfUserAsync(userId, except: null, reason, cancellationToken),
            await apiKeys.RevokeAllAsync(userId, cancellationToken),
            await database.UserLogins.Where(login => login.UserId == userId).ExecuteDeleteAsync(cancellationToken),
            await secondFactors.RemoveAsync(userId, keepConfirmed: keepFactors, cancellationToken)
        );
        await CancelTokensAsync(userId, keepResets: passwordHash is null, cancellationToken);
        await ReplaceAsync(userId, passwordHash, cancellationToken);
        return closed;
    }

    // Tokens that verify the address went to the proved address. An earlier reset token stays valid when the account has no password now,
    // so that its owner can set one.
    private Task<int> CancelTokensAsync(Guid userId, bool keepResets, CancellationToken cancellationToken) =>
        database
            .AccountTokens.Where(token =>
                token.UserId == userId
                && token.UsedAt == null
                && token.Purpose != TokenPurpose.VerifyEmail
                && !(keepResets && token.Purpose == TokenPurpose.ResetPassword)
            )
            .ExecuteDeleteAsync(cancellationToken);

    private Task<int> ReplaceAsync(Guid userId, string? passwordHash, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString();
        return database
            .Users.Where(user => user.Id == userId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(user => user.PasswordHash, passwordHash)
                        .SetProperty(user => user.SecurityStamp, stamp)
                        .SetProperty(user => user.EmailConfirmed, true),
                cancellationToken
            );
    }
}
