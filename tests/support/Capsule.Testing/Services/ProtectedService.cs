using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Capsule.Security;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Capsule.Testing;

/// <summary>A service that takes access tokens, with an endpoint for each thing that one may ask for.</summary>
public static class ProtectedService
{
    /// <summary>Starts in Development, where the authority may be without TLS; it finds the authority by name.</summary>
    public static Task<TestService> StartAsync(
        string authorityAddress,
        TimeProvider? time = null,
        string environment = "Development",
        params (string Key, string? Value)[] settings
    ) =>
        TestService.StartAsync(
            builder =>
            {
                if (time is not null)
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton(time));
                }

                builder.AddServiceAuthentication();
            },
            app =>
            {
                app.MapGet("/open", (ClaimsPrincipal user) => user.Identity?.Name ?? "nobody");
                app.MapGet("/mine", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
                app.MapGet("/admin", () => "fine").RequireAuthorization(policy => policy.RequireRole("admin"));
                app.MapGet("/users", () => "fine").RequireScope("users:read");
                app.MapGet("/both", () => "fine").RequireScope("users:read").RequireScope("users:write");
                app.MapGroup("/group").RequireScope("users:read").MapGet("/item", () => "fine");
                app.MapPost("/users", () => "fine").RequireScope("users:write");
                app.MapGet("/recent", () => "fine").RequireScope("users:read").RequireRecentAuthentication(5);
                app.MapGet("/stricter", () => "fine").RequireRecentAuthentication(5).RequireRecentAuthentication(1);
            },
            environment: environment,
            settings: [.. settings.Concat(Defaults(authorityAddress)).DistinctBy(setting => setting.Key)]
        );

    private static (string Key, string? Value)[] Defaults(string authorityAddress) =>
        [("services:auth:http:0", authorityAddress), ("Authentication:Issuer", TestAuthority.Issuer)];

    public static async Task<HttpResponseMessage> GetAsync(this TestService service, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return await service.Client.SendAsync(request);
    }

    /// <summary>Asserts status, type and form of a problem, and returns it.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(type, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        return problem;
    }
}
