// Where the AppHost's SDK has not imported them already: in the tests.
#pragma warning disable IDE0005
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
#pragma warning restore IDE0005

/// <summary>How programs run on a developer's machine, where all of them start at once and are idle mostly.</summary>
internal static class QuickStart
{
    /// <summary>
    /// Starts a program sooner and in less memory, for less speed under load: without dynamic PGO, which compiles once more what is called often
    /// (bench/README.md has the figures). What is published keeps the runtime's default.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithQuickStart(this IResourceBuilder<ProjectResource> program) => program.ApplicationBuilder.ExecutionContext.IsPublishMode
        ? program
        : program.WithEnvironment("DOTNET_TieredPGO", "0");
}
