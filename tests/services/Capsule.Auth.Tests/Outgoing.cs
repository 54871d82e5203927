using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>
/// E-mails as they leave: in the outbox, and from their delivery on, which leaves nothing of them there, in Development's mailbox.
/// </summary>
internal static class Outgoing
{
    // One statement, so that what moves meanwhile is in one of both. An e-mail that the mailbox has may still be in the outbox.
    private const string Sql = """
        with waiting as (select id, payload from auth.outbox_messages where type like '%:EmailRequested')
        select not exists (
                select from waiting where payload = '{}' and not exists (
                    select from auth.inbox_messages where message_id = waiting.id and consumer = 'auth-email-requested')),
            array(select payload::text from waiting where payload ->> 'to' = $1 union all
                select jsonb_build_object('emailId', id, 'to', recipient, 'template', template, 'locale', locale, 'data', data, 'occurredAt', created_at)::text
                from auth.development_emails where recipient = $1::citext)
        """;

    /// <summary>All e-mails to an address, oldest first.</summary>
    public static async Task<List<EmailRequested>> EmailsAsync(this ServiceHost<Program> auth, string to = Accounts.Email)
    {
        List<EmailRequested> emails = [];
        await Eventually.TrueAsync(
            async () =>
            {
                await using var command = auth.Database.Source.CreateCommand(Sql);
                command.Parameters.AddWithValue(auth.AddressOf(to));
                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                var found = reader
                    .GetFieldValue<string[]>(1)
                    .Select(email => Opened(JsonSerializer.Deserialize<EmailRequested>(email, JsonSerializerOptions.Web)!));
                emails = [.. found.DistinctBy(email => email.EmailId).OrderBy(email => email.EmailId.ToString(), StringComparer.Ordinal)]; // Of version 7: by time.
                return reader.GetBoolean(0);
            },
            "what left the outbox is in the mailbox"
        );
        return emails;
    }

    /// <summary>An e-mail with what is sealed among its data, as whoever sends it reads it.</summary>
    public static EmailRequested Opened(EmailRequested email) =>
        email.Sealed is not { } text
            ? email
            : email with
            {
                Data = email.Data.Concat(new EventSeal(AuthHost.SealingKey).Open($"{email.EmailId} {email.To}", text)).ToDictionary(),
                Sealed = null,
            };

    /// <summary>The templates of all e-mails to an address.</summary>
    public static async Task<string[]> TemplatesAsync(this ServiceHost<Program> auth, string to = Accounts.Email) =>
        [.. (await auth.EmailsAsync(to)).Select(email => email.Template)];

    /// <summary>The token in the last e-mail of a kind to an address.</summary>
    public static async Task<string> TokenAsync(this ServiceHost<Program> auth, string template, string to = Accounts.Email) =>
        (await auth.EmailsAsync(to)).Last(email => email.Template == template).Data["token"];

    /// <summary>As if the last e-mail had gone out a while ago.</summary>
    public static Task LetTimePassAsync(this ServiceHost<Program> auth) =>
        auth.ExecuteAsync(
            "update mine.users set last_email_at = last_email_at - interval '61 seconds'; update mine.account_tokens set issued_at = issued_at - interval '61 seconds'"
        );

    /// <summary>Posts to <c>/api/users/…</c> without being signed in.</summary>
    public static Task<HttpResponseMessage> PostAsync(this ServiceHost<Program> auth, string path, object body) =>
        auth.Client.PostAsJsonAsync($"/api/users/{path}", body);
}
