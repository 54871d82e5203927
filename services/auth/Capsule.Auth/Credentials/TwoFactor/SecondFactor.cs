using System.Globalization;
using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Emails;
using Capsule.Auth.Secrets;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>Accepts codes of the authenticator and recovery codes, each once. Wrong codes lock the account for some time.</summary>
internal sealed class SecondFactor(
    AuthDbContext database,
    SecondFactorTable table,
    SecretBox secrets,
    Lockout lockout,
    EmailOutbox emails,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    /// <summary>Maximum length of a code in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Seals the secret of a user's authenticator for the database.</summary>
    public byte[] Seal(Guid userId, byte[] secret) => secrets.Seal(secret, Place(userId));

    /// <summary>Returns the user's authenticator; null while two factors are off.</summary>
    public Task<Authenticator?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        database
            .Authenticators.AsNoTracking()
            .SingleOrDefaultAsync(authenticator => authenticator.UserId == userId && authenticator.ConfirmedAt != null, cancellationToken);

    /// <summary>Returns the time step of an authenticator's code; null when the code is wrong.</summary>
    public long? FindStep(Authenticator authenticator, string code)
    {
        var digits = string.Concat(code.Where(letter => !char.IsWhiteSpace(letter)));
        return digits.Length == Totp.Digits && digits.All(char.IsAsciiDigit)
            ? Totp.FindStep(secrets.Open(authenticator.Secret, Place(authenticator.UserId)), digits, timeProvider.GetUtcNow())
            : null;
    }

    /// <summary>
    /// Accepts a code and returns the transaction in which it is used up, so that the caller's work and the use commit together. Null when
    /// the code is wrong or was used; that counts as a wrong code.
    /// </summary>
    /// <param name="user">The user, tracked by the context.</param>
    /// <param name="authenticator">The user's authenticator.</param>
    /// <param name="code">The code to check.</param>
    /// <param name="refusal">The audit event when the code is wrong.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IDbContextTransaction?> TakeAsync(
        User user,
        Authenticator authenticator,
        string code,
        string refusal,
        CancellationToken cancellationToken
    )
    {
        var counted = await lockout.CountCodeAsync(user.Id, cancellationToken);
        var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            if (counted is not null && await IsTakenAsync(user, authenticator, code, cancellationToken))
            {
                await lockout.ForgiveCodesAsync(user.Id, cancellationToken);
                return transaction;
            }
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }

        await transaction.DisposeAsync();
        await lockout.RefusedCodeAsync(user.Id, counted, refusal, cancellationToken);
        return null;
    }

    private async Task<bool> IsTakenAsync(User user, Authenticator authenticator, string code, CancellationToken cancellationToken)
    {
        if (FindStep(authenticator, code) is { } step)
        {
            return await table.TakeStepAsync(authenticator, step, cancellationToken);
        }

        if (!RecoveryCodes.LooksLikeOne(code) || !await table.TakeRecoveryCodeAsync(user.Id, code, cancellationToken))
        {
            return false;
        }

        var left = await database.RecoveryCodes.CountAsync(row => row.UserId == user.Id && row.UsedAt == null, cancellationToken);
        emails.Add(EmailTemplates.RecoveryCodeUsed, Recipient.Of(user), ("left", left.ToString(CultureInfo.InvariantCulture)));
        audit.Add(AuditEvents.RecoveryCodeUsed, user.Id, new { Left = left }, actor: user.Id);
        return true;
    }

    private static string Place(Guid userId) => $"authenticator {userId}";
}
