using System.Text.Json.Nodes;
using Aspire.Hosting;
using Capsule.Polyfills.Hosting.Tests.Model;

namespace Capsule.Polyfills.Hosting.Tests.Manifest;

public sealed class GoldenManifestTests
{
    [Theory]
    [InlineData("--operation", "publish", "--publisher", "manifest")]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--step", "publish-manifest")]
    public async Task The_golden_program_gives_the_golden_manifest(params string[] commandLine)
    {
        var path = Path.Combine(TestProjects.Folder, $"{Guid.NewGuid():n}.json");

        await using (var app = GoldenProgram.Build([.. commandLine, "--output-path", path]))
        {
            await app.RunAsync(TestContext.Current.CancellationToken);
        }

        var expected = ManifestFile.Resources(Path.Combine(AppContext.BaseDirectory, "Manifest", "golden-manifest.json")).WithoutRedisTls();
        var actual = ManifestFile.Resources(path).WithoutRedisTls();
        Assert.Equal(expected.Select(r => r.Key).Order(), actual.Select(r => r.Key).Order());
        Assert.All(expected, resource => Assert.True(
            JsonNode.DeepEquals(resource.Value, actual[resource.Key]),
            $"{resource.Key}: expected {resource.Value}, got {actual[resource.Key]}"));
    }

    [Fact]
    public async Task A_folder_gets_the_manifest_under_its_usual_name()
    {
        var folder = Path.Combine(TestProjects.Folder, "out", "put");

        await using var app = GoldenProgram.Build(["--publisher", "manifest", "--output-path", folder]);
        await app.RunAsync(TestContext.Current.CancellationToken);

        var resources = ManifestFile.Resources(Path.Combine(folder, "aspire-manifest.json"));
        Assert.Equal("../../Api/Api.csproj", resources["auth"]!["path"]!.GetValue<string>());
    }

    [Fact]
    public void Publishing_and_running_are_all_there_is()
    {
        var error = Assert.Throws<DistributedApplicationException>(() => GoldenProgram.Build(["--operation", "dream"]));

        Assert.Equal("Invalid operation specified. Valid operations are 'publish' or 'run'.", error.Message);
    }

    [Theory]
    [InlineData(true, "--publisher", "manifest")]
    [InlineData(true, "--operation", "publish")]
    [InlineData(false, "--operation", "run")]
    [InlineData(false)]
    public void The_command_line_says_what_is_done(bool publish, params string[] commandLine)
    {
        var context = DistributedApplication.CreateBuilder(commandLine).ExecutionContext;

        Assert.Equal((publish, !publish), (context.IsPublishMode, context.IsRunMode));
    }
}
