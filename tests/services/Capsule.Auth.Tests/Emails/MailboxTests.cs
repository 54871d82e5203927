using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Cleanup;
using Capsule.Auth.Emails;
using Capsule.Testing;
using Capsule.Web;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.Auth.Tests.Emails;

public sealed class MailboxTests
{
    [Fact]
    public async Task What_is_sent_is_shown_newest_first_page_by_page_and_works()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("grace@example.com");
        await auth.SignUpAsync();
        for (var i = 0; i < 3; i++)
        {
            await auth.LetTimePassAsync();
            await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        }

        await Eventually.TrueAsync(async () => (await ListAsync(auth, "ADA@example.com")).Items.Count == 4, "all e-mails in the mailbox");
        var first = await ListAsync(auth, Accounts.Email, "&limit=3");
        var second = await ListAsync(auth, Accounts.Email, $"&limit=3&after={first.Next}");

        Assert.Equal(["reset-password", "reset-password", "reset-password"], first.Items.Select(email => email.Template));
        Assert.Equal("verify-email", Assert.Single(second.Items).Template);
        Assert.Null(second.Next);
        Assert.All(
            first.Items.Concat(second.Items),
            email => Assert.Equal((auth.AddressOf(Accounts.Email), "en"), (email.To, email.Locale))
        );
        var reset = await auth.PostAsync(
            "reset-password",
            new { token = first.Items[0].Data["token"], newPassword = "battery staple horse" }
        );
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Empty((await ListAsync(auth, "nobody@example.com")).Items);
    }

    [Theory]
    [InlineData("", "address")]
    [InlineData("?address=a&limit=0", "limit")]
    [InlineData("?address=a&limit=201", "limit")]
    [InlineData("?address=a&after=x", "after")]
    public async Task Bad_input_is_answered_with_the_name_of_the_field(string query, string field)
    {
        await using var auth = await AuthHost.SharedAsync();

        await ServiceCompliance.AssertProblemAsync(
            await auth.Client.GetAsync($"/api/dev/mailbox{query}"),
            HttpStatusCode.BadRequest,
            field
        );
    }

    [Fact]
    public async Task No_token_stays_in_the_outbox_of_an_e_mail_that_was_delivered()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.SignUpAsync();
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });

        await Eventually.TrueAsync(
            async () =>
                await auth.QueryAsync<long>(
                    "select count(*) from auth.outbox_messages where type like '%:EmailRequested' and delivered_at is not null"
                ) == 2,
            "both are delivered"
        );

        foreach (var token in new[] { await auth.TokenAsync("verify-email"), await auth.TokenAsync("reset-password") })
        {
            Assert.Equal(
                0L,
                await auth.QueryAsync<long>($"select count(*) from auth.outbox_messages message where message::text like '%{token}%'")
            );
        }

        Assert.Equal(
            "ada@example.com",
            await auth.QueryAsync<string>("select payload ->> 'email' from auth.outbox_messages where type like '%:UserRegistered'")
        );
    }

    [Fact]
    public async Task E_mails_go_after_a_week_and_the_service_sees_to_it()
    {
        await using var auth = await AuthHost.StartAsync(("Auth:Cleanup:Interval", "00:00:00.050"));
        await auth.Database.ExecuteAsync(
            """
            insert into auth.development_emails (id, recipient, template, locale, data, created_at)
            select uuid_generate_v4(), 'ada@example.com', 'verify-email', 'en', '{}', now() - case when n % 5 = 0 then interval '6 days' else interval '8 days' end
            from generate_series(1, 2500) n
            """
        );

        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from auth.development_emails") == 500,
            "the old e-mails gone"
        );

        Assert.True(await auth.QueryAsync<bool>("select min(created_at) > now() - interval '7 days' from auth.development_emails"));
    }

    [Fact]
    public async Task Outside_Development_there_is_no_mailbox_and_nobody_keeps_e_mails()
    {
        await using var auth = await AuthHost.StartOutsideDevelopmentAsync();

        await ServiceCompliance.AssertProblemAsync(
            await auth.Client.GetAsync($"/api/dev/mailbox?address={Accounts.Email}"),
            HttpStatusCode.NotFound
        );
        await auth.InScopeAsync(services =>
        {
            Assert.Null(services.GetService<EmailRequestedConsumer>());
            Assert.Contains(services.GetServices<ICleanup>(), cleanup => cleanup is OldEmails);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task No_token_and_no_password_is_in_a_log()
    {
        var logs = new RecordedLogs(LogLevel.Trace);
        await using var auth = await ServiceHost.StartAsync<Program>(
            "auth",
            AuthHost.MigrateAsync,
            host =>
            {
                AuthHost.Configure(host);
                host.ConfigureTestServices(services =>
                    services.AddLogging(logging => logging.AddFilter<RecordedLogs>("", LogLevel.Trace).AddProvider(logs))
                );
            }
        );
        await auth.SignUpAsync();
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        await auth.PostAsync("verify-email", new { token = "a token that nobody made" });
        await Eventually.TrueAsync(async () => (await ListAsync(auth, Accounts.Email)).Items.Count == 2, "both e-mails in the mailbox");
        var (verify, reset) = (await auth.TokenAsync("verify-email"), await auth.TokenAsync("reset-password"));
        await auth.PostAsync("verify-email", new { token = verify });
        await auth.PostAsync("reset-password", new { token = reset, newPassword = "battery staple horse" });
        var tokens = await auth.SignInAsync(password: "battery staple horse");
        await auth.TryRefreshAsync(tokens.RefreshToken!);

        Assert.Contains(logs.Entries, entry => entry.Contains("/api/users/reset-password", StringComparison.Ordinal));
        foreach (
            var secret in new[]
            {
                verify,
                reset,
                "a token that nobody made",
                Accounts.Password,
                "battery staple horse",
                tokens.AccessToken,
                tokens.RefreshToken!,
            }
        )
        {
            Assert.DoesNotContain(logs.Entries, entry => entry.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static async Task<Page<MailboxEmail>> ListAsync(ServiceHost<Program> auth, string address, string query = "") =>
        (
            await auth.Client.GetFromJsonAsync<Page<MailboxEmail>>(
                $"/api/dev/mailbox?address={Uri.EscapeDataString(auth.AddressOf(address))}{query}"
            )
        )!;
}
