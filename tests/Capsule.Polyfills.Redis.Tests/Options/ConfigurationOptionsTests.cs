using System.Net;
using System.Security.Authentication;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Options;

/// <summary>What the official client documents under "Configuration".</summary>
public class ConfigurationOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_official_client()
    {
        var options = ConfigurationOptions.Parse("localhost");

        Assert.True(options.AbortOnConnectFail);
        Assert.Equal(5000, options.ConnectTimeout);
        Assert.Equal(5000, options.SyncTimeout);
        Assert.Equal(5000, options.AsyncTimeout);
        Assert.Equal(3, options.ConnectRetry);
        Assert.Equal(60, options.KeepAlive);
        Assert.False(options.Ssl);
        Assert.True(options.CheckCertificateRevocation);
        Assert.Null(options.DefaultDatabase);
        Assert.Null(options.Password);
        Assert.Null(options.User);
        Assert.Null(options.ClientName);
        Assert.Equal(TimeSpan.FromSeconds(1), options.HeartbeatInterval);
        Assert.IsType<ExponentialRetry>(options.ReconnectRetryPolicy);
        Assert.True(options.BacklogPolicy.QueueWhileDisconnected);
        Assert.False(options.BacklogPolicy.AbortPendingOnConnectionFailure);
    }

    [Fact]
    public void Every_option_is_read_whatever_its_case()
    {
        var options = ConfigurationOptions.Parse(
            "redis0:6380, 10.0.0.1, [::1]:7000, abortConnect=false, allowAdmin=true, asyncTimeout=1, connectRetry=2, connectTimeout=3, "
            + "DEFAULTDATABASE=4, keepAlive=5, name=me, password=p=w, ssl=yes, sslHost=host, sslProtocols=Tls12|Tls13, syncTimeout=6, "
            + "user=u, checkCertificateRevocation=off");

        Assert.Equal(
            [new DnsEndPoint("redis0", 6380), new IPEndPoint(IPAddress.Parse("10.0.0.1"), 0), new IPEndPoint(IPAddress.IPv6Loopback, 7000)],
            options.EndPoints);
        Assert.False(options.AbortOnConnectFail);
        Assert.True(options.AllowAdmin);
        Assert.Equal(1, options.AsyncTimeout);
        Assert.Equal(2, options.ConnectRetry);
        Assert.Equal(3, options.ConnectTimeout);
        Assert.Equal(4, options.DefaultDatabase);
        Assert.Equal(5, options.KeepAlive);
        Assert.Equal("me", options.ClientName);
        Assert.Equal("p=w", options.Password);
        Assert.True(options.Ssl);
        Assert.Equal("host", options.SslHost);
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, options.SslProtocols);
        Assert.Equal(6, options.SyncTimeout);
        Assert.Equal("u", options.User);
        Assert.False(options.CheckCertificateRevocation);
    }

    [Fact]
    public void The_asynchronous_timeout_follows_the_synchronous_one_and_so_does_a_short_connect_timeout()
    {
        var options = ConfigurationOptions.Parse("localhost,syncTimeout=9000");

        Assert.Equal(9000, options.AsyncTimeout);
        Assert.Equal(9000, options.ConnectTimeout);
    }

    [Fact]
    public void Unknown_options_are_refused_unless_they_may_be_ignored()
    {
        var refused = Assert.Throws<ArgumentException>(() => ConfigurationOptions.Parse("localhost,flux=1"));

        Assert.StartsWith("Keyword 'flux' is not supported.", refused.Message, StringComparison.Ordinal);
        Assert.Single(ConfigurationOptions.Parse("localhost,flux=1", ignoreUnknown: true).EndPoints);
    }

    [Theory]
    [InlineData("connectTimeout=soon")]
    [InlineData("ssl=perhaps")]
    [InlineData("syncTimeout=0")]
    [InlineData("sslProtocols=Tls99")]
    public void Values_of_the_wrong_kind_are_refused(string option) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfigurationOptions.Parse($"localhost,{option}"));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_string_is_refused(string configuration) =>
        Assert.Throws<ArgumentException>(() => ConfigurationOptions.Parse(configuration));

    [Fact]
    public void Written_and_read_again_the_options_are_the_same()
    {
        const string Text = "redis:6379,name=me,keepAlive=5,syncTimeout=6,connectTimeout=3,password=secret,ssl=True,abortConnect=False,defaultDatabase=4";

        var options = ConfigurationOptions.Parse(Text);

        Assert.Equal(Text, options.ToString());
        Assert.Equal(Text, options.Clone().ToString());
        Assert.Contains("password=*****", options.ToString(includePassword: false), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", options.ToString(includePassword: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_without_a_port_get_the_usual_one()
    {
        var plain = ConfigurationOptions.Parse("redis");
        plain.SetDefaultPorts();
        var tls = ConfigurationOptions.Parse("redis,ssl=true");
        tls.SetDefaultPorts();

        Assert.Equal(new DnsEndPoint("redis", 6379), plain.EndPoints.Single());
        Assert.Equal(new DnsEndPoint("redis", 6380), tls.EndPoints.Single());
    }

    [Fact]
    public void A_clone_is_independent()
    {
        var options = ConfigurationOptions.Parse("redis");
        var clone = options.Clone();

        clone.EndPoints.Add("other:1");
        clone.Password = "secret";

        Assert.Single(options.EndPoints);
        Assert.Null(options.Password);
    }

    [Fact]
    public void Retry_policies_wait_as_long_as_they_say()
    {
        Assert.False(new LinearRetry(100).ShouldRetry(0, 99));
        Assert.True(new LinearRetry(100).ShouldRetry(9, 100));
        Assert.False(new ExponentialRetry(100, 200).ShouldRetry(50, 99));
        Assert.True(new ExponentialRetry(100, 200).ShouldRetry(50, 200));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialRetry(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialRetry(200, 100));
    }
}
