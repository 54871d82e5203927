using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Capsule.Polyfills.Tests.Resilience;

/// <summary>Microsoft.Extensions.Http.Resilience, as documented: the standard pipeline's defaults and behaviour.</summary>
public sealed class StandardResilienceTests
{
    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new HttpStandardResilienceOptions();

        Assert.Equal("Standard-RateLimiter", options.RateLimiter.Name);
        Assert.Equal(1000, options.RateLimiter.DefaultRateLimiterOptions.PermitLimit);
        Assert.Equal(0, options.RateLimiter.DefaultRateLimiterOptions.QueueLimit);
        Assert.Equal("Standard-TotalRequestTimeout", options.TotalRequestTimeout.Name);
        Assert.Equal(TimeSpan.FromSeconds(30), options.TotalRequestTimeout.Timeout);
        Assert.Equal("Standard-Retry", options.Retry.Name);
        Assert.Equal(3, options.Retry.MaxRetryAttempts);
        Assert.Equal(DelayBackoffType.Exponential, options.Retry.BackoffType);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Retry.Delay);
        Assert.True(options.Retry.UseJitter);
        Assert.True(options.Retry.ShouldRetryAfterHeader);
        Assert.Equal("Standard-CircuitBreaker", options.CircuitBreaker.Name);
        Assert.Equal(0.1, options.CircuitBreaker.FailureRatio);
        Assert.Equal(100, options.CircuitBreaker.MinimumThroughput);
        Assert.Equal(TimeSpan.FromSeconds(30), options.CircuitBreaker.SamplingDuration);
        Assert.Equal(TimeSpan.FromSeconds(5), options.CircuitBreaker.BreakDuration);
        Assert.Equal("Standard-AttemptTimeout", options.AttemptTimeout.Name);
        Assert.Equal(TimeSpan.FromSeconds(10), options.AttemptTimeout.Timeout);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task A_transient_status_is_retried_three_times(int status)
    {
        using var server = new FakeServer(_ => new HttpResponseMessage((HttpStatusCode)status));
        await using var services = Services(server, Fast);

        var response = await Client(services).GetAsync("http://test/");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(4, server.Requests.Length);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(404)]
    public async Task Any_other_status_is_not(int status)
    {
        using var server = new FakeServer(_ => new HttpResponseMessage((HttpStatusCode)status));
        await using var services = Services(server, Fast);

        await Client(services).GetAsync("http://test/");

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_failed_connection_is_retried_and_a_bug_is_not()
    {
        using var failing = new FakeServer(number => number < 3 ? throw new HttpRequestException("refused") : new HttpResponseMessage());
        using var broken = new FakeServer(_ => throw new InvalidOperationException("bug"));
        await using var services = Services(failing, Fast);
        await using var others = Services(broken, Fast);

        var response = await Client(services).GetAsync("http://test/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, failing.Requests.Length);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client(others).GetAsync("http://test/"));
        Assert.Single(broken.Requests);
    }

    [Fact]
    public async Task Retry_After_sets_the_delay()
    {
        using var server = new FakeServer(number => number == 1
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1)) } }
            : new HttpResponseMessage());
        await using var services = Services(server, options => options.Retry.Delay = TimeSpan.Zero);
        var clock = Stopwatch.StartNew();

        await Client(services).GetAsync("http://test/");

        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.9), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_retried_and_the_total_timeout_ends_it()
    {
        using var server = Hanging();
        await using var services = Services(server, options =>
        {
            options.AttemptTimeout.Timeout = TimeSpan.FromMilliseconds(50);
            options.TotalRequestTimeout.Timeout = TimeSpan.FromMilliseconds(300);
            options.Retry.MaxRetryAttempts = 100;
            options.Retry.Delay = TimeSpan.Zero;
        });

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => Client(services).GetAsync("http://test/"));

        Assert.InRange(server.Requests.Length, 2, 7);
    }

    [Fact]
    public async Task The_callers_cancellation_is_the_callers()
    {
        using var server = Hanging();
        await using var services = Services(server, Fast);
        using var cancellation = new CancellationTokenSource();
        var request = Client(services).GetAsync("http://test/", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_circuit_opens_when_too_many_attempts_fail()
    {
        using var server = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError));
        await using var services = Services(server, options =>
        {
            Fast(options);
            options.Retry.ShouldHandle = _ => ValueTask.FromResult(false);
            options.CircuitBreaker.MinimumThroughput = 10;
        });
        for (var i = 0; i < 10; i++)
        {
            await Client(services).GetAsync("http://test/");
        }

        await Assert.ThrowsAsync<BrokenCircuitException>(() => Client(services).GetAsync("http://test/"));

        Assert.Equal(10, server.Requests.Length);
    }

    [Fact]
    public async Task Requests_beyond_the_limit_are_rejected()
    {
        using var server = Hanging();
        await using var services = Services(server, options => options.RateLimiter.DefaultRateLimiterOptions.PermitLimit = 1);
        using var cancellation = new CancellationTokenSource();
        var first = Client(services).GetAsync("http://test/", cancellation.Token);

        await Assert.ThrowsAsync<RateLimiterRejectedException>(() => Client(services).GetAsync("http://test/"));

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("PUT", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("DELETE", 1)]
    [InlineData("GET", 4)]
    public async Task Unsafe_methods_can_be_kept_from_being_sent_again(string method, int sent)
    {
        using var answering = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError));
        using var failing = new FakeServer(_ => throw new HttpRequestException("cut"));
        foreach (var server in new[] { answering, failing })
        {
            await using var services = Services(server, options =>
            {
                Fast(options);
                options.Retry.DisableForUnsafeHttpMethods();
            });
            using var request = new HttpRequestMessage(new HttpMethod(method), "http://test/");

            await Record.ExceptionAsync(() => Client(services).SendAsync(request));

            Assert.Equal(sent, server.Requests.Length);
        }
    }

    [Fact]
    public async Task The_clients_own_timeout_is_switched_off()
    {
        using var server = new FakeServer(_ => new HttpResponseMessage());
        await using var services = Services(server, Fast);

        Assert.Equal(Timeout.InfiniteTimeSpan, Client(services).Timeout);
    }

    [Fact]
    public async Task A_client_can_do_without_what_the_defaults_gave_it()
    {
        using var server = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        var collection = new ServiceCollection().AddLogging();
        collection.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(Fast));
#pragma warning disable EXTEXP0001
        collection.AddHttpClient("test").ConfigurePrimaryHttpMessageHandler(() => server).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        await using var services = collection.BuildServiceProvider();

        await Client(services).GetAsync("http://test/");

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("TotalRequestTimeout:Timeout", "00:00:05", "total request timeout")]
    [InlineData("CircuitBreaker:SamplingDuration", "00:00:15", "at least double")]
    [InlineData("Retry:Delay", "00:01:00", "cumulative delay")]
    [InlineData("Retry:MaxRetryAttempts", "0", "MaxRetryAttempts")]
    public async Task Options_that_do_not_fit_together_are_refused(string key, string value, string complaint)
    {
        using var server = new FakeServer(_ => new HttpResponseMessage());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Resilience:{key}", value)]).Build();
        var collection = new ServiceCollection().AddLogging();
        var builder = collection.AddHttpClient("test").AddStandardResilienceHandler(configuration.GetSection("Resilience"));
        await using var services = collection.BuildServiceProvider();

        Assert.Equal("test-standard", builder.PipelineName);
        var exception = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptionsMonitor<HttpStandardResilienceOptions>>().Get(builder.PipelineName));
        Assert.Contains(complaint, exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static FakeServer Hanging() => new(async (_, _, cancellation) =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return new HttpResponseMessage();
    });

    private static void Fast(HttpStandardResilienceOptions options) => options.Retry.Delay = TimeSpan.Zero;

    private static ServiceProvider Services(FakeServer server, Action<HttpStandardResilienceOptions> configure)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHttpClient("test").ConfigurePrimaryHttpMessageHandler(() => server).AddStandardResilienceHandler(configure);
        return services.BuildServiceProvider();
    }

    private static HttpClient Client(ServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
}
