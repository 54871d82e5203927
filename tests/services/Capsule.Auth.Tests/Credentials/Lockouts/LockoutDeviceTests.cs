using System.Net;
using System.Net.Http.Json;
using static Capsule.Auth.Tests.Credentials.Lockouts.LockoutTests;

namespace Capsule.Auth.Tests.Credentials.Lockouts;

/// <summary>Devices and owners that a lockout spares.</summary>
public sealed class LockoutDeviceTests
{
    [Fact]
    public async Task A_hundred_wrong_passwords_from_anywhere_lock_the_account_for_those_it_does_not_know()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, Owner, Accounts.Password));
        await auth.ExecuteAsync("update mine.password_failures set failures = 97 where source = ''");
        for (var i = 0; i < 5; i++)
        {
            await TryAsync(auth, $"198.51.100.{i}", Wrong);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(auth, "192.0.2.1", Accounts.Password));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, Owner, Accounts.Password));
        Assert.True(await auth.QueryAsync<bool>("select locked_until > now() from mine.password_failures where source = ''"));
    }

    [Fact]
    public async Task A_device_that_has_signed_in_before_is_not_locked_out_by_others_in_its_network_or_elsewhere()
    {
        await using var auth = await AuthHost.SharedAsync(("Authentication:Issuer", "http://localhost"));
        await auth.SignUpAsync();
        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, Owner, Accounts.Password));
        using var attacker = auth.CreateBareClient();
        for (var i = 0; i < 6; i++)
        {
            await TryAsync(attacker, auth, "192.0.2.1", Wrong);
        }

        await auth.ExecuteAsync("update mine.password_failures set failures = 100, locked_until = now() + interval '10 minutes'");

        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(attacker, auth, "192.0.2.1", Accounts.Password));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, "192.0.2.1", Accounts.Password));
    }

    [Fact]
    public async Task The_cookie_of_a_device_is_good_for_its_account_alone_and_cannot_be_forged()
    {
        await using var auth = await AuthHost.SharedAsync(("Authentication:Issuer", "http://localhost"));
        await auth.SignUpAsync();
        await auth.SignUpAsync("grace@example.com");
        using var response = await auth.TrySignInAsync("grace@example.com");
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^capsule-device=[A-Za-z0-9_-]{64}; max-age=34560000; path=/api; samesite=strict; httponly$", cookie);
        var value = cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];

        await WithCookieAsync("ada@example.com", value);
        await WithCookieAsync("grace@example.com", value[..^4] + "AAAA");
        await WithCookieAsync("grace@example.com", "capsule-device=x");
        await WithCookieAsync("grace@example.com", value);

        Assert.Equal(3, await auth.QueryAsync<long>("select sum(failures) from mine.password_failures where source = 'network:unknown'"));
        Assert.Equal(1, await auth.QueryAsync<long>("select sum(failures) from mine.password_failures where source like 'device:%'"));

        async Task WithCookieAsync(string email, string cookies)
        {
            using var client = auth.CreateBareClient();
            client.DefaultRequestHeaders.Add("Cookie", cookies);
            using var refused = await client.PostAsJsonAsync("/api/sessions", new { email, password = Wrong });
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Who_resets_the_password_gets_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        for (var i = 0; i < 6; i++)
        {
            await TryAsync(auth, Owner, Wrong);
        }

        await auth.ExecuteAsync("update mine.password_failures set failures = 120, locked_until = now() + interval '10 minutes'");
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(auth, Owner, Accounts.Password));
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        await auth.PostAsync(
            "reset-password",
            new { token = await auth.TokenAsync("reset-password"), newPassword = "battery staple horse" }
        );

        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, Owner, "battery staple horse"));
    }
}
