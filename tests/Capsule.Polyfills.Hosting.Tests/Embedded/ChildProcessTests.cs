using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.Embedded;
using Capsule.Testing;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Has_a_session_of_its_own_and_gives_its_lines_and_its_code()
    {
        var lines = new ConcurrentQueue<(string, bool)>();

        var process = await ChildProcess.StartAsync(
            new ChildStart("/bin/sh", "-c", "echo out; echo err >&2; read -r answer; cut -d' ' -f6 /proc/$$/stat; exit 5"),
            (line, isError) => lines.Enqueue((line, isError)));

        Assert.Equal(5, await process.Exited);
        Assert.Contains(("out", false), lines);
        Assert.Contains(("err", true), lines);
        Assert.Contains(($"{process.Id}", false), lines);
    }

    [Fact]
    public async Task Is_killed_when_it_does_not_stop_in_time()
    {
        var ready = new TaskCompletionSource();
        var process = await ChildProcess.StartAsync(
            new ChildStart("/bin/sh", "-c", "trap '' TERM; echo ready; while true; do sleep 0.1; done"), (_, _) => ready.TrySetResult());
        await ready.Task;

        Assert.Equal(137, await process.StopAsync(Native.SigTerm, TimeSpan.FromMilliseconds(100), CancellationToken.None));
    }

    [Fact]
    public async Task What_it_started_ends_with_it()
    {
        var child = new TaskCompletionSource<string>();
        var process = await ChildProcess.StartAsync(
            new ChildStart("/bin/sh", "-c", "sleep 1000000 & echo $!; exec sleep 1000000"), (line, _) => child.TrySetResult(line));
        var pid = await child.Task;

        await process.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(10), CancellationToken.None);

        await Eventually.TrueAsync(() => Machine.NameOf(int.Parse(pid)) != "sleep", "the grandchild has ended");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(new ChildStart("/no/such/program"), CancellationToken.None);

        Assert.Equal(127, exitCode);
        Assert.Contains("/no/such/program", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => ChildProcess.StartAsync(new ChildStart("/bin/true") { WorkingDirectory = "/no/such/folder" }, (_, _) => { }));

        Assert.Contains("/no/such/folder", error.Message, StringComparison.Ordinal);
    }
}
