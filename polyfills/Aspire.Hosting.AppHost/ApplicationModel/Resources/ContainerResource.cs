namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server: a container with the official host, a local process in embedded mode.</summary>
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>The program that the container starts instead of the image's own.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}

/// <summary>Whether a container ends with the AppHost.</summary>
public enum ContainerLifetime
{
    /// <summary>It does.</summary>
    Session,

    /// <summary>It goes on running.</summary>
    Persistent,
}
