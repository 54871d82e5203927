using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Audit;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.Audit;

public sealed class AuditListTests
{
    private static readonly (string, string)[] Quick = [("Auth:Audit:ChainInterval", "00:00:00.050")];

    [Fact]
    public async Task The_list_is_read_newest_first_by_pages_that_neither_miss_nor_repeat_a_row()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        var token = await AdminAsync(auth);
        await auth.ExecuteAsync(
            """
            insert into auth.audit_pending (event, occurred_at) select 'user.locked-out', date_trunc('month', now()) + interval '1 month' + make_interval(secs => n / 3 - 4)
            from generate_series(1, 25) n
            """
        );
        await auth.ChainedAsync();

        var sequences = new List<long>();
        Page<AuditResponse> page;
        var query = "/api/audit?limit=4";
        do
        {
            page = await ReadAsync(auth, token, query);
            sequences.AddRange(page.Items.Select(row => row.Sequence));
            query = $"/api/audit?limit=4&after={page.Next}";
        } while (page.Next is not null);

        var all = await auth.QueryAsync<long>("select count(*) from auth.audit_log");
        Assert.Equal(Enumerable.Range(1, (int)all).Select(number => (long)number).Reverse(), sequences);
    }

    [Fact]
    public async Task It_can_be_filtered_by_actor_target_event_and_time()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        var token = await AdminAsync(auth);
        var grace = await auth.SignUpAsync("grace@example.com");
        await auth.TrySignInAsync("grace@example.com", "wrong horse battery");
        await auth.SignInAsync("grace@example.com");
        await auth.ChainedAsync();
        var all = (await ReadAsync(auth, token, "/api/audit?limit=200")).Items;
        var middle = all[1].OccurredAt;

        Assert.Equal(["session.began", "user.registered"], await EventsAsync($"actor={grace.Id}"));
        Assert.Equal(["session.began", "session.refused", "user.registered"], await EventsAsync($"target={grace.Id}"));
        Assert.Equal(["session.refused"], await EventsAsync($"target={grace.Id}&event=session.refused"));
        Assert.Equal(
            all.Where(row => row.OccurredAt >= middle).Select(row => row.Event),
            await EventsAsync($"from={Uri.EscapeDataString($"{middle:O}")}")
        );
        Assert.Equal(
            all.Where(row => row.OccurredAt < middle).Select(row => row.Event),
            await EventsAsync($"to={Uri.EscapeDataString($"{middle.ToOffset(TimeSpan.FromHours(5)):O}")}")
        );
        Assert.Equal([], await EventsAsync("from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z"));

        async Task<IEnumerable<string>> EventsAsync(string query) =>
            (await ReadAsync(auth, token, $"/api/audit?{query}")).Items.Select(row => row.Event);
    }

    [Theory]
    [InlineData("actor=x", "actor")]
    [InlineData("target=1", "target")]
    [InlineData("event=nonsense", "event")]
    [InlineData("event=%27%20or%201%3D1", "event")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01", "to")]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("after=x", "after")]
    [InlineData("after=eyJPY2N1cnJlZEF0IjoiOTk5OS0xMi0zMVQyMzo1OTo2MFoiLCJTZXF1ZW5jZSI6MX0", "after")]
    [InlineData("after=eyJPY2N1cnJlZEF0IjoiMDAwMS0wMS0wMVQwMDowMDowMCswMjowMCIsIlNlcXVlbmNlIjoxfQ", "after")]
    [InlineData("after=-1-1", "after")]
    public async Task Bad_filters_are_answered_with_their_names(string query, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = await AdminAsync(auth);

        var response = await auth.SendAsync(HttpMethod.Get, $"/api/audit?{query}", token);

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData("from=0001-01-01T00:00:00Z")]
    [InlineData("to=9999-12-31T23:59:59.9999999Z")]
    [InlineData("after=eyJPY2N1cnJlZEF0IjoiMDAwMS0wMS0wMVQwMDowMDowMFoiLCJTZXF1ZW5jZSI6MH0")]
    [InlineData("after=eyJPY2N1cnJlZEF0IjoiOTk5OS0xMi0zMVQyMzo1OTo1OS45OTk5OTlaIiwiU2VxdWVuY2UiOjkyMjMzNzIwMzY4NTQ3NzU4MDd9")]
    public async Task Filters_at_the_ends_of_time_are_none(string query)
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = await AdminAsync(auth);

        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, $"/api/audit?{query}", token)).StatusCode);
    }

    [Fact]
    public async Task Only_who_may_read_it_does()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        await ServiceCompliance.AssertProblemAsync(await auth.SendAsync(HttpMethod.Get, "/api/audit", token), HttpStatusCode.Forbidden);
        await ServiceCompliance.AssertProblemAsync(await auth.SendAsync(HttpMethod.Get, "/api/audit", null), HttpStatusCode.Unauthorized);
    }

    private static async Task<string> AdminAsync(ServiceHost<Program> auth)
    {
        var admin = await auth.SignUpAsync();
        await auth.ExecuteAsync($"insert into auth.user_roles (user_id, role) values ('{admin.Id}', 'admin')");
        return (await auth.SignInAsync()).AccessToken;
    }

    private static async Task<Page<AuditResponse>> ReadAsync(ServiceHost<Program> auth, string token, string path)
    {
        var response = await auth.SendAsync(HttpMethod.Get, path, token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Page<AuditResponse>>())!;
    }
}
