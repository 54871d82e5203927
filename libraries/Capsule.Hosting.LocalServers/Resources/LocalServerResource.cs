using Aspire.Hosting.ApplicationModel;

namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Replaces a container of the same name in the application model and shares its annotations, so that references to the container still
/// resolve.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="program">The server's program.</param>
/// <param name="data">The server's data folder.</param>
/// <param name="workingDirectory">The AppHost's folder.</param>
public sealed class LocalServerResource(ContainerResource container, ServerProgram program, string data, string workingDirectory)
    : ExecutableResource(container.Name, "/bin/sh", workingDirectory),
        IResourceWithConnectionString
{
    /// <summary>The replaced container, which is no longer in the model.</summary>
    public ContainerResource Container => container;

    /// <summary>The server's program.</summary>
    public ServerProgram Program => program;

    /// <summary>The server's data folder.</summary>
    public string Data => data;

    /// <inheritdoc />
    public override ResourceAnnotationCollection Annotations => container.Annotations;

    /// <inheritdoc />
    public ReferenceExpression ConnectionStringExpression => ((IResourceWithConnectionString)container).ConnectionStringExpression;

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        ((IResourceWithConnectionString)container).GetConnectionProperties();
}
