using Aspire.Hosting.Dashboard.Install;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

public sealed class DashboardInstallerTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly List<string> _said = [];

    [Fact]
    public async Task A_configured_dashboard_wins()
    {
        var path = _root.Write("here/aspire-managed", "");

        var program = await Installer(path, "nothing").FindAsync(_said.Add, CancellationToken.None);

        Assert.Equal((path, "dashboard"), (program.Program, Assert.Single(program.Arguments)));
        Assert.Empty(_said);
    }

    [Fact]
    public async Task A_configured_dashboard_that_is_not_there_is_named()
    {
        var installer = Installer("/no/such/aspire-managed", "nothing");

        var error = await Assert.ThrowsAsync<DashboardUnavailableException>(() => installer.FindAsync(_said.Add, CancellationToken.None));

        Assert.False(installer.IsLikely);
        Assert.Contains("ASPIRE_DASHBOARD_PATH names /no/such/aspire-managed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_npm_cannot_fetch_is_told_in_one_line_that_says_how_to_get_it()
    {
        // npm refuses the name before it asks any registry.
        var error = await Assert.ThrowsAsync<DashboardUnavailableException>(
            () => Installer(null, "@no such scope/at all").FindAsync(_said.Add, CancellationToken.None));

        Assert.Contains("let npm reach a registry that has @no such scope/at all 0.0.0, or set ASPIRE_DASHBOARD_PATH", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(Path.Combine(_root.Path, "aspire-dashboard")).Select(Path.GetExtension));
    }

    [Fact]
    public async Task An_archive_that_is_not_the_published_one_is_refused()
    {
        var archive = _root.Write("a.tgz", "abc");
        const string OfAbc = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

        await NpmPackage.VerifyAsync(archive, OfAbc, CancellationToken.None);
        File.WriteAllText(archive, "abd");

        await Assert.ThrowsAsync<DashboardUnavailableException>(() => NpmPackage.VerifyAsync(archive, OfAbc, CancellationToken.None));
    }

    public void Dispose() => _root.Dispose();

    private DashboardInstaller Installer(string? configuredPath, string package) => new(
        configuredPath, new DashboardCache(_root.Path, "0.0.0", TimeProvider.System), new NpmPackage(package, "0.0.0"), TimeProvider.System);
}
