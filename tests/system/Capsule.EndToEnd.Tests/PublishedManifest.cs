using System.Diagnostics;
using System.Text.Json.Nodes;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests;

/// <summary>The manifest, written by the AppHost's own program.</summary>
public sealed class PublishedManifest : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capsule-manifest-").FullName;

    internal JsonObject Resources { get; private set; } = [];

    /// <summary>The text where local servers are used in run mode, and where they are not.</summary>
    internal (string With, string Without) Texts { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Texts = (await PublishAsync("true"), await PublishAsync("false"));
        Resources = JsonNode.Parse(Texts.With)!["resources"]!.AsObject();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<string> PublishAsync(string localServers)
    {
        var path = Path.Combine(_folder, "manifest.json");
        using var program = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    RepositoryFolder.Program("Capsule.AppHost"),
                    "--environment",
                    "Production",
                    "--operation",
                    "publish",
                    "--publisher",
                    "manifest",
                    "--output-path",
                    path,
                    $"--LocalServers:Enabled={localServers}",
                ]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var output = program.StandardOutput.ReadToEndAsync();
        var errors = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(program.ExitCode == 0, $"{await output}{await errors}");
        return await File.ReadAllTextAsync(path);
    }
}
