using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Tests.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Capsule.Auth.Tests;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task A_repetition_under_the_same_key_gets_the_same_answer_and_changes_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = await PostAsync(auth, "key-1", "ada@example.com");

        var again = await PostAsync(auth, "key-1", "ada@example.com");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadFromJsonAsync<UserResponse>(), await again.Content.ReadFromJsonAsync<UserResponse>());
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.users"));
    }

    [Fact]
    public async Task Of_many_at_once_under_one_key_all_get_the_one_answer()
    {
        await using var auth = await AuthHost.SharedAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync(auth, "key-1", "ada@example.com")));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Single(responses.Select(response => response.Headers.Location).Distinct());
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.outbox_messages where type like '%:UserRegistered'"));
    }

    [Fact]
    public async Task A_repetition_is_the_same_byte_for_byte_with_its_headers()
    {
        await using var auth = await AuthHost.SharedAsync();

        var first = await PostAsync(auth, "key-1", "ada@example.com", "  Zoë <\u00e9> \"quoted\" ");
        var again = await PostAsync(auth, "key-1", "ada@example.com", "  Zoë <\u00e9> \"quoted\" ");

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        string[] own = ["Date", "Idempotency-Replayed"];
        Assert.Equal(Headers(first), Headers(again));
        Assert.Equal("application/json; charset=utf-8", again.Content.Headers.ContentType?.ToString());

        List<string> Headers(HttpResponseMessage response) =>
            [
                .. response
                    .Headers.Concat(response.Content.Headers)
                    .Where(header => !own.Contains(header.Key))
                    .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
                    .Order(),
            ];
    }

    [Fact]
    public async Task A_key_cannot_be_used_for_another_request()
    {
        await using var auth = await AuthHost.SharedAsync();
        await PostAsync(auth, "key-1", "ada@example.com");

        var response = await PostAsync(auth, "key-1", "ada@example.com", "Somebody else");

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Two_strangers_who_choose_the_same_key_are_not_in_each_others_way()
    {
        await using var auth = await AuthHost.SharedAsync();
        await PostAsync(auth, "key-1", "ada@example.com");

        var response = await PostAsync(auth, "key-1", "grace@example.com");

        Assert.Equal((HttpStatusCode.Created, false), (response.StatusCode, response.Headers.Contains("Idempotency-Replayed")));
        await auth.SignInAsync("ada@example.com");
        await auth.SignInAsync("grace@example.com");
    }

    [Fact]
    public async Task A_key_that_has_expired_starts_anew()
    {
        await using var auth = await AuthHost.StartAsync();
        await PostAsync(auth, "key-1", "ada@example.com");
        await auth.ExecuteAsync("update auth.idempotency_keys set created_at = now() - interval '25 hours'");

        // Another request, so that it is neither a repetition nor a misuse of the key.
        var response = await PostAsync(auth, "key-1", "ada@example.com", "Ada King");

        Assert.Equal((HttpStatusCode.Created, false), (response.StatusCode, response.Headers.Contains("Idempotency-Replayed")));
        Assert.True((await PostAsync(auth, "key-1", "ada@example.com", "Ada King")).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(
            1L,
            await auth.QueryAsync<long>("select count(*) from auth.idempotency_keys where created_at > now() - interval '1 hour'")
        );
    }

    [Fact]
    public async Task No_connection_is_held_while_passwords_are_hashed()
    {
        using var hasher = new GatedHasher();
        await using var auth = await AuthHost.StartAsync(
            host => host.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<User>>(hasher))),
            ("Auth:Passwords:Concurrency", "2"),
            ("Auth:Passwords:QueueLength", "100")
        );
        hasher.Open();
        var token = (await auth.BeginAsync()).AccessToken;
        hasher.Close();

        var signUps = Enumerable.Range(0, 100).Select(i => PostAsync(auth, $"key-{i}", $"user-{i}@example.com")).ToList();
        HashingTurns? turns = null;
        await auth.InScopeAsync(services => Task.FromResult(turns = services.GetRequiredService<HashingTurns>()));
        await Eventually.TrueAsync(() => Task.FromResult(turns!.Waiting == 98), "two hash and the others wait for their turn");

        // What the service does in the background comes to its end; a transaction around a hash would stay.
        await Eventually.TrueAsync(
            async () =>
                await auth.QueryAsync<long>(
                    "select count(*) from pg_stat_activity where datname = current_database() and usename = 'auth_user' and state <> 'idle'"
                ) == 0,
            "no connection is in use or idle in a transaction"
        );
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", token)).StatusCode);
        hasher.Open();

        Assert.All(await Task.WhenAll(signUps), response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Equal(101L, await auth.QueryAsync<long>("select count(*) from mine.users"));
    }

    /// <summary>Alone on a machine: measures what a hundred sign-ups with keys do to everybody else.</summary>
    [Fact]
    [Trait("Category", "Soak")]
    public async Task Others_are_answered_within_100_ms_while_a_hundred_sign_up_with_keys()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Passwords:Iterations", "220000"));
        var token = (await auth.BeginAsync()).AccessToken;

        var signUps = Task.WhenAll(Enumerable.Range(0, 100).Select(i => PostAsync(auth, $"key-{i}", $"user-{i}@example.com")));
        List<double> times = [];
        while (!signUps.IsCompleted)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", token)).StatusCode);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var p99 = times.Order().ElementAt((int)(times.Count * 0.99));
        TestContext.Current.SendDiagnosticMessage(
            $"{times.Count} requests, median {times.Order().ElementAt(times.Count / 2):0.0} ms, p99 {p99:0.0} ms, max {times.Max():0.0} ms"
        );
        Assert.All(await signUps, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.True(p99 < 100, $"p99 {p99:0} ms");
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_a_bad_request()
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await PostAsync(auth, new string('k', 201), "ada@example.com");

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, "Idempotency-Key");
    }

    private static Task<HttpResponseMessage> PostAsync(ServiceHost<Program> auth, string key, string email, string name = "Somebody")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/users")
        {
            Content = JsonContent.Create(
                new
                {
                    email,
                    name,
                    password = "correct horse battery",
                }
            ),
        };
        request.Headers.Add("Idempotency-Key", key);
        return auth.Client.SendAsync(request);
    }
}
