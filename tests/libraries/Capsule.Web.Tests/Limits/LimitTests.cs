using System.Net;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Capsule.Web.Tests.Limits;

public sealed class LimitTests
{
    internal const HttpStatusCode Refused = HttpStatusCode.TooManyRequests;

    // The servers are shared: a policy of this test alone.
    private readonly string _policy = $"test-{Guid.NewGuid():n}";

    [Fact]
    public async Task Past_the_limit_an_address_is_told_when_to_come_back_and_others_are_let_in()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.Window) = (3, TimeSpan.FromHours(1))
        );
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(account: $"{i}"));
        }

        var refused = await service.KnockAsync(account: "another");

        var problem = await ServiceCompliance.AssertProblemAsync(refused, Refused);
        Assert.Equal("urn:capsule:problem:too-many-requests", problem.GetProperty("type").GetString());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(from: "192.0.2.2"));
    }

    [Fact]
    public async Task An_account_is_one_whatever_its_case_and_whoever_asks()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAccount, limit.Window) = (2, TimeSpan.FromHours(1))
        );

        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync("ada@example.com", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(" ADA@example.com", "192.0.2.2"));

        Assert.Equal(Refused, await service.StatusAsync("Ada@Example.com", "192.0.2.3"));
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync("grace@example.com", "192.0.2.1"));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public async Task A_network_of_IPv6_is_one_address(string first, string second, bool same)
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.Window) = (1, TimeSpan.FromHours(1))
        );

        await service.StatusAsync(from: first);

        Assert.Equal(same ? Refused : HttpStatusCode.OK, await service.StatusAsync(from: second));
    }

    [Fact]
    public async Task What_one_limit_refuses_the_other_does_not_count()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.PerAccount, limit.Window) = (3, 1, TimeSpan.FromHours(1))
        );
        await service.StatusAsync("a");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Refused, await service.StatusAsync("a"));
        }

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, Refused],
            [await service.StatusAsync("b"), await service.StatusAsync("c"), await service.StatusAsync("d")]
        );
    }

    [Fact]
    public async Task The_window_slides()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.Window) = (5, TimeSpan.FromSeconds(1))
        );
        var start = TimeProvider.System.GetTimestamp();
        var taken = 0;

        // With fixed windows twice as many would come in at a border.
        await Eventually.TrueAsync(
            async () =>
            {
                taken += await service.StatusAsync() == HttpStatusCode.OK ? 1 : 0;
                return TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(4);
            },
            "four seconds"
        );

        Assert.InRange(taken, 10, 5 * (2 + (int)TimeProvider.System.GetElapsedTime(start).TotalSeconds));
    }

    [Fact]
    public async Task After_failures_a_challenge_is_asked_for_where_there_is_one()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => (limit.PerAddress, limit.ChallengeAfter, limit.Window) = (100, 2, TimeSpan.FromHours(1)),
            challenge: new Answers()
        );
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await service.StatusAsync(password: "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await service.StatusAsync(password: "wrong"));

        var asked = await service.KnockAsync();

        var problem = await ServiceCompliance.AssertProblemAsync(asked, HttpStatusCode.Forbidden);
        Assert.Equal("urn:capsule:problem:challenge-required", problem.GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, await service.StatusAsync(from: "192.0.2.2"));
        Assert.Equal(HttpStatusCode.Forbidden, await service.StatusAsync(account: "grace"));
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(answer: "right"));
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(account: "grace", from: "192.0.2.2"));
    }

    [Theory]
    [InlineData("PerAddress", "-1")]
    [InlineData("PerAccount", "-1")]
    [InlineData("Window", "00:00:00")]
    [InlineData("Window", "2.00:00:00")]
    [InlineData("ChallengeAfter", "-1")]
    public async Task Bad_settings_are_named_at_start(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            LimitedService.StartAsync(_policy, _ => { }, settings: ($"Limits:{_policy}:{name}", value))
        );

        Assert.Contains($"Limits:{_policy}:{name} must", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_come_before_defaults()
    {
        await using var service = await LimitedService.StartAsync(
            _policy,
            limit => limit.PerAddress = 1,
            settings: ($"Limits:{_policy}:PerAddress", "0")
        );

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await service.StatusAsync(), await service.StatusAsync()]);
    }

    [Fact]
    public async Task A_limit_that_nobody_added_is_a_mistake_that_is_named()
    {
        await using var service = await TestService.StartAsync(map: app => app.MapGet("/door", () => Results.Ok()).WithLimit("nowhere"));

        var response = await service.Client.GetAsync("/alive");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(service.Log.Entries, entry => entry.Text.Contains("The limit 'nowhere' does not exist", StringComparison.Ordinal));
    }

    private sealed class Answers : IChallengeVerifier
    {
        public ValueTask<bool> IsAnsweredAsync(HttpContext context, string policy, CancellationToken cancellationToken) =>
            ValueTask.FromResult(context.Request.Headers["Challenge-Answer"] == "right");
    }
}
