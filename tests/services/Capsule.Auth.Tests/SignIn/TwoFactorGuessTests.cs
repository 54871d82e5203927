using System.Net;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using static Capsule.Auth.Tests.Credentials.TwoFactor.Authenticators;

namespace Capsule.Auth.Tests.SignIn;

/// <summary>Guesses at a second factor.</summary>
public sealed class TwoFactorGuessTests
{
    [Fact]
    public async Task A_code_works_once_and_none_before_it_does_any_more()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        await auth.ForgetStepAsync();
        var (before, now) = (Code(enrolled.Secret, -1), Code(enrolled.Secret));

        await auth.SignInWithAsync(now);

        await AssertRefusedAsync(await auth.TrySignInWithAsync(now), HttpStatusCode.Unauthorized, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(before), HttpStatusCode.Unauthorized, "wrong-code");
        await auth.SignInWithAsync(Code(enrolled.Secret, 1));
    }

    [Fact]
    public async Task Of_many_at_once_with_one_code_one_gets_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        await using var replica = await AuthHost.SharedReplicaAsync(auth);
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        string[] codes = [enrolled.RecoveryCodes[0], enrolled.RecoveryCodes[1], Code(enrolled.Secret, 1)];
        foreach (var code in codes)
        {
            await auth.ExecuteAsync("update mine.users set lockout_end = null, access_failed_count = 0");

            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => (i % 2 == 0 ? auth : replica).TrySignInWithAsync(code)));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        }

        Assert.Equal(4, await auth.QueryAsync<long>("select count(*) from mine.sessions"));
        Assert.Equal(8, await auth.QueryAsync<long>("select count(*) from mine.recovery_codes where used_at is null"));
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_its_user_hears_of_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        var code = enrolled.RecoveryCodes[3];

        await auth.SignInWithAsync(code.Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant());

        await AssertRefusedAsync(await auth.TrySignInWithAsync(code), HttpStatusCode.Unauthorized, "wrong-code");
        var email = (await auth.EmailsAsync())[^1];
        Assert.Equal(("recovery-code-used", "9"), (email.Template, email.Data["left"]));
    }

    [Fact]
    public async Task Another_users_recovery_code_is_wrong()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.EnrolAsync(await auth.BeginAsync());
        await auth.SignUpAsync("grace@example.com");
        var others = await auth.EnrolAsync(await auth.SignInAsync("grace@example.com"));

        await AssertRefusedAsync(await auth.TrySignInWithAsync(others.RecoveryCodes[0]), HttpStatusCode.Unauthorized, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(Code(others.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_asking_for_one_does_not_forgive_them()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        for (var i = 0; i < 5; i++)
        {
            await AssertRefusedAsync(await auth.TrySignInWithAsync(WrongCode(enrolled.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
            await AssertRefusedAsync(await auth.TrySignInWithAsync(null), HttpStatusCode.Unauthorized, "second-factor-required");
        }

        Assert.Equal(5, await auth.QueryAsync<int>("select access_failed_count from mine.users"));
        await auth.ExecuteAsync("update mine.users set access_failed_count = 11");
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));

        await AssertRefusedAsync(await auth.TrySignInWithAsync(Code(enrolled.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(enrolled.RecoveryCodes[0]), HttpStatusCode.Unauthorized, "wrong-code");
        await auth.ExecuteAsync("update mine.users set lockout_end = now()");
        await auth.SignInWithAsync(enrolled.RecoveryCodes[0]);
    }

    [Fact]
    public async Task Who_resets_the_password_gets_no_more_guesses_and_still_needs_a_code()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });

        var reset = await auth.PostAsync(
            "reset-password",
            new { token = await auth.TokenAsync("reset-password"), newPassword = "battery staple horse" }
        );

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(2, await auth.QueryAsync<int>("select access_failed_count from mine.users"));
        await AssertRefusedAsync(
            await auth.TrySignInWithAsync(null, "battery staple horse"),
            HttpStatusCode.Unauthorized,
            "second-factor-required"
        );
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInWithAsync(Code(enrolled.Secret), "battery staple horse")).StatusCode);
    }
}
