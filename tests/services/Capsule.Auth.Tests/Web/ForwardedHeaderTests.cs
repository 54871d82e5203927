using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Audit;
using Capsule.Auth.Tests.Audit;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Web;

public sealed class ForwardedHeaderTests
{
    [Theory]
    [InlineData("", "127.0.0.1/32", HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.0/8", "198.51.100.7/32", HttpStatusCode.Unauthorized)]
    public async Task A_forged_client_address_enters_neither_the_audit_log_nor_the_limits(
        string trusted,
        string address,
        HttpStatusCode third
    )
    {
        await using var auth = await AuthHost.StartListeningAsync(
            ("ForwardedHeaders_Enabled", "true"),
            ("ForwardedHeaders:TrustedNetworks", trusted),
            ("Limits:SignIn:PerAddress", "2"),
            ("Limits:SignIn:Window", "01:00:00"),
            ("ConnectionStrings:redis", "127.0.0.1:1")
        );
        await auth.SignUpAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(auth, "198.51.100.7"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(auth, "198.51.100.8"));
        Assert.Equal(third, await SignInAsync(auth, "198.51.100.9"));

        var failed = (await auth.AuditAsync()).First(row => row.Event == AuditEvents.SignInFailed);
        Assert.Equal(address, failed.Address);
    }

    private static async Task<HttpStatusCode> SignInAsync(ServiceHost<Program> auth, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sessions")
        {
            Content = JsonContent.Create(new { email = Accounts.Email, password = "a wrong password" }),
        };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await auth.Client.SendAsync(request);
        return response.StatusCode;
    }
}
