namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line that the dashboard draws between two resources.</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What the other one is to this one.</summary>
    public string Type { get; } = type;
}

internal static class KnownRelationshipTypes
{
    public const string Parent = nameof(Parent);
    public const string Reference = nameof(Reference);
    public const string WaitFor = nameof(WaitFor);
}
