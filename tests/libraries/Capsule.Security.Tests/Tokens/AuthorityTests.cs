using System.Net;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Capsule.Web;
using Microsoft.Extensions.Logging;
using static Capsule.Testing.ProtectedService;

namespace Capsule.Security.Tests.Tokens;

/// <summary>The authority is away: at start, later, or for a moment.</summary>
public sealed class AuthorityTests
{
    [Fact]
    public async Task Keys_are_got_once_the_service_has_started_and_before_anybody_asks()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);

        await Eventually.TrueAsync(() => authority.KeyRequests == 1, "the keys are got");

        using var response = await service.GetAsync("/mine", authority.Token());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, authority.KeyRequests);
    }

    [Fact]
    public async Task While_no_keys_are_known_a_token_is_503_and_no_token_is_401()
    {
        await using var authority = await TestAuthority.StartAsync();
        authority.FailsWith = 500;
        await using var service = await StartAsync(authority.Address);

        using var with = await service.GetAsync("/users", authority.Token(("scope", "users:read")));
        using var without = await service.GetAsync("/users", null);
        using var open = await service.GetAsync("/open", authority.Token());

        await ProblemAsync(with, HttpStatusCode.ServiceUnavailable, ProblemTypes.Unavailable);
        Assert.NotNull(with.Headers.RetryAfter?.Delta);
        Assert.Empty(with.Headers.WwwAuthenticate);
        await ProblemAsync(without, HttpStatusCode.Unauthorized, "urn:capsule:problem:unauthorized");
        Assert.Equal("nobody", await open.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_authority_that_starts_after_the_service_is_found()
    {
        var key = TestSigningKey.Es256("key-1");
        var before = await TestAuthority.StartAsync(0, key);
        var address = new Uri(before.Address);
        await before.DisposeAsync();
        await using var service = await StartAsync(address.ToString());
        var token = key.Token(TestAuthority.Claims());
        using var early = await service.GetAsync("/mine", token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);

        await using var authority = await TestAuthority.StartAsync(address.Port, key);

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await service.GetAsync("/mine", token);
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}");
                return response.StatusCode == HttpStatusCode.OK;
            },
            "the token is accepted"
        );
    }

    [Fact]
    public async Task Known_keys_stay_in_use_after_the_authority_has_gone()
    {
        var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);
        using var before = await service.GetAsync("/mine", authority.Token());
        await authority.DisposeAsync();

        using var after = await service.GetAsync("/mine", authority.Published[0].Token(TestAuthority.Claims()));
        using var unknown = await service.GetAsync("/mine", TestSigningKey.Es256("unknown").Token(TestAuthority.Claims()));

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (before.StatusCode, after.StatusCode, unknown.StatusCode)
        );
    }

    [Fact]
    public async Task A_token_of_a_new_key_is_accepted()
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var service = await StartAsync(authority.Address);
        using var before = await service.GetAsync("/mine", authority.Token());
        authority.Published = [TestSigningKey.Es256("key-2"), authority.Published[0]];

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await service.GetAsync("/mine", authority.Token());
                return response.StatusCode == HttpStatusCode.OK;
            },
            "the new key is known"
        );
    }

    [Fact]
    public async Task Many_requests_while_the_authority_hangs_ask_it_once_and_get_503()
    {
        await using var authority = await TestAuthority.StartAsync();
        var gate = new TaskCompletionSource();
        authority.Gate = gate.Task;
        await using var service = await StartAsync(authority.Address);
        var token = authority.Token();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.GetAsync("/mine", token)));
        gate.SetResult();

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode));
        Assert.InRange(authority.MetadataRequests, 1, 3); // The client's own attempts at one question.
        await Eventually.TrueAsync(
            async () => (await service.GetAsync("/mine", token)).StatusCode == HttpStatusCode.OK,
            "the authority answers"
        );
    }

    [Fact]
    public async Task A_flood_of_tokens_while_the_authority_fails_asks_it_once_a_second_and_is_logged_once_a_minute()
    {
        var clock = new StillClock();
        await using var authority = await TestAuthority.StartAsync();
        authority.FailsWith = 404;
        await using var service = await StartAsync(authority.Address, clock);
        var token = authority.Token();

        for (var second = 1; second <= 3; second++)
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    using var response = await service.GetAsync("/mine", token);
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
                    return authority.MetadataRequests == second;
                },
                $"the authority is asked for the {second}. time"
            );
            for (var i = 0; i < 20; i++)
            {
                using var response = await service.GetAsync("/mine", token);
            }

            Assert.Equal(second, authority.MetadataRequests);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(
            service.Log.Entries,
            entry => entry.Level == LogLevel.Warning && entry.Text.Contains("its keys are not known", StringComparison.Ordinal)
        );
    }

    /// <summary>Moves only when told to; timers run in real time.</summary>
    private sealed class StillClock : TimeProvider
    {
        private readonly long _start = System.GetTimestamp();
        private long _advance;

        public void Advance(TimeSpan time) => Interlocked.Add(ref _advance, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => _start + Interlocked.Read(ref _advance);
    }
}
