using System.Diagnostics;
using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Cli.Tests;

public sealed class InterruptionTests
{
    private const string Patient = """
        trap 'echo "told" > "$here/told"; kill $!; echo "{\"service\":\"patient\",\"error\":\"stopped; rolled back.\",\"exitCode\":130}"; exit 130' TERM
        sleep 1000 & touch "$here/ready"
        wait
        """;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_goes_to_the_bundles_which_are_waited_for(string signal)
    {
        using var bundles = new BundleFolder().Add("Patient", Patient).Add("Quick", "echo '{}'").Add("Waiting", "touch \"$here/begun\"; echo '{}'");
        using var capsule = Start(bundles, "db", "migrate", "--json", "--parallel", "1");
        await ReadyAsync(bundles);

        Send(signal, capsule);
        var output = await capsule.StandardOutput.ReadToEndAsync();
        await capsule.WaitForExitAsync();

        Assert.Equal(130, capsule.ExitCode);
        Assert.True(File.Exists(Path.Combine(bundles.Path, "told")));
        Assert.False(File.Exists(Path.Combine(bundles.Path, "begun")));
        var services = JsonSerializer.Deserialize<JsonElement>(output).GetProperty("services").EnumerateArray().ToArray();
        Assert.Equal(
            ["stopped; rolled back.", "stopped before it began.", "stopped before it began."],
            services.Select(service => service.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_second_signal_ends_a_bundle_that_does_not_stop()
    {
        using var bundles = new BundleFolder().Add("Stubborn", "trap '' TERM; touch \"$here/ready\"; while :; do sleep 1000; done");
        using var capsule = Start(bundles, "db", "migrate");
        await ReadyAsync(bundles);

        Send("INT", capsule);
        Assert.Equal("capsule: waits for the bundles to stop; told again, it ends them at once", await capsule.StandardError.ReadLineAsync());
        Assert.False(capsule.HasExited);
        Send("INT", capsule);
        await capsule.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(130, capsule.ExitCode);
        Assert.Contains("stubborn: the bundle ended with code 137", await capsule.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task A_real_bundle_that_waits_for_its_server_stops_at_once()
    {
        using var bundles = BundleFolder.Real();
        using var capsule = Start(bundles, "db", "migrate", "auth", "--environment", "Development", "--connection", "Host=127.0.0.1;Port=1;Database=d;Username=u");
        Assert.StartsWith("auth: waiting for 127.0.0.1:1", await capsule.StandardError.ReadLineAsync(), StringComparison.Ordinal);

        Send("INT", capsule);
        await capsule.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(130, capsule.ExitCode);
        Assert.Contains("auth: stopped; what was not finished was rolled back. (exit code 130)", await capsule.StandardError.ReadToEndAsync());
    }

    private static Task ReadyAsync(BundleFolder bundles) =>
        Eventually.TrueAsync(() => File.Exists(Path.Combine(bundles.Path, "ready")), "The bundle runs.");

    private static Process Start(BundleFolder bundles, params string[] arguments)
    {
        // Whoever runs the tests in the background may have had SIGINT ignored for all that follows.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = bundles.Path,
        };
        foreach (var argument in (string[])["--default-signal=INT,TERM", "dotnet", typeof(CapsuleCommandLine).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CAPSULE_BUNDLES"] = bundles.Path;
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return Process.Start(start)!;
    }

    private static void Send(string signal, Process process) =>
        Process.Start("kill", ["-" + signal, process.Id.ToString(provider: null)])!.WaitForExit();
}
