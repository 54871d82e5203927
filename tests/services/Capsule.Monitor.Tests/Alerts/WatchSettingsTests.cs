using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Tests.Alerts;

public sealed class WatchSettingsTests
{
    [Fact]
    public async Task Settings_that_cannot_be_stop_the_start_and_are_all_named()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            MonitorHost.StartAsync(host =>
                host.UseSetting("Monitor:Watch:Services", "auth,http://billing")
                    .UseSetting("Monitor:Watch:Interval", "00:00:00")
                    .UseSetting("Monitor:Watch:Timeout", "-00:00:01")
                    .UseSetting("Monitor:Watch:OutboxAge", "60")
            )
        );

        Assert.Contains(
            "Monitor:Watch:Services is 'auth,http://billing'; it must be a comma-separated list of service names such as auth.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Monitor:Watch:Interval is 00:00:00; it must be greater than zero and at most 1.00:00:00.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("Monitor:Watch:Timeout is -00:00:01;", error.Message, StringComparison.Ordinal);
        Assert.Contains("Monitor:Watch:OutboxAge is 60.00:00:00;", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Services", " , ")]
    [InlineData("Interval", "soon")]
    public async Task A_setting_that_cannot_be_read_is_named(string setting, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            MonitorHost.StartAsync(host => host.UseSetting($"Monitor:Watch:{setting}", value))
        );

        Assert.Contains($"Monitor:Watch:{setting}", error.Message, StringComparison.Ordinal);
    }
}
