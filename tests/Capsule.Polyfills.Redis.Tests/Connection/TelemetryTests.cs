using System.Diagnostics;
using Capsule.Polyfills.Redis.Tests.Support;
using Capsule.Testing;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Connection;

public class TelemetryTests
{
    [Fact]
    public async Task A_failed_command_is_a_failed_span()
    {
        Activity? seen = null;
        using var parent = new Activity("parent").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "OpenTelemetry.Instrumentation.StackExchangeRedis",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => seen = span.TraceId == parent.TraceId ? span : seen,
        };
        ActivitySource.AddActivityListener(listener);
        await using var redis = await SharedRedis.ConnectAsync();

        await Assert.ThrowsAsync<RedisServerException>(() => redis.Database.ExecuteAsync("NOSUCH"));
        await Eventually.TrueAsync(() => seen is not null, "the span has ended");

        Assert.Equal("NOSUCH", seen!.DisplayName);
        Assert.Equal(ActivityStatusCode.Error, seen.Status);
        listener.Dispose();
    }
}
