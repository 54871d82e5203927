using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What can be said about a server's container; embedded mode heeds volumes and endpoints.</summary>
public static class ContainerResourceBuilderExtensions
{
    /// <summary>Chooses the image; a tag may follow its name after a colon.</summary>
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(image);
        var colon = image.LastIndexOf(':');
        var (name, named) = colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, null);
        if (named is not null && tag is not null)
        {
            throw new InvalidOperationException("Ambiguous tags - a tag was provided on both the 'tag' and 'image' parameters.");
        }

        return builder.Image(annotation => (annotation.Image, annotation.Tag) = (name, tag ?? named ?? "latest"));
    }

    /// <summary>Chooses the image's tag.</summary>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag)
        where T : ContainerResource => builder.Image(image => image.Tag = tag);

    /// <summary>Says whether the container ends with the AppHost; embedded servers always do.</summary>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : ContainerResource
    {
        // Containers would read it; there are none.
        return builder;
    }

    /// <summary>Keeps a folder of the container in a volume; unless named, in one that is the same in every run of this AppHost.</summary>
    internal static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ContainerMountAnnotation(name ?? VolumeName(builder), target, isReadOnly));
    }

    private static string VolumeName(IResourceBuilder<IResource> builder)
    {
        var application = builder.ApplicationBuilder;
        var name = application.Environment.ApplicationName.ToLowerInvariant();
        var identity = application.ExecutionContext.IsPublishMode ? name : Path.Join(application.AppHostDirectory, name).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..10];
        return $"{name}-{hash}-{builder.Resource.Name}-data";
    }

    private static IResourceBuilder<T> Image<T>(this IResourceBuilder<T> builder, Action<ContainerImageAnnotation> change)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        change(builder.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new InvalidOperationException($"The resource '{builder.Resource.Name}' has no container image."));
        return builder;
    }
}
