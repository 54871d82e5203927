using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Hosting.LocalServers;

/// <summary>Replaces a container in the application model with a local server.</summary>
internal static class ContainerReplacement
{
    /// <summary>Replaces the container. Its endpoints, environment, health checks, commands and wait relationships remain.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="container">The container.</param>
    /// <param name="program">The server's program.</param>
    /// <param name="root">The root folder of all data.</param>
    /// <param name="randomPorts">Whether the host chooses the ports instead of the model.</param>
    /// <returns>The resource that replaces the container.</returns>
    public static LocalServerResource Replace(
        IDistributedApplicationBuilder builder,
        ContainerResource container,
        ServerProgram program,
        string root,
        bool randomPorts
    )
    {
        var volume = container.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault(static mount => mount.Source is not null);
        var server = new LocalServerResource(container, program, DataFolder(container, volume, root), builder.AppHostDirectory);
        RemoveContainerAnnotations(container.Annotations);

        // The model must never contain a name twice, not even briefly.
        var index = builder.Resources.IndexOf(container);
        builder.Resources.RemoveAt(index);
        builder.Resources.Insert(index, server);

        ListenWithoutProxy(server, randomPorts);
        Configure(builder.CreateResourceBuilder(server), isTemporary: volume is null);
        return server;
    }

    // A volume is a subfolder of the root; a bind mount is the folder itself.
    private static string DataFolder(ContainerResource container, ContainerMountAnnotation? volume, string root) =>
        volume switch
        {
            { Type: ContainerMountType.BindMount } => volume.Source!,
            { } => Path.Combine(root, volume.Source!),
            null => Path.Combine(root, "temporary", container.Name),
        };

    private static void RemoveContainerAnnotations(ResourceAnnotationCollection annotations)
    {
        foreach (var annotation in annotations.Where(MeansSomethingToContainersOnly).ToArray())
        {
            annotations.Remove(annotation);
        }

#pragma warning disable ASPIRECERTIFICATES001 // The API is experimental, but there is no other.
        // Without this annotation, AddRedis enables TLS on machines with a development certificate.
        annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
#pragma warning restore ASPIRECERTIFICATES001
    }

    private static bool MeansSomethingToContainersOnly(IResourceAnnotation annotation) =>
        annotation is ContainerImageAnnotation or ContainerMountAnnotation or ContainerLifetimeAnnotation
        // This annotation enables TLS with the development certificate, whose files the host copies into containers.
        || annotation.GetType().Name
            is "CertificateTrustConfigurationCallbackAnnotation"
                or "HttpsCertificateConfigurationCallbackAnnotation"
                or "HttpsCertificateAnnotation";

    // The program itself listens on the public port, without a proxy.
    private static void ListenWithoutProxy(LocalServerResource server, bool randomPorts)
    {
        foreach (var endpoint in server.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.IsProxied = false;
            endpoint.Port = randomPorts ? null : endpoint.Port;
            endpoint.TargetPort = endpoint.Port;
        }
    }

    private static void Configure(IResourceBuilder<LocalServerResource> resource, bool isTemporary)
    {
        var server = resource.Resource;
        foreach (var name in server.Program.InternalEndpoints)
        {
            resource
                .WithEndpoint(name: name, isProxied: false)
                .WithUrlForEndpoint(name, static url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
        }

        // The integration's own arguments come after those of the script.
        var given = server.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray();
        foreach (var annotation in given)
        {
            server.Annotations.Remove(annotation);
        }

        resource.WithArgs(server.Program.Script, server.Data);
        foreach (var annotation in given)
        {
            server.Annotations.Add(annotation);
        }

        foreach (var endpoint in server.Annotations.OfType<EndpointAnnotation>().ToArray())
        {
            resource.WithEnvironment(
                ServerProgram.PortVariable(endpoint.Name),
                server.GetEndpoint(endpoint.Name).Property(EndpointProperty.TargetPort)
            );
        }

        // The callback runs at the start, because the preflight may install the server before that.
        resource.WithEnvironment(context =>
        {
            foreach (var (name, value) in server.Program.Environment())
            {
                context.EnvironmentVariables[name] = value;
            }

            if (isTemporary)
            {
                // Like a container without a volume, the server starts empty each time.
                context.EnvironmentVariables["LOCAL_SERVER_TEMPORARY"] = "1";
            }
        });
    }
}
