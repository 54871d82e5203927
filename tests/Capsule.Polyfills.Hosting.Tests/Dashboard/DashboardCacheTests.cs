using Aspire.Hosting.Dashboard.Install;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

public sealed class DashboardCacheTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    private string Copy => Path.Combine(_root.Path, "aspire-dashboard", "1.0-linux-x64");

    [Fact]
    public async Task A_copy_appears_whole()
    {
        var cache = Cache();
        Assert.Null(cache.Program);

        await FillAsync(cache);

        Assert.Equal(Path.Combine(Copy, "aspire-managed"), cache.Program);
        Assert.Equal("pages", File.ReadAllText(Path.Combine(Copy, "wwwroot", "a page.html")));
    }

    [Theory]
    [InlineData("aspire-managed")]
    [InlineData("wwwroot/a page.html")]
    [InlineData(".files")]
    public async Task A_copy_that_lacks_something_does_not_count_and_is_replaced(string file)
    {
        var cache = Cache();
        await FillAsync(cache);

        File.WriteAllText(Path.Combine(Copy, file), "");
        Assert.Null(cache.Program);
        File.Delete(Path.Combine(Copy, file));
        Assert.Null(cache.Program);
        await FillAsync(cache);

        Assert.NotNull(cache.Program);
    }

    [Fact]
    public async Task A_copy_that_was_altered_is_dropped_once_it_is_suspected()
    {
        var cache = Cache();
        await FillAsync(cache);
        Assert.False(cache.DropDamaged());

        File.WriteAllText(cache.Program!, "mmargorp");

        Assert.True(cache.DropDamaged());
        Assert.Null(cache.Program);
    }

    [Fact]
    public async Task Only_one_process_fetches_at_a_time()
    {
        var held = await Cache().LockAsync(CancellationToken.None);
        var waiting = Cache().LockAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        held.Dispose();

        (await waiting.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    public void Dispose() => _root.Dispose();

    private DashboardCache Cache() => new(_root.Path, "1.0-linux-x64", TimeProvider.System);

    private static async Task FillAsync(DashboardCache cache)
    {
        using var held = await cache.LockAsync(CancellationToken.None);
        var folder = Path.Combine(cache.Stage(), "managed");
        Directory.CreateDirectory(Path.Combine(folder, "wwwroot"));
        File.WriteAllText(Path.Combine(folder, "aspire-managed"), "programm");
        File.WriteAllText(Path.Combine(folder, "wwwroot", "a page.html"), "pages");
        cache.Adopt(folder);
        cache.DropStage();
    }
}
