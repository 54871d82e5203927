using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Capsule.Polyfills.Hosting.Tests.Model.State;

public sealed class ResourceLoggerServiceTests
{
    private readonly ResourceLoggerService _loggers = new(TimeProvider.System);

    [Fact]
    public async Task A_watcher_gets_what_was_kept_and_every_new_line_until_the_end()
    {
        _loggers.GetLogger("auth").LogInformation("one");
        _loggers.GetLogger("auth").LogError("two\nthree");
        var lines = new List<LogLine>();

        await foreach (var batch in _loggers.WatchAsync("AUTH"))
        {
            lines.AddRange(batch);
            if (lines.Count == 3)
            {
                _loggers.GetLogger("auth").LogInformation("four");
                _loggers.Complete("auth");
            }
        }

        Assert.Equal([1, 2, 3, 4], lines.Select(l => l.LineNumber));
        Assert.Equal(["one", "two", "three", "four"], lines.Select(l => l.Content.Split(' ', 2)[1]));
        Assert.Equal([false, true, true, false], lines.Select(l => l.IsErrorMessage));
    }

    [Fact]
    public void Every_line_begins_with_its_time()
    {
        _loggers.GetLogger("auth").LogInformation("hello");

        var line = Assert.Single(_loggers.GetBacklog("auth"));

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z hello$", line.Content);
    }

    [Fact]
    public void Resources_have_logs_of_their_own()
    {
        _loggers.GetLogger("auth").LogInformation("hello");

        Assert.Empty(_loggers.GetBacklog("billing"));
    }

    [Fact]
    public void Only_the_last_lines_are_kept()
    {
        for (var i = 0; i < 10_001; i++)
        {
            _loggers.AddLine("auth", "line", isError: false);
        }

        Assert.Equal((10_000, 2), (_loggers.GetBacklog("auth").Count, _loggers.GetBacklog("auth")[0].LineNumber));
    }
}
