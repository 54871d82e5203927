using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>What can be said of a resource before it starts: where it will be, and what it is made of.</summary>
internal static class Description
{
    internal static Func<CustomResourceSnapshot, CustomResourceSnapshot> Of(IResource resource) => state => state with
    {
        Urls = [.. Urls(resource)],
        Properties = resource.TryGetLastAnnotation<IProjectMetadata>(out var project) ? [new("project.path", project.ProjectPath)] : [],
        Volumes =
        [
            .. resource.Annotations.OfType<ContainerMountAnnotation>()
                .Select(mount => new VolumeSnapshot(mount.Source, mount.Target, "volume", mount.IsReadOnly)),
        ],
    };

    private static IEnumerable<UrlSnapshot> Urls(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.AllocatedEndpoint is not null))
        {
            yield return new UrlSnapshot(endpoint.Name, endpoint.AllocatedEndpoint!.UriString, IsInternal: false);
        }

        foreach (var url in resource.Annotations.OfType<ResourceUrlAnnotation>())
        {
            yield return new UrlSnapshot(null, url.Url, IsInternal: false)
            {
                DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? ""),
            };
        }
    }
}
