/// <summary>Starts programs quickly on a developer's machine, where all programs start at once and are mostly idle.</summary>
internal static class QuickStart
{
    /// <summary>
    /// Starts a program faster and with less memory: directly from its build output instead of with <c>dotnet run</c>, which costs a second
    /// of CPU and 140 MB, and without dynamic PGO, which recompiles hot code (bench/README.md has the figures). Published programs keep the
    /// defaults.
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

        // Bundles have no launch profile that sets the environment.
        return program.WithEnvironment("DOTNET_ENVIRONMENT", builder.Environment.EnvironmentName).WithEnvironment("DOTNET_TieredPGO", "0");
    }

    /// <summary>
    /// Returns the path of the program that was built with the AppHost, in the same configuration and for the same framework; null when it
    /// does not exist.
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
