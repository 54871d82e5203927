using Capsule.Auth.Cleanup;
using Capsule.Data;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Emails;

/// <summary>Deletes e-mails that Development has kept for long enough.</summary>
internal sealed class OldEmails(AuthDbContext database, IOptionsMonitor<EmailOptions> options) : ICleanup
{
    private const int Batch = 1000;

    // Relies on ix_development_emails_created_at, and so on current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Delete = new(
        $$"""
        delete from {schema}.development_emails where ctid = any(array(
            select ctid from {schema}.development_emails where created_at < current_timestamp - {0}
            order by created_at limit {{Batch}} for update skip locked))
        """
    );

    public string Of => "e-mails of the mailbox";

    public Task<long> RunAsync(CancellationToken cancellationToken) =>
        database.RunInBatchesAsync(Delete, Batch, cancellationToken, options.CurrentValue.MailboxRetention);
}
