using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Runs a project or another program of this machine.</summary>
internal sealed class ProgramRunner(IResource resource, int replica, RunContext context)
    : ResourceRunner(resource, IdOf(resource, replica), context)
{
    // What the AppHost got from its own launch profile and must not pass on.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE"];

    private IProjectMetadata Project => Resource.Annotations.OfType<IProjectMetadata>().Last();

    /// <inheritdoc/>
    protected override async Task<ChildProcess> StartProcessAsync(CancellationToken cancellationToken)
    {
        var (program, folder) = Resource is ExecutableResource executable
            ? (new ProgramFile(executable.Command, []), executable.WorkingDirectory)
            : (ProjectFile.ProgramOf(Project), Path.GetDirectoryName(Project.ProjectPath)!);
        var start = new ChildStart(program.Path, [.. program.Arguments, .. await Resource.ResolveArgumentsAsync(cancellationToken)])
        {
            WorkingDirectory = folder,
            Environment = await EnvironmentAsync(cancellationToken),
        };
        await PublishAsync(state => state with
        {
            EnvironmentVariables = [.. start.Environment.Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))],
        });
        return await ChildProcess.StartAsync(start, Log);
    }

    private static string IdOf(IResource resource, int replica) =>
        replica == 0 ? resource.Name : string.Create(CultureInfo.InvariantCulture, $"{resource.Name}-{replica + 1}");

    private async Task<Dictionary<string, string?>> EnvironmentAsync(CancellationToken cancellationToken)
    {
        var environment = NotInherited.ToDictionary(name => name, _ => (string?)null);
        environment["DOTNET_ROOT"] = ProjectFile.DotnetRoot;
        var given = await Resource.ResolveEnvironmentAsync(cancellationToken);
        if (Resource is ProjectResource)
        {
            environment["OTEL_SERVICE_NAME"] = Resource.Name;
            environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Id}";

            // Who names another collector gets neither the dashboard's address nor its key.
            Add(given.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT") ? null : Context.Dashboard?.Telemetry);
        }

        Add(given);

        // There is no proxy in front: the first copy has the endpoint's port, the others have ports of their own.
        if (replica > 0 && Resource is ProjectResource && environment["ASPNETCORE_URLS"] is not null)
        {
            environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Context.Ports.Pick()}");
        }

        return environment;

        void Add(IReadOnlyDictionary<string, string?>? variables)
        {
            foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
            {
                environment[name] = value;
            }
        }
    }
}
