using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Capsule.Testing;

/// <summary>What every service answers the same way; each service's tests call these.</summary>
public static class ServiceCompliance
{
    /// <summary>Health, liveness, database status and the OpenAPI document.</summary>
    public static async Task AssertDefaultEndpointsAsync(HttpClient client, string service, params string[] paths)
    {
        await Eventually.TrueAsync(async () => await StatusAsync(client) == "Healthy", $"{service} is healthy.");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).StatusCode);

        var status = await client.GetFromJsonAsync<JsonElement>("/api/database/status");
        Assert.StartsWith("15", status.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Empty(status.GetProperty("migrations").GetProperty("pending").EnumerateArray());
        Assert.NotEmpty(status.GetProperty("migrations").GetProperty("applied").EnumerateArray());

        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Assert.All(
            paths,
            path => Assert.True(document.GetProperty("paths").TryGetProperty(path, out _), $"{path} is not in the document.")
        );
    }

    /// <summary>
    /// Every endpoint under <c>/api</c> asks for a scope, says so in the OpenAPI document, and answers a caller without a token with 401,
    /// but for those that are open to all, given as <c>POST /api/users</c>.
    /// </summary>
    public static async Task AssertEndpointsAskForTokensAsync(IServiceProvider services, HttpClient client, params string[] open)
    {
        var endpoints = services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                    .HttpMethods.Select(method => (Method: method, Endpoint: endpoint))
            )
            .ToList();
        Assert.NotEmpty(endpoints);
        var expected = open.Append("GET /api/database/status").ToList();
        var found = new List<string>();
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        foreach (var (method, endpoint) in endpoints)
        {
            var name = $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}";
            if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            {
                found.Add(name);
                continue;
            }

            var path = Regex.Replace(endpoint.RoutePattern.RawText!, @"\{[^}]*\}", Guid.Empty.ToString());
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await client.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{name} answers {(int)response.StatusCode} without a token");
            AssertDocumented(document, method, endpoint);
        }

        Assert.Equal(expected.Order(), found.Order());
    }

    /// <summary>
    /// Every table but the histories of migrations has created_at and updated_at, UTC and never null, and a trigger that keeps the latter.
    /// </summary>
    public static async Task AssertAuditColumnsAsync(string connectionString, string schema)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            select t.relname from pg_class t
             where t.relnamespace = $1::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
               and t.relname not in ('__ef_migrations_history', 'schema_history')
               and ((select count(*) from pg_attribute a
                      where a.attrelid = t.oid and a.attname in ('created_at', 'updated_at') and a.attnotnull
                        and a.atthasdef and a.atttypid = 'timestamptz'::regtype) <> 2
                 or not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgname = t.relname || '_set_updated_at'))
            """
        );
        command.Parameters.AddWithValue(schema);
        var without = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            without.Add(reader.GetString(0));
        }

        Assert.True(
            without.Count == 0,
            $"Without created_at, updated_at or the trigger that keeps updated_at: {string.Join(", ", without)}. "
                + "The migration that creates a table calls CreateUpdatedAtTrigger for it."
        );
    }

    /// <summary>A problem document of this status that names the field, without a trace of the implementation.</summary>
    public static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string? field = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);

        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.StartsWith("urn:capsule:problem:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        if (field is not null)
        {
            Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == field);
        }

        return problem;
    }

    /// <summary>
    /// The answer to a request for data that an event has yet to bring: 503 with a type of its own, and a time to ask again.
    /// </summary>
    public static async Task AssertNotReadyAsync(HttpResponseMessage response, string type)
    {
        var problem = await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.Equal($"urn:capsule:problem:{type}", problem.GetProperty("type").GetString());
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    private static void AssertDocumented(JsonElement document, string method, RouteEndpoint endpoint)
    {
        var path = "/" + Regex.Replace(endpoint.RoutePattern.RawText!, @"\{(\w+)[^}]*\}", "{$1}").Trim('/');
        var scopes = document
            .GetProperty("paths")
            .GetProperty(path)
            .GetProperty(method.ToLowerInvariant())
            .GetProperty("security")[0]
            .GetProperty("bearer")
            .EnumerateArray()
            .Select(scope => scope.GetString());
        Assert.NotEmpty(scopes);
        Assert.Equal(
            "http",
            document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString()
        );
    }

    private static async Task<string?> StatusAsync(HttpClient client) =>
        JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync("/health")).GetProperty("status").GetString();
}
