using System.Net;
using Capsule.Testing;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class VerifyEmailTests
{
    [Fact]
    public async Task A_sign_up_sends_a_token_that_proves_the_address_once_and_is_not_kept()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var email = Assert.Single(await auth.EmailsAsync());
        Assert.Equal(("verify-email", "en", "Ada Lovelace"), (email.Template, email.Locale, email.Data["name"]));
        var token = email.Data["token"];
        Assert.Equal(43, token.Length);

        Assert.Equal(HttpStatusCode.NoContent, (await auth.PostAsync("verify-email", new { token })).StatusCode);

        Assert.True(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        var problem = await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("verify-email", new { token }),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );
        Assert.Equal("urn:capsule:problem:token-not-valid", problem.GetProperty("type").GetString());
        Assert.DoesNotContain(token, await auth.QueryAsync<string>("select t::text from mine.account_tokens t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_use_a_token_at_once_one_does()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var token = await auth.TokenAsync("verify-email");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => auth.PostAsync("verify-email", new { token })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task What_has_expired_or_is_for_something_else_proves_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        var second = await auth.TokenAsync("verify-email");

        foreach (var token in new[] { await auth.TokenAsync("reset-password"), second + "A", second[..^1], "none", new string('x', 100) })
        {
            await ServiceCompliance.AssertProblemAsync(
                await auth.PostAsync("verify-email", new { token }),
                HttpStatusCode.UnprocessableEntity,
                "token"
            );
        }

        await auth.ExecuteAsync("update mine.account_tokens set expires_at = now()");
        await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("verify-email", new { token = second }),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );
        Assert.False(await auth.QueryAsync<bool>("select email_verified from mine.users"));

        await auth.ExecuteAsync("update mine.account_tokens set expires_at = now() + interval '1 minute'");
        Assert.Equal(HttpStatusCode.NoContent, (await auth.PostAsync("verify-email", new { token = second })).StatusCode);
    }

    [Fact]
    public async Task A_token_is_good_no_more_once_the_address_is_another()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var token = await auth.TokenAsync("verify-email");

        await auth.ExecuteAsync($"update mine.users set email = '{auth.AddressOf("other@example.com")}'");

        await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("verify-email", new { token }),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );
    }

    [Fact]
    public async Task Another_e_mail_comes_once_a_minute_and_none_once_verified_and_the_answer_is_always_the_same()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        Assert.Equal(HttpStatusCode.Accepted, await ResendAsync(Accounts.Email));
        Assert.Single(await auth.EmailsAsync());

        await auth.LetTimePassAsync();
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ResendAsync("ADA@example.com"))),
            status => Assert.Equal(HttpStatusCode.Accepted, status)
        );
        Assert.Equal(2, (await auth.EmailsAsync()).Count);

        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email") });
        await auth.LetTimePassAsync();
        Assert.Equal(HttpStatusCode.Accepted, await ResendAsync(Accounts.Email));
        Assert.Equal(HttpStatusCode.Accepted, await ResendAsync("nobody@example.com"));
        Assert.Equal(2, (await auth.EmailsAsync()).Count);
        Assert.Empty(await auth.EmailsAsync("nobody@example.com"));

        async Task<HttpStatusCode> ResendAsync(string email) => (await auth.PostAsync("verify-email/resend", new { email })).StatusCode;
    }

    [Fact]
    public async Task Where_it_is_asked_for_only_who_proved_their_address_signs_in()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Accounts:RequireVerifiedEmail", "true"));
        await auth.SignUpAsync();

        var problem = await ServiceCompliance.AssertProblemAsync(await auth.TrySignInAsync(), HttpStatusCode.Forbidden);
        Assert.Equal("urn:capsule:problem:email-not-verified", problem.GetProperty("type").GetString());
        await ServiceCompliance.AssertProblemAsync(await auth.TrySignInAsync(password: "wrong horse battery"), HttpStatusCode.Unauthorized);

        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });
        await auth.SignInAsync();
    }
}
