using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.AspNetCore.Identity;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>
/// Slows guessing down (docs/decisions/032). Each try counts as wrong before it is checked, so that parallel tries cannot exceed the limit;
/// a right one is taken back afterwards.
/// </summary>
internal sealed class Lockout(
    AuthDbContext database,
    PasswordFailureTable passwordFailures,
    CodeFailureTable codeFailures,
    PasswordTurns turns,
    PasswordHashing passwords,
    KnownDevice devices,
    AuditLog audit,
    IHttpContextAccessor requests
)
{
    /// <summary>
    /// Checks a password. While the source of the request or the account is locked, the password is refused after the same time. A right
    /// password is no longer counted when the method returns; earlier wrong ones stay counted until the caller forgives them.
    /// </summary>
    /// <param name="account">The name by which the caller identifies the account.</param>
    /// <param name="user">The user; null when there is none.</param>
    /// <param name="password">The password to check.</param>
    /// <param name="cancellationToken">Cancels the check; a counted try stays counted.</param>
    /// <exception cref="ServiceBusyException">Too many passwords are waiting to be checked; the try does not count.</exception>
    public async Task<(PasswordTry Try, PasswordVerificationResult Result)> CheckPasswordAsync(
        string account,
        User? user,
        string password,
        CancellationToken cancellationToken
    )
    {
        // Without a user the statement counts nothing and takes as long.
        var userId = user?.Id ?? Guid.Empty;
        var source = PasswordSource.Of(requests.HttpContext, devices, userId);
        using var turn = await turns.WaitAsync(account, source, cancellationToken);
        var counted = await passwordFailures.CountAsync(userId, source, cancellationToken);
        try
        {
            var result = await passwords.VerifyAsync(counted.IsAllowed ? user : null, password, cancellationToken);
            if (result != PasswordVerificationResult.Failed)
            {
                // Within the turn, so that parallel right passwords do not count as wrong for one another.
                await passwordFailures.UndoAsync(counted, cancellationToken);
            }

            return (counted, result);
        }
        catch (ServiceBusyException) when (counted.IsAllowed)
        {
            await passwordFailures.UndoAsync(counted, cancellationToken);
            throw;
        }
    }

    /// <summary>Forgives earlier wrong passwords of the source of a right one. Call it after the transaction.</summary>
    public Task ForgiveAsync(PasswordTry right, CancellationToken cancellationToken) =>
        right.Failures > 1 ? passwordFailures.ForgiveAsync(right, cancellationToken) : Task.CompletedTask;

    /// <summary>Writes a refused password to the audit log.</summary>
    public Task RefusedAsync(PasswordTry refused, string name, string reason, CancellationToken cancellationToken) =>
        NoteAsync(
            refused.UserId,
            name,
            reason,
            refused.Failures,
            refused.LockedUntil,
            PasswordFailureTable.FreeForSource,
            cancellationToken
        );

    /// <summary>Counts a code as wrong before it is checked; null while the account is locked.</summary>
    public Task<CodeTry?> CountCodeAsync(Guid userId, CancellationToken cancellationToken) =>
        codeFailures.CountAsync(userId, cancellationToken);

    /// <summary>Forgives earlier wrong codes after a right one, in the caller's transaction.</summary>
    public Task ForgiveCodesAsync(Guid userId, CancellationToken cancellationToken) => codeFailures.ForgiveAsync(userId, cancellationToken);

    /// <summary>Writes a refused code to the audit log; without a counted try, the account was locked.</summary>
    public Task RefusedCodeAsync(Guid userId, CodeTry? refused, string name, CancellationToken cancellationToken) =>
        NoteAsync(userId, name, "wrong-code", refused?.Failures ?? 0, refused?.LockedUntil, CodeFailureTable.Free, cancellationToken);

    private async Task NoteAsync(
        Guid userId,
        string name,
        string reason,
        int failures,
        DateTimeOffset? lockedUntil,
        int free,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal) { ["reason"] = reason };
        if (failures > 0)
        {
            data["failures"] = failures;
        }

        if (lockedUntil is { } until)
        {
            data["lockedUntil"] = until;
        }

        audit.Add(name, userId, data);
        if (failures == free + 1)
        {
            audit.Add(AuditEvents.LockedOut, userId, new { Until = lockedUntil });
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
