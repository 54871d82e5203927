namespace Capsule.ServiceDefaults.Tests.Http;

/// <summary>Services are found by the names that configuration has for them.</summary>
public sealed class DiscoveryTests
{
    private static readonly (string, string?)[] Services =
    [
        ("services:auth:http:0", "http://127.0.0.1:7210"),
        ("services:auth:https:0", "https://127.0.0.1:7310"),
        ("services:auth:admin:0", "http://127.0.0.1:9000"),
        ("services:billing:http:0", "http://127.0.0.1:7213"),
        ("services:many:http:0", "http://127.0.0.1:8101"),
        ("services:many:http:1", "http://127.0.0.1:8102"),
    ];

    [Fact]
    public async Task Names_resolve_from_the_section_Services_and_other_addresses_pass()
    {
        await using var service = await StartAsync();
        var expected = new Dictionary<string, string>
        {
            ["http://auth/users?x=1"] = "http://127.0.0.1:7210/users?x=1",
            ["https://auth/users"] = "https://127.0.0.1:7310/users",
            ["https+http://auth/users"] = "https://127.0.0.1:7310/users",
            ["http+https://auth/users"] = "http://127.0.0.1:7210/users",
            ["https+http://billing/"] = "http://127.0.0.1:7213/",
            ["http://_admin.auth/users"] = "http://127.0.0.1:9000/users",
            ["http://example.org/path"] = "http://example.org/path",
            ["http://127.0.0.1:81/"] = "http://127.0.0.1:81/",
        };

        foreach (var address in expected.Keys)
        {
            await service.Client.GetAsync(address);
        }

        Assert.Equal(expected.Values, service.Sent.All.Select(sent => sent.Address.ToString()));
    }

    [Fact]
    public async Task Replicas_take_turns()
    {
        await using var service = await StartAsync();

        for (var i = 0; i < 4; i++)
        {
            await service.Client.GetAsync("http://many/");
        }

        Assert.Equal([2, 2], service.Sent.All.GroupBy(sent => sent.Address.Port).Select(group => group.Count()));
    }

    private static Task<CallingService> StartAsync() =>
        CallingService.StartAsync((_, _) => Task.FromResult(new HttpResponseMessage()), configure: null, Services);
}
