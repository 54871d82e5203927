using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources of the application, in the order in which they were added.</summary>
public interface IResourceCollection : IList<IResource>;

/// <inheritdoc cref="IResourceCollection"/>
public sealed class ResourceCollection : Collection<IResource>, IResourceCollection;
