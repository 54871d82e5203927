namespace Capsule.Cli.Tests;

/// <summary>What people see of a real bundle: a property that a bundle renames would otherwise only be a dash in a table.</summary>
public sealed class RealViewTests
{
    [Fact]
    public async Task Each_command_of_db_shows_what_the_bundle_found()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        var name = databases["auth"].Name;

        Assert.Contains("auth: nothing found", await ShowAsync("validate", 0));
        Assert.Contains("auth: nothing found", await ShowAsync("lint", 0));
        Assert.Single(await ShowAsync("status", 0), line => line.StartsWith($"auth|{name}|15", StringComparison.Ordinal) && line.EndsWith("|-|ok|1|0|-", StringComparison.Ordinal));
        await ShowAsync("migrate", 0);
        Assert.Single(await ShowAsync("seed", 0, "--users", "50"), line => line.StartsWith($"auth|{name}|50|50|", StringComparison.Ordinal));
        Assert.Contains("auth: as its migrations make it", await ShowAsync("drift", 0));
        Assert.Contains($"auth|{name}|-", await ShowAsync("unlock", 0));
        await databases["auth"].ExecuteAsync("create table auth.extra (id int); update auth.schema_history set checksum = repeat('0', 64)");
        Assert.Single(await ShowAsync("drift", 3), line => line.StartsWith("table|extra|table auth.extra: the database has", StringComparison.Ordinal));
        Assert.Single(await ShowAsync("validate", 2), line => line.StartsWith("changed|", StringComparison.Ordinal));
        Assert.Single(await ShowAsync("repair", 0), line => line.StartsWith("changed|", StringComparison.Ordinal));
        Assert.Single(await ShowAsync("info", 0), line => line.Contains("|Initial|success|", StringComparison.Ordinal) && line.EndsWith("|ok", StringComparison.Ordinal));
        Assert.Single(await ShowAsync("undo", 0), line => line.StartsWith($"auth|{name}|20", StringComparison.Ordinal));

        async Task<string[]> ShowAsync(string command, int code, params string[] options)
        {
            var run = await bundles.RunAsync(databases.Variables, ["db", command, "auth", .. options]);
            Assert.True(run.Code == code, $"{command}: {run.Code} {run.Error}");
            return run.Lines;
        }
    }

    [Fact]
    public async Task Each_command_of_backup_shows_what_the_bundle_did()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        var name = databases["auth"].Name;
        var copy = $"copy_{name}";
        databases.Variables["CAPSULE_BACKUPS"] = Path.Combine(bundles.Path, "backups");
        Assert.Equal(0, (await bundles.RunAsync(databases.Variables, "db", "migrate", "auth")).Code);

        Assert.Contains("auth: no backups", await ShowAsync("list"));
        Assert.Single(await ShowAsync("create"), line => line.StartsWith("auth|20", StringComparison.Ordinal) && line.Contains($"Z|{name}|7|", StringComparison.Ordinal));
        Assert.Matches(@"^\S+Z\|complete\|\d+\|[\d.]+ KB\|\d+_Initial\|-\|-\|-$", Row(await ShowAsync("list")));
        Assert.Matches(@"^auth\|\S+Z\|7\|\d+\|20\d\d-\S+ \S+Z\|\d+\|\d+$", Row(await ShowAsync("verify")));
        Assert.Matches(@"^\S+Z\|complete\|\d+\|[\d.]+ KB\|\d+_Initial\|20\d\d-\S+ \S+Z\|\d+\|-$", Row(await ShowAsync("list")));
        Assert.Matches($@"^auth\|\S+Z\|{copy}\|-\|\d+\|\d+$", Row(await ShowAsync("restore", "--into", copy)));
        Assert.Matches(@"^\S+Z\|yes\|newest", Row(await ShowAsync("prune")));
        await databases["auth"].ExecuteAsync($"drop database {copy}");

        static string Row(string[] lines) => lines.Single(line => line.Contains("Z|", StringComparison.Ordinal));

        async Task<string[]> ShowAsync(string command, params string[] options)
        {
            var run = await bundles.RunAsync(databases.Variables, ["backup", command, "auth", .. options]);
            Assert.True(run.Code == 0, $"{command}: {run.Code} {run.Error}");
            return run.Lines;
        }
    }
}
