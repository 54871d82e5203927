using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Monitor.Alerts;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Monitor.Tests.Alerts;

public sealed class AlertListTests(AlertListTests.SevenAlerts alerts) : IClassFixture<AlertListTests.SevenAlerts>
{
    private HttpClient Client => alerts.Monitor.Client;

    [Fact]
    public async Task Alerts_are_listed_newest_first_page_by_page()
    {
        var pages = new List<string>();
        for (string? query = "?limit=3"; query is not null; )
        {
            var page = (await Client.GetFromJsonAsync<Page<AlertResponse>>($"/api/alerts{query}"))!;
            pages.Add(string.Join(',', page.Items.Select(alert => alert.Detail)));
            query = page.Next is { } next ? $"?limit=3&after={next}" : null;
        }

        Assert.Equal(["7,6,5", "4,3,2", "1"], pages);
    }

    [Theory]
    [InlineData("", "7,6,5,4,3,2,1")]
    [InlineData("?open=true", "6,4,2")]
    [InlineData("?open=false", "7,5,3,1")]
    [InlineData("?service=service-2", "7,2")]
    [InlineData("?name=outbox-age&service=service-2", "2")]
    [InlineData("?service=nobody", "")]
    [InlineData("?limit=7", "7,6,5,4,3,2,1")]
    public async Task The_list_can_be_narrowed(string query, string expected)
    {
        Assert.Equal(expected, string.Join(',', (await alerts.Monitor.AlertsAsync(query)).Select(alert => alert.Detail)));
    }

    [Fact]
    public async Task A_page_of_a_narrowed_list_follows_the_page_before()
    {
        var first = (await Client.GetFromJsonAsync<Page<AlertResponse>>("/api/alerts?open=true&limit=1"))!;

        var second = await alerts.Monitor.AlertsAsync($"?open=true&after={first.Next}");

        Assert.Equal("6", first.Items.Single().Detail);
        Assert.Equal("4,2", string.Join(',', second.Select(alert => alert.Detail)));
    }

    [Fact]
    public async Task An_alert_says_all_that_is_known_of_it()
    {
        var alert = (await Client.GetFromJsonAsync<JsonElement>("/api/alerts?service=service-4")).GetProperty("items")[0];

        Assert.Equal(
            """{"id":"00000000-0000-7000-8000-000000000004","name":"outbox-age","service":"service-4","raisedAt":"2026-11-21T12:04:00+00:00","clearedAt":null,"detail":"4"}""",
            alert.GetRawText()
        );
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=many", "limit")]
    [InlineData("?open=maybe", "open")]
    [InlineData("?after=yesterday", "after")]
    [InlineData("?after=00000000-0000-7000-8000-000000000009", "after")]
    public async Task A_question_that_makes_no_sense_is_a_bad_request(string query, string field)
    {
        var response = await Client.GetAsync($"/api/alerts{query}");

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
    }

    /// <summary>Two were raised at the same moment; those of an odd number are over.</summary>
    public sealed class SevenAlerts : IAsyncLifetime
    {
        internal ServiceHost<Program> Monitor { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            // It would clear the alerts of services that it does not watch.
            Monitor = await MonitorHost.StartAsync(host => host.UseSetting("Monitor:Watch:Interval", "01:00:00"));
            await Monitor.Database.ExecuteAsync(
                """
                insert into monitor.alerts (id, name, service, raised_at, cleared_at, detail)
                select ('00000000-0000-7000-8000-00000000000' || number)::uuid, case number when 7 then 'other' else 'outbox-age' end, 'service-' || number % 5,
                    timestamptz '2026-11-21 12:00Z' + least(number, 6) * interval '1 minute', case number % 2 when 1 then timestamptz '2026-11-21 13:00Z' end, number::text
                from generate_series(1, 7) number
                """
            );
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Monitor.DisposeAsync();
    }
}
