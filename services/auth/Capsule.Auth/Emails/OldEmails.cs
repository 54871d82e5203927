using Capsule.Auth.Cleanup;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Emails;

/// <summary>Deletes old e-mails of the mailbox in Development.</summary>
internal sealed class OldEmails(DevelopmentEmailTable table, IOptionsMonitor<EmailOptions> options) : ICleanup
{
    public string Of => "e-mails of the mailbox";

    public Task<long> RunAsync(CancellationToken cancellationToken) =>
        table.DeleteOldAsync(options.CurrentValue.MailboxRetention, cancellationToken);
}
