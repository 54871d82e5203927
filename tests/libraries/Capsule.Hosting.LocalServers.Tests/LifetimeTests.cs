using Capsule.Testing;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>
/// How the AppHost and its servers end and start again. A start costs 13 s of processor time, so that the tests share them.
/// </summary>
public sealed class LifetimeTests(RunningApplication running) : IClassFixture<RunningApplication>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // microsoft/aspire#4518, #16202: processes remained after Ctrl-C. microsoft/aspire#3669: a volume with another password.
    [Fact]
    [Trait("Case", "A-ASP-04")]
    [Trait("Case", "A-ASP-01")]
    public async Task Ctrl_C_leaves_no_process_and_the_next_start_finds_the_data_with_another_password()
    {
        var first = await running.StartedAsync();
        await running.QueryAsync("create table kept_by_stop (id int); insert into kept_by_stop values (7)");

        Assert.Equal(0, await first.StopAsync(Deadline, "INT"));

        // DCP itself ends a moment after the AppHost.
        await Eventually.TrueAsync(() => first.Descendants().Count == 0, "nothing is left", TimeSpan.FromSeconds(10));
        running.Password = @"it's another \pass word";
        await running.StartAsync();

        Assert.Equal(7, await running.QueryAsync("select id from kept_by_stop"));
    }

    // microsoft/aspire#5546, #6704, #2198: processes of a killed run hold ports and data.
    [Fact]
    [Trait("Case", "A-ASP-03")]
    public async Task Kill_of_the_AppHost_leaves_no_process_but_its_logs_and_a_start_at_once_succeeds()
    {
        var first = await running.StartedAsync();
        await running.QueryAsync("create table kept_by_kill (id int); insert into kept_by_kill values (7)");

        first.Kill();
        var second = await running.StartAsync();

        Assert.Equal(7, await running.QueryAsync("select id from kept_by_kill"));
        await Eventually.TrueAsync(
            () => first.Descendants().Count == 0 || first.Descendants().All(BelongsTo(second)),
            "nothing is left of the killed run"
        );
        var logs = Directory.GetDirectories(Path.Combine(running.Folder, "logs"), $"*-{first.Id}").Single();
        Assert.Contains(
            "database system is ready to accept connections",
            await File.ReadAllTextAsync(Path.Combine(logs, "postgres.log"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "migrated things",
            await File.ReadAllTextAsync(Path.Combine(logs, "bundle.log"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_second_AppHost_on_the_same_folder_is_refused_by_name_and_harms_nothing()
    {
        await running.StartedAsync();

        await using var second = AppHostProcess.StartProject(
            "tests/support/Capsule.Testing.AppHost",
            running.Folder,
            "--DcpPublisher:RandomizePorts=true"
        );

        Assert.Equal(1, await second.ExitAsync(Deadline));
        Assert.Matches(
            @"The data folder .*_data of \w+ is in use by process \d+ \(\w+\)\. Stop it, or give this run a folder of its own with LocalServers:Data\.",
            second.Output[^1]
        );
        Assert.Equal(1, await running.QueryAsync("select 1"));
    }

    // Servers on a folder are found by the folder they work in, whichever run started them.
    private static Func<RunningProcess, bool> BelongsTo(AppHostProcess host) =>
        process => host.Descendants().Any(own => own.Id == process.Id);
}
