using System.Diagnostics;
using System.Net;
using Capsule.Testing;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class ResetPasswordTests
{
    private const string NewPassword = "battery staple horse";

    [Fact]
    public async Task Whoever_reads_the_e_mail_sets_a_password_and_ends_sessions_and_lockout()
    {
        await using var auth = await AuthHost.SharedAsync();
        var session = await auth.BeginAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => auth.TrySignInAsync(password: "wrong horse battery")));
        var token = await ForgetAsync(auth);

        Assert.Equal(HttpStatusCode.NoContent, (await ResetAsync(auth, token)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
        await auth.SignInAsync(password: NewPassword);
        Assert.Null(await auth.TryRefreshAsync(session.RefreshToken!));
        Assert.True(await auth.QueryAsync<bool>("select email_verified from mine.users"));
    }

    [Fact]
    public async Task A_token_resets_once_even_when_two_use_it_at_the_same_time()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var token = await ForgetAsync(auth);

        string[] passwords = ["first new password", "second new password"];
        var answers = await Task.WhenAll(passwords.Select(password => ResetAsync(auth, token, password)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        var loser = Array.FindIndex(answers, answer => answer.StatusCode != HttpStatusCode.NoContent);
        await ServiceCompliance.AssertProblemAsync(answers[loser], HttpStatusCode.UnprocessableEntity, "token");
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync(password: passwords[loser])).StatusCode);
        await auth.SignInAsync(password: passwords[1 - loser]);
        await ServiceCompliance.AssertProblemAsync(await ResetAsync(auth, token), HttpStatusCode.UnprocessableEntity, "token");
    }

    [Fact]
    public async Task A_token_that_expired_or_belongs_to_an_older_password_resets_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        var session = await auth.BeginAsync();
        var second = await ForgetAsync(auth);

        await auth.ExecuteAsync("update mine.account_tokens set expires_at = now()");
        await ServiceCompliance.AssertProblemAsync(await ResetAsync(auth, second), HttpStatusCode.UnprocessableEntity, "token");

        var third = await ForgetAsync(auth);
        var changed = await auth.SendAsync(
            HttpMethod.Put,
            "/api/users/me/password",
            session.AccessToken,
            new { currentPassword = Accounts.Password, newPassword = NewPassword }
        );
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await ServiceCompliance.AssertProblemAsync(await ResetAsync(auth, third), HttpStatusCode.UnprocessableEntity, "token");
        await auth.SignInAsync(password: NewPassword);
    }

    [Fact]
    public async Task A_token_changes_the_password_of_nobody_else()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("grace@example.com");
        await auth.SignUpAsync();

        await ResetAsync(auth, await ForgetAsync(auth));

        await auth.SignInAsync("grace@example.com");
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync("grace@example.com", NewPassword)).StatusCode);
    }

    [Fact]
    public async Task Asking_tells_nobody_whether_there_is_an_account()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Accounts:AnswerTime", "00:00:01"));
        await auth.SignUpAsync();
        await auth.LetTimePassAsync();

        foreach (var email in new[] { Accounts.Email, "nobody@example.com" })
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await auth.PostAsync("forgot-password", new { email });
            var took = Stopwatch.GetElapsedTime(start);

            Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.InRange(took, TimeSpan.FromMilliseconds(990), TimeSpan.FromSeconds(10));
        }

        Assert.Equal(["verify-email", "reset-password"], await auth.TemplatesAsync());
        Assert.Empty(await auth.EmailsAsync("nobody@example.com"));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_e_mail_of_each_kind_comes()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        await auth.LetTimePassAsync();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i => auth.PostAsync(i % 2 == 0 ? "forgot-password" : "verify-email/resend", new { email = Accounts.Email }))
        );

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(["reset-password", "verify-email", "verify-email"], (await auth.TemplatesAsync()).Order());
    }

    [Fact]
    public async Task Who_asks_every_minute_for_somebody_else_denies_them_no_reset()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var owners = await ForgetAsync(auth);

        for (var minute = 0; minute < 10; minute++)
        {
            await auth.LetTimePassAsync();
            await auth.PostAsync("forgot-password", new { email = Accounts.Email });
            await auth.PostAsync("verify-email/resend", new { email = Accounts.Email });
        }

        // Five an hour of each kind, and the first is as good as the last.
        Assert.Equal(5, (await auth.TemplatesAsync()).Count(template => template == "reset-password"));
        Assert.Equal(5, (await auth.TemplatesAsync()).Count(template => template == "verify-email"));
        Assert.Equal(HttpStatusCode.NoContent, (await ResetAsync(auth, owners)).StatusCode);
        await auth.SignInAsync(password: NewPassword);

        // With the reset the others are void.
        await ServiceCompliance.AssertProblemAsync(
            await ResetAsync(auth, await auth.TokenAsync("reset-password")),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );
    }

    [Fact]
    public async Task An_e_mail_to_verify_the_address_does_not_hold_up_one_to_reset_the_password()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync(); // Sends the former.

        await auth.PostAsync("forgot-password", new { email = Accounts.Email });

        Assert.Equal(["verify-email", "reset-password"], await auth.TemplatesAsync());
    }

    [Fact]
    public async Task A_sign_in_with_the_old_password_that_is_under_way_does_not_outlive_the_reset()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Accounts:EmailsPerHour", "100"));
        await auth.SignUpAsync();
        for (var round = 0; round < 10; round++)
        {
            var old = round == 0 ? Accounts.Password : $"password of round {round}";
            var token = await ForgetAsync(auth);

            var signIns = Enumerable.Range(0, 6).Select(_ => auth.TrySignInAsync(password: old)).ToList();
            Assert.Equal(HttpStatusCode.NoContent, (await ResetAsync(auth, token, $"password of round {round + 1}")).StatusCode);
            await Task.WhenAll(signIns);

            Assert.Equal(0, await auth.QueryAsync<long>("select count(*) from mine.sessions where revoked_at is null"));
        }
    }

    private static async Task<string> ForgetAsync(ServiceHost<Program> auth)
    {
        await auth.LetTimePassAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await auth.PostAsync("forgot-password", new { email = Accounts.Email })).StatusCode);
        return await auth.TokenAsync("reset-password");
    }

    private static Task<HttpResponseMessage> ResetAsync(ServiceHost<Program> auth, string token, string newPassword = NewPassword) =>
        auth.PostAsync("reset-password", new { token, newPassword });
}
