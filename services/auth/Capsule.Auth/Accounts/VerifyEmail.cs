using Capsule.Auth.AccountTokens;
using Capsule.Auth.Audit;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts;

/// <summary>Takes the proof that an address is its user's.</summary>
internal sealed class VerifyEmail(AuthDbContext database, AccountTokenTable tokens, AuditLog audit)
{
    private static readonly string[] Purposes = [TokenPurpose.VerifyEmail];

    /// <summary>Returns false when the token is none, was used or replaced, or has expired.</summary>
    public async Task<bool> ExecuteAsync(string token, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (await tokens.UseAsync(token, Purposes, cancellation) is not { } used)
        {
            return false;
        }

        await database.Users.Where(user => user.Id == used.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.EmailConfirmed, true), cancellation);
        audit.Add(AuditEvents.EmailVerified, used.UserId);
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
