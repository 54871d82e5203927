using System.Text.Json;
using Capsule.Sample.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Migrations.Tests.CommandLine;

public sealed class BundleCommandLineTests
{
    [Fact]
    public async Task Without_a_command_it_migrates_and_prints_a_line_per_migration()
    {
        await using var run = await SampleRun.CreateAsync();

        var (code, output, error) = await InvokeAsync(Settings(run));

        Assert.Equal(0, code);
        var lines = output.TrimEnd().Split('\n');
        Assert.Matches(@"^sample: applied Capsule\.Data/001_extensions in \d+ ms$", lines[0]);
        Assert.Matches(@"^sample: applied 20261121105530_Initial in \d+ ms$", lines[4]);
        Assert.Matches(@"^sample: applied 20261121105545_AddReadings in \d+ ms$", lines[5]);
        Assert.StartsWith($"sample: schema sample of {run.Name} is up to date: 6 applied, 0 before", lines[6]);
        Assert.Equal(7, lines.Length);
        Assert.Empty(error);
    }

    [Fact]
    public async Task With_json_standard_output_is_one_document()
    {
        await using var run = await SampleRun.CreateAsync();

        var (code, output, _) = await InvokeAsync(Settings(run), "migrate", "--json");
        var (_, info, _) = await InvokeAsync(Settings(run), "info", "--json");

        using var report = JsonDocument.Parse(output);
        using var list = JsonDocument.Parse(info);
        Assert.Equal(0, code);
        Assert.Equal("20261121105530_Initial", report.RootElement.GetProperty("applied")[4].GetProperty("name").GetString());
        Assert.Equal(run.RoleName, report.RootElement.GetProperty("apiRole").GetString());
        Assert.Equal("success", list.RootElement.GetProperty("migrations")[5].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Info_prints_a_table_and_changes_nothing()
    {
        await using var run = await SampleRun.CreateAsync();

        var (code, output, _) = await InvokeAsync(Settings(run), "info");

        Assert.Equal(0, code);
        Assert.Contains("20261121105530    Initial           pending  -             -   -", output);
        Assert.False(await run.AsOwnerAsync<bool>("select to_regnamespace('sample') is not null"));
    }

    [Fact]
    public async Task The_connection_can_be_given_and_wins()
    {
        await using var run = await SampleRun.CreateAsync();
        var settings = Settings(run);
        settings["ConnectionStrings:sample-db"] = "Host=nowhere.invalid;Database=x";

        var (code, _, _) = await InvokeAsync(settings, "migrate", "--connection", run.ConnectionString);

        Assert.Equal(0, code);
    }

    [Fact]
    public async Task The_schema_comes_from_the_same_setting_as_the_services()
    {
        await using var run = await SampleRun.CreateAsync();
        var settings = Settings(run);
        settings["SAMPLE_DB_SCHEMA"] = "tenant_9";

        var (code, _, _) = await InvokeAsync(settings);

        Assert.Equal(0, code);
        Assert.Equal(0L, await run.AsApiAsync<long>("select count(*) from tenant_9.accounts"));
    }

    [Fact]
    public async Task The_default_role_is_named_after_the_service()
    {
        await using var run = await SampleRun.CreateAsync();
        var settings = Settings(run);
        settings["API_ROLE"] = "";
        settings["API_ROLE_PASSWORD"] = "";

        var (code, _, error) = await InvokeAsync(settings);

        Assert.Equal((int)BundleExitCode.RoleRefused, code);
        Assert.Contains("\"sample_user\"", error);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("--wait", "soon")]
    [InlineData("--lock-timeout", "-1")]
    [InlineData("--connection")]
    public async Task A_command_line_that_is_not_understood_is_refused(params string[] arguments)
    {
        var (code, output, error) = await InvokeAsync([], arguments);

        Assert.Equal((int)BundleExitCode.Usage, code);
        Assert.Empty(output);
        Assert.StartsWith("sample: ", error);
    }

    [Fact]
    public async Task Help_names_commands_settings_and_exit_codes()
    {
        var (code, output, _) = await InvokeAsync([], "--help");

        Assert.Equal(0, code);
        Assert.All(
            ["migrate", "info", "--connection", "--json", "API_ROLE_PASSWORD", "4 DatabaseUnavailable", "130 Cancelled"],
            word => Assert.Contains(word, output)
        );
    }

    [Fact]
    public async Task Missing_settings_are_named()
    {
        var (code, _, error) = await InvokeAsync([]);

        Assert.Equal((int)BundleExitCode.Configuration, code);
        Assert.Contains("ConnectionStrings:sample-db", error);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=s3cret", "127.0.0.1:1")]
    [InlineData("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=s3cret;Timeout=1", "within 0 s")]
    public async Task A_server_that_does_not_answer_is_named_without_the_password(string connection, string expected)
    {
        var (code, output, error) = await InvokeAsync([], "--wait", "0", "--json", "--connection", connection);

        using var document = JsonDocument.Parse(output);
        Assert.Equal((int)BundleExitCode.DatabaseUnavailable, code);
        Assert.Equal(4, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Contains(expected, error);
        Assert.DoesNotContain("s3cret", output + error);
    }

    [Fact]
    public async Task The_owners_password_may_come_from_a_file()
    {
        await using var run = await SampleRun.CreateAsync();
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $"{connection.Host}:{connection.Port}:{connection.Database}:{connection.Username}:{connection.Password}\n"
        );
        var without = new NpgsqlConnectionStringBuilder(run.ConnectionString) { Passfile = file };
        without.Remove("Password");
        try
        {
            var (code, _, error) = await InvokeAsync([], "info", "--connection", without.ConnectionString);

            Assert.True(code == 0, error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_wrong_password_and_a_missing_database_are_told_apart()
    {
        await using var run = await SampleRun.CreateAsync();
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString);

        var wrong = await InvokeAsync(
            [],
            "--connection",
            new NpgsqlConnectionStringBuilder(run.ConnectionString) { Password = "s3cret" }.ConnectionString
        );
        connection.Database = "no_such_database";
        var missing = await InvokeAsync([], "--wait", "0", "--connection", connection.ConnectionString);

        Assert.Equal((4, 4), (wrong.Code, missing.Code));
        Assert.Contains("password authentication failed", wrong.Error);
        Assert.Contains("There is no database at", missing.Error);
        Assert.DoesNotContain("s3cret", wrong.Error);
    }

    [Fact]
    public async Task Outside_Development_it_insists_on_TLS_as_the_service_does()
    {
        await using var run = await SampleRun.CreateAsync();

        var (code, _, error) = await InvokeAsync(Settings(run), "Production");

        Assert.Equal((int)BundleExitCode.DatabaseUnavailable, code);
        Assert.Contains("SSL", error);
    }

    private static Dictionary<string, string?> Settings(SampleRun run) =>
        new()
        {
            ["ConnectionStrings:sample-db"] = run.ConnectionString,
            ["API_ROLE"] = run.RoleName,
            ["API_ROLE_PASSWORD"] = SampleRun.Password,
        };

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(
        Dictionary<string, string?> settings,
        params string[] arguments
    )
    {
        var environment = arguments is ["Production"] ? "Production" : "Development";
        var host = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = environment });
        host.Configuration.AddInMemoryCollection(settings);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MigrationBundle.RunAsync<SampleDbContext>(
            arguments is ["Production"] ? [] : arguments,
            "sample",
            host,
            typeof(SampleDbContext).Assembly,
            output,
            error
        );
        return (code, output.ToString(), error.ToString());
    }
}
