using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project with its default launch profile.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => AddProject(builder, name, new TProject(), profile: true, null);

    /// <summary>Adds a project with a launch profile, or without one when the name is null.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() =>
        AddProject(builder, name, new TProject(), profile: launchProfileName is not null, launchProfileName);

    /// <summary>Runs several copies of the project.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<ProjectResource> AddProject(
        IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, bool profile, string? profileName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var project = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        var preferred = builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"];
        var launch = profile ? LaunchProfiles.Choose(metadata.ProjectPath, profileName, preferred) : null;
        return builder.ExecutionContext.IsPublishMode ? project.ForPublishing(launch?.Profile) : project.ForRunning(launch?.Name, launch?.Profile);
    }

    private static IResourceBuilder<ProjectResource> ForRunning(
        this IResourceBuilder<ProjectResource> project, string? profileName, LaunchProfile? launch)
    {
        foreach (var url in launch?.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var address = new Uri(url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal));
            var same = project.Resource.Annotations.OfType<EndpointAnnotation>().Count(e => e.UriScheme == address.Scheme);
            var endpointName = address.Scheme + (same == 0 ? "" : (same + 1).ToString(CultureInfo.InvariantCulture));
            project.WithEndpoint(endpointName, e =>
            {
                e.Port = address.Port;
                e.TargetHost = address.Host;
                e.UriScheme = address.Scheme;
            });
        }

        return project.WithEnvironment(context =>
        {
            SetUrls(context, project.Resource);
            context.EnvironmentVariables.TryAdd("LOGGING__CONSOLE__FORMATTERNAME", "simple");
            if (profileName is not null)
            {
                context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profileName);
            }

            foreach (var (key, value) in launch?.EnvironmentVariables ?? [])
            {
                context.EnvironmentVariables.TryAdd(key, Environment.ExpandEnvironmentVariables(value));
            }
        });
    }

    // The program listens where clients are told to look; the launch profile's own addresses do not count.
    private static void SetUrls(EnvironmentCallbackContext context, ProjectResource project)
    {
        var urls = new ReferenceExpressionBuilder();
        foreach (var endpoint in project.GetEndpoints().Where(e => e.IsHttp || e.IsHttps))
        {
            urls.AppendLiteral($"{(urls.IsEmpty ? "" : ";")}{endpoint.Scheme}://{endpoint.EndpointAnnotation.TargetHost}:");
            urls.AppendFormatted(endpoint.Property(EndpointProperty.TargetPort), null);
        }

        if (!urls.IsEmpty)
        {
            context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
        }
    }

    private static IResourceBuilder<ProjectResource> ForPublishing(this IResourceBuilder<ProjectResource> project, LaunchProfile? launch)
    {
        var resource = project.Resource;
        EndpointAnnotation? defaultHttps = null;
        if (launch?.ApplicationUrl is not null)
        {
            project.WithEndpoint("http", e => e.UriScheme = "http");
            project.WithEndpoint("https", e => (defaultHttps = e).UriScheme = "https");
        }

        return project.WithEnvironment(context =>
        {
            if (resource.GetEndpoints().Any())
            {
                context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            }

            SetPorts(context, "HTTP_PORTS", resource.GetEndpoints().Where(e => e.IsHttp));
            SetPorts(context, "HTTPS_PORTS", resource.GetEndpoints().Where(e => e.IsHttps && e.EndpointAnnotation != defaultHttps));
        });
    }

    private static void SetPorts(EnvironmentCallbackContext context, string variable, IEnumerable<EndpointReference> endpoints)
    {
        var ports = new ReferenceExpressionBuilder();
        foreach (var endpoint in endpoints)
        {
            ports.AppendLiteral(ports.IsEmpty ? "" : ";");
            ports.AppendFormatted(endpoint.Property(EndpointProperty.TargetPort), null);
        }

        if (!ports.IsEmpty)
        {
            context.EnvironmentVariables[variable] = ports.Build();
        }
    }
}
