using Capsule.Auth.Emails;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts;

/// <summary>
/// Tells the owner of an address what somebody else did with it, at most once in <see cref="AccountOptions.EmailInterval"/>.
/// </summary>
internal sealed class SendNotice(AuthDbContext database, EmailOutbox emails, IOptions<AccountOptions> options)
{
    // Relies on ix_users_email.
    private static readonly SchemaSql Take = new(
        """
        update {schema}.users set last_email_at = clock_timestamp()
        where email = {0}::citext and active and (last_email_at is null or last_email_at <= clock_timestamp() - {1})
        returning id as "Id", email::text as "Email", name as "Name", locale as "Locale"
        """
    );

    /// <summary>
    /// Sends a template to the active account that has an address. Joins the transaction of the context, if there is one.
    /// </summary>
    public async Task SendAsync(string template, string address, CancellationToken cancellationToken)
    {
        await using var transaction = database.Database.CurrentTransaction is null
            ? await database.Database.BeginTransactionAsync(cancellationToken)
            : null;
        var recipients = await database
            .Database.SqlQueryRaw<Recipient>(Take.In(database), address, options.Value.EmailInterval)
            .ToListAsync(cancellationToken);
        foreach (var recipient in recipients)
        {
            emails.Add(template, recipient);
            await database.SaveChangesAsync(cancellationToken);
        }

        await (transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask);
    }
}
