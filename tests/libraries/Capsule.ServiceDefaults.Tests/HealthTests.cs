using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.ServiceDefaults.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, HttpStatusCode.OK)]
    [InlineData(HealthStatus.Degraded, HttpStatusCode.OK)]
    [InlineData(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_tells_of_each_dependency(HealthStatus status, HttpStatusCode code)
    {
        await using var service = await StartAsync(status);

        var response = await service.Client.GetAsync("/health");

        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, response.StatusCode);
        Assert.Equal(status.ToString(), document.GetProperty("status").GetString());
        var check = document.GetProperty("checks").GetProperty("dependency");
        Assert.Equal(status.ToString(), check.GetProperty("status").GetString());
        Assert.Equal("what is known", check.GetProperty("description").GetString());
    }

    [Fact]
    public async Task Health_gives_what_a_check_measured_under_the_names_that_it_has()
    {
        await using var service = await TestService.StartAsync(
            builder =>
                builder
                    .Services.AddHealthChecks()
                    .AddCheck(
                        "measured",
                        () =>
                            HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["depth"] = 3L, ["oldest_age_seconds"] = 1.5 })
                    )
                    .AddCheck("unmeasured", () => HealthCheckResult.Healthy()),
            environment: "Development"
        );

        var checks = (await service.Client.GetFromJsonAsync<JsonElement>("/health")).GetProperty("checks");

        Assert.Equal("""{"depth":3,"oldest_age_seconds":1.5}""", checks.GetProperty("measured").GetProperty("data").GetRawText());
        Assert.False(checks.GetProperty("unmeasured").TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Alive_depends_on_nothing_else()
    {
        await using var service = await StartAsync(HealthStatus.Unhealthy);

        var response = await service.Client.GetAsync("/alive");

        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["self"], document.GetProperty("checks").EnumerateObject().Select(check => check.Name));
    }

    private static Task<TestService> StartAsync(HealthStatus status) =>
        TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddCheck("dependency", () => new HealthCheckResult(status, "what is known")),
            environment: "Development"
        );
}
