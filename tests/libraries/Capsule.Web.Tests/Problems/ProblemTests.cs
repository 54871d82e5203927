using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.Web.Tests.Problems;

public sealed class ProblemTests
{
    internal const string Secret = "the secret of the stack";

    [Fact]
    public async Task A_malformed_identifier_in_the_route_is_400_and_names_it()
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync("/things/no-uuid");

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, ProblemTypes.Validation);
        Assert.Equal(["id"], Fields(problem));
    }

    [Fact]
    public async Task A_missing_query_parameter_is_400_and_names_it()
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync("/search");

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, ProblemTypes.Validation);
        Assert.Equal(["term"], Fields(problem));
    }

    [Theory]
    [InlineData("/search?term=a%00b", "term")]
    [InlineData("/search?term=a&of=%00", "of")]
    public async Task A_query_that_no_database_stores_is_400_and_names_the_parameter(string path, string parameter)
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync(path);

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, ProblemTypes.Validation);
        Assert.Equal([parameter], Fields(problem));
    }

    [Fact]
    public async Task Validation_names_the_fields_as_the_client_wrote_them()
    {
        await using var service = await StartAsync(services => services.AddValidation());

        var response = await service.Client.PostAsync("/users", Json("""{"emailAddress":"x","home":{"postCode":""}}"""));

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, ProblemTypes.Validation);
        Assert.Equal(["emailAddress", "home.postCode"], Fields(problem).Order());
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "urn:capsule:problem:not-found")]
    [InlineData("GET", "/strict/no-uuid", 404, "urn:capsule:problem:not-found")]
    [InlineData("DELETE", "/things", 405, "urn:capsule:problem:method-not-allowed")]
    [InlineData("GET", "/teapot", 418, "urn:capsule:problem:im-a-teapot")]
    public async Task A_status_without_a_body_gets_a_problem(string method, string path, int status, string type)
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        var response = await service.Client.SendAsync(request);

        await ProblemAsync(response, (HttpStatusCode)status, type);
    }

    [Fact]
    public async Task A_problem_of_the_endpoint_keeps_its_type_and_gains_the_trace()
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync("/conflict");

        var problem = await ProblemAsync(response, HttpStatusCode.Conflict, ProblemTypes.Of("email-taken"));
        Assert.Equal("The e-mail address is taken.", problem.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("/not-ready", "quota-not-ready", 1)]
    [InlineData("/busy", "service-unavailable", 7)]
    public async Task A_request_that_succeeds_later_is_503_and_says_when(string path, string type, int seconds)
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync(path);

        var problem = await ProblemAsync(response, HttpStatusCode.ServiceUnavailable, ProblemTypes.Of(type));
        Assert.Equal("Come back.", problem.GetProperty("detail").GetString());
        Assert.Equal(TimeSpan.FromSeconds(seconds), response.Headers.RetryAfter?.Delta);
        Assert.Equal(
            ["detail", "instance", "status", "title", "traceId", "type"],
            problem.EnumerateObject().Select(member => member.Name).Order()
        );
        Assert.DoesNotContain(service.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("Production", "/bug")]
    [InlineData("Development", "/bug")]
    [InlineData("Development", "/early")]
    public async Task A_bug_is_500_without_its_stack_and_logged_once_as_an_error(string environment, string path)
    {
        await using var service = await StartAsync(environment: environment);

        var response = await service.Client.GetAsync(path);

        var problem = await ProblemAsync(response, HttpStatusCode.InternalServerError, "urn:capsule:problem:internal-server-error");
        Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(service.Log.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mistake_of_the_client_is_no_error_in_the_log()
    {
        await using var service = await StartAsync(environment: "Development");

        await service.Client.PostAsync("/things", Json("{"));
        await service.Client.GetAsync("/things/x");
        await service.Client.GetAsync("/nowhere");

        Assert.DoesNotContain(service.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    internal static Task<TestService> StartAsync(Action<IServiceCollection>? services = null, string environment = "Production") =>
        TestService.StartAsync(builder => services?.Invoke(builder.Services), Map, Early, environment);

    // Ahead of the defaults: only the framework itself could answer what this throws.
    internal static void Early(WebApplication app) =>
        app.Use((context, next) => context.Request.Path == "/early" ? throw new InvalidOperationException(Secret) : next(context));

    internal static void Map(WebApplication app)
    {
        app.MapGet("/things/{id}", (Guid id) => id);
        app.MapGet("/strict/{id:guid}", (Guid id) => id);
        app.MapPost("/things", (Thing thing) => thing);
        app.MapGet("/search", (string term, string? of) => term + of);
        app.MapPost("/users", (User user) => user);
        app.MapGet("/teapot", () => Results.StatusCode(418));
        app.MapPost("/large", ([FromBody] string text) => text.Length).WithMetadata(new RequestSizeLimitAttribute(3 * 1024 * 1024));
        app.MapGet(
            "/conflict",
            () => TypedResults.Problem(statusCode: 409, title: "The e-mail address is taken.", type: ProblemTypes.Of("email-taken"))
        );
        app.MapGet("/not-ready", () => ApiProblem.NotReady("quota-not-ready", "Come back."));
        app.MapGet("/busy", string () => throw new ServiceBusyException("Come back.", 7));
        app.MapGet("/bug", string () => throw new InvalidOperationException(Secret));
        app.MapGet("/reads-json", () => JsonSerializer.Deserialize<Thing>("""{"size":"x"}""", JsonSerializerOptions.Web));
    }

    internal static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(type, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    internal static string[] Fields(JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateObject().Select(field => field.Name)];

    public sealed record Thing(string Name, int Size, Part[] Parts);

    public sealed record Part(string Code);
}

/// <summary>Validated by the framework's source generator, which reads public types.</summary>
public sealed record User([property: EmailAddress] string EmailAddress, Address Home);

public sealed record Address([property: Required] string PostCode);
