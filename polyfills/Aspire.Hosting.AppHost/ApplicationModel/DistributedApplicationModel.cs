namespace Aspire.Hosting.ApplicationModel;

/// <summary>All resources of the application.</summary>
public sealed class DistributedApplicationModel(IResourceCollection resources)
{
    /// <summary>Takes any list of resources.</summary>
    public DistributedApplicationModel(IEnumerable<IResource> resources)
        : this(Collect(resources))
    {
    }

    /// <summary>The resources, in the order in which they were added.</summary>
    public IResourceCollection Resources { get; } = resources;

    private static ResourceCollection Collect(IEnumerable<IResource> resources)
    {
        var collection = new ResourceCollection();
        foreach (var resource in resources)
        {
            collection.Add(resource);
        }

        return collection;
    }
}
