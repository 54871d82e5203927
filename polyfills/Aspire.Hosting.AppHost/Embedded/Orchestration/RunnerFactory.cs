using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Decides what of this machine runs each resource of the model.</summary>
internal sealed class RunnerFactory(RunContext context, ConsoleReport report)
{
    private readonly DataFolders _folders = new(context.Options.DataRoot);

    /// <summary>The runners of all resources that have a process.</summary>
    /// <exception cref="DistributedApplicationException">Nothing of this machine can run one of them.</exception>
    internal async Task<List<ResourceRunner>> CreateAsync(CancellationToken cancellationToken)
    {
        var runners = new List<ResourceRunner>();
        foreach (var resource in context.Model.Resources.ToList())
        {
            var instances = await InstancesAsync(resource, cancellationToken);
            if (instances.Count == 0)
            {
                continue;
            }

            LifecycleCommands.Add(resource, instances);
            runners.AddRange(instances);
            foreach (var instance in instances)
            {
                await context.Notifications.PublishUpdateAsync(resource, instance.Id, Description.Of(resource));
            }
        }

        return runners;
    }

    private async ValueTask<List<ResourceRunner>> InstancesAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (resource.TryGetLastAnnotation<EmbeddedServerAnnotation>(out var server))
        {
            return [new ServerRunner(resource, await server.CreateAsync(Site(resource), cancellationToken), context)];
        }

        return resource switch
        {
            ProjectResource or ExecutableResource =>
                [.. Enumerable.Range(0, resource.GetReplicaCount()).Select(replica => new ProgramRunner(resource, replica, context))],
            ContainerResource => throw new DistributedApplicationException(
                $"{resource.Name}: only PostgreSQL, Redis and RabbitMQ run without containers. Other images need Aspire's own packages and a container engine."),
            _ => [],
        };
    }

    private ServerSite Site(IResource resource) => new(
        resource.Name,
        resource.Annotations.OfType<EndpointAnnotation>().First().AllocatedEndpoint!.Port,
        resource.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault()?.Source,
        _folders,
        context.Ports,
        context.Options.ServerPath,
        (line, isError) => context.Loggers.AddLine(resource.Name, line, isError),
        context.Time)
    {
        Announce = report.Say,
    };
}
