using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Capsule.Data.Tests.Redis;

/// <summary>Where a service finds Redis, and how patient its client is.</summary>
public sealed class RedisSettingsTests
{
    [Theory]
    [InlineData("redis://127.0.0.1", "127.0.0.1:6379", null, null, 0, false)]
    [InlineData("redis://cache.example:7000/3", "cache.example:7000", null, null, 3, false)]
    [InlineData("redis://:p%40ss%3Aword@cache.example/", "cache.example:6379", null, "p@ss:word", 0, false)]
    [InlineData("rediss://worker:secret@cache.example:7001/2", "cache.example:7001", "worker", "secret", 2, true)]
    [InlineData("redis://[::1]:7002", "[::1]:7002", null, null, 0, false)]
    public void REDIS_URL_has_address_credentials_and_database(
        string url,
        string endPoint,
        string? user,
        string? password,
        int database,
        bool tls
    )
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
        (string, string?) connectionString = ("ConnectionStrings:redis", "first:1"),
            url = ("REDIS_URL", "redis://second:2"),
            host = ("REDIS_HOST", "third");

        Assert.Equal("first:1", EndPoint(connectionString, url, host));
        Assert.Equal("second:2", EndPoint(url, host));
        Assert.Equal("third:6379", EndPoint(host));

        static string EndPoint(params (string, string?)[] settings) => EndPointCollection.ToString(Resolve(settings).EndPoints[0]);
    }

    [Theory]
    [InlineData(
        "ConnectionStrings:redis",
        "cache.example:7001,user=worker,password=secret,ssl=true,defaultDatabase=2,connectTimeout=60000,abortConnect=true"
    )]
    [InlineData("REDIS_URL", "rediss://worker:secret@cache.example:7001/2")]
    public void The_client_takes_the_address_of_the_settings_and_waits_as_services_may(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection([new(name, value)]);
        builder.AddServiceRedis();
        using var services = builder.Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<ConfigurationOptions>>().Value;

        Assert.Equal("cache.example:7001", EndPointCollection.ToString(Assert.Single(options.EndPoints)));
        Assert.Equal(("worker", "secret", 2, true), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
        Assert.Equal((1000, 1000, 1000), (options.ConnectTimeout, options.AsyncTimeout, options.SyncTimeout));
        Assert.False(options.AbortOnConnectFail);
        Assert.True(options.ReconnectRetryPolicy.ShouldRetry(currentRetryCount: 1_000, timeElapsedMillisecondsSinceLastRetry: 500));
    }

    [Theory]
    [InlineData("ConnectionStrings:redis", "cache.example,password=secret", "add ssl=true to it")]
    [InlineData("ConnectionStrings:redis", "cache.example,ssl=false,password=secret", "add ssl=true to it")]
    [InlineData("REDIS_URL", "redis://:secret@cache.example", "begin it with rediss://")]
    [InlineData("REDIS_HOST", "cache.example", "set REDIS_TLS=true")]
    public void Outside_Development_Redis_without_TLS_is_refused_with_the_way_out(string name, string value, string way)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Resolve("Production", (name, value)));

        Assert.StartsWith(
            $"{name} names a Redis without TLS, which is refused in the environment \"Production\": {way}.",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("Transport:AllowInsecure=redis", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.False(Resolve("Production", (name, value), ("Transport:AllowInsecure", "redis")).Ssl);
    }

    [Theory]
    [InlineData("ConnectionStrings:redis", "cache.example,ssl=true")]
    [InlineData("REDIS_URL", "rediss://cache.example")]
    [InlineData("REDIS_HOST", "cache.example")]
    public void Outside_Development_Redis_with_TLS_is_taken(string name, string value)
    {
        var options = Resolve("Production", (name, value), ("REDIS_TLS", "true"));

        Assert.True(options.Ssl);
        Assert.True(options.SslHost is null or "cache.example");
    }

    [Fact]
    public void REDIS_TLS_that_is_neither_true_nor_false_is_named() =>
        Assert.StartsWith(
            "REDIS_TLS",
            Assert.Throws<InvalidOperationException>(() => Resolve(("REDIS_HOST", "h"), ("REDIS_TLS", "on"))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_service_without_TLS_to_Redis_does_not_start_outside_Development()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestService.StartAsync(builder => builder.AddServiceRedis(), settings: [("ConnectionStrings:redis", "127.0.0.1:1")])
        );

        Assert.StartsWith("ConnectionStrings:redis names a Redis without TLS", refused.Message, StringComparison.Ordinal);
    }

    private static ConfigurationOptions Resolve(params (string Name, string? Value)[] settings) => Resolve("Development", settings);

    private static ConfigurationOptions Resolve(string environment, params (string Name, string? Value)[] settings) =>
        RedisSettings.Resolve(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
                .Build(),
            new HostingEnvironment { EnvironmentName = environment }
        );
}
