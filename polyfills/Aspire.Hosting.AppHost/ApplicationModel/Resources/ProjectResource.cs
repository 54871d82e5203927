namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project of this solution; its <see cref="IProjectMetadata"/> is among the annotations.</summary>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;
