namespace Aspire.Hosting.ApplicationModel;

/// <summary>A change of one instance of a resource.</summary>
public sealed class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The instance: the resource's name unless it has copies.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>Its state after the change.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
