using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Capsule.Cli.Bundles;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Cli.Tests;

public sealed partial class DevelopmentFileTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task The_development_defaults_are_what_the_AppHost_gives_its_bundles()
    {
        var resources = await ManifestAsync();
        var parameters = ServiceCatalogue.All.SelectMany(DevelopmentParameters.Of).ToDictionary();
        if (Environment.GetEnvironmentVariable("CAPSULE_WRITE_DEVELOPMENT") == "1")
        {
            var all = ServiceCatalogue.Names.ToDictionary(service => service, Given);
            await File.WriteAllTextAsync(
                Path.Combine(RepositoryFolder.Root, DevelopmentSettings.FileName),
                JsonSerializer.Serialize(all, Indented) + "\n"
            );
        }

        var defaults = Read(DevelopmentSettings.FileName);

        Assert.Equal(ServiceCatalogue.Names, defaults.Select(service => service.Key).Order(StringComparer.Ordinal));
        foreach (var service in ServiceCatalogue.Names)
        {
            var given = Given(service);
            var written = defaults[service]!.AsObject().ToDictionary(variable => variable.Key, variable => Text(variable.Value));

            Assert.Equal(given.Keys.Order(), written.Keys.Order());
            Assert.All(given, variable => Assert.Equal(Normal(variable.Value), Normal(written[variable.Key])));
        }

        Dictionary<string, string> Given(string service) =>
            resources[$"{service}-migrations"]!["env"]!
                .AsObject()
                .Where(variable =>
                    variable.Key == $"ConnectionStrings__{service}-db" || variable.Key.StartsWith("API_", StringComparison.Ordinal)
                )
                .ToDictionary(variable => variable.Key, variable => Resolve(Text(variable.Value)));

        string Resolve(string value)
        {
            while (Reference().Match(value) is { Success: true } match)
            {
                var (resource, path) = (resources[match.Groups["resource"].Value]!, match.Groups["path"].Value);
                value = value.Replace(
                    match.Value,
                    path switch
                    {
                        "value" => parameters[match.Groups["resource"].Value],
                        "connectionString" => Text(resource["connectionString"]),
                        "bindings.tcp.host" => "localhost",
                        "bindings.tcp.port" => resource["bindings"]!["tcp"]!["port"]!.ToString(),
                        _ => throw new InvalidOperationException($"The manifest refers to {match.Value}."),
                    }
                );
            }

            return value;
        }
    }

    private static string Normal(string value) =>
        value.Contains("Host=", StringComparison.Ordinal) ? new NpgsqlConnectionStringBuilder(value).ConnectionString : value;

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Root, path)))!.AsObject();

    private static async Task<JsonObject> ManifestAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"capsule-manifest-{Guid.NewGuid():n}.json");
        try
        {
            using var program = Process.Start(
                new ProcessStartInfo("dotnet")
                {
                    ArgumentList =
                    {
                        RepositoryFolder.Program("Capsule.AppHost"),
                        "--environment",
                        "Production",
                        "--publisher",
                        "manifest",
                        "--output-path",
                        path,
                    },
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            var said = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
            await program.WaitForExitAsync();
            Assert.True(program.ExitCode == 0, string.Concat(said));
            return JsonNode.Parse(await File.ReadAllTextAsync(path))!["resources"]!.AsObject();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"\{(?<resource>[a-z-]+)\.(?<path>[A-Za-z.]+)\}")]
    private static partial Regex Reference();
}
