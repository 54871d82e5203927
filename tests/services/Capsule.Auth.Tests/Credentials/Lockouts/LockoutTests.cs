using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Tests.Audit;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Credentials.Lockouts;

public sealed class LockoutTests
{
    internal const string Wrong = "wrong horse battery";
    private const string Attacker = "198.51.100.7";
    internal const string Owner = "203.0.113.5";

    // VilnaCRM-Org/user-service#476, josuebrunel/ezauth#196
    [Theory]
    [Trait("Case", "A-AUT-29")]
    [InlineData(Owner)]
    [InlineData(Attacker)]
    public async Task Tries_while_an_account_is_locked_do_not_extend_the_lock(string owner)
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        await LockForAQuarterOfAnHourAsync(auth, Attacker);
        var until = await auth.QueryAsync<DateTime>("select locked_until from mine.password_failures where source <> ''");

        for (var minute = 0; minute < 15; minute++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(auth, Attacker, minute % 2 == 0 ? Wrong : Accounts.Password));
            await PassAsync(auth, "1 minute");
        }

        Assert.Equal(
            until - TimeSpan.FromMinutes(15),
            await auth.QueryAsync<DateTime>("select locked_until from mine.password_failures where source <> ''")
        );
        await PassAsync(auth, "5 seconds");
        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, owner, Accounts.Password));
    }

    [Fact]
    public async Task Tries_elsewhere_once_a_minute_do_not_keep_the_owner_out()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        await LockForAQuarterOfAnHourAsync(auth, Attacker);

        for (var minute = 0; minute < 5; minute++)
        {
            await TryAsync(auth, Attacker, Wrong);
            Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, Owner, Accounts.Password));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(auth, Attacker, Accounts.Password));
    }

    [Fact]
    public async Task Of_many_tries_at_the_same_time_those_that_are_free_are_checked()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        await using var replica = await AuthHost.SharedReplicaAsync(auth);
        await auth.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 19).Select(i => TryAsync(i % 2 == 0 ? auth : replica, Attacker, Wrong)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer));
        var reasons = (await auth.AuditAsync())
            .Where(row => row.Event == "session.refused")
            .Select(row => row.Data.GetProperty("reason").GetString())
            .ToList();
        Assert.Equal(19, reasons.Count);
        Assert.InRange(reasons.Count(reason => reason == "wrong-password"), 6, 7);
        Assert.InRange(await auth.WrongPasswordsAsync(), 6, 7);
    }

    [Fact]
    public async Task Right_passwords_at_the_same_time_all_get_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 19).Select(_ => TryAsync(auth, Owner, Accounts.Password)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(0, await auth.QueryAsync<long>("select sum(failures) from mine.password_failures"));
    }

    [Fact]
    public async Task An_IPv6_network_counts_as_one()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();

        for (var i = 0; i < 6; i++)
        {
            await TryAsync(auth, $"2001:db8:1:2:{i:x}::1", Wrong);
        }

        Assert.Equal(
            "network:2001:db8:1:2::/64",
            await auth.QueryAsync<string>("select string_agg(source, ' ') from mine.password_failures where source <> ''")
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(auth, "2001:db8:1:2:ffff::1", Accounts.Password));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(auth, "2001:db8:1:3::1", Accounts.Password));
    }

    [Fact]
    public async Task A_try_that_nobody_had_time_to_check_does_not_count()
    {
        await using var auth = await AuthHost.SharedAsync(
            ("Auth:Passwords:Concurrency", "1"),
            ("Auth:Passwords:QueueLength", "0"),
            ("Auth:Passwords:Iterations", "200000")
        );
        await auth.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => TryAsync(auth, $"198.51.100.{i}", Accounts.Password)));

        Assert.Contains(HttpStatusCode.ServiceUnavailable, answers);
        Assert.All(answers, answer => Assert.True(answer is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        Assert.Equal(0, await auth.QueryAsync<long>("select sum(failures) from mine.password_failures"));
    }

    [Fact]
    public async Task Counts_go_after_a_day_without_another()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Cleanup:Interval", "00:00:00.050"));
        await auth.SignUpAsync();
        await TryAsync(auth, Attacker, Wrong);
        await TryAsync(auth, Owner, Wrong);

        await auth.ExecuteAsync(
            $"set session_replication_role = replica; update mine.password_failures set updated_at = now() - interval '25 hours' where source in ('', 'network:{Attacker}')"
        );

        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from mine.password_failures") == 1,
            "the old counts gone"
        );
        Assert.Equal($"network:{Owner}", await auth.QueryAsync<string>("select source from mine.password_failures"));
    }

    private static async Task LockForAQuarterOfAnHourAsync(ServiceHost<Program> auth, string address)
    {
        await TryAsync(auth, address, Wrong);
        await auth.ExecuteAsync("update mine.password_failures set failures = 20 where source <> ''");
        await TryAsync(auth, address, Wrong);
        Assert.True(
            await auth.QueryAsync<bool>(
                "select locked_until > now() + interval '14 minutes' from mine.password_failures where source <> ''"
            )
        );
    }

    private static Task PassAsync(ServiceHost<Program> auth, string time) =>
        auth.ExecuteAsync($"update mine.password_failures set locked_until = locked_until - interval '{time}'");

    internal static Task<HttpStatusCode> TryAsync(ServiceHost<Program> auth, string address, string password) =>
        TryAsync(auth.Client, auth, address, password);

    internal static async Task<HttpStatusCode> TryAsync(HttpClient client, ServiceHost<Program> auth, string address, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sessions")
        {
            Content = JsonContent.Create(new { email = auth.AddressOf(Accounts.Email), password }),
        };
        request.Headers.Add(TestAddress.Header, address);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
