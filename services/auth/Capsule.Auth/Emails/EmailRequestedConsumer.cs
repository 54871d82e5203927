using System.Text.Json;
using Capsule.Contracts;
using MassTransit;

namespace Capsule.Auth.Emails;

/// <summary>Keeps e-mails in place of sending them; registered in Development only.</summary>
internal sealed class EmailRequestedConsumer(AuthDbContext database, EmailSeal seal) : IConsumer<EmailRequested>
{
    public async Task Consume(ConsumeContext<EmailRequested> context)
    {
        var email = context.Message;
        database.DevelopmentEmails.Add(new DevelopmentEmail
        {
            Id = email.EmailId,
            Recipient = email.To,
            Template = email.Template,
            Locale = email.Locale,
            Data = JsonSerializer.Serialize(seal.Open(email)),
        });
        await database.SaveChangesAsync(context.CancellationToken);
    }
}
