using System.Net;
using System.Net.Http.Json;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>An expired key counts as new by the claiming statement itself, whether or not a clean-up has removed it.</summary>
public sealed class IdempotencyExpiryTests(IdempotencyExpiryTests.Started started) : IClassFixture<IdempotencyExpiryTests.Started>
{
    private readonly ServiceHost<Program> _auth = started.Auth;

    [Fact]
    public async Task An_expired_key_is_new_although_many_older_keys_wait_for_their_removal()
    {
        await PostAsync("older", "key-1", "Ada");
        await ExpireAsync("older");

        // A claim removes ten keys, the oldest first.
        await _auth.ExecuteAsync(
            """
            insert into auth.idempotency_keys (id, endpoint, key, fingerprint, created_at)
            select gen_random_uuid(), 'POST /other', 'old ' || number, '', current_timestamp - interval '2 days' from generate_series(1, 50) number
            """
        );

        var response = await PostAsync("older", "key-1", "Grace");

        Assert.Equal((HttpStatusCode.Created, false), (response.StatusCode, response.Headers.Contains("Idempotency-Replayed")));
    }

    [Fact]
    public async Task Of_many_requests_at_once_with_an_expired_key_one_does_the_work_and_all_get_its_response()
    {
        await PostAsync("many", "key-1", "Ada");
        await ExpireAsync("many");

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync("many", "key-1", "Grace")));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Single(responses.Select(response => response.Headers.Location).Distinct());
        Assert.Single(responses, response => !response.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Many_requests_at_once_with_different_expired_keys_are_all_new()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PostAsync("different", $"key-{i}", "Ada")));
        await ExpireAsync("different");

        // Each claim also removes keys that others claim at the same time.
        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PostAsync("different", $"key-{i}", "Grace")));

        Assert.All(
            responses,
            response =>
                Assert.Equal((HttpStatusCode.Created, false), (response.StatusCode, response.Headers.Contains("Idempotency-Replayed")))
        );
    }

    [Fact]
    public async Task A_key_is_repeated_until_the_end_of_its_day()
    {
        await PostAsync("day", "key-1", "Ada");
        await SetAgeAsync("day", "23 hours 59 minutes");

        Assert.True((await PostAsync("day", "key-1", "Ada")).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync("day", "key-1", "Grace")).StatusCode);
    }

    private Task ExpireAsync(string user) => SetAgeAsync(user, "24 hours 1 second");

    // The endpoint of a key contains a hash of the address, so the key's own response tells whose it is.
    private Task SetAgeAsync(string user, string age) =>
        _auth.ExecuteAsync(
            $"""
            update auth.idempotency_keys set created_at = current_timestamp - interval '{age}'
            where content::jsonb->>'email' = '{user}@example.com'
            """
        );

    // A registered address is not refused: sign-up tells nobody (decision 031).
    private Task<HttpResponseMessage> PostAsync(string user, string key, string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/users")
        {
            Content = JsonContent.Create(
                new
                {
                    email = $"{user}@example.com",
                    name,
                    password = "correct horse battery",
                }
            ),
        };
        request.Headers.Add("Idempotency-Key", key);
        return _auth.Client.SendAsync(request);
    }

    /// <summary>One service for all tests, each of which signs up another user.</summary>
    public sealed class Started : IAsyncLifetime
    {
        internal ServiceHost<Program> Auth { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => Auth = await AuthHost.StartAsync();

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Auth.DisposeAsync();
    }
}
