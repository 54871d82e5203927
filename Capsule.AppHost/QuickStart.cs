/// <summary>How programs run on a developer's machine, where all of them start at once and are mostly idle.</summary>
internal static class QuickStart
{
    /// <summary>
    /// Starts a program sooner and in less memory: as it was built, in place of <c>dotnet run</c>, which takes a second of CPU and 140 MB
    /// beside it, and without dynamic PGO, which compiles frequently called code once more (bench/README.md has the figures). What is
    /// published keeps the defaults.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithQuickStart(this IResourceBuilder<ProjectResource> program)
    {
        var builder = program.ApplicationBuilder;
        if (builder.ExecutionContext.IsPublishMode)
        {
            return program;
        }

        // `dotnet watch` builds and starts programs itself.
        if (builder.Configuration["DOTNET_WATCH"] is null && program.Resource.BuiltProgram() is { } path)
        {
            program.WithAnnotation(
                new ExecutableAnnotation
                {
                    Command = path,
                    WorkingDirectory = Path.GetDirectoryName(program.Resource.GetProjectMetadata().ProjectPath)!,
                }
            );
        }

        // Bundles have no launch profile that says so.
        return program
            .WithEnvironment("DOTNET_ENVIRONMENT", builder.Environment.EnvironmentName)
            .WithEnvironment("DOTNET_TieredPGO", "0");
    }

    /// <summary>
    /// The program as it was built with the AppHost, so in the same configuration and for the same framework; null when it was not.
    /// </summary>
    public static string? BuiltProgram(this ProjectResource project)
    {
        var source = project.GetProjectMetadata().ProjectPath;
        var output = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory);
        var program = Path.Combine(Path.GetDirectoryName(source)!, output, Path.GetFileNameWithoutExtension(source));
        return File.Exists(program) ? program
            : File.Exists(program + ".exe") ? program + ".exe"
            : null;
    }
}
