using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Contracts;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>E-mails as they leave: the outbox's rows.</summary>
internal static class Outgoing
{
    /// <summary>All e-mails to an address, oldest first.</summary>
    public static async Task<List<EmailRequested>> EmailsAsync(this ServiceHost<Program> auth, string to = Accounts.Email)
    {
        await using var command = auth.Database.Source.CreateCommand(
            "select payload::text from auth.outbox_messages where type like '%:EmailRequested' and payload ->> 'to' = $1 order by sequence");
        command.Parameters.AddWithValue(auth.AddressOf(to));
        await using var reader = await command.ExecuteReaderAsync();
        var emails = new List<EmailRequested>();
        while (await reader.ReadAsync())
        {
            emails.Add(JsonSerializer.Deserialize<EmailRequested>(reader.GetString(0), JsonSerializerOptions.Web)!);
        }

        return emails;
    }

    /// <summary>The templates of all e-mails to an address.</summary>
    public static async Task<string[]> TemplatesAsync(this ServiceHost<Program> auth, string to = Accounts.Email) =>
        [.. (await auth.EmailsAsync(to)).Select(email => email.Template)];

    /// <summary>The token in the last e-mail of a kind to an address.</summary>
    public static async Task<string> TokenAsync(this ServiceHost<Program> auth, string template, string to = Accounts.Email) =>
        (await auth.EmailsAsync(to)).Last(email => email.Template == template).Data["token"];

    /// <summary>As if the last e-mail had gone out a while ago.</summary>
    public static Task LetTimePassAsync(this ServiceHost<Program> auth) => auth.Database.ExecuteAsync(
        "update auth.users set last_email_at = last_email_at - interval '61 seconds'; update auth.account_tokens set issued_at = issued_at - interval '61 seconds'");

    /// <summary>Posts to <c>/api/users/…</c> without being signed in.</summary>
    public static Task<HttpResponseMessage> PostAsync(this ServiceHost<Program> auth, string path, object body) =>
        auth.Client.PostAsJsonAsync($"/api/users/{path}", body);
}
