using System.Net;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Web.Tests.Proxies;

public sealed class ForwardedHeaderTests
{
    // What ASPNETCORE_FORWARDEDHEADERS_ENABLED becomes.
    private static readonly (string, string?) Switch = ("ForwardedHeaders_Enabled", "true");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_trusted_networks_the_header_is_ignored(bool switchIsOn)
    {
        await using var service = await StartAsync(switchIsOn);

        Assert.Equal("127.0.0.1 http", await SeenAsync(service, "198.51.100.7"));
        Assert.Equal(
            switchIsOn ? 1 : 0,
            service.Log.Entries.Count(entry =>
                entry.Level == LogLevel.Warning && entry.Text.Contains("ForwardedHeaders:TrustedNetworks", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("127.0.0.0/8", "1", "198.51.100.7", "198.51.100.7 https")]
    [InlineData("127.0.0.1", "1", "198.51.100.7", "198.51.100.7 https")]
    [InlineData("::ffff:127.0.0.1", "1", "198.51.100.7", "198.51.100.7 https")]
    [InlineData("10.0.0.0/8", "1", "198.51.100.7", "127.0.0.1 http")]
    [InlineData("127.0.0.0/8", "1", "203.0.113.9, 198.51.100.7", "198.51.100.7 https")]
    [InlineData("127.0.0.0/8", "2", "203.0.113.9, 198.51.100.7", "198.51.100.7 https")]
    [InlineData("127.0.0.0/8, 10.0.0.0/8", "2", "203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7 https")]
    [InlineData("127.0.0.0/8", "1", "nonsense", "127.0.0.1 http")]
    [InlineData("127.0.0.0/8", "1", "203.0.113.9, nonsense", "127.0.0.1 http")]
    public async Task An_address_is_believed_as_far_as_trusted_proxies_wrote_it(string networks, string hops, string header, string seen)
    {
        foreach (var switchIsOn in new[] { true, false })
        {
            await using var service = await StartAsync(
                switchIsOn,
                ("ForwardedHeaders:TrustedNetworks", networks),
                ("ForwardedHeaders:Hops", hops)
            );

            Assert.Equal(seen, await SeenAsync(service, header));
            Assert.Equal("127.0.0.1 http", await SeenAsync(service, header: null));
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    public async Task A_forged_address_does_not_pass_a_limit_unless_a_trusted_proxy_wrote_it(string? networks, HttpStatusCode second)
    {
        var policy = $"test-{Guid.NewGuid():n}";
        var redis = (await TestServers.GetAsync()).Redis;
        await using var service = await TestService.StartAsync(
            builder =>
                builder.AddServiceRedis().AddServiceLimit(policy, limit => (limit.PerAddress, limit.Window) = (1, TimeSpan.FromHours(1))),
            app => app.MapGet("/door", () => "open").WithLimit(policy),
            environment: "Development",
            settings: [Switch, ("ConnectionStrings:redis", redis), ("ForwardedHeaders:TrustedNetworks", networks)]
        );

        using var first = await GetAsync(service, "/door", "198.51.100.7");
        using var again = await GetAsync(service, "/door", "198.51.100.8");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(second, again.StatusCode);
    }

    [Theory]
    [InlineData("TrustedNetworks", "10.0.0.0/8, proxy.example.com")]
    [InlineData("TrustedNetworks", "10.0.0.0/33")]
    [InlineData("TrustedNetworks", "0.0.0.0/0")]
    [InlineData("TrustedNetworks", "::/0")]
    [InlineData("Hops", "0")]
    [InlineData("Hops", "17")]
    public async Task A_setting_that_cannot_be_is_named_at_start(string setting, string value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            StartAsync(switchIsOn: true, ($"ForwardedHeaders:{setting}", value))
        );

        Assert.Contains($"ForwardedHeaders:{setting}", exception.Message, StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync(bool switchIsOn, params (string, string?)[] settings) =>
        TestService.StartAsync(
            map: app => app.MapGet("/caller", (HttpContext context) => $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}"),
            settings: switchIsOn ? [Switch, .. settings] : settings
        );

    private static async Task<string> SeenAsync(TestService service, string? header)
    {
        using var response = await GetAsync(service, "/caller", header);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task<HttpResponseMessage> GetAsync(TestService service, string path, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (forwardedFor is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
            request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", string.Join(", ", forwardedFor.Split(',').Select(_ => "https")));
        }

        return service.Client.SendAsync(request);
    }
}
