using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Hosting.LocalServers;

/// <summary>Replaces a container of the application model by a local server.</summary>
internal static class ContainerReplacement
{
    /// <summary>Replaces the container; its endpoints, environment, health checks, commands and waits stay in force.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="container">The container.</param>
    /// <param name="program">The server's program.</param>
    /// <param name="root">The folder of all data.</param>
    /// <param name="randomPorts">Whether the host chooses the ports, in place of those that the model fixes.</param>
    /// <returns>The resource in the container's place.</returns>
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

        // A name may not be in the model twice, not even for a moment.
        var index = builder.Resources.IndexOf(container);
        builder.Resources.RemoveAt(index);
        builder.Resources.Insert(index, server);

        ListenWithoutProxy(server, randomPorts);
        Configure(builder.CreateResourceBuilder(server), isTemporary: volume is null);
        return server;
    }

    // A volume is a folder under one root, a bind mount the folder itself.
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

#pragma warning disable ASPIRECERTIFICATES001 // Experimental, but the only way to say it.
        // Otherwise AddRedis turns to TLS where the machine has a development certificate.
        annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
#pragma warning restore ASPIRECERTIFICATES001
    }

    private static bool MeansSomethingToContainersOnly(IResourceAnnotation annotation) =>
        annotation is ContainerImageAnnotation or ContainerMountAnnotation or ContainerLifetimeAnnotation
        // TLS by the development certificate, whose files the host puts into containers.
        || annotation.GetType().Name
            is "CertificateTrustConfigurationCallbackAnnotation"
                or "HttpsCertificateConfigurationCallbackAnnotation"
                or "HttpsCertificateAnnotation";

    // The program itself listens on the public port.
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

        // At the start: the preflight may have installed the server by then.
        resource.WithEnvironment(context =>
        {
            foreach (var (name, value) in server.Program.Environment())
            {
                context.EnvironmentVariables[name] = value;
            }

            if (isTemporary)
            {
                // As a container without a volume, the server begins empty at each start.
                context.EnvironmentVariables["LOCAL_SERVER_TEMPORARY"] = "1";
            }
        });
    }
}
