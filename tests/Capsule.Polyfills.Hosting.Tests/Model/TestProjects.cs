using Aspire.Hosting;

namespace Capsule.Polyfills.Hosting.Tests.Model;

/// <summary>Project files in a temporary folder, for models that nobody starts.</summary>
internal static class TestProjects
{
    public static string Folder { get; } = Create();

    private static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("capsule-model-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, "Bundle"));
        File.WriteAllText(Path.Combine(folder, "Bundle", "Bundle.csproj"), "<Project/>");
        Directory.CreateDirectory(Path.Combine(folder, "Api", "Properties"));
        File.WriteAllText(Path.Combine(folder, "Api", "Api.csproj"), "<Project/>");
        File.WriteAllText(Path.Combine(folder, "Api", "Properties", "launchSettings.json"), """
            {
              // As the templates make it.
              "profiles": {
                "container": { "commandName": "Docker" },
                "http": {
                  "commandName": "Project",
                  "applicationUrl": "http://localhost:7210",
                  "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" }
                },
                "both": {
                  "commandName": "Project",
                  "applicationUrl": "https://localhost:7443;http://localhost:7211",
                }
              }
            }
            """);
        return folder;
    }

    internal sealed class Api : IProjectMetadata
    {
        public string ProjectPath => Path.Combine(Folder, "Api", "Api.csproj");
    }

    internal sealed class Bundle : IProjectMetadata
    {
        public string ProjectPath => Path.Combine(Folder, "Bundle", "Bundle.csproj");
    }
}
