using System.Net;
using System.Net.Http.Json;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Web;

/// <summary>Which doors have a limit; how limits work is in the tests of Capsule.ServiceDefaults.</summary>
public sealed class LimitTests
{
    // Counts are in the Redis that all tests share.
    private readonly string _email = $"{Guid.NewGuid():n}@example.com";

    [Fact]
    public async Task Sign_ins_are_limited_by_account_whether_or_not_there_is_one()
    {
        await using var auth = await AuthHost.SharedAsync(("Limits:SignIn:PerAccount", "2"), ("Limits:SignIn:Window", "01:00:00"));
        await auth.SignUpAsync(_email);
        await auth.SignInAsync(_email);
        await auth.TrySignInAsync(_email, "wrong horse battery");
        await auth.TrySignInAsync($"no-{_email}");
        await auth.TrySignInAsync($"no-{_email}");

        var known = await auth.TrySignInAsync(_email);
        var unknown = await auth.TrySignInAsync($"no-{_email}");

        await ServiceCompliance.AssertProblemAsync(known, HttpStatusCode.TooManyRequests);
        await ServiceCompliance.AssertProblemAsync(unknown, HttpStatusCode.TooManyRequests);
        Assert.NotNull(known.Headers.RetryAfter);
        Assert.Equal(1, await auth.WrongPasswordsAsync());
    }

    [Fact]
    public async Task Registrations_are_limited_by_account()
    {
        await using var auth = await AuthHost.SharedAsync(
            ("Limits:Registration:PerAccount", "1"),
            ("Limits:Registration:Window", "01:00:00")
        );
        await auth.SignUpAsync(_email);

        var second = await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = _email,
                name = "Ada",
                password = Accounts.Password,
            }
        );

        await ServiceCompliance.AssertProblemAsync(second, HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("Token", "/connect/token")]
    [InlineData("Token", "/connect/revoke")]
    [InlineData("Introspection", "/connect/introspect")]
    [InlineData("SignIn", "/api/sessions")]
    [InlineData("Registration", "/api/users")]
    [InlineData("AccountEmails", "/api/users/forgot-password")]
    [InlineData("AccountEmails", "/api/users/verify-email/resend")]
    public async Task Every_door_is_limited_by_client_address(string policy, string path)
    {
        await using var auth = await AuthHost.SharedAsync(($"Limits:{policy}:PerAddress", "2"), ($"Limits:{policy}:Window", "01:00:00"));
        auth.Client.DefaultRequestHeaders.Add(TestAddress.Header, $"198.18.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
        object body = new
        {
            email = _email,
            name = "Ada",
            password = Accounts.Password,
        };

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var content = path.StartsWith("/connect", StringComparison.Ordinal)
                ? (HttpContent)Accounts.Form(("token", "none"))
                : JsonContent.Create(body);
            using var response = await auth.Client.PostAsync(path, content);
            answers.Add(response.StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers.Take(2));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[2]);
    }

    [Fact]
    public async Task Questions_about_tokens_are_limited_by_client_and_those_of_services_are_not()
    {
        await using var auth = await AuthHost.SharedAsync([
            .. OtherService.Introspection,
            ("Limits:Introspection:PerAccount", "2"),
            ("Limits:Introspection:PerAddress", "6"),
            ("Limits:Introspection:Window", "01:00:00"),
        ]);
        auth.Client.DefaultRequestHeaders.Add(TestAddress.Header, $"198.19.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
        var admin = await auth.AdminAsync();
        var (one, other) = (
            await auth.ServiceClientAsync(admin, "tokens:introspect"),
            await auth.ServiceClientAsync(admin, "tokens:introspect")
        );
        string services = Apps.Basic("services", OtherService.Introspection[1].Value),
            wrong = Apps.Basic(other.Id.ToString(), "wrong");

        // Wrong secrets count by themselves: a client can still ask whose name somebody uses.
        HttpStatusCode[] answers =
        [
            await AskAsync(one.Basic()),
            await AskAsync(one.Basic()),
            await AskAsync(one.Basic()),
            await AskAsync(wrong),
            await AskAsync(wrong),
            await AskAsync(wrong),
        ];
        Assert.Equal(
            [
                HttpStatusCode.OK,
                HttpStatusCode.OK,
                HttpStatusCode.TooManyRequests,
                HttpStatusCode.Unauthorized,
                HttpStatusCode.Unauthorized,
                HttpStatusCode.TooManyRequests,
            ],
            answers
        );
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            [await AskAsync(other.Basic()), await AskAsync(other.Basic()), await AskAsync(null)]
        );

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(services));
        }

        async Task<HttpStatusCode> AskAsync(string? basic)
        {
            using var response = await auth.PostFormAsync("/connect/introspect", basic, ("token", admin));
            return response.StatusCode;
        }
    }
}
