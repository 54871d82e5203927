using System.Runtime.Versioning;
using Aspire.Hosting;
using Aspire.Hosting.Embedded;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

[SupportedOSPlatform("linux")]
public sealed class DataFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("capsule-test-").FullName;

    [Fact]
    public void A_root_that_the_servers_user_cannot_enter_is_refused_with_the_remedy()
    {
        var nobody = LocalUser.Find("nobody");

        var error = Assert.Throws<DistributedApplicationException>(() => new DataFolders(_root).Open("pg", "pg_data", nobody));

        Assert.EndsWith($"chmod o+x {_root}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volumes_folder_is_the_servers_alone()
    {
        using var folder = new DataFolders(_root).Open("pg", "pg_data", null);

        Assert.Equal(Path.Combine(_root, "pg_data"), folder.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.False(folder.IsTemporary);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_with_the_remedy()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<DistributedApplicationException>(() => new DataFolders(Path.Combine(file, "root")).Open("pg", "pg_data", null));

        Assert.Contains("--data-root", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
