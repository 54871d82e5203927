using Capsule.ServiceDefaults.Cache;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Tests.Cache;

/// <summary>Where a service finds Redis, and how patient its client is.</summary>
public sealed class RedisSettingsTests
{
    [Theory]
    [InlineData("redis://127.0.0.1", "127.0.0.1:6379", null, null, 0, false)]
    [InlineData("redis://cache.example:7000/3", "cache.example:7000", null, null, 3, false)]
    [InlineData("redis://:p%40ss%3Aword@cache.example/", "cache.example:6379", null, "p@ss:word", 0, false)]
    [InlineData("rediss://worker:secret@cache.example:7001/2", "cache.example:7001", "worker", "secret", 2, true)]
    [InlineData("redis://[::1]:7002", "[::1]:7002", null, null, 0, false)]
    public void REDIS_URL_has_address_credentials_and_database(string url, string endPoint, string? user, string? password, int database, bool tls)
    {
        var options = Resolve(("REDIS_URL", url));

        Assert.Equal(endPoint, EndPointCollection.ToString(Assert.Single(options.EndPoints)));
        Assert.Equal((user, password), (options.User, options.Password));
        Assert.Equal((database, tls), (options.DefaultDatabase, options.Ssl));
        Assert.Equal(tls ? "cache.example" : null, options.SslHost);
    }

    [Theory]
    [InlineData("https://:secret@cache.example")]
    [InlineData("cache.example:6379,password=secret")]
    [InlineData("redis://:secret@cache.example/one")]
    [InlineData("redis://:secret@cache.example?db=1")]
    public void A_malformed_REDIS_URL_is_named_without_its_password(string url)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Resolve(("REDIS_URL", url)));

        Assert.StartsWith("REDIS_URL", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_string_comes_before_the_URL_and_the_URL_before_the_parts()
    {
        (string, string?) connectionString = ("ConnectionStrings:redis", "first:1"), url = ("REDIS_URL", "redis://second:2"), host = ("REDIS_HOST", "third");

        Assert.Equal("first:1", EndPoint(connectionString, url, host));
        Assert.Equal("second:2", EndPoint(url, host));
        Assert.Equal("third:6379", EndPoint(host));

        static string EndPoint(params (string, string?)[] settings) => EndPointCollection.ToString(Resolve(settings).EndPoints[0]);
    }

    [Theory]
    [InlineData("ConnectionStrings:redis", "cache.example:7001,user=worker,password=secret,ssl=true,defaultDatabase=2,connectTimeout=60000,abortConnect=true")]
    [InlineData("REDIS_URL", "rediss://worker:secret@cache.example:7001/2")]
    public void The_client_takes_the_address_of_the_settings_and_waits_as_services_may(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new(name, value)]);
        builder.AddServiceCache();
        using var services = builder.Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<ConfigurationOptions>>().Value;

        Assert.Equal("cache.example:7001", EndPointCollection.ToString(Assert.Single(options.EndPoints)));
        Assert.Equal(("worker", "secret", 2, true), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
        Assert.Equal((1000, 1000, 1000), (options.ConnectTimeout, options.AsyncTimeout, options.SyncTimeout));
        Assert.False(options.AbortOnConnectFail);
        Assert.True(options.ReconnectRetryPolicy.ShouldRetry(currentRetryCount: 1_000, timeElapsedMillisecondsSinceLastRetry: 500));
    }

    private static ConfigurationOptions Resolve(params (string Name, string? Value)[] settings) => RedisSettings.Resolve(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build());
}
