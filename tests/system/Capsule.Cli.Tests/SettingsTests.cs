using System.Text.Json;
using Capsule.Contracts.Catalogue;

namespace Capsule.Cli.Tests;

public sealed class SettingsTests
{
    [Fact]
    public async Task Every_service_lists_what_may_be_set()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        await bundles.RunAsync(databases.Variables, "db", "migrate");

        var json = await bundles.RunAsync(databases.Variables, "settings", "list", "--json");
        var table = await bundles.RunAsync(databases.Variables, "settings", "list", "monitor");

        Assert.True(json.Code == 0, json.Error);
        Assert.All(
            ServiceCatalogue.Names,
            service =>
            {
                var settings = json.Service(service)
                    .GetProperty("result")
                    .GetProperty("settings")
                    .EnumerateArray()
                    .ToDictionary(setting => setting.GetProperty("key").GetString()!);
                Assert.Equal("30.00:00:00", settings["Messaging:InboxRetention"].GetProperty("default").GetString());
                Assert.Matches(@"^\d{14}_\w+$", settings["schema.version"].GetProperty("value").GetString());
                Assert.NotEqual(JsonValueKind.Null, settings["service.initialised_at"].GetProperty("value").ValueKind);
            }
        );
        Assert.Contains(
            table.Lines,
            line => line.StartsWith("Messaging:Outbox:Retention|-|7.00:00:00|a period from", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_setting_is_set_shown_and_removed()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        await bundles.RunAsync(databases.Variables, "db", "migrate", "auth");
        string[] which = ["auth", "--key", "Limits:SignIn:PerAddress"];

        var set = await bundles.RunAsync(databases.Variables, ["settings", "set", .. which, "--value", "50", "--json"]);
        var shown = await bundles.RunAsync(databases.Variables, ["settings", "get", .. which]);
        var unset = await bundles.RunAsync(databases.Variables, ["settings", "set", .. which, "--unset", "--json"]);

        Assert.True(set.Code == 0, set.Error);
        Assert.Equal("50", set.Service("auth").GetProperty("result").GetProperty("value").GetString());
        Assert.Contains(
            shown.Lines,
            line => line.StartsWith("auth|Limits:SignIn:PerAddress|50|100|a whole number from 0 to 1000000|", StringComparison.Ordinal)
        );
        Assert.Equal(JsonValueKind.Null, unset.Service("auth").GetProperty("result").GetProperty("value").ValueKind);
    }

    [Theory]
    [InlineData(
        "settings set auth --key Limits:Nothing --value 1",
        "There is no setting Limits:Nothing that can be changed while the service runs; known are Auth:Accounts:AnonymiseAfter, "
    )]
    [InlineData(
        "settings set auth --key Limits:SignIn:PerAddress --value -1",
        "Limits:SignIn:PerAddress cannot be \"-1\": it must be a whole number from 0 to 1000000. Nothing was changed."
    )]
    [InlineData("settings get auth", "Name the setting with --key: ")]
    [InlineData("settings set --key Limits:SignIn:PerAddress --value 1", "--key needs exactly one service")]
    public async Task What_cannot_be_set_is_refused_with_exit_code_64(string arguments, string message)
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();

        var run = await bundles.RunAsync(databases.Variables, arguments.Split(' '));

        Assert.Equal(64, run.Code);
        Assert.Contains(message, run.Error);
    }
}
