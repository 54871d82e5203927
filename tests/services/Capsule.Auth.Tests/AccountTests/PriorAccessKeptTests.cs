using System.Net;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Testing;
using static Capsule.Auth.Tests.AccountTests.PriorAccessTests;

namespace Capsule.Auth.Tests.AccountTests;

/// <summary>Access that the proof of an address leaves as it is.</summary>
public sealed class PriorAccessKeptTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_made_the_account_keeps_all_of_it(bool bySession)
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        var key = await auth.KeyAsync(tokens.AccessToken);
        var token = await auth.TokenAsync("verify-email");

        var verified = await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/verify-email",
            bySession ? tokens.AccessToken : null,
            new { token, password = bySession ? null : Accounts.Password }
        );

        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
        Assert.True(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        await auth.SignInAsync();
        Assert.NotNull(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_beside_the_token_verifies_nothing_and_the_token_stays_good()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var token = await auth.TokenAsync("verify-email");

        await Authenticators.AssertRefusedAsync(
            await auth.PostAsync("verify-email", new { token, password = "wrong horse battery" }),
            HttpStatusCode.Forbidden,
            "wrong-password"
        );

        Assert.False(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        Assert.Equal(1, await auth.QueryAsync<int>("select failures from mine.password_failures where source = ''"));
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await auth.PostAsync("verify-email", new { token, password = Accounts.Password })).StatusCode
        );
        await auth.SignInAsync();
    }

    [Fact]
    public async Task Neither_somebody_elses_session_nor_a_clients_or_keys_counts_as_the_account()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("grace@example.com");
        var other = await auth.SignInAsync("grace@example.com");
        var key = await auth.KeyAsync((await auth.BeginAsync()).AccessToken);

        foreach (var (caller, verified) in new[] { (other.AccessToken, "verify-email"), (key.Key, "verify-email") })
        {
            await auth.ExecuteAsync(
                $"update mine.users set email_verified = false, password_hash = coalesce(password_hash, 'x') where email = '{auth.AddressOf(Accounts.Email)}'"
            );
            await auth.LetTimePassAsync();
            await auth.PostAsync("verify-email/resend", new { email = Accounts.Email });
            await auth.SendAsync(HttpMethod.Post, $"/api/users/{verified}", caller, new { token = await auth.TokenAsync("verify-email") });

            Assert.True(
                await auth.QueryAsync<bool>(
                    $"select email_verified and password_hash is null from mine.users where email = '{auth.AddressOf(Accounts.Email)}'"
                )
            );
        }
    }

    [Fact]
    public async Task A_later_reset_closes_keys_and_keeps_the_second_factor_of_a_proved_address()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });
        var key = await auth.KeyAsync(tokens.AccessToken);
        var enrolled = await auth.EnrolAsync(tokens);

        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        await auth.PostAsync("reset-password", new { token = await auth.TokenAsync("reset-password"), newPassword = NewPassword });

        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        await Authenticators.AssertRefusedAsync(
            await auth.TrySignInWithAsync(null, NewPassword),
            HttpStatusCode.Unauthorized,
            "second-factor-required"
        );
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInWithAsync(Authenticators.Code(enrolled.Secret), NewPassword)).StatusCode);
    }
}
