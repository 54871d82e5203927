using System.Text.Json;
using Capsule.Auth.Cleanup;
using Capsule.Auth.Emails;
using Capsule.Auth.Users;
using Capsule.Messaging;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth;

/// <summary>
/// Registers the area Emails: e-mails as events, and the mailbox of Development, which keeps e-mails instead of sending them.
/// </summary>
internal static class EmailExtensions
{
    public static IServiceCollection AddEmails(this IServiceCollection services)
    {
        services
            .AddOptions<EmailOptions>()
            .BindConfiguration(EmailOptions.Section)
            .Validate(emails => emails.MailboxRetention > TimeSpan.Zero, "Auth:Emails:MailboxRetention must be more than zero.")
            .Validate(
                emails => EventSeal.IsKey(emails.SealingKey),
                $"Auth:Emails:SealingKey must be {EventSeal.KeySize} random bytes in base64 (environment: Auth__Emails__SealingKey); "
                    + $"`openssl rand -base64 {EventSeal.KeySize}` makes one. "
                    + "The service that sends e-mails needs the same."
            )
            .ValidateOnStart();

        // The cleanup runs in every environment, because a database may have been used in Development before.
        return services
            .AddSingleton<EmailSeal>()
            .AddScoped<EmailOutbox>()
            .AddScoped<DevelopmentEmailTable>()
            .AddScoped<ICleanup, OldEmails>();
    }

    /// <summary>Adds the consumer that keeps e-mails in Development.</summary>
    public static void AddMailbox(this MessagingBuilder consumers, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            consumers.AddConsumer<EmailRequestedConsumer>();
        }
    }

    /// <summary>Maps the mailbox in Development.</summary>
    public static void MapEmails(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/api/dev/mailbox", ListAsync).WithName("ListMailbox").WithTags("Development");
        }
    }

    private static async Task<Results<Ok<Page<MailboxEmail>>, ProblemHttpResult>> ListAsync(
        string address,
        PageRequest<Guid> page,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        if (address.Length > User.MaxEmailLength)
        {
            return ApiProblem.Validation("address", $"must have at most {User.MaxEmailLength} characters.");
        }

        // Relies on ix_development_emails_recipient_id.
        var after = page.After;
        var emails = database
            .DevelopmentEmails.AsNoTracking()
            .Where(email => email.Recipient == address && (after == null || email.Id < after))
            .OrderByDescending(email => email.Id);
        return TypedResults.Ok(
            (await page.ReadAsync(emails, static email => email.Id, cancellationToken)).Select(static email => new MailboxEmail(
                email.Id,
                email.Recipient,
                email.Template,
                email.Locale,
                JsonSerializer.Deserialize<Dictionary<string, string>>(email.Data)!,
                email.CreatedAt
            ))
        );
    }
}
