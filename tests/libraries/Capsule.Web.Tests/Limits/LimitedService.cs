using System.Net;
using System.Net.Http.Json;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Web.Tests.Limits;

/// <summary>A service whose one endpoint has a limit, and which believes its callers where they come from.</summary>
internal sealed class LimitedService : IAsyncDisposable
{
    private readonly TestService _service;

    private LimitedService(TestService service) => _service = service;

    public static async Task<LimitedService> StartAsync(
        string policy,
        Action<LimitOptions> limit,
        string? redis = null,
        IChallengeVerifier? challenge = null,
        params (string, string?)[] settings
    ) =>
        new(
            await TestService.StartAsync(
                builder =>
                {
                    builder.AddServiceRedis().AddServiceLimit(policy, limit);
                    if (challenge is not null)
                    {
                        builder.Services.AddSingleton(challenge);
                    }
                },
                app =>
                    app.MapPost(
                            "/door",
                            (Knock knock) => knock.Password == "wrong" ? ApiProblem.Unauthorized("wrong", "No.") : Results.Ok()
                        )
                        .WithLimit<Knock>(policy, knock => knock.Account),
                app =>
                    app.Use(
                        (context, next) =>
                        {
                            context.Connection.RemoteIpAddress = IPAddress.Parse(
                                context.Request.Headers["From-Address"].ToString() is { Length: > 0 } address ? address : "192.0.2.1"
                            );
                            return next(context);
                        }
                    ),
                environment: "Development",
                settings: [("ConnectionStrings:redis", redis ?? (await TestServers.GetAsync()).Redis), .. settings]
            )
        );

    public async Task<HttpResponseMessage> KnockAsync(
        string account = "ada@example.com",
        string from = "192.0.2.1",
        string password = "right",
        string? answer = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/door") { Content = JsonContent.Create(new Knock(account, password)) };
        request.Headers.Add("From-Address", from);
        request.Headers.Add("Challenge-Answer", answer ?? "none");
        return await _service.Client.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusAsync(
        string account = "ada@example.com",
        string from = "192.0.2.1",
        string password = "right",
        string? answer = null
    )
    {
        using var response = await KnockAsync(account, from, password, answer);
        return response.StatusCode;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    internal sealed record Knock(string Account, string Password);
}
