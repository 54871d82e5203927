using System.Text.Json;
using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Auth.Emails;

/// <summary>Keeps e-mails instead of sending them; registered in Development only.</summary>
internal sealed class EmailRequestedConsumer(AuthDbContext database, EmailSeal seal) : IEventConsumer<EmailRequested>
{
    public async Task ConsumeAsync(EmailRequested message, CancellationToken cancellationToken)
    {
        database.DevelopmentEmails.Add(
            new DevelopmentEmail
            {
                Id = message.EmailId,
                Recipient = message.To,
                Template = message.Template,
                Locale = message.Locale,
                Data = JsonSerializer.Serialize(seal.Open(message)),
            }
        );
        await database.SaveChangesAsync(cancellationToken);
    }
}
