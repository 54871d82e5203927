using System.Text.Json;
using Capsule.Data;
using Capsule.Sample.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Capsule.Migrations.Tests;

/// <summary>One command of the sample's bundle, run in this process, and what it said.</summary>
internal sealed record SampleCommand(BundleExitCode Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    public static async Task<SampleCommand> InvokeAsync(SampleRun run, string[] arguments, Dictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:sample-db"] = run.ConnectionString,
            ["API_ROLE"] = run.RoleName,
            ["API_ROLE_PASSWORD"] = SampleRun.Password,
        };
        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        return await InvokeAsync<SampleDbContext>("sample", arguments, all);
    }

    public static async Task<SampleCommand> InvokeAsync<TContext>(string service, string[] arguments, Dictionary<string, string?> settings)
        where TContext : ServiceDbContext
    {
        var host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Development" }
        );
        host.Configuration.AddInMemoryCollection(settings);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MigrationBundle.RunAsync<TContext>(arguments, service, host, typeof(TContext).Assembly, output, error);
        return new SampleCommand((BundleExitCode)code, output.ToString(), error.ToString());
    }
}
