using System.Net;
using Capsule.Auth.Tests.Audit;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Testing;
using static Capsule.Auth.Tests.Credentials.TwoFactor.Authenticators;

namespace Capsule.Auth.Tests.Administration;

public sealed class ResetTwoFactorTests
{
    [Fact]
    public async Task Who_has_lost_authenticator_and_recovery_codes_gets_in_by_password_once_an_administrator_has_turned_them_off()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var tokens = await auth.BeginAsync();
        var enrolled = await auth.EnrolAsync(tokens);
        var user = await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Accounts.Email)}'");
        await AssertRefusedAsync(await auth.TrySignInAsync(), HttpStatusCode.Unauthorized, "second-factor-required");

        using var response = await auth.SendAsync(HttpMethod.Delete, $"/api/users/{user}/two-factor", admin);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Equal("two-factor-off", (await auth.TemplatesAsync())[^1]);
        Assert.Equal(
            0L,
            await auth.QueryAsync<long>("select (select count(*) from mine.authenticators) + (select count(*) from mine.recovery_codes)")
        );
        await auth.SignInAsync();
        var row = Assert.Single(await auth.AuditAsync(), row => row.Event == "user.two-factor-reset");
        Assert.Equal(
            (await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Administrators.Email)}'"), user),
            (row.Actor, row.Target)
        );
        await AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/users/{user}/two-factor", admin),
            HttpStatusCode.Conflict,
            "two-factor-off"
        );
        Assert.Equal(10, enrolled.RecoveryCodes.Length);
    }

    [Fact]
    public async Task It_is_for_administrators_who_have_just_signed_in_and_not_for_their_own_account()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.SignInAsAdministratorAsync();
        var own = await auth.QueryAsync<Guid>("select id from mine.users");
        var operators = (await auth.SignInAsAdministratorAsync("other@example.com", "operator")).AccessToken;
        var tokens = await auth.BeginAsync();
        await auth.EnrolAsync(tokens);
        var user = await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Accounts.Email)}'");

        await AssertRefusedAsync(await ResetAsync(own, admin.AccessToken), HttpStatusCode.Conflict, "own-account");
        await AssertRefusedAsync(await ResetAsync(Guid.CreateVersion7(), admin.AccessToken), HttpStatusCode.NotFound, "user-not-found");
        await ServiceCompliance.AssertProblemAsync(await ResetAsync(user, operators), HttpStatusCode.Forbidden);
        await ServiceCompliance.AssertProblemAsync(await ResetAsync(user, null), HttpStatusCode.Unauthorized);
        await auth.ExecuteAsync("update mine.sessions set created_at = created_at - interval '16 minutes'");
        var old = (await auth.TryRefreshAsync(admin.RefreshToken!))!.AccessToken;
        await AssertRefusedAsync(await ResetAsync(user, old), HttpStatusCode.Unauthorized, "insufficient-user-authentication");

        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.authenticators"));
        Assert.NotNull(await auth.TryRefreshAsync(tokens.RefreshToken!));

        Task<HttpResponseMessage> ResetAsync(Guid id, string? token) =>
            auth.SendAsync(HttpMethod.Delete, $"/api/users/{id}/two-factor", token);
    }

    [Fact]
    public async Task A_sign_in_with_a_code_at_the_same_time_leaves_no_session()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        var user = await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf(Accounts.Email)}'");

        await Task.WhenAll(
            auth.SendAsync(HttpMethod.Delete, $"/api/users/{user}/two-factor", admin),
            auth.TrySignInWithAsync(Code(enrolled.Secret)),
            auth.TrySignInWithAsync(enrolled.RecoveryCodes[0]),
            auth.TrySignInWithAsync(enrolled.RecoveryCodes[1])
        );

        Assert.Equal(
            0L,
            await auth.QueryAsync<long>("select count(*) from mine.sessions where 'otp' = any(methods) and revoked_at is null")
        );
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.authenticators"));
    }
}
