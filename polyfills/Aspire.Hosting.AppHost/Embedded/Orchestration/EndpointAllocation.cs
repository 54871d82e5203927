using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Gives every endpoint its address before anything starts.</summary>
internal sealed class EndpointAllocation(RunContext context)
{
    /// <summary>Allocates all endpoints: the ports that they ask for, or free ones.</summary>
    /// <exception cref="DistributedApplicationException">A port is in use, or asked for twice.</exception>
    internal void Allocate()
    {
        var endpoints = context.Model.Resources
            .SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (Resource: resource, Endpoint: endpoint)))
            .ToList();
        if (!context.Options.RandomizePorts)
        {
            Reserve([.. endpoints.Where(each => each.Endpoint.Port is not null)]);
        }

        foreach (var (_, endpoint) in endpoints)
        {
            var port = context.Options.RandomizePorts ? null : endpoint.Port;
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port ?? context.Ports.Pick());
        }
    }

    private void Reserve(List<(IResource Resource, EndpointAnnotation Endpoint)> wanted)
    {
        var problems = new List<string>();
        var takers = new Dictionary<int, string>();
        foreach (var (resource, endpoint) in wanted)
        {
            var port = endpoint.Port!.Value;
            if (!takers.TryAdd(port, resource.Name))
            {
                problems.Add($"{resource.Name}: port {port} ({endpoint.Name}) is also that of {takers[port]}.");
            }
            else if (!context.Ports.Reserve(port) || !Ports.IsFree(port))
            {
                problems.Add($"{resource.Name}: port {port} ({endpoint.Name}) is in use by {PortOwner.Find(port) ?? "another process"}.");
            }
        }

        if (problems.Count > 0)
        {
            throw new DistributedApplicationException(
                string.Join(Environment.NewLine, problems) + Environment.NewLine +
                "Nothing was started. Free the port, or run with --randomize-ports.");
        }
    }
}
