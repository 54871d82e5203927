using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Capsule.Testing.Sweep;

/// <summary>
/// Sends every endpoint of a service what is wrong in each field that it takes, and bodies that are wrong as a whole: each answer must be a
/// refusal that names the field, never a failure, and nothing of it may land in a header or a row. Endpoints and fields are those of the
/// service's own OpenAPI document, so that a new one is swept by itself.
/// </summary>
public static class BadInputSweep
{
    private const int MaxShown = 60;

    /// <summary>Sweeps a service that listens, with the authorization of its client, and returns how many requests that took.</summary>
    /// <typeparam name="TProgram">The service's Program.</typeparam>
    /// <param name="service">The service.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="rules">What the document does not say.</param>
    public static async Task<int> RunAsync<TProgram>(ServiceHost<TProgram> service, string schema, SweepRules rules)
        where TProgram : class
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(rules);
        var operations = new ApiDocument(await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).Operations();
        await AssertAllAreInTheDocumentAsync(service, operations, rules);
        using var logs = new RecordedLogs(LogLevel.Error);
        await service.InScopeAsync(services =>
        {
            services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
            return Task.CompletedTask;
        });
        using var run = new SweepRun(service.Client.BaseAddress!, service.Client.DefaultRequestHeaders.Authorization, rules);
        foreach (var operation in operations)
        {
            await run.SweepAsync(operation);
        }

        Assert.True(
            run.Failures.Count == 0,
            $"{run.Failures.Count} of {run.Requests} answers are wrong:\n{string.Join('\n', run.Failures.Concat(logs.Errors).Take(MaxShown))}"
        );
        Assert.Empty(await InjectedRows.FindAsync(service.Database.ConnectionString, schema, rules));
        Assert.Empty(logs.Errors);
        return run.Requests;
    }

    private static Task AssertAllAreInTheDocumentAsync<TProgram>(
        ServiceHost<TProgram> service,
        IReadOnlyList<ApiOperation> operations,
        SweepRules rules
    )
        where TProgram : class =>
        service.InScopeAsync(services =>
        {
            var documented = operations.Select(operation => operation.Name).ToHashSet(StringComparer.Ordinal);
            Assert.NotEmpty(documented);
            Assert.Empty(
                services
                    .GetRequiredService<EndpointDataSource>()
                    .Endpoints.OfType<RouteEndpoint>()
                    .SelectMany(endpoint =>
                        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(method => $"{method} {Path(endpoint)}")
                        ?? []
                    )
                    // HEAD is GET without the body.
                    .Where(name =>
                        !name.StartsWith("GET /openapi/", StringComparison.Ordinal)
                        && !name.StartsWith("HEAD ", StringComparison.Ordinal)
                        && !rules.IsPage(name)
                        && !documented.Contains(name)
                    )
            );
            return Task.CompletedTask;
        });

    private static string Path(RouteEndpoint endpoint) =>
        "/" + Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), @"\{(\w+)[^}]*\}", "{$1}");
}
