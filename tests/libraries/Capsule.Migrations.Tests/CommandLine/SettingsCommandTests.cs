using System.Text.Json;
using Capsule.Sample.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Capsule.Migrations.Tests.CommandLine;

public sealed class SettingsCommandTests
{
    [Fact]
    public async Task List_shows_every_setting_with_its_value_default_and_range()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        await InvokeAsync(run, "settings", "set", "--key", "Sample:PageSize", "--value", "20");

        var (code, output, _) = await InvokeAsync(run, "settings", "list", "--json");

        Assert.Equal(0, code);
        var settings = JsonSerializer
            .Deserialize<JsonElement>(output)
            .GetProperty("settings")
            .EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("key").GetString()!);
        Assert.Equal(
            ["Sample:PageSize", "Sample:Retention", "runtime.page_size", "schema.version", "service.initialised_at", "service.name"],
            settings.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(("20", "50", "a whole number from 1 to 1000"), Shown(settings["Sample:PageSize"]));
        Assert.Equal(
            (null, "7.00:00:00", "a period from 1.00:00:00 to 365.00:00:00, as [days.]hours:minutes:seconds"),
            Shown(settings["Sample:Retention"])
        );
        Assert.Equal(("20261121105545_AddReadings", null, null), Shown(settings["schema.version"]));
    }

    [Fact]
    public async Task Set_stores_a_value_and_unset_removes_it()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var set = await InvokeAsync(run, "settings", "set", "--key", "sample:retention", "--value", "30.00:00:00");
        var stored = await run.AsOwnerAsync<string>("select value #>> '{}' from sample.service_settings where key = 'Sample:Retention'");
        var shown = await InvokeAsync(run, "settings", "get", "--key", "Sample:Retention");
        var unset = await InvokeAsync(run, "settings", "set", "--key", "Sample:Retention", "--unset");
        var gone = await InvokeAsync(run, "settings", "get", "--key", "Sample:Retention");

        Assert.Equal((0, "sample: Sample:Retention is 30.00:00:00\n"), (set.Code, set.Output));
        Assert.Equal("30.00:00:00", stored);
        Assert.Equal((0, "sample: Sample:Retention is 30.00:00:00\n"), (shown.Code, shown.Output));
        Assert.Equal((0, "sample: Sample:Retention is no longer set\n"), (unset.Code, unset.Output));
        Assert.Equal("sample: Sample:Retention is not set (default 7.00:00:00)\n", gone.Output);
    }

    [Theory]
    [InlineData("Sample:PageSize", "0", "a whole number from 1 to 1000")]
    [InlineData("Sample:PageSize", "1001", "a whole number from 1 to 1000")]
    [InlineData("Sample:PageSize", "many", "a whole number from 1 to 1000")]
    [InlineData("Sample:PageSize", "1e2", "a whole number from 1 to 1000")]
    [InlineData("Sample:PageSize", "", "a whole number from 1 to 1000")]
    [InlineData("Sample:Retention", "10", "a period from")]
    [InlineData("Sample:Retention", "23:59:59", "a period from")]
    [InlineData("Sample:Retention", "366.00:00:00", "a period from")]
    public async Task A_value_that_is_not_allowed_is_refused_and_changes_nothing(string key, string value, string allowed)
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var (code, _, error) = await InvokeAsync(run, "settings", "set", "--key", key, "--value", value);

        Assert.Equal(64, code);
        Assert.Contains($"{key} cannot be \"{value}\": it must be {allowed}", error);
        Assert.Equal(0L, await run.AsOwnerAsync<long>("select count(*) from sample.service_settings where key like 'Sample:%'"));
    }

    [Theory]
    [InlineData(
        "get --key Sample:Nothing",
        "There is no setting Sample:Nothing that can be changed while the service runs; known are Sample:PageSize, Sample:Retention."
    )]
    [InlineData(
        "set --key schema.version --value 1",
        "There is no setting schema.version that can be changed while the service runs; known are Sample:PageSize, Sample:Retention."
    )]
    [InlineData("get", "Name the setting with --key: Sample:PageSize, Sample:Retention.")]
    [InlineData("set --key Sample:PageSize", "Give --value for Sample:PageSize (a whole number from 1 to 1000), or --unset.")]
    [InlineData(
        "set --key Sample:PageSize --value 5 --unset",
        "Give --value for Sample:PageSize (a whole number from 1 to 1000), or --unset."
    )]
    public async Task What_is_not_understood_is_refused_with_what_there_is(string arguments, string message)
    {
        await using var run = await SampleRun.CreateAsync();

        var (code, _, error) = await InvokeAsync(run, ["settings", .. arguments.Split(' ')]);

        Assert.Equal((64, $"sample: {message}\n"), (code, error));
    }

    [Fact]
    public async Task A_database_without_the_table_is_told_apart()
    {
        await using var run = await SampleRun.CreateAsync();

        var (code, _, error) = await InvokeAsync(run, "settings", "list");

        Assert.Equal(
            (78, $"sample: The schema sample of {run.Name} has no table service_settings: the migration that makes it is pending.\n"),
            (code, error)
        );
    }

    [Fact]
    public async Task The_schema_version_is_the_last_migration_that_is_applied()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var (code, _, error) = await InvokeAsync(run, "undo");

        Assert.True(code == 0, error);
        Assert.Equal("20261121105530_Initial", await VersionAsync(run));
        await run.MigrateAsync();
        Assert.Equal("20261121105545_AddReadings", await VersionAsync(run));
    }

    [Fact]
    public async Task The_role_of_the_API_reads_settings_and_changes_none()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        Assert.Equal(
            "sample",
            await run.AsApiAsync<string>("select value #>> '{}' from sample.service_settings where key = 'service.name'")
        );
        foreach (
            var sql in new[]
            {
                "update sample.service_settings set value = '1'",
                "delete from sample.service_settings",
                "insert into sample.service_settings (key, value) values ('Sample:PageSize', '1')",
            }
        )
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => run.AsApiAsync<object>(sql));
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    private static Task<string?> VersionAsync(SampleRun run) =>
        run.AsOwnerAsync<string>("select value #>> '{}' from sample.service_settings where key = 'schema.version'");

    private static (string?, string?, string?) Shown(JsonElement setting) =>
        (setting.GetProperty("value").GetString(), setting.GetProperty("default").GetString(), setting.GetProperty("allowed").GetString());

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(SampleRun run, params string[] args)
    {
        var host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Development" }
        );
        host.Configuration.AddInMemoryCollection([new("ConnectionStrings:sample-db", run.ConnectionString)]);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MigrationBundle.RunAsync<SampleDbContext>(args, "sample", host, typeof(SampleDbContext).Assembly, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
