using System.Net;
using System.Text;
using System.Text.Json;
using Capsule.Auth.Emails;
using Capsule.Contracts;
using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Capsule.Auth.Tests.Emails;

/// <summary>Tokens on their way to whoever sends e-mails: neither the outbox nor the broker has them in clear.</summary>
public sealed class SealedEmailTests
{
    [Fact]
    public async Task The_message_on_the_queue_does_not_hold_the_token_and_who_has_the_key_opens_it()
    {
        await using var auth = await AuthHost.StartAsync();
        await using var eavesdropper = await EavesdropperAsync(auth);
        await auth.SignUpAsync();
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });

        List<string> messages = [];
        await Eventually.TrueAsync(
            async () =>
            {
                while (await eavesdropper.Channel.BasicGetAsync(eavesdropper.Queue, autoAck: true) is { } message)
                {
                    messages.Add(Encoding.UTF8.GetString(message.Body.Span));
                }

                return messages.Count == 2;
            },
            "both e-mails on the queue"
        );

        foreach (var template in new[] { "verify-email", "reset-password" })
        {
            var token = await auth.TokenAsync(template);
            Assert.All(messages, message => Assert.DoesNotContain(token, message, StringComparison.Ordinal));
            var email = messages
                .Select(message =>
                    JsonSerializer
                        .Deserialize<JsonElement>(message)
                        .GetProperty("message")
                        .Deserialize<EmailRequested>(JsonSerializerOptions.Web)!
                )
                .Single(email => email.Template == template);
            Assert.Equal(["name"], email.Data.Keys);
            Assert.Equal(token, Outgoing.Opened(email).Data["token"]);
        }
    }

    [Fact]
    public async Task The_outbox_does_not_hold_the_token_while_the_broker_is_away()
    {
        await using var auth = await AuthHost.StartAsync(("ConnectionStrings:messaging", "amqp://127.0.0.1:1"));
        await auth.SignUpAsync();

        var payload = await auth.QueryAsync<string>("select payload::text from auth.outbox_messages where type like '%:EmailRequested'");

        var email = JsonSerializer.Deserialize<EmailRequested>(payload, JsonSerializerOptions.Web)!;
        var token = Outgoing.Opened(email).Data["token"];
        Assert.DoesNotContain(token, payload, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await auth.PostAsync("verify-email", new { token })).StatusCode);
    }

    [Fact]
    public async Task A_token_that_somebody_redirects_to_themselves_does_not_open()
    {
        await using var auth = await AuthHost.StartAsync(("ConnectionStrings:messaging", "amqp://127.0.0.1:1"));
        await auth.SignUpAsync();
        var payload = await auth.QueryAsync<string>("select payload::text from auth.outbox_messages where type like '%:EmailRequested'");
        var email = JsonSerializer.Deserialize<EmailRequested>(payload, JsonSerializerOptions.Web)!;

        await auth.InScopeAsync(services =>
        {
            var seal = services.GetRequiredService<EmailSeal>();
            Assert.Equal(["name", "token"], seal.Open(email).Keys.Order());
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => seal.Open(email with { To = "eve@example.com" }));
            return Task.CompletedTask;
        });
    }

    private static async Task<Eavesdropper> EavesdropperAsync(ServiceHost<Program> auth)
    {
        var address = "";
        await auth.InScopeAsync(services =>
        {
            address = services.GetRequiredService<IConfiguration>()["ConnectionStrings:messaging"]!;
            return Task.CompletedTask;
        });
        var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await Eventually.TrueAsync(async () => await BoundAsync(connection, queue), "the exchange is there");
        return new Eavesdropper(connection, channel, queue);
    }

    // To ask for an exchange that is not there closes the channel.
    private static async Task<bool> BoundAsync(IConnection connection, string queue)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueBindAsync(queue, "capsule.email-requested", routingKey: "");
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    private sealed record Eavesdropper(IConnection Connection, IChannel Channel, string Queue) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Channel.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
