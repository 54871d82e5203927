using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Users;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task A_repetition_under_the_same_key_gets_the_same_answer_and_changes_nothing()
    {
        await using var auth = await AuthHost.StartAsync();
        var first = await PostAsync(auth, "key-1", "ada@example.com");

        var again = await PostAsync(auth, "key-1", "ada@example.com");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadFromJsonAsync<UserResponse>(), await again.Content.ReadFromJsonAsync<UserResponse>());
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }

    [Fact]
    public async Task Of_many_at_once_under_one_key_all_get_the_one_answer()
    {
        await using var auth = await AuthHost.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync(auth, "key-1", "ada@example.com")));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Single(responses.Select(response => response.Headers.Location).Distinct());
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from auth.outbox_messages where type like '%:UserRegistered'"));
    }

    [Fact]
    public async Task A_key_cannot_be_used_for_another_request()
    {
        await using var auth = await AuthHost.StartAsync();
        await PostAsync(auth, "key-1", "ada@example.com");

        var response = await PostAsync(auth, "key-1", "grace@example.com");

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_its_key_up()
    {
        await using var auth = await AuthHost.StartAsync();
        await PostAsync(auth, "key-1", "ada@example.com");
        await ServiceCompliance.AssertProblemAsync(await PostAsync(auth, "key-2", "ada@example.com"), HttpStatusCode.Conflict, "email");

        var response = await PostAsync(auth, "key-2", "grace@example.com");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_a_bad_request()
    {
        await using var auth = await AuthHost.StartAsync();

        var response = await PostAsync(auth, new string('k', 201), "ada@example.com");

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, "Idempotency-Key");
    }

    private static Task<HttpResponseMessage> PostAsync(ServiceHost<Program> auth, string key, string email)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/users")
        {
            Content = JsonContent.Create(new { email, name = "Somebody", password = "correct horse battery" }),
        };
        request.Headers.Add("Idempotency-Key", key);
        return auth.Client.SendAsync(request);
    }
}
