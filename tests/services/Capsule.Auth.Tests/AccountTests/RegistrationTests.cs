using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Users;
using Capsule.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class RegistrationTests
{
    private static readonly object Ada = new
    {
        email = "ada@example.com",
        name = "Ada Lovelace",
        password = "correct horse battery",
    };

    [Fact]
    public async Task A_sign_up_stores_the_user_with_a_hashed_password_and_the_event_in_one_transaction()
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.Client.PostAsJsonAsync("/api/users", Ada);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var user = (await response.Content.ReadFromJsonAsync<UserResponse>())!;
        Assert.Equal($"/api/users/{user.Id}", response.Headers.Location?.OriginalString);
        Assert.Equal(7, user.Id.Version);
        var own = await auth.SendAsync(HttpMethod.Get, response.Headers.Location!.OriginalString, (await auth.SignInAsync()).AccessToken);
        Assert.Equal(user, await own.Content.ReadFromJsonAsync<UserResponse>());

        var hash = await auth.QueryAsync<string>("select password_hash from mine.users");
        var stored = new User { Email = user.Email, Name = user.Name };
        Assert.Equal(
            PasswordVerificationResult.Success,
            new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).VerifyHashedPassword(
                stored,
                hash,
                "correct horse battery"
            )
        );

        var payload = JsonSerializer.Deserialize<JsonElement>(
            await auth.QueryAsync<string>("select payload::text from mine.outbox_messages where type like '%:UserRegistered'")
        );
        Assert.Equal(user.Id, payload.GetProperty("userId").GetGuid());
        Assert.False(payload.TryGetProperty("password", out _));
    }

    [Fact]
    public async Task An_address_is_taken_whatever_its_case()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.Client.PostAsJsonAsync("/api/users", Ada);

        var response = await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = "ADA@Example.com",
                name = "Other",
                password = "other horse battery",
            }
        );

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.users"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync(password: "other horse battery")).StatusCode);
        await auth.SignInAsync();
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.outbox_messages where type like '%:UserRegistered'"));
    }

    [Fact]
    public async Task Of_many_sign_ups_at_once_with_one_address_one_wins()
    {
        await using var auth = await AuthHost.SharedAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => auth.Client.PostAsJsonAsync("/api/users", Ada)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.users"));
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.outbox_messages where type like '%:UserRegistered'"));
    }

    [Fact]
    public async Task Bad_input_is_answered_with_the_name_of_the_field()
    {
        (string Body, string Field)[] bad =
        [
            ("""{"name":"Ada","password":"correct horse"}""", "email"),
            ("""{"email":"not an address","name":"Ada","password":"correct horse"}""", "email"),
            ("""{"email":null,"name":"Ada","password":"correct horse"}""", "email"),
            ("""{"email":42,"name":"Ada","password":"correct horse"}""", "email"),
            ("""{"email":"a@","name":"Ada","password":"correct horse"}""", "email"),
            ("""{"email":"a@b\u0000c","name":"Ada","password":"correct horse"}""", "email"),
            ($$"""{"email":"{{new string('a', 300)}}@example.com","name":"Ada","password":"correct horse"}""", "email"),
            ("""{"email":"ada@example.com","name":"","password":"correct horse"}""", "name"),
            ("""{"email":"ada@example.com","name":"   ","password":"correct horse"}""", "name"),
            ("""{"email":"ada@example.com","name":"a\u0000b","password":"correct horse"}""", "name"),
            ($$"""{"email":"ada@example.com","name":"{{new string('n', 201)}}","password":"correct horse"}""", "name"),
            ("""{"email":"ada@example.com","name":"Ada","password":"short"}""", "password"),
            ($$"""{"email":"ada@example.com","name":"Ada","password":"{{new string('p', 257)}}"}""", "password"),
            ("""{"email":"ada@example.com","name":"Ada","password":"\u0000secret-tail-1"}""", "password"),
            ("""{"email":"ada@example.com","name":["Ada"],"password":"correct horse"}""", "name"),
        ];
        await using var auth = await AuthHost.StartAsync();

        foreach (var (body, field) in bad)
        {
            var response = await auth.Client.PostAsync(
                "/api/users",
                new StringContent(body, System.Text.Encoding.UTF8, "application/json")
            );

            await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
        }

        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"email\":\"a@example.com\",}", HttpStatusCode.BadRequest)]
    public async Task A_malformed_body_is_a_bad_request(string body, HttpStatusCode status)
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.Client.PostAsync("/api/users", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await ServiceCompliance.AssertProblemAsync(response, status);
    }

    [Fact]
    public async Task Unknown_users_routes_and_media_types_are_problems_too()
    {
        await using var auth = await AuthHost.SharedAsync();

        await ServiceCompliance.AssertProblemAsync(await auth.Client.GetAsync("/api/users/none"), HttpStatusCode.NotFound);
        await ServiceCompliance.AssertProblemAsync(await auth.Client.DeleteAsync("/api/users"), HttpStatusCode.MethodNotAllowed);
        await ServiceCompliance.AssertProblemAsync(
            await auth.Client.PostAsync("/api/users", new StringContent("email=a")),
            HttpStatusCode.UnsupportedMediaType
        );
    }
}
