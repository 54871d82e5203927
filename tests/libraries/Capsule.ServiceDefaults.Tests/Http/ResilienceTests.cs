using System.Globalization;
using System.Net;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Capsule.ServiceDefaults.Tests.Http;

/// <summary>What a service's HTTP client does when another service fails, is cut off or hangs.</summary>
public sealed class ResilienceTests
{
    private static readonly string[] FailureNames = ["500", "503", "408", "429", "cut"];
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public async Task A_passing_failure_is_retried_for_safe_methods_only()
    {
        await using var service = await CallingService.StartAsync(
            (request, _) =>
                request.RequestUri!.AbsolutePath == "/cut"
                    ? throw new HttpRequestException("cut")
                    : Task.FromResult(Answer(request.RequestUri))
        );

        foreach (var (failure, method) in from failure in FailureNames from method in Methods select (failure, method))
        {
            var times = method is "GET" or "HEAD" ? 4 : 1;
            var before = service.Sent.All.Count;
            using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1/{failure}");

            await Record.ExceptionAsync(() => service.Client.SendAsync(request));

            Assert.True(
                service.Sent.All.Count - before == times,
                $"{method} after {failure}: sent {service.Sent.All.Count - before} times."
            );
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task Any_other_answer_is_final(int status)
    {
        await using var service = await CallingService.StartAsync(
            (_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status))
        );

        using var response = await service.Client.GetAsync("http://127.0.0.1/");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Single(service.Sent.All);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    public async Task A_service_that_hangs_is_left_after_the_timeout(string method, bool isRetried)
    {
        await using var service = await CallingService.StartAsync(
            async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return new HttpResponseMessage();
            },
            options =>
            {
                options.AttemptTimeout.Timeout = TimeSpan.FromMilliseconds(100);
                options.TotalRequestTimeout.Timeout = TimeSpan.FromMilliseconds(800);
            }
        );
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://127.0.0.1/");

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => service.Client.SendAsync(request));

        Assert.InRange(service.Sent.All.Count, isRetried ? 2 : 1, isRetried ? 4 : 1);
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_the_attempts()
    {
        using var cancellation = new CancellationTokenSource();
        await using var service = await CallingService.StartAsync(
            async (_, cancellationToken) =>
            {
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return new HttpResponseMessage();
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Client.GetAsync("http://127.0.0.1/", cancellation.Token));

        Assert.Single(service.Sent.All);
    }

    [Fact]
    public async Task A_service_that_only_fails_is_left_alone_for_a_while()
    {
        await using var service = await CallingService.StartAsync(
            (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError)),
            options => options.CircuitBreaker.MinimumThroughput = 10
        );
        for (var i = 0; i < 10; i++)
        {
            await service.Client.PostAsync("http://127.0.0.1/", null);
        }

        await Assert.ThrowsAsync<BrokenCircuitException>(() => service.Client.PostAsync("http://127.0.0.1/", null));

        Assert.Equal(10, service.Sent.All.Count);
    }

    private static HttpResponseMessage Answer(Uri address) =>
        new((HttpStatusCode)int.Parse(address.AbsolutePath[1..], CultureInfo.InvariantCulture));
}
