namespace Capsule.Hosting.LocalServers.Tests;

public sealed class LogFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 3, 0, 0, TimeSpan.Zero);
    private readonly string _root = Directory.CreateTempSubdirectory("capsule-logs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_newest_runs_are_kept_and_other_folders_are_not_touched()
    {
        Directory.CreateDirectory(Path.Combine(_root, "mine"));

        var runs = Enumerable.Range(0, 7).Select(second => LogFolder.Create(_root, Start.AddSeconds(second), maxRuns: 3)).ToList();

        Assert.Equal([.. runs.TakeLast(3), Path.Combine(_root, "mine")], Directory.GetDirectories(_root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_user_of_the_AppHost_can_read_the_logs()
    {
        var folder = LogFolder.Create(_root, Start, maxRuns: 1);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public async Task A_full_file_is_replaced_and_the_end_of_the_log_is_kept()
    {
        await using (var file = new LogFile(_root, "auth", maxBytes: 10))
        {
            foreach (var line in new[] { "first", "second", "third", "fourth", "fifth" })
            {
                await file.WriteAsync([line]);
            }
        }

        Assert.Equal(["third", "fourth"], await File.ReadAllLinesAsync(Path.Combine(_root, "auth.1.log"), Token));
        Assert.Equal(["fifth"], await File.ReadAllLinesAsync(Path.Combine(_root, "auth.log"), Token));
    }

    [Fact]
    public async Task Lines_are_in_the_file_before_it_is_closed()
    {
        await using var file = new LogFile(_root, "auth", maxBytes: 100);

        await file.WriteAsync(["first", "second"]);

        Assert.Equal("first\nsecond\n", await File.ReadAllTextAsync(Path.Combine(_root, "auth.log"), Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
