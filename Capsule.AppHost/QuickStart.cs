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
