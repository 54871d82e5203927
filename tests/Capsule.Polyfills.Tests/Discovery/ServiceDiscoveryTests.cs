using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ServiceDiscovery;

namespace Capsule.Polyfills.Tests.Discovery;

/// <summary>Microsoft.Extensions.ServiceDiscovery, as documented: configuration section Services, pass-through, round robin.</summary>
public sealed class ServiceDiscoveryTests
{
    [Theory]
    [InlineData("http://auth/users?x=1", "http://127.0.0.1:7210/users?x=1")]
    [InlineData("https+http://auth/users", "https://127.0.0.1:7310/users")]
    [InlineData("http+https://auth/users", "http://127.0.0.1:7210/users")]
    [InlineData("https+http://billing/", "http://127.0.0.1:7213/")]
    [InlineData("http://_admin.auth/users", "http://127.0.0.1:9000/users")]
    [InlineData("https+http://_admin.auth/users", "http://127.0.0.1:9000/users")]
    [InlineData("http://single/", "http://127.0.0.1:8000/")]
    [InlineData("http://based/users", "http://127.0.0.1:8001/base/users")]
    [InlineData("http://defaulted/", "http://127.0.0.1:8002/")]
    [InlineData("http://bare/", "http://127.0.0.1:8003/")]
    public async Task Names_resolve_from_the_section_Services(string requested, string sent)
    {
        Assert.Equal([new Uri(sent)], await SendAsync(requested));
    }

    [Theory]
    [InlineData("http://example.org/path", "http://example.org/path")]
    [InlineData("http://127.0.0.1:81/", "http://127.0.0.1:81/")]
    [InlineData("https+http://unknown/path", "https://unknown/path")]
    [InlineData("http+https://unknown:81/path", "http://unknown:81/path")]
    [InlineData("http://_missing.auth/", "http://_missing.auth/")]
    public async Task What_is_not_configured_passes_through(string requested, string sent)
    {
        Assert.Equal([new Uri(sent)], await SendAsync(requested));
    }

    [Fact]
    public async Task Several_endpoints_take_turns()
    {
        var sent = await SendAsync("http://many/", "http://many/", "http://many/", "http://many/");

        Assert.Equal([8101, 8102, 8103, 8101], sent.Select(uri => uri.Port));
    }

    [Fact]
    public async Task Schemes_can_be_restricted()
    {
        var sent = await SendAsync(options => (options.AllowAllSchemes, options.AllowedSchemes) = (false, ["http"]), "https+http://auth/");

        Assert.Equal([new Uri("http://127.0.0.1:7210/")], sent);
    }

    [Fact]
    public async Task A_change_of_configuration_is_seen()
    {
        var configuration = Configuration();
        using var server = new FakeServer(_ => new HttpResponseMessage());
        await using var services = Services(configuration, server, null);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        await client.GetAsync("http://auth/");

        configuration["services:auth:http:0"] = "http://127.0.0.1:7999";
        configuration.Reload();
        await client.GetAsync("http://auth/");

        Assert.Equal([7210, 7999], server.Requests.Select(uri => uri.Port));
    }

    [Fact]
    public async Task The_callers_request_keeps_its_address()
    {
        using var server = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.OK));
        await using var services = Services(Configuration(), server, null);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://auth/");

        await client.SendAsync(request);

        Assert.Equal(new Uri("http://auth/"), request.RequestUri);
    }

    private static Task<Uri[]> SendAsync(params string[] addresses) => SendAsync(null, addresses);

    private static async Task<Uri[]> SendAsync(Action<ServiceDiscoveryOptions>? configure, params string[] addresses)
    {
        using var server = new FakeServer(_ => new HttpResponseMessage());
        await using var services = Services(Configuration(), server, configure);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        foreach (var address in addresses)
        {
            await client.GetAsync(new Uri(address));
        }

        return server.Requests;
    }

    private static ServiceProvider Services(IConfiguration configuration, FakeServer server, Action<ServiceDiscoveryOptions>? configure)
    {
        var services = new ServiceCollection().AddSingleton(configuration).AddLogging();
        services.AddServiceDiscovery();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddHttpClient("test").AddServiceDiscovery().ConfigurePrimaryHttpMessageHandler(() => server);
        return services.BuildServiceProvider();
    }

    private static IConfigurationRoot Configuration() => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["services:auth:http:0"] = "http://127.0.0.1:7210",
            ["services:auth:https:0"] = "https://127.0.0.1:7310",
            ["services:auth:admin:0"] = "http://127.0.0.1:9000",
            ["services:billing:http:0"] = "http://127.0.0.1:7213",
            ["services:single:http"] = "http://127.0.0.1:8000",
            ["services:based:http:0"] = "http://127.0.0.1:8001/base",
            ["services:defaulted:default:0"] = "http://127.0.0.1:8002",
            ["services:bare:http:0"] = "127.0.0.1:8003",
            ["services:many:http:0"] = "http://127.0.0.1:8101",
            ["services:many:http:1"] = "http://127.0.0.1:8102",
            ["services:many:http:2"] = "http://127.0.0.1:8103",
        })
        .Build();
}
