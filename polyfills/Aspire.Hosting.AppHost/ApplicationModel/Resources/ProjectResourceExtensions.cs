namespace Aspire.Hosting.ApplicationModel;

/// <summary>Questions to a project.</summary>
public static class ProjectResourceExtensions
{
    /// <summary>Where the project is.</summary>
    /// <exception cref="InvalidOperationException">Nothing says so.</exception>
    public static IProjectMetadata GetProjectMetadata(this ProjectResource projectResource)
    {
        ArgumentNullException.ThrowIfNull(projectResource);
        return projectResource.Annotations.OfType<IProjectMetadata>().Single();
    }
}
