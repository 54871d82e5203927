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
        var start = new ChildStart(program.Path, [.. program.Arguments, .. await Settings.ArgumentsAsync(Resource, Context, cancellationToken)])
        {
            WorkingDirectory = folder,
            Environment = await EnvironmentAsync(cancellationToken),
        };
        await PublishAsync(state => state with
        {
            EnvironmentVariables = [.. start.Environment.Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))],
            Properties = state.Properties.RemoveAll(property => property.Name.StartsWith("executable.", StringComparison.Ordinal)).AddRange(
                new ResourcePropertySnapshot("executable.path", start.Program),
                new ResourcePropertySnapshot("executable.workDir", folder),
                new ResourcePropertySnapshot("executable.args", string.Join(' ', start.Arguments))),
        });
        return await ChildProcess.StartAsync(start, Log);
    }

    private static string IdOf(IResource resource, int replica) =>
        replica == 0 ? resource.Name : string.Create(CultureInfo.InvariantCulture, $"{resource.Name}-{replica + 1}");

    private async Task<Dictionary<string, string?>> EnvironmentAsync(CancellationToken cancellationToken)
    {
        var environment = NotInherited.ToDictionary(name => name, _ => (string?)null);
        environment["DOTNET_ROOT"] = ProjectFile.DotnetRoot;
        foreach (var (name, value) in await Settings.EnvironmentAsync(Resource, Context, cancellationToken))
        {
            environment[name] = value;
        }

        if (Resource.HasAnnotationOfType<OtlpExporterAnnotation>())
        {
            SendTelemetry(environment);
        }

        // There is no proxy in front: the first copy has the endpoint's port, the others have ports of their own.
        if (replica > 0 && Resource is ProjectResource && environment["ASPNETCORE_URLS"] is not null)
        {
            environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Context.Ports.Pick()}");
        }

        return environment;
    }

    // The model names the address of the launch profile; the dashboard may be elsewhere, or nowhere.
    private void SendTelemetry(Dictionary<string, string?> environment)
    {
        const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
        environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Id}";
        if (environment.TryGetValue(Endpoint, out var given) && given != Context.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"])
        {
            return;
        }

        environment.Remove(Endpoint);
        foreach (var (name, value) in Context.Dashboard?.Telemetry(Resource.Name, Id) ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }
    }
}
