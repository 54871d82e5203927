using Aspire.Hosting.Embedded;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class EmbeddedOptionsTests
{
    [Fact]
    public void Reads_its_own_options_and_leaves_the_rest()
    {
        string[] arguments = ["--randomize-ports", "--data-root", "/data", "--Parameters:x=1", "--no-install", "--help", "--server-path=/a:/b"];

        var options = EmbeddedOptions.Parse(arguments, "Shop.AppHost");

        Assert.True(options is { RandomizePorts: true, NoInstall: true, Help: true, NoDashboard: false, DataRoot: "/data" });
        Assert.Equal(["/a", "/b"], options.ServerPath);
        Assert.Equal(["--data-root", "/data", "--Parameters:x=1", "--server-path=/a:/b"], EmbeddedOptions.Remaining(arguments));
    }

    [Fact]
    public void Keeps_data_in_a_folder_named_after_the_application()
    {
        var folder = EmbeddedOptions.Parse([], "Shop.AppHost").DataRoot;

        Assert.Equal("shop", Path.GetFileName(folder));
        Assert.Equal(Environment.IsPrivilegedProcess, folder == "/var/lib/shop");
    }

    [Fact]
    public void Finds_who_listens_on_a_port()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.IPv6Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        Assert.False(Ports.IsFree(port));
        Assert.StartsWith($"process {Environment.ProcessId} (", PortOwner.Find(port), StringComparison.Ordinal);
    }
}
