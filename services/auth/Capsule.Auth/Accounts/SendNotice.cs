using Capsule.Auth.Emails;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts;

/// <summary>
/// Notifies the owner of an address that somebody else has used it, at most once in <see cref="AccountOptions.EmailInterval"/>.
/// </summary>
internal sealed class SendNotice(AuthDbContext database, NoticeTable table, EmailOutbox emails, IOptions<AccountOptions> options)
{
    /// <summary>
    /// Sends an e-mail to the active account that has an address, in the context's transaction if there is one.
    /// </summary>
    public async Task SendAsync(string template, string address, CancellationToken cancellationToken)
    {
        await using var transaction = database.Database.CurrentTransaction is null
            ? await database.Database.BeginTransactionAsync(cancellationToken)
            : null;
        if (await table.TakeAsync(address, options.Value.EmailInterval, cancellationToken) is { } recipient)
        {
            emails.Add(template, recipient);
            await database.SaveChangesAsync(cancellationToken);
        }

        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
    }
}
