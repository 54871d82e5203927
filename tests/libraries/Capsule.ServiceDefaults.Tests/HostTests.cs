using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Capsule.ServiceDefaults.Tests;

public sealed class HostTests
{
    [Fact]
    public async Task A_request_under_way_is_finished_before_the_service_stops()
    {
        var entered = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(map: app =>
            app.MapGet(
                "/slow",
                async () =>
                {
                    entered.SetResult();
                    await goOn.Task;
                    return "done";
                }
            )
        );
        var request = service.Client.GetStringAsync("/slow");
        await entered.Task;

        var stop = service.App.StopAsync();
        goOn.SetResult();

        Assert.Equal("done", await request);
        await stop;
        Assert.Equal(TimeSpan.FromSeconds(30), service.App.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [Theory]
    [InlineData("Production", ConsoleFormatterNames.Json)]
    [InlineData("Development", null)]
    public async Task Console_logs_are_JSON_outside_development(string environment, string? formatter)
    {
        await using var service = await TestService.StartAsync(environment: environment);

        Assert.Equal(formatter, service.App.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Fact]
    public async Task Requests_are_not_logged_unless_asked_for()
    {
        await using var quiet = await TestService.StartAsync();
        await using var loud = await TestService.StartAsync(settings: [("Logging:LogLevel:Microsoft.AspNetCore", "Information")]);

        await quiet.Client.GetAsync("/nowhere");
        await loud.Client.GetAsync("/nowhere");

        Assert.DoesNotContain(quiet.Log.Entries, entry => entry.Text.Contains("/nowhere", StringComparison.Ordinal));
        Assert.Contains(loud.Log.Entries, entry => entry.Text.Contains("/nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenApi_describes_the_endpoints()
    {
        await using var service = await TestService.StartAsync(map: app => app.MapGet("/things/{id}", (Guid id) => id));

        var document = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        Assert.True(document.GetProperty("paths").TryGetProperty("/things/{id}", out _));
    }

    [Fact]
    public async Task OpenApi_says_what_is_text_and_names_queries_as_bodies()
    {
        await using var service = await TestService.StartAsync(map: app =>
        {
            app.MapPost("/notes", (Note note) => note);
            app.MapGet("/notes", ([Microsoft.AspNetCore.Http.AsParameters] NoteFilter filter) => filter.AuthorName ?? "");
        });

        var document = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var note = document.GetProperty("components").GetProperty("schemas").GetProperty(nameof(Note)).GetProperty("properties");
        Assert.Equal("string", note.GetProperty("title").GetProperty("type").GetString());
        Assert.Equal(
            ["null", "string"],
            note.GetProperty("text").GetProperty("type").EnumerateArray().Select(type => type.GetString()).Order()
        );
        Assert.Equal("string", note.GetProperty("tags").GetProperty("items").GetProperty("type").GetString());
        Assert.Equal(
            "authorName",
            document
                .GetProperty("paths")
                .GetProperty("/notes")
                .GetProperty("get")
                .GetProperty("parameters")[0]
                .GetProperty("name")
                .GetString()
        );
    }

    [Fact]
    public async Task A_client_finds_a_service_by_name_and_survives_its_passing_failures_but_never_repeats_a_POST()
    {
        var gets = 0;
        var posts = 0;
        await using var downstream = await TestService.StartAsync(map: app =>
        {
            app.MapGet("/flaky", () => Interlocked.Increment(ref gets) == 1 ? Results503() : Microsoft.AspNetCore.Http.Results.Ok("fine"));
            app.MapPost(
                "/flaky",
                () => Interlocked.Increment(ref posts) == 1 ? Results503() : Microsoft.AspNetCore.Http.Results.Ok("fine")
            );
        });
        await using var service = await TestService.StartAsync(
            settings: [("services:downstream:http:0", downstream.Client.BaseAddress!.ToString())]
        );
        using var client = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        var get = await client.GetAsync("http://downstream/flaky");
        var post = await client.PostAsync("https+http://downstream/flaky", null);

        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(2, gets);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, post.StatusCode);
        Assert.Equal(1, posts);
    }

    private static Microsoft.AspNetCore.Http.IResult Results503() => Microsoft.AspNetCore.Http.Results.StatusCode(503);

    internal sealed record Note(string Title, string? Text, IReadOnlyList<string> Tags);

    internal sealed record NoteFilter(string? AuthorName);
}
