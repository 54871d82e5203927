using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Web.Tests.Paging;

public sealed class PageTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Two things per second, so that the second part of the key decides as well.
    private static readonly Thing[] Things =
    [
        .. Enumerable.Range(0, 120).Select(number => new Thing(number, Start.AddSeconds(number / 2))),
    ];

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_until_the_last_has_no_next()
    {
        await using var service = await StartAsync();
        List<int> seen = [];
        var pages = 0;

        for (string? path = "/things?limit=50"; path is not null; pages++)
        {
            var page = (await service.Client.GetFromJsonAsync<Page<Thing>>(path))!;
            seen.AddRange(page.Items.Select(thing => thing.Number));
            path = page.Next is { } next ? $"/things?limit=50&after={next}" : null;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Things.Select(thing => thing.Number), seen);
    }

    [Fact]
    public async Task A_page_is_items_and_next()
    {
        await using var service = await StartAsync();

        var last = await service.Client.GetStringAsync("/things?limit=1&after=" + await CursorOfAsync(service, 119));

        Assert.Equal("""{"items":[{"number":119,"at":"2026-01-01T12:00:59+00:00"}],"next":null}""", last);
    }

    [Theory]
    [InlineData("/things", 50)]
    [InlineData("/things?limit=1", 1)]
    [InlineData("/things?limit=200", 120)]
    public async Task A_page_has_as_many_items_as_the_limit_or_fifty(string path, int expected)
    {
        await using var service = await StartAsync();

        Assert.Equal(expected, (await service.Client.GetFromJsonAsync<Page<Thing>>(path))!.Items.Count);
    }

    [Theory]
    [InlineData("limit=0", "limit", "limit must be from 1 to 200.")]
    [InlineData("limit=201", "limit", "limit must be from 1 to 200.")]
    [InlineData("limit=-1", "limit", "limit must be from 1 to 200.")]
    [InlineData("limit=99999999999", "limit", "limit must be from 1 to 200.")]
    [InlineData("limit=", "limit", "limit must be from 1 to 200.")]
    [InlineData("limit=many", "limit", "limit must be from 1 to 200.")]
    [InlineData("limit=1&limit=2", "limit", "limit must be from 1 to 200.")]
    [InlineData("after=", "after", "after must be the value of next from the previous page.")]
    [InlineData("after=yesterday", "after", "after must be the value of next from the previous page.")]
    [InlineData("after=00000000-0000-7000-8000-000000000009", "after", "after must be the value of next from the previous page.")]
    [InlineData("after=%00", "after", null)]
    [InlineData("after=%2B%2F%3D", "after", "after must be the value of next from the previous page.")]
    public async Task A_bad_cursor_or_limit_is_a_validation_problem_that_names_the_parameter(
        string query,
        string parameter,
        string? message
    )
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync($"/things?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(ProblemTypes.Validation, problem.GetProperty("type").GetString());
        if (message is not null)
        {
            Assert.Equal(message, problem.GetProperty("errors").GetProperty(parameter)[0].GetString());
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"At":"2026-01-01T12:00:00Z"}""")]
    [InlineData("""{"At":"soon","Number":1}""")]
    [InlineData("""{"At":7,"Number":1}""")]
    [InlineData("""{"At":"2026-01-01T12:00:00Z","Number":1,"More":1}""")]
    [InlineData("""{"At":"2026-01-01T12:00:00Z","Number":1,"Number":2}""")]
    [InlineData("[[[[")]
    public async Task A_cursor_of_another_shape_is_refused(string json)
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync($"/things?after={Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public void A_moment_in_a_cursor_is_read_in_UTC_and_to_the_microsecond()
    {
        var moment = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234560);

        Assert.True(PageCursor.TryRead(PageCursor.Write(new ThingKey(moment, 1)), out ThingKey read));

        Assert.Equal((moment.UtcTicks, TimeSpan.Zero), (read.At.UtcTicks, read.At.Offset));
    }

    [Fact]
    public void An_identifier_is_a_cursor()
    {
        var id = Guid.CreateVersion7();

        Assert.True(PageCursor.TryRead(PageCursor.Write(id), out Guid read));

        Assert.Equal(id, read);
    }

    [Fact]
    public async Task OpenAPI_describes_the_parameters_and_the_problem()
    {
        await using var service = await StartAsync();

        var document = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var operation = document.GetProperty("paths").GetProperty("/things").GetProperty("get");
        var parameters = operation
            .GetProperty("parameters")
            .EnumerateArray()
            .ToDictionary(parameter => parameter.GetProperty("name").GetString()!);
        Assert.Equal(["after", "limit"], parameters.Keys.Order());
        var limit = parameters["limit"].GetProperty("schema");
        Assert.Equal(
            (1, 200, 50),
            (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32())
        );
        Assert.True(operation.GetProperty("responses").TryGetProperty("400", out _));
    }

    private static async Task<string?> CursorOfAsync(TestService service, int items) =>
        (await service.Client.GetFromJsonAsync<Page<Thing>>($"/things?limit={items}"))!.Next;

    private static Task<TestService> StartAsync() =>
        TestService.StartAsync(map: app => app.MapGet("/things", List), environment: "Development");

    private static Ok<Page<Thing>> List(PageRequest<ThingKey> page)
    {
        var rows = Things
            .Where(thing => page.After is not { } after || (thing.At, thing.Number).CompareTo((after.At, after.Number)) > 0)
            .Take(page.Fetch)
            .ToList();
        return TypedResults.Ok(page.PageOf(rows, static thing => new ThingKey(thing.At, thing.Number)));
    }

    internal sealed record Thing(int Number, DateTimeOffset At);

    internal readonly record struct ThingKey(DateTimeOffset At, int Number);
}
