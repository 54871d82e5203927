using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>Dashboard commands for a service's database.</summary>
internal static class BundleCommands
{
    /// <summary>
    /// Adds the commands migrate, info, validate and reset to a bundle; each runs the bundle's program with the resource's environment.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithBundleCommands(this IResourceBuilder<ProjectResource> bundle) =>
        bundle
            .WithBundleCommand("migrate", "Migrate", new() { Description = "Apply pending migrations", IconName = "ArrowUp" })
            .WithBundleCommand("info", "Info", new() { Description = "List the migrations and their states", IconName = "Info" })
            .WithBundleCommand(
                "validate",
                "Validate",
                new() { Description = "Check migrations and checksums", IconName = "CheckmarkCircle" }
            )
            .WithBundleCommand(
                "reset",
                "Reset",
                new()
                {
                    Description = "Drop and recreate the schema",
                    ConfirmationMessage = $"Drop the schema of {bundle.Resource.Name} with all its data and recreate it?",
                    IconName = "ArrowReset",
                }
            );

    private static IResourceBuilder<ProjectResource> WithBundleCommand(
        this IResourceBuilder<ProjectResource> bundle,
        string name,
        string displayName,
        CommandOptions options
    )
    {
        // The commands are disabled while the bundle works or waits for its server.
        options.UpdateState = context =>
            KnownResourceStates.TerminalStates.Contains(context.ResourceSnapshot.State?.Text ?? "")
                ? ResourceCommandState.Enabled
                : ResourceCommandState.Disabled;
        return bundle.WithCommand(name, displayName, context => RunAsync(bundle.Resource, name, context), options);
    }

    private static async Task<ExecuteCommandResult> RunAsync(ProjectResource bundle, string command, ExecuteCommandContext context)
    {
        var logger = context.Services.GetRequiredService<ResourceLoggerService>().GetLogger(context.ResourceName);
        var configuration = await ExecutionConfigurationBuilder
            .Create(bundle)
            .WithEnvironmentVariablesConfig()
            .BuildAsync(context.Services.GetRequiredService<DistributedApplicationExecutionContext>(), logger, context.CancellationToken);
        if (configuration.Exception is { } exception)
        {
            return CommandResults.Failure(exception);
        }

        using var process = Process.Start(Start(bundle, command, configuration.EnvironmentVariables))!;
        // The bundle can be killed at any time: it leaves a consistent database and no lock.
        await using var ending = context.CancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var lines = await Task.WhenAll(
            ReadAsync(process.StandardOutput, line => logger.LogInformation("{Line}", line)),
            ReadAsync(process.StandardError, line => logger.LogError("{Line}", line))
        );
        await process.WaitForExitAsync(CancellationToken.None);
        return context.CancellationToken.IsCancellationRequested ? CommandResults.Canceled()
            : process.ExitCode == 0 ? CommandResults.Success()
            : CommandResults.Failure(lines[1] ?? $"{command} ended with exit code {process.ExitCode}; see the log.");
    }

    private static ProcessStartInfo Start(ProjectResource bundle, string command, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var program =
            bundle.BuiltProgram()
            ?? throw new DistributedApplicationException($"{bundle.Name} is not built in the AppHost's configuration.");
        var start = new ProcessStartInfo(program, [command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // Returns the last line.
    private static async Task<string?> ReadAsync(StreamReader reader, Action<string> hear)
    {
        string? last = null;
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            hear(last = line);
        }

        return last;
    }
}
