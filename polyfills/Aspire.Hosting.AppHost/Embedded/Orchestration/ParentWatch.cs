using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Embedded;

/// <summary>Stops the application when the <c>dotnet run</c> or test run around it is killed: Ctrl-C would no longer reach it.</summary>
internal static class ParentWatch
{
    private const string Runner = "dotnet";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    internal static async Task FollowAsync(IHostApplicationLifetime lifetime, TimeProvider time, CancellationToken cancellationToken)
    {
        var parent = Native.ParentProcessId;
        if (Machine.NameOf(parent) != Runner)
        {
            return;
        }

        while (Native.ParentProcessId == parent)
        {
            await Task.Delay(Interval, time, cancellationToken);
        }

        lifetime.StopApplication();
    }
}
