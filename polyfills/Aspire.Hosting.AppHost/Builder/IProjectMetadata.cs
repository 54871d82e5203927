using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project is; one implementation per referenced project is generated into namespace Projects.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Full path of the assembly that the build made of it; only the generated classes know it, embedded mode starts it.</summary>
    string? AssemblyPath => null;
}
