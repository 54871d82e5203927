using Aspire.Hosting;
using Aspire.Hosting.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class PackageInstallerTests
{
    [Fact]
    public async Task Names_the_command_when_it_may_not_install()
    {
        var builder = DistributedApplication.CreateBuilder(["--no-install", "--no-dashboard"]);
        await using var application = builder.Build();
        var installer = application.Services.GetRequiredService<PackageInstaller>();
        using var rig = new ServerRig();
        using var absent = new AbsentServer(rig.Site("absent", null));

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => installer.EnsureAsync([absent], CancellationToken.None));

        Assert.Contains("apt-get update && apt-get install -y --no-install-recommends no-such-server", error.Message, StringComparison.Ordinal);
    }

    // A server that this machine cannot have: the real ones are installed wherever the tests run.
    private sealed class AbsentServer(ServerSite site) : EmbeddedServer(site)
    {
        public override ServerPackage Package => new("no-such-server");

        public override string UserName => "nobody";

        public override bool IsInstalled => false;

        public override Task<bool> IsReadyAsync(CancellationToken cancellationToken) => Task.FromResult(false);

        protected override Task<ChildProcess> StartInAsync(DataFolder folder, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It is not installed.");
    }
}
