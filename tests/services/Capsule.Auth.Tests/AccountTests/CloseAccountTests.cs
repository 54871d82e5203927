using System.Net;
using System.Text.Json;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Testing;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class CloseAccountTests
{
    private static readonly (string, string)[] Quick = [("Auth:Cleanup:Interval", "00:00:00.050")];

    [Fact]
    public async Task A_closed_account_signs_in_no_more_and_others_hear_of_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        var user = await auth.SignUpAsync();
        var tokens = await auth.SignInAsync();
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        var reset = await auth.TokenAsync("reset-password");

        Assert.Equal(HttpStatusCode.NoContent, (await CloseAsync(auth, tokens.AccessToken)).StatusCode);

        await ServiceCompliance.AssertProblemAsync(await auth.TrySignInAsync(), HttpStatusCode.Unauthorized);
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("reset-password", new { token = reset, newPassword = "battery staple horse" }),
            HttpStatusCode.UnprocessableEntity
        );
        var closed = JsonSerializer.Deserialize<JsonElement>(
            await auth.QueryAsync<string>("select payload::text from mine.outbox_messages where type like '%:AccountStateChanged'")
        );
        Assert.Equal(
            (user.Id, 2, "Closed", auth.AddressOf(Accounts.Email)),
            (
                closed.GetProperty("userId").GetGuid(),
                closed.GetProperty("version").GetInt32(),
                closed.GetProperty("state").GetString(),
                closed.GetProperty("email").GetString()
            )
        );
        Assert.Equal("account-closed", (await auth.EmailsAsync())[^1].Template);
        Assert.Equal("account-closed", await auth.QueryAsync<string>("select revoked_because from mine.sessions"));
        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "the end heard of"
        );
    }

    [Fact]
    public async Task It_takes_the_password_and_of_many_at_once_one_closes_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;
        await ServiceCompliance.AssertProblemAsync(await CloseAsync(auth, token, "wrong horse battery"), HttpStatusCode.Forbidden);
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, "/api/users/me", token, new { }),
            HttpStatusCode.BadRequest,
            "password"
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, "/api/users/me", token),
            HttpStatusCode.BadRequest
        );

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CloseAsync(auth, token)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.All(answers, answer => Assert.True((int)answer.StatusCode < 500));
        Assert.Equal(1, await auth.QueryAsync<long>("select count(*) from mine.outbox_messages where type like '%:AccountStateChanged'"));
    }

    [Fact]
    public async Task The_address_stays_taken_and_silent_until_the_account_is_anonymous()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        await using var replica = auth.StartReplica(host => AuthHost.Configure(host, Quick));
        await auth.SignUpAsync("grace@example.com");
        var user = await auth.SignUpAsync();
        var tokens = await auth.SignInAsync();
        var token = tokens.AccessToken;
        await auth.SendAsync(
            HttpMethod.Patch,
            "/api/users/me/preferences",
            token,
            new
            {
                theme = "dark",
                timeZone = "Europe/London",
                settings = new { nick = "ada" },
            }
        );
        await auth.EnrolAsync(tokens);
        await CloseAsync(auth, token);
        var sent = (await auth.EmailsAsync()).Count;

        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        await auth.PostAsync("verify-email/resend", new { email = Accounts.Email });
        Assert.Equal(sent, (await auth.EmailsAsync()).Count);
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await auth.PostAsync(
                    "",
                    new
                    {
                        email = Accounts.Email,
                        name = "Ada",
                        password = Accounts.Password,
                    }
                )
            ).StatusCode
        );
        Assert.Equal(
            (1L, sent),
            (
                await auth.QueryAsync<long>($"select count(*) from mine.users where email = '{Accounts.Email}'"),
                (await auth.EmailsAsync()).Count
            )
        );

        // Grace's was made active again, by somebody who may.
        await auth.ExecuteAsync(
            "insert into mine.closed_accounts (user_id, closed_at) select id, now() - interval '1 day' from mine.users where email = 'grace@example.com'"
        );
        await auth.ExecuteAsync("update mine.closed_accounts set closed_at = closed_at - interval '30 days'");
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from mine.closed_accounts where anonymised_at is not null") == 1,
            "the account anonymous"
        );

        var row = await auth.QueryAsync<string>($"select u::text from mine.users u where id = '{user.Id}'");
        Assert.DoesNotContain("ada", row, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("London", row, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await auth.QueryAsync<long>(
                $"""
                select (select count(*) from mine.sessions) + (select count(*) from mine.user_preferences) + (select count(*) from mine.authenticators)
                    + (select count(*) from mine.recovery_codes) + (select count(*) from auth.development_emails where recipient = 'ada@example.com')
                    + (select count(*) from mine.account_tokens where user_id = '{user.Id}')
                """
            )
        );
        Assert.NotEqual(user.Id, (await auth.SignUpAsync()).Id);
        await auth.SignInAsync();
        await auth.SignInAsync("grace@example.com");
    }

    private static Task<HttpResponseMessage> CloseAsync(ServiceHost<Program> auth, string token, string password = Accounts.Password) =>
        auth.SendAsync(HttpMethod.Delete, "/api/users/me", token, new { password });
}
