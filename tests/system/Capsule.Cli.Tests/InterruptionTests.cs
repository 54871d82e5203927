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
        using var bundles = new BundleFolder()
            .Add("Patient", Patient)
            .Add("Quick", "echo '{}'")
            .Add("Waiting", "touch \"$here/begun\"; echo '{}'");
        using var capsule = Start(bundles, "db", "migrate", "--json", "--parallel", "1");
        await ReadyAsync(bundles);

        capsule.Send(signal);
        var output = await capsule.Output.ReadToEndAsync();
        var code = await capsule.ExitAsync();

        Assert.Equal(130, code);
        Assert.True(File.Exists(Path.Combine(bundles.Path, "told")));
        Assert.False(File.Exists(Path.Combine(bundles.Path, "begun")));
        var services = JsonSerializer.Deserialize<JsonElement>(output).GetProperty("services").EnumerateArray().ToArray();
        Assert.Equal(
            ["stopped; rolled back.", "stopped before it began.", "stopped before it began."],
            services.Select(service => service.GetProperty("error").GetString())
        );
    }

    [Fact]
    public async Task A_second_signal_ends_a_bundle_that_does_not_stop()
    {
        using var bundles = new BundleFolder().Add("Stubborn", "trap '' TERM; touch \"$here/ready\"; while :; do sleep 1000; done");
        using var capsule = Start(bundles, "db", "migrate");
        await ReadyAsync(bundles);

        capsule.Send("INT");
        Assert.Equal("capsule: waits for the bundles to stop; told again, it ends them at once", await capsule.Error.ReadLineAsync());
        Assert.False(capsule.HasExited);
        capsule.Send("INT");
        var code = await capsule.ExitAsync();

        Assert.Equal(130, code);
        Assert.Contains("stubborn: the bundle ended with code 137", await capsule.Error.ReadToEndAsync());
    }

    [Fact]
    public async Task A_real_bundle_that_waits_for_its_server_stops_at_once()
    {
        using var bundles = BundleFolder.Real();
        using var capsule = Start(
            bundles,
            "db",
            "migrate",
            "auth",
            "--environment",
            "Development",
            "--connection",
            "Host=127.0.0.1;Port=1;Database=d;Username=u"
        );
        Assert.StartsWith("auth: waiting for 127.0.0.1:1", await capsule.Error.ReadLineAsync(), StringComparison.Ordinal);

        capsule.Send("INT");
        var code = await capsule.ExitAsync();

        Assert.Equal(130, code);
        Assert.Contains("auth: stopped; what was not finished was rolled back. (exit code 130)", await capsule.Error.ReadToEndAsync());
    }

    private static Task ReadyAsync(BundleFolder bundles) =>
        Eventually.TrueAsync(() => File.Exists(Path.Combine(bundles.Path, "ready")), "The bundle runs.");

    private static CapsuleProcess Start(BundleFolder bundles, params string[] arguments) =>
        CapsuleProcess.Start(bundles.Path, new Dictionary<string, string> { ["CAPSULE_BUNDLES"] = bundles.Path }, arguments);
}
