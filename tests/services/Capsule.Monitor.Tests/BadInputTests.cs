using Capsule.Testing.Sweep;

namespace Capsule.Monitor.Tests;

public sealed class BadInputTests
{
    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_name()
    {
        await using var monitor = await MonitorHost.StartAsync(listen: true);

        // What nothing has is asked for in vain.
        await BadInputSweep.RunAsync(
            monitor,
            "monitor",
            new SweepRules().Takes(Tricks.All, "GET /api/events/count type", "GET /api/alerts name", "GET /api/alerts service")
        );
    }
}
