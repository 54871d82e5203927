using Capsule.Testing;

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
        var pending =
            Directory
                .GetFiles(Path.Combine(RepositoryFolder.Root, "services/auth/Capsule.Auth.Migrations/Migrations"), "*.Designer.cs")
                .Length
            + new[] { "Capsule.Data/Schema", "Capsule.Data/Idempotency/Schema", "Capsule.Messaging/Schema" }.Sum(folder =>
                Directory.GetFiles(Path.Combine(RepositoryFolder.Root, "libraries", folder), "*.sql").Length
            );
        Assert.Single(
            await ShowAsync("status", 0),
            line =>
                line.StartsWith($"auth|{name}|15", StringComparison.Ordinal)
                && line.EndsWith($"|-|ok|{pending}|0|-", StringComparison.Ordinal)
        );
        await ShowAsync("migrate", 0);
        Assert.Single(
            await ShowAsync("seed", 0, "--users", "50"),
            line => line.StartsWith($"auth|{name}|50|50|", StringComparison.Ordinal)
        );
        Assert.Contains("auth: as its migrations make it", await ShowAsync("drift", 0));
        Assert.Contains($"auth|{name}|-", await ShowAsync("unlock", 0));
        await databases["auth"].ExecuteAsync("create table auth.extra (id int); update auth.schema_history set checksum = repeat('0', 64)");
        Assert.Single(
            await ShowAsync("drift", 3),
            line => line.StartsWith("table|extra|table auth.extra: the database has", StringComparison.Ordinal)
        );
        Assert.Single(
            await ShowAsync("validate", 2),
            line => line.StartsWith("changed|", StringComparison.Ordinal) && line.Contains("_Initial", StringComparison.Ordinal)
        );
        Assert.Single(
            await ShowAsync("repair", 0),
            line => line.StartsWith("changed|", StringComparison.Ordinal) && line.Contains("_Initial", StringComparison.Ordinal)
        );
        Assert.Single(
            await ShowAsync("info", 0),
            line => line.Contains("|Initial|success|", StringComparison.Ordinal) && line.EndsWith("|ok", StringComparison.Ordinal)
        );
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
        Assert.Matches($@"^auth\|20\S+Z\|{name}\|\d+\|", Row(await ShowAsync("create")));
        var taken = Row(await ShowAsync("list"));
        Assert.Matches(@"^\S+Z\|complete\|\d+\|[\d.]+ KB\|\d+_\w+\|-\|-\|yes\|newest, daily, weekly, monthly$", taken);
        Assert.Matches(
            @"^auth\|\S+Z\|\d+\|\d+\|20\d\d-\S+ \S+Z\|\d+\|\d+$",
            Row(await ShowAsync("verify", "--backup", taken.Split('|')[0]))
        );
        Assert.Matches(
            @"^\S+Z\|complete\|\d+\|[\d.]+ KB\|\d+_\w+\|20\d\d-\S+ \S+Z\|\d+\|yes\|newest, newest verified, daily, weekly, monthly$",
            Row(await ShowAsync("list"))
        );
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

    [Fact]
    public async Task Each_command_of_messages_shows_and_does_what_it_says()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        var database = databases["billing"];
        Assert.Contains(
            "the migration that makes it is pending",
            (await bundles.RunAsync(databases.Variables, "messages", "list", "billing")).Error
        );
        Assert.Equal(0, (await bundles.RunAsync(databases.Variables, "db", "migrate")).Code);
        Assert.Contains("billing: no dead letters", await ShowAsync("list"));
        await database.ExecuteAsync(
            """
            insert into billing.dead_letters (id, consumer, message_id, type, body, content_type, headers, reason, detail, redeliveries, redeliver_at) values
                ('01920000-0000-7000-8000-000000000001', 'billing-user-registered', '01920000-0000-7000-8000-00000000000a', 'Capsule.Contracts:UserRegistered',
                    convert_to('{"messageId":"a","message":{"name":"ä"}}', 'UTF8'), 'application/json', '{"a":1}', 'E: no such plan', E'E: no such plan\n   at Plan.Find()', 3, null),
                ('01920000-0000-7000-8000-000000000002', 'billing-user-registered', null, null, '\x7b00ff', null, '{}', 'JsonException: x', null, 0, null),
                ('01920000-0000-7000-8000-000000000003', 'billing-other', null, null, convert_to('{{', 'UTF8'), null, '{}', 'JsonException: y', null, 1, '2031-01-01T00:00:00Z')
            """
        );

        Assert.Single(
            await ShowAsync("list"),
            line =>
                line.StartsWith(
                    "01920000-0000-7000-8000-000000000001|billing-user-registered|Capsule.Contracts:UserRegistered|20",
                    StringComparison.Ordinal
                ) && line.EndsWith("Z|3|-|E: no such plan", StringComparison.Ordinal)
        );
        Assert.Contains("billing has more: --after 01920000-0000-7000-8000-000000000001", await ShowAsync("list", "--limit", "1"));
        Assert.Single(
            await ShowAsync("list", "--after", "01920000-0000-7000-8000-000000000002"),
            line => line.EndsWith("Z|1|2031-01-01 00:00:00Z|JsonException: y", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            await ShowAsync("list", "--consumer", "billing-other"),
            line => line.Contains("billing-user-registered", StringComparison.Ordinal)
        );
        var shown = await ShowAsync("show", "--id", "01920000-0000-7000-8000-000000000001");
        Assert.Contains("message|01920000-0000-7000-8000-00000000000a", shown);
        Assert.Contains("reason|E: no such plan", shown);
        Assert.Contains("\"name\": \"ä\"", shown);
        Assert.Contains("at Plan.Find()", shown);
        Assert.Contains("base64: ewD/", await ShowAsync("show", "--id", "01920000-0000-7000-8000-000000000002"));
        Assert.Contains("{{", await ShowAsync("show", "--id", "01920000-0000-7000-8000-000000000003"));

        Assert.Contains(
            $"billing|{database.Name}|2",
            await ShowAsync("replay", "--id", "01920000-0000-7000-8000-000000000001", "--id", "01920000-0000-7000-8000-000000000002")
        );
        Assert.Equal(
            2,
            await database.ScalarAsync<long>(
                "select count(*) from billing.dead_letters where redeliver_at <= current_timestamp and redeliveries = 0"
            )
        );
        Assert.Contains(
            "There is no dead letter 01920000-0000-7000-8000-0000000000ff",
            (
                await bundles.RunAsync(
                    databases.Variables,
                    "messages",
                    "discard",
                    "billing",
                    "--id",
                    "01920000-0000-7000-8000-0000000000ff",
                    "--id",
                    "01920000-0000-7000-8000-000000000001"
                )
            ).Error
        );
        Assert.Equal(
            7,
            (await bundles.RunAsync(databases.Variables, "messages", "discard", "billing", "--all", "--environment", "Production")).Code
        );
        Assert.Equal(3, await database.ScalarAsync<long>("select count(*) from billing.dead_letters"));
        Assert.Contains($"billing|{database.Name}|2", await ShowAsync("discard", "--all", "--consumer", "billing-user-registered"));
        Assert.Equal(64, (await bundles.RunAsync(databases.Variables, "messages", "discard", "billing")).Code);
        Assert.Equal(
            64,
            (await bundles.RunAsync(databases.Variables, "messages", "replay", "--id", "01920000-0000-7000-8000-000000000003")).Code
        );
        var all = await bundles.RunAsync(databases.Variables, "messages", "replay", "--all", "--json");
        Assert.Equal(
            "01920000-0000-7000-8000-000000000003",
            all.Service("billing").GetProperty("result").GetProperty("replayed")[0].GetString()
        );
        Assert.Equal(0, all.Service("monitor").GetProperty("result").GetProperty("replayed").GetArrayLength());

        async Task<string[]> ShowAsync(string command, params string[] options)
        {
            var run = await bundles.RunAsync(databases.Variables, ["messages", command, "billing", .. options]);
            Assert.True(run.Code == 0, $"{command}: {run.Code} {run.Error}");
            return run.Lines;
        }
    }
}
