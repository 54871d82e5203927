namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line that the dashboard draws from this resource to another one, which is to it what the type says.</summary>
internal sealed record ResourceRelationshipAnnotation(IResource Resource, string Type) : IResourceAnnotation;

internal static class KnownRelationshipTypes
{
    public const string Parent = nameof(Parent);
    public const string Reference = nameof(Reference);
    public const string WaitFor = nameof(WaitFor);
}
